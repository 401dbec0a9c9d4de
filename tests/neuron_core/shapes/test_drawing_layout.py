import random
from math import prod

from neuron_core.shapes.drawing_layout import CELL, LONGEST_ROW, layout


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
