"""Rows from outside on the training page: the iris flowers, a person's own file, and what is done to rows."""

import re

import pytest
from streamlit.testing.v1 import AppTest

from neuron_core.shared.numbers import number_text
from neuron_core.training import Settings, Table, drawn_table, prepare, train
from neuron_core.training.evaluate import History
from neuron_core.training.table_csv import read_csv, table_of
from neuron_core.training.table_iris import example_csv, iris_table
from pages.knobs import training as knobs
from tests.app import open_page, texts
from tests.pages.test_training import head

XOR = drawn_table("xor", 200, 0.5, 0)
FLOWERS = iris_table("petal length", "petal width", "versicolor and virginica")
NUMBERS = b"width;height;price\n" + b"".join(b"%d,5;%d,25;%d\n" % (i, i * i % 7, 2 * i) for i in range(20))


def shows(app: AppTest, table: Table) -> bool:
    """Whether the run on the page is one over this table, with all else as it is at rest."""
    assert not app.exception
    settings = Settings(loss="bce" if table.classes else "mse")
    loss = History(train(settings, prepare(table, 0.2, False, 0))).loss[0].item()
    return f"loss {number_text(loss)}" in head(app)["spoken"]


def upload(app: AppTest, data: bytes, name: str = "mine.csv") -> AppTest:
    app.file_uploader(key="training_upload").upload(name, data, "text/csv").run()
    assert not app.exception
    return app


def labels(app: AppTest) -> list[str]:
    return [widget.label for kind in (app.selectbox, app.number_input, app.slider) for widget in kind]


def test_iris_is_flowers_of_two_species():
    assert shows(open_page("training", training_data="iris"), FLOWERS)
    app = open_page(
        "training", training_data="iris", training_iris_first="sepal width", training_iris_second="sepal length",
        training_iris_species="setosa and virginica",
    )  # fmt: skip
    assert shows(app, iris_table("sepal width", "sepal length", "setosa and virginica"))


def test_one_measurement_twice_is_a_sentence_and_the_last_rows_stay():
    app = open_page("training", training_data="iris")
    app.selectbox(key=knobs.IRIS_FIRST.key).select("petal width").run()
    assert shows(app, FLOWERS)
    assert [error.value for error in app.error] == [
        "Both inputs are the petal width: choose two measurements that differ."
    ]
    assert "In use: iris, 100 rows." in texts(app)
    app.selectbox(key=knobs.IRIS_SECOND.key).select("sepal width").run()
    assert not app.error
    assert shows(app, iris_table("petal width", "sepal width", "versicolor and virginica"))
    app = open_page("training", training_data="iris", training_iris_first="petal width")
    assert shows(app, XOR)
    assert len(app.error) == 1


@pytest.mark.parametrize("data", ["iris", "own"])
def test_rows_and_noise_are_for_what_is_drawn_and_stay_as_they_were(data):
    app = open_page("training", training_rows="50", training_noise="0.1")
    assert {"Rows", "Noise"} <= set(labels(app))
    app.selectbox(key=knobs.DATA.key).select(data).run()
    assert not {"Rows", "Noise"} & set(labels(app))
    app.run()
    app.selectbox(key=knobs.DATA.key).select("xor").run()
    assert (app.session_state[knobs.ROWS.key], app.session_state[knobs.NOISE.key]) == (50, 0.1)
    assert shows(app, drawn_table("xor", 50, 0.1, 0))


def test_a_link_keeps_the_rows_and_the_noise_for_later():
    app = open_page("training", training_data="iris", training_rows="50", training_noise="0.1")
    assert shows(app, FLOWERS)
    app.selectbox(key=knobs.DATA.key).select("xor").run()
    assert shows(app, drawn_table("xor", 50, 0.1, 0))


@pytest.mark.parametrize("data", ["iris", "own"])
def test_reset_puts_rows_and_noise_back_that_are_not_shown(data):
    app = open_page("training", training_rows="50", training_noise="0.1", training_iris_first="sepal width")
    app.selectbox(key=knobs.DATA.key).select(data).run()
    app.button(key="reset").click().run()
    assert shows(app, XOR)
    assert (app.session_state[knobs.ROWS.key], app.session_state[knobs.NOISE.key]) == (200, 0.5)
    app.selectbox(key=knobs.DATA.key).select("iris").run()
    assert shows(app, FLOWERS)


def test_a_link_to_a_file_that_is_not_here_says_so_and_shows_xor():
    app = open_page("training", training_data="own")
    assert shows(app, XOR)
    assert "a link carries none" in texts(app)
    assert "xor is shown" in texts(app)
    assert not app.error
    assert [button.label for button in app.get("download_button")][:1] == ["Download an example file"]


def test_until_there_is_a_file_the_rows_of_before_stay():
    app = open_page("training", training_data="moons")
    app.selectbox(key=knobs.DATA.key).select("own").run()
    assert shows(app, drawn_table("moons", 200, 0.5, 0))
    assert "moons is shown" in texts(app)


