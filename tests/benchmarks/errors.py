"""What the errors page costs: a mistake made, a tell measured, a pasted text read. Run by hand: `python -m tests.benchmarks.errors`."""

from collections.abc import Callable
from statistics import median
from time import perf_counter

import torch

from neuron_core.errors import MISTAKES, read_pasted, recognise, search
from tests.neuron_core.errors.texts import KNOWN, UNKNOWN


def seconds(call: Callable[[], object], times: int = 5) -> float:
    found = []
    for _ in range(times):
        began = perf_counter()
        call()
        found.append(perf_counter() - began)
    return median(found)


def main() -> None:
    torch.set_num_threads(1)  # as the server does
    search("warm")
    runs = {key: seconds(lambda mistake=mistake: mistake.run(mistake.defaults)) for key, mistake in MISTAKES.items()}
    slow = sorted(runs, key=runs.__getitem__)[-3:]
    print(
        f"a mistake made: median {1e3 * median(runs.values()):.1f} ms; slowest",
        {key: f"{1e3 * runs[key]:.0f} ms" for key in slow},
    )
    tells = {
        key: seconds(lambda mistake=mistake: mistake.tell.measure(99, mistake.defaults), 1)
        for key, mistake in MISTAKES.items()
        if mistake.tell
    }
    slow = sorted(tells, key=tells.__getitem__)[-3:]
    print(
        f"a tell, one seed: median {1e3 * median(tells.values()):.1f} ms; slowest",
        {key: f"{1e3 * tells[key]:.0f} ms" for key in slow},
    )
    texts = [sample.text for sample in (*KNOWN, *UNKNOWN)]
    read = [seconds(lambda text=text: (recognise(text), read_pasted(text)), 3) for text in texts]
    print(f"{len(texts)} pasted texts: median {1e3 * median(read):.2f} ms, slowest {1e3 * max(read):.1f} ms")
    right = sum((found := recognise(sample.text)) is not None and found.key == sample.key for sample in KNOWN)
    print(
        f"recognised: {right} of {len(KNOWN)}; unknown ones taken for known: {sum(recognise(sample.text) is not None for sample in UNKNOWN)} of {len(UNKNOWN)}"
    )


if __name__ == "__main__":
    main()
