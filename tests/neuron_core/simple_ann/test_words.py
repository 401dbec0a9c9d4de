import re
from dataclasses import astuple

import pytest
import torch

from neuron_core.shared.numbers import number_text
from neuron_core.shared.refusal import Refusal
from neuron_core.simple_ann.devices import BATCHES, KINDS, Comparison, Devices, Timing
from neuron_core.simple_ann.parameters import Parameters, drawn
from neuron_core.simple_ann.passes import Inputs, network_gradients, run_network
from neuron_core.simple_ann.plane import plane
from neuron_core.simple_ann.way_back import WAY_BACK
from neuron_core.simple_ann.words import (
    measuring_words,
    missing_words,
    nine_words,
    notes,
    plane_words,
    seed_words,
    sentence,
    step_words,
    timing_text,
    verdict,
    why_it_failed,
)
from tests.neuron_core.simple_ann.networks import GATE, any_parameters

NEVER = Parameters(*astuple(GATE)[:5], -100.0, *astuple(GATE)[6:])


def noted(parameters: Parameters, inputs: Inputs) -> str:
    return " ".join(notes(parameters, run_network(parameters, inputs), plane(parameters, -10.0, 10.0), True))


def test_notes_say_what_is_off_and_why():
    assert noted(GATE, (1.0, 1.0)) == ""
    one = noted(GATE, (0.5, 0.0))
    assert "Hidden neuron 2 is off for this input: its z is −0.5" in one
    assert "Hidden neuron 1" not in one
    assert "v1 is 0" in noted(Parameters(**GATE.values | {"v1": 0.0}), (1.0, 1.0))


def test_off_for_one_input_is_not_dead():
    assert "dead" not in noted(GATE, (0.5, 0.0))
    assert "It is dead: no inputs from −10 to 10 turn it on." in noted(NEVER, (1.0, 1.0))


def test_dead_is_said_exactly_of_those_that_nothing_turns_on():
    for parameters in any_parameters(60):
        parameters = Parameters(**parameters.values | {"b2": 20 * parameters.b2})
        about = [
            note
            for note in notes(parameters, run_network(parameters, (0.0, 0.0)), plane(parameters, -10.0, 10.0), True)
            if "neuron 2" in note
        ]
        corners = [run_network(parameters, (x, y)).hidden[1] for x in (-10.0, 10.0) for y in (-10.0, 10.0)]
        assert ("dead" in " ".join(about)) == (not any(corners))


def test_every_gradient_said_to_be_0_is_exactly_0():
    said = 0
    for parameters in any_parameters(200):
        slopes = network_gradients(parameters, (1.0, -2.0))
        for note in notes(parameters, run_network(parameters, (1.0, -2.0)), plane(parameters, -10.0, 10.0), True):
            if "gradient of exactly 0" in note:
                named = re.findall(r"\b[wbv]\d+", note.split(", and ")[-1])
                assert len(named) >= 3
                assert all(slopes[name] == 0 for name in named)
                said += 1
    assert said > 50


def test_both_off_is_flat_unless_one_is_at_its_line():
    assert "Both are off: the output is c alone, and a small change" in noted(GATE, (-1.0, 0.0))
    edge = noted(GATE, (0.0, 0.0))  # z1 is exactly 0: a step to the right turns neuron 1 on
    assert "Both are off: the output is c alone." in edge
    assert run_network(GATE, (0.1, 0.0)).out != run_network(GATE, (0.0, 0.0)).out
    for parameters in any_parameters(200):
        if "a small change" in noted(parameters, (1.0, 1.0)):
            assert run_network(parameters, (1.0, 1.0)).out == pytest.approx(parameters.c)
            assert run_network(parameters, (1.0 + 1e-5, 1.0 - 1e-5)).out == run_network(parameters, (1.0, 1.0)).out


def test_the_sentence_has_the_numbers_in_it():
    result = run_network(drawn(1429), (1.0, 2.0))
    text = sentence((1.0, 2.0), result)
    assert number_text(result.out) in text
    assert number_text(result.z[0]) in text
    assert number_text(result.z[1]) in text
    assert f"Hidden neuron 1 has z = {number_text(result.z[0])} and gives {number_text(result.hidden[0])}." in text
    assert "is off" in text


def test_the_map_is_put_into_words():
    reach = plane(GATE, -10.0, 10.0)
    text = plane_words(reach)
    assert f"between {number_text(reach.lowest)} and {number_text(reach.highest)}" in text
    assert "no line" not in text
    assert "z2 = 0 has no line in this square." in plane_words(plane(NEVER, -10.0, 10.0))
    level = Parameters(**GATE.values | {"w11": 0.0, "w12": 0.0})
    assert "z1 = 0 has no line in this square." in plane_words(plane(level, -10.0, 10.0)), (
        "z1 is 0 everywhere: a plane, no line"
    )


