"""A run as surfaces: its loss over two weights, as a map or to turn, and its output over both inputs."""

import streamlit as st

from neuron_core.training import Study, loss_landscape, names, output_surface
from neuron_core.training.figure import landscape_figure, landscape_surface_figure, output_figure
from neuron_core.training.filmed import MOST_DOTS
from neuron_core.training.words_landscape import ONLY_AT_THE_MARK, landscape_words, output_words
from pages.knobs import training as knobs
from pages.shared.frame import theme
from pages.shared.panel import panel
from pages.shared.say import say


def landscape_panel(study: Study) -> None:
    def show() -> None:
        shown = knobs.LANDSCAPE_SHOWS.show()
        over_inputs = shown == knobs.OUTPUT_SURFACE
        labels = names(study.whole.run.settings.hidden)
        with st.grid(2, min_column_width=110):
            first, second = (knob.show(labels, disabled=over_inputs) for knob in knobs.LANDSCAPE_WEIGHTS)
        if over_inputs:
            show_output(study)
        elif first == second:
            st.info("Choose two different weights: the loss is drawn over both.")
        else:
            show_loss(study, first, second, flat=shown == knobs.LOSS_MAP)

    panel(knobs.LANDSCAPE, show)


def show_loss(study: Study, first: str, second: str, *, flat: bool) -> None:
    seen = loss_landscape(study.whole.run, study.epoch, first, second)
    words = landscape_words(seen)
    drawn = landscape_figure(seen, theme()) if flat else landscape_surface_figure(seen)
    st.plotly_chart(drawn, key="training_landscape_chart", alt=words, config={"displayModeBar": False})
    say(f"{words} {ONLY_AT_THE_MARK}", "landscape")


def show_output(study: Study) -> None:
    run = study.whole.run
    seen = output_surface(run, study.epoch, MOST_DOTS)
    words = output_words(seen, study.epoch, classes=run.samples.classes)
    one, two, _ = run.samples.table.names
    drawn = output_figure(seen, (one, two), run.samples.table.classes)
    st.plotly_chart(drawn, key="training_output_chart", alt=words, config={"displayModeBar": False})
    say(words, "landscape")
