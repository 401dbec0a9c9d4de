import random
from itertools import pairwise
from math import prod

from neuron_core.shapes.drawing_layout import CELL, LONGEST_ROW, TALLEST, layout


def test_every_cell_has_a_place_of_its_own():
    dice = random.Random(0)
    for _ in range(100):
        shape = tuple(dice.randint(1, 4) for _ in range(dice.randint(0, 5)))
        plan = layout(shape)
        assert len(set(plan.cells)) == prod(shape)
        assert len(plan.frames) == prod(shape[:-1])
        assert all(0 <= x < plan.width and 0 <= y < plan.height for x, y in plan.cells)


def test_cells_do_not_overlap_and_lie_in_their_frames():
    plan = layout((2, 3, 4))
    for index, (x, y) in enumerate(plan.cells):
        assert all(abs(x - a) >= CELL or abs(y - b) >= CELL for a, b in plan.cells[:index])
        frame = plan.frames[index // 4]
        assert frame.x <= x < frame.x + frame.width
        assert frame.y <= y < frame.y + frame.height


def test_the_last_dimension_runs_across_and_the_one_before_it_down():
    plan = layout((2, 3))
    assert len({y for _, y in plan.cells[:3]}) == 1
    assert [x for x, _ in plan.cells[:3]] == [0, CELL, 2 * CELL]
    assert plan.cells[3][0] == 0
    assert plan.cells[3][1] > plan.cells[0][1]


def test_a_long_row_goes_on_below():
    plan = layout((LONGEST_ROW + 1,))
    assert plan.cells[-1] == (0, CELL)
    assert plan.width == LONGEST_ROW * CELL


def test_every_vector_has_a_line_of_its_own_below_the_one_before():
    for shape in ((1, 2, 2), (2, 2, 3), (2, 3, 2, 2), (4, 3)):
        frames = layout(shape).frames
        assert {frame.x for frame in frames} == {0}
        assert all(upper.y + upper.height < lower.y for upper, lower in pairwise(frames))


def test_what_is_too_tall_goes_on_beside_itself():
    dice = random.Random(6)
    for shape in (
        (64, 1),
        (4, 4, 4),
        *(tuple(dice.randint(1, 4) for _ in range(dice.randint(2, 4))) for _ in range(50)),
    ):
        assert layout(shape).height <= TALLEST
    assert len({x for x, _ in layout((64, 1)).cells}) == 5


def test_a_layout_can_be_put_elsewhere():
    plan = layout((2, 3))
    moved = plan.at(10, 20)
    assert moved.cells == [(x + 10, y + 20) for x, y in plan.cells]
    assert [(f.x - 10, f.y - 20) for f in moved.frames] == [(f.x, f.y) for f in plan.frames]
    assert (moved.width, moved.height) == (plan.width, plan.height)
