"""Five hundred texts that would run a script, through every text field and every name of every page's address."""

import re
from collections.abc import Iterator
from itertools import cycle

import pytest
from google.protobuf.message import Message
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import Block, Code, Element, TextArea, TextInput

from pages.knobs import KNOBS
from pages.shared.lesson import WORDS
from pages.shared.present import PRESENT
from pages.shared.room import ROOM, TEACH
from tests.app import PAGES, open_page
from tests.hostile import MARK, PAYLOADS
from tests.pages.test_knobs import SEEN_WHEN

CODE_SPAN = re.compile(r"(?<!`)(`+)(?!`).*?(?<!`)\1(?!`)", re.DOTALL)
FIELDS = {  # what a person can type into, page by page
    "batchnorm": {"batchnorm_batch", "momentum", "eps"},
    "dropout": {"dropout_vector"},
    "errors": {"errors_pasted"},
    "shapes": {"shapes_input"},
    "stack": {"stack", "stack_input"},
    "simple_ann": {"simple_ann_rows"},
}


def elements(block: Block) -> Iterator[Element]:
    for child in block.children.values():
        yield from elements(child) if isinstance(child, Block) else [child]


def strings(message: Message) -> Iterator[str]:
    """Every text and every block of bytes that a message carries, however deep."""
    for field, value in message.ListFields():
        entry = field.message_type is not None and field.message_type.GetOptions().map_entry
        for part in value.values() if entry else value if field.is_repeated else [value]:
            if isinstance(part, Message):
                yield from strings(part)
            elif isinstance(part, str | bytes):
                yield part if isinstance(part, str) else part.decode("latin-1")


def acting(app: AppTest) -> list[str]:
    """What the browser is sent of a payload, but for fields and code, which show a text as it is, and code spans, which quote it."""
    shown = [element for element in elements(app._tree) if not isinstance(element, TextInput | TextArea | Code)]
    sent = [element.proto for element in shown if getattr(element, "proto", None)]
    texts = [text for proto in sent if MARK.encode() in proto.SerializeToString() for text in strings(proto)]
    return [text for text in texts if MARK in CODE_SPAN.sub("", text)]


def test_there_are_five_hundred_and_each_is_another():
    assert len(set(PAYLOADS)) == 500
    assert all(MARK in payload for payload in PAYLOADS)


@pytest.mark.parametrize("page", PAGES)
def test_the_list_of_fields_is_whole(page):
    app = open_page(page, **SEEN_WHEN.get(page, {}))
    assert {field.key for field in [*app.text_input, *app.text_area]} == FIELDS.get(page, set())


@pytest.mark.parametrize("page", FIELDS)
@pytest.mark.timeout(300)
def test_what_is_typed_acts_nowhere(page):
    """All of them are typed, dealt out so that each reaches the fields of two pages."""
    app = open_page(page, **SEEN_WHEN.get(page, {}))
    for payload in PAYLOADS[[*FIELDS].index(page) % 3 :: 3]:
        for field in [*app.text_input, *app.text_area]:
            field.set_value(payload)
        app.run()
        assert not app.exception, payload
        assert not acting(app), payload
        assert {field.value for field in [*app.text_input, *app.text_area]} == {payload}, "nothing entered is lost"


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.timeout(300)
def test_what_stands_in_the_address_acts_nowhere(page):
    """All of them for every page, dealt out to the names that it reads, and to one that nobody reads."""
    names = [*(knob.key for knob in KNOBS[page]), *WORDS, PRESENT, ROOM, TEACH, "nobody"]
    deal = cycle(PAYLOADS)
    for _ in range(0, len(PAYLOADS), len(names)):
        address = dict(zip(names, deal, strict=False))
        app = open_page(page, **address)
        assert not app.exception, address
        assert not acting(app), address