def test_a_file_is_learnt_from_and_its_columns_can_be_chosen():
    app = upload(open_page("training", training_data="own"), example_csv())
    file = read_csv(example_csv())
    assert shows(app, table_of(file, 0, 1, 4))
    assert "In use: `mine.csv`, 100 rows." in texts(app)
    chosen = {box.label: box for box in app.selectbox}
    assert list(chosen["Answer"].options) == list(file.names)
    assert list(chosen["First input"].options) == list(file.names[:4])
    chosen["First input"].select_index(3).run()
    assert shows(app, table_of(file, 3, 1, 4))
    app.selectbox(key=knobs.DATA.key).select("xor").run()
    assert shows(app, XOR)
    app.selectbox(key=knobs.DATA.key).select("own").run()
    assert shows(app, table_of(file, 3, 1, 4))
    app.switch_page("neuron.py").run()
    app.switch_page("training.py").run()
    if app.session_state[knobs.DATA.key] != "own":
        app.selectbox(key=knobs.DATA.key).select("own").run()
    assert shows(app, table_of(file, 3, 1, 4))


def test_numbers_as_answer_are_regressed():
    app = upload(open_page("training", training_data="own"), NUMBERS)
    table = table_of(read_csv(NUMBERS), 0, 1, 2)
    assert table.classes == ()
    assert shows(app, table)
    assert "right" not in head(app)["spoken"]


@pytest.mark.parametrize("bad", [b"", b"PK\x03\x04", b"\x89PNG\x00", b"a,b,c\n1,2,3\n", example_csv()[:50] + b',"'])
def test_a_bad_file_is_one_sentence_and_the_last_rows_stay(bad):
    app = upload(open_page("training", training_data="own"), bad)
    assert len(app.error) == 1
    assert re.fullmatch(r"[^\n]+\.", app.error[0].value)
    assert shows(app, XOR)
    assert "In use: xor, 200 rows." in texts(app)
    upload(app, NUMBERS)
    assert not app.error
    table = table_of(read_csv(NUMBERS), 0, 1, 2)
    assert shows(app, table)
    upload(app, bad, "bad.csv")
    assert len(app.error) == 1
    assert shows(app, table)
    assert "In use: `mine.csv`, 20 rows." in texts(app)
    app.file_uploader(key="training_upload").clear().run()
    assert not app.error
    assert shows(app, table)


def test_a_column_that_cannot_be_used_is_one_sentence_and_the_last_rows_stay():
    app = upload(open_page("training", training_data="own"), NUMBERS)
    next(box for box in app.selectbox if box.label == "Answer").select_index(0).run()
    assert [error.value[:16] for error in app.error] == ["Two of the three"]
    assert shows(app, table_of(read_csv(NUMBERS), 0, 1, 2))
    upload(app, NUMBERS.replace(b"\n7,5;", b"\n?;"), "other.csv")
    assert app.error[0].value == "Row 9, column `width` is not a number: write it like 1.5 or -20."
    assert shows(app, table_of(read_csv(NUMBERS), 0, 1, 2))
    assert "In use: `mine.csv`, 20 rows." in texts(app)


def test_nothing_in_a_file_acts_on_the_screen():
    names = b"**w** [x](http://a.b);<script>alert(1)</script> `h|`;$p$ :material/home:"
    app = open_page("training", training_data="own", training_rows_panel="true")
    upload(app, NUMBERS.replace(b"width;height;price", names), "**`a|<b>.csv")
    assert shows(app, table_of(read_csv(NUMBERS), 0, 1, 2))
    outside_of_code = re.sub(r"`[^`\n]*`", "", texts(app))
    for active in ("**w", "[x]", "<script", "$p", ":material", "<b>"):
        assert active not in outside_of_code
    next(box for box in app.selectbox if box.label == "Answer").select_index(0).run()
    upload(app, NUMBERS.replace(b"width;height;price", names).replace(b";2\n", b";x\n"))
    assert "`$p$ :material/home:`" in app.error[0].value


@pytest.mark.parametrize("standardise", [False, True])
@pytest.mark.parametrize("data", ["iris", "blobs"])
def test_the_rows_panel_has_torchs_numbers(data, standardise):
    app = open_page(
        "training", training_data=data, training_rows_panel="true", training_standardise=str(standardise).lower()
    )
    table = FLOWERS if data == "iris" else drawn_table("blobs", 200, 0.5, 0)
    plain, scaled = (prepare(table, 0.2, on, 0) for on in (False, True))
    said = texts(app)
    count = len(table.x)
    assert f"For training: {0.8 * count:.0f} rows. For the test: {0.2 * count:.0f} rows." in said
    for i, name in enumerate(table.names[:2]):
        mean, std = (
            number_text(value) for value in (plain.x_train[:, i].mean().item(), plain.x_train[:, i].std().item())
        )
        assert f"| `{name}` | {mean} | {std} |" in said
        for row in range(3):
            x, z = number_text(plain.x_train[row, i].item()), number_text(scaled.x_train[row, i].item())
            less = f"({mean})" if mean.startswith("−") else mean
            assert f"| {row + 1} | `{name}` | ({x} − {less}) / {std} = {z} |" in said
    one, two = (number_text(value) for value in scaled.x_test.mean(0).tolist())
    assert f"their own means become {one} and {two}" in said
    assert ("It is on" in said) == standardise


def test_the_rows_panel_without_test_rows():
    app = open_page("training", training_rows_panel="true", training_test="0")
    assert "For training: 200 rows. For the test: 0 rows." in texts(app)
    assert "The test rows" not in texts(app)


def test_a_closed_panel_says_nothing():
    assert "Standardising" not in texts(open_page("training"))


@pytest.mark.parametrize("forged", ["petal height", "0", "species", "<b>"])
def test_forged_measurements_are_the_defaults(forged):
    app = open_page(
        "training", training_data="iris", training_iris_first=forged, training_iris_second=forged, training_iris_species=forged
    )  # fmt: skip
    assert shows(app, FLOWERS)
