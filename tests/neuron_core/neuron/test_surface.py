import pytest
import torch

from neuron_core.activation.registry import ACTIVATIONS
from neuron_core.neuron.columns import MAP, forward
from neuron_core.neuron.model import Neuron, run
from neuron_core.neuron.surface import survey


def random_neurons(count: int = 200):
    torch.manual_seed(11)
    for number in range(count):
        n = number % 3 + 2
        x, w = (20 * torch.rand(n) - 10).tolist(), (10 * torch.rand(n) - 5).tolist()
        yield Neuron(tuple(x), tuple(w), float(20 * torch.rand(()) - 10), list(ACTIVATIONS)[number % len(ACTIVATIONS)])


def turn_of(neuron: Neuron) -> list[float]:
    """Where z rises on the map of the first two inputs, and what it is at their 0: as the sweep has it."""
    values = {key: torch.tensor([value]) for key, value in neuron.values.items()}
    columns = forward(values, neuron.activation, (1, 2))
    return [columns[name].item() for name in MAP]


def test_every_point_of_the_map_has_the_weighted_sum_that_it_is_coloured_by():
    """The ground at a point is the activation's curve at the z that the turn puts there: it has to be the neuron's own z."""
    for neuron in random_neurons():
        a, b, held = turn_of(neuron)
        for z in (-3.0, 0.0, 2.5):
            for across in (-2.0, 0.0, 4.0):  # as far as one likes to the side: nothing changes there
                u = z - held
                point = (a * u - b * across, b * u + a * across)
                there = run(Neuron((*point, *neuron.x[2:]), neuron.w, neuron.b, neuron.activation))
                assert there.z == pytest.approx(z, abs=2e-4 * max(1.0, *map(abs, point)))


def test_a_level_neuron_has_one_colour_all_over_the_map():
    for bias in (-3.0, 0.0, 3.0):
        a, b, held = turn_of(Neuron((1.0, 1.0), (0.0, 0.0), bias, "relu"))
        assert b == 0
        seen = [x / a + held for x in (-10.0, 10.0)]  # the z that the ground shows at both ends
        assert seen == pytest.approx([bias, bias], abs=0.011)


def test_the_map_is_surveyed_with_the_neuron_itself():
    torch.manual_seed(3)
    for neuron in random_neurons(60):
        found = survey(neuron, (1, 2), -10, 10)
        for x1, x2 in (20 * torch.rand(5, 2) - 10).tolist():
            there = run(Neuron((x1, x2, *neuron.x[2:]), neuron.w, neuron.b, neuron.activation))
            assert found.z[0] <= there.z <= found.z[-1]
            assert abs(there.out) <= found.top * 1.0001
        corners = [
            run(Neuron((x1, x2, *neuron.x[2:]), neuron.w, neuron.b, "identity")).z
            for x1 in (-10, 10)
            for x2 in (-10, 10)
        ]
        assert found.boundary == (min(corners) <= 0 <= max(corners))
        assert list(found.out) == pytest.approx(ACTIVATIONS[neuron.activation].function(torch.tensor(found.z)).tolist())


def test_a_map_along_one_input_has_no_second():
    found = survey(Neuron((1.0,), (2.0,), 1.0, "identity"), (1,), -10, 10)
    assert (found.over, found.least, found.most) == ((1,), -19, 21)


def test_what_is_zero_everywhere_says_so():
    assert survey(Neuron((1.0, 1.0), (0.0, 0.0), 0.0, "relu"), (1, 2), -10, 10).level
    assert not survey(Neuron((1.0, 1.0), (0.0, 0.0), 1.0, "relu"), (1, 2), -10, 10).level