def test_each_region_of_the_map_is_flat():
    """Half way between two inputs of one region the output is half way between theirs."""
    generator, flat = torch.Generator().manual_seed(3), 0
    for parameters in any_parameters(100, limit=1.0):
        one, other = torch.empty(2, 2).uniform_(-10, 10, generator=generator).tolist()
        ends = [run_network(parameters, tuple(point)) for point in (one, other)]
        if [z > 0 for z in ends[0].z] != [z > 0 for z in ends[1].z]:
            continue
        middle = run_network(parameters, tuple((a + b) / 2 for a, b in zip(one, other, strict=True)))
        assert middle.out == pytest.approx((ends[0].out + ends[1].out) / 2, rel=1e-4, abs=1e-4)
        flat += 1
    assert flat > 20


def test_every_missing_kind_has_its_reason():
    text = missing_words(Devices(("cpu",), {"cuda": True, "mps": False, "xpu": False}, 1))
    assert f"cuda ({KINDS['cuda']}): this torch is built for it, but finds no device or no driver" in text
    assert f"mps ({KINDS['mps']}): this torch is built without it" in text
    assert "The CPU uses 1 thread." in text
    assert missing_words(Devices(("cpu",), {}, 2)).startswith("The CPU uses 2 threads.")


def test_a_device_that_failed_is_said_to():
    full = Refusal.of(torch.OutOfMemoryError("CUDA out of memory. Tried to allocate 20.00 MiB"))
    assert why_it_failed("cuda", full) == "cuda is out of memory, so only the CPU's result is shown."
    other = why_it_failed("meta", Refusal("NotImplementedError", "..."))
    assert other == "meta could not run this (torch raised NotImplementedError), so only the CPU's result is shown."


def timing(median: float) -> Timing:
    return Timing(median, median, median, 10, 7)


def comparisons(*pairs: tuple[float, float | None]) -> list[Comparison]:
    return [
        Comparison(batch, timing(cpu), timing(other) if other else None)
        for batch, (cpu, other) in zip(BATCHES, pairs, strict=False)
    ]


def test_the_verdict_names_who_is_faster_where():
    mixed = verdict(comparisons((1, 5), (2, 5), (9, 5)), "cuda")
    assert "The CPU is faster for 1, 10 rows" in mixed
    assert "cuda is faster for 100 rows" in mixed
    assert verdict(comparisons((1, 5), (2, 5)), "cuda").startswith("The CPU is faster at every size: ")
    assert verdict(comparisons((1, 5), (2, 5)), "cuda").endswith("even for 10 rows.")
    assert verdict(comparisons((5, 1), (5, 2)), "cuda") == "cuda is faster at every size here, even for 1 row."
    assert "10 rows take 3 times as long as 1, not 10 times" in verdict(comparisons((1, None), (3, None)), "cpu")


def test_a_size_at_which_the_device_failed_counts_for_nobody():
    assert "1, 10" not in verdict(comparisons((1, 5), (2, None), (9, 5)), "cuda")


def test_a_time_is_written_in_microseconds():
    assert timing_text(Timing(12.34e-6, 11e-6, 13e-6, 10, 1)) == "12.3 (11.0 to 13.0)"
    assert "from 70 passes" in measuring_words(comparisons((1, None)))


def test_the_seeds_numbers_are_named_and_lie_within_the_limits_that_are_said():
    limit = float(re.search(r"±(\S+)\.", seed_words(9))[1])
    assert all(abs(value) <= limit for value in drawn(9).values.values())
    assert "manual_seed(9)" in seed_words(9)
    assert "with the same torch" in seed_words(9)
    for name, value in drawn(9).values.items():
        assert f"{name} = {number_text(value)}" in nine_words(drawn(9))


def test_each_step_back_is_said_with_its_name():
    for number, step in enumerate(WAY_BACK, 1):
        assert step_words(number) == f"Backward, step {number} of 6, {step.name}: {step.says}"


def test_the_output_bends_at_the_two_lines_only():
    """Along any way that crosses neither line, the output's second difference is 0; `plane_words` says so."""
    generator, straight = torch.Generator().manual_seed(8), 0
    for parameters in any_parameters(60):
        start, end = torch.empty(2, 2).uniform_(-10, 10, generator=generator)
        way = [run_network(parameters, tuple((start + (end - start) * share / 20).tolist())) for share in range(21)]
        bends = [
            any((one.z[i] > 0) != (other.z[i] > 0) for i in (0, 1)) for one, other in zip(way, way[2:], strict=False)
        ]
        size = max(1.0, *(abs(point.out) for point in way))
        for index, bend in enumerate(bends):
            if not bend:
                second = way[index].out - 2 * way[index + 1].out + way[index + 2].out
                assert abs(second) < 1e-4 * size
                straight += 1
    assert straight > 300
