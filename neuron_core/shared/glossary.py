"""The words of the field, each in one sentence."""

import re
from collections.abc import Collection
from functools import lru_cache

GLOSSARY = {
    "activation": "the function that turns a neuron's weighted sum into its output",
    "autograd": "the part of torch that computes gradients",
    "batch": "several samples that go through a network together, one row each",
    "beta": "a number that batch-norm adds to a feature, and that is learnt",
    "bias": "a number that a neuron adds to its weighted sum, whatever comes in",
    "device": "where tensors lie and are computed: the CPU, or an accelerator such as a GPU",
    "dimension": "one direction of a tensor: the first counts its rows, the last the numbers in a row",
    "epoch": "one round of training: every training row has been used once",
    "eps": "a tiny number that keeps a division from being by 0",
    "eval()": "the mode of a network that is used, not trained",
    "feature": "one number that every sample has, such as a height: a column of the batch",
    "float32": "numbers of about seven digits, which torch computes with unless told otherwise",
    "gamma": "a number that batch-norm multiplies a feature by, and that is learnt",
    "gradient": "how far the output moves for each small step of a number",
    "hidden unit": "a neuron between the inputs and the output",
    "layer": "a step of a network: it takes a tensor and sends one on",
    "learning rate": "how large a step training takes: each gradient is multiplied by it",
    "lesson": "the short course that this app grew out of: its examples are here to touch",
    "logit": "an output before it is turned into a share or a chance",
    "loss": "one number that says how wrong a network's outputs are; training makes it smaller",
    "mask": "a 1 for each unit that is kept and a 0 for each that is dropped",
    "momentum": "in batch-norm, how much a new batch counts; in an optimiser, the share of the last step that is kept",
    "optimiser": "the rule that turns gradients into steps of the weights",
    "overfitting": "learning the training samples by heart, and so failing on new ones",
    "parameter": "a number that training changes: a weight or a bias",
    "PyTorch": "the Python library that computes every number here; in code it is called torch",
    "ReLU": "an activation: it sends 0 for what is below 0, and all else as it is",
    "running mean": "an average of the batches' means, kept for eval()",
    "sample": "one example: one row of a batch",
    "saturated": "so far out on an activation's curve that its slope is almost 0",
    "seed": "the number that a random draw starts from: the same seed, the same draw",
    "shape": "how many numbers a tensor has along each dimension",
    "slope": "how steep a curve is: how far it rises for each step to the right",
    "tensor": "torch's word for numbers in rows, tables or blocks",
    "torch": "PyTorch, the Python library that computes every number here",
    "train()": "the mode of a network that is being trained",
    "unit": "one number of a layer's output: one neuron's",
    "variance": "how far numbers lie from their mean: the average of the squared distances",
    "weight": "a number that an input is multiplied by: how much it counts",
    "weighted sum": "all inputs, each times its weight, and the bias, added up: z",
}
"""By the term as it is written; each reads on after 'is'."""


@lru_cache(maxsize=512)
def terms_in(text: str) -> tuple[str, ...]:
    """Return the terms that `text` uses, in the order in which they first appear."""
    found = {term: match.start() for term in GLOSSARY if (match := _pattern(term).search(text))}
    return tuple(sorted(found, key=lambda term: (found[term], -len(term))))


def explained(text: str, terms: Collection[str] = tuple(GLOSSARY)) -> str:
    """Mark the first use of each of `terms` in a Markdown text as a link that carries its sentence; links, code and quotes stay."""
    marked = text
    for term in sorted(set(terms_in(text)) & set(terms), key=len, reverse=True):
        parts = re.split(r"(\[[^\]]*\]\([^)]*\)|`[^`]*`|\$[^$]*\$|“[^”]*”)", marked)
        for i in range(0, len(parts), 2):
            if match := _pattern(term).search(parts[i]):
                said = f'[{match.group()}](#word "{term}: {GLOSSARY[term]}")'
                parts[i] = parts[i][: match.start()] + said + parts[i][match.end() :]
                break
        marked = "".join(parts)
    return marked


@lru_cache
def _pattern(term: str) -> re.Pattern[str]:
    plural = "" if term.endswith(")") else "(?:s|es)?"
    return re.compile(rf"(?<![\w.]){re.escape(term)}{plural}(?![\w(])", re.IGNORECASE if term.islower() else 0)
