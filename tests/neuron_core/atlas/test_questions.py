import pytest
import torch

from neuron_core.atlas.atlas import Atlas, AtlasRun
from neuron_core.atlas.questions import OPTIONS, atlas_question
from neuron_core.training.model import WIDTHS
from neuron_core.training.samples import drawn_table, prepare
from neuron_core.training.settings import Settings

XOR = prepare(drawn_table("xor", 200, 0.5, 0), 0.2, False, 0)


@pytest.mark.parametrize(
    ("solved", "option"),
    [(0, 0), (1, 0), (20, 0), (21, 1), (40, 1), (41, 2), (60, 2), (61, 3), (80, 3), (81, 4), (100, 4)],
)
def test_the_range_is_the_one_that_the_count_lies_in(solved, option):
    ends = torch.tensor([1] * solved + [0] * (90 - min(90, solved)) + [-1] * 200)[:256].to(torch.int8)
    atlas = Atlas(Settings(), XOR, (1000,), ends[None], torch.zeros(256))
    truth = atlas_question(atlas).ask_torch()
    assert truth.option == option
    assert f"{solved} are solved" in truth.happened
    first, last = {0: (0, 20), 4: (81, 100)}.get(option, (20 * option + 1, 20 * option + 20))
    assert first <= solved <= last
    assert str(last if option < 4 else 80) in OPTIONS[option]


@pytest.mark.parametrize("hidden", WIDTHS)
def test_torch_answers_for_the_network_that_was_asked_about(hidden):
    run = AtlasRun(Settings(hidden=hidden, epochs=300), XOR, range(110))
    run.advance()
    question = atlas_question(run.atlas())
    assert f"2-{hidden}-1" in question.prompt
    solved = int((run.atlas().states[-1, :100] == 1).sum())
    assert f"{solved} are solved" in question.ask_torch().happened
    assert question.covers
