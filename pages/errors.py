"""Mistakes that beginners make: guessed first, made now, cured; and what a person's own error means."""

import streamlit as st

from neuron_core.errors import after, study
from neuron_core.errors.questions import ANSWER, what_will_torch_do
from neuron_core.shared.typed_input import InputError
from pages.knobs.errors import KNOBS, MISTAKE, NUMBERS, TITLES
from pages.panels.errors import choose, choose_numbers, code_view, cures_view, run_of, said_view, tell_view
from pages.panels.errors_paste import paste_field, pasted_view
from pages.shared.code_panel import code_panel
from pages.shared.frame import header, link_to
from pages.shared.predict import covered, predict_first


def page() -> None:
    pick, paste = st.columns([13, 10], gap="large")
    with pick:
        key = choose()
    with paste:
        pasted = paste_field()
    pasted_view(pasted)
    bench = st.container(key="errors_bench")  # three parts: beside each other where there is room (page.css)
    made, said, cured = (bench.container(key=f"errors_{part}") for part in ("made", "said", "cured"))
    with made:
        numbers = choose_numbers(key)
        try:
            found = study(key, numbers)
        except InputError as complaint:
            st.error(str(complaint))
            return
        now = {NUMBERS[key][name].key: value for name, value in found.numbers.items()}
        questions = [what_will_torch_do(found.mistake, now, lambda: run_of(found))] * len(TITLES)
        ran = None if ANSWER in covered("errors", questions, MISTAKE) else after(found, run_of(found))
        code_view(found, ran)
    with said:
        predict_first("errors", questions, MISTAKE, lambda: said_view(ran))
    if ran:
        with cured:
            cures_view(found, ran)
        tell_view(found, ran)
        link_to(found.mistake.place.page, "Touch it on", found.place)
    code_panel("errors", lambda: found.written.script)


header("errors", "Errors", "Say what torch will do with this code, then run it. Or paste an error of your own.", KNOBS)
page()
