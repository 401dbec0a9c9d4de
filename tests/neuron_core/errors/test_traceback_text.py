import traceback

import pytest
import torch
from torch import nn

from neuron_core.errors.traceback_text import MOST, Pasted, read_pasted
from tests.neuron_core.errors.texts import KNOWN, TRACEBACKS, UNKNOWN


@pytest.mark.parametrize("sample", [*KNOWN, *UNKNOWN], ids=lambda sample: sample.name)
def test_it_finds_the_place_in_ones_own_code(sample):
    found = read_pasted(sample.text)
    assert (found.file, found.line) == (sample.file, sample.line)


@pytest.mark.parametrize("sample", TRACEBACKS, ids=lambda sample: sample.name)
def test_it_finds_the_last_error_and_what_stands_in_its_line(sample):
    found = read_pasted(sample.text)
    assert found.type in sample.text
    if found.message:
        assert found.message.splitlines()[0] in sample.text
    assert "\x1b" not in str(found)
    if found.line and found.file != "<stdin>":
        assert found.code
        assert not set(found.code) <= set(" ^~")


def test_it_reads_what_python_prints_here():
    with pytest.raises(RuntimeError) as raised:
        nn.Linear(4, 3)(torch.ones(2, 5))  # the line that is found
    found = read_pasted("".join(traceback.format_exception(raised.value)))
    assert found.message == str(raised.value)
    assert (found.type, found.file) == ("RuntimeError", "test_traceback_text.py")
    assert found.function == "test_it_reads_what_python_prints_here"
    assert found.code == "nn.Linear(4, 3)(torch.ones(2, 5))  # the line that is found"


def test_a_message_of_several_lines_is_read_whole():
    with pytest.raises(RuntimeError) as raised:
        nn.Linear(3, 2).load_state_dict(nn.Linear(3, 1).state_dict())
    found = read_pasted(f"RuntimeError: {raised.value}\n\nWhat does that mean?")
    assert found.message.split() == str(raised.value).split()
    assert len(found.message.splitlines()) == 3


def test_functions_are_named_without_their_arguments():
    frames = {
        '  File "net.py", line 3, in forward': "forward",
        '  File "net.py", line 3, in <module>': "",
        "<ipython-input-3-ab12> in <module>()\n----> 3 net(x)": "",
        "<ipython-input-3-ab12> in <cell line: 2>()\n----> 3 net(x)": "",
        "~/net.py in forward(self, x)\n----> 3 net(x)": "forward",
        "Cell In[3], line 3, in Net.forward(self, x)": "Net.forward",
        "File ~/net.py:3, in Net.forward(self, x)\n----> 3 net(x)": "Net.forward",
        "net.py:3: in test_net\n    net(x)": "test_net",
        "│ C:\\p\\net.py:3 in forward   │": "forward",
    }
    for text, function in frames.items():
        found = read_pasted(f"{text}\nRuntimeError: x")
        assert (found.line, found.function) == (3, function), text


@pytest.mark.parametrize(
    "path",
    [
        "/usr/lib/python3.11/runpy.py",
        "/opt/conda/lib/python3.10/site-packages/torch/nn/modules/module.py",
        "C:\\Users\\me\\Anaconda3\\lib\\site-packages\\torch\\nn\\functional.py",
        "C:\\Users\\me\\AppData\\Local\\Programs\\Python\\Python311\\Lib\\threading.py",
        "D:\\envs\\ml\\lib\\runpy.py",
        "D:\\tools\\python_embeded\\Lib\\site-packages\\lightning\\trainer.py",
        "/usr/local/lib/python3.6/dist-packages/IPython/core/interactiveshell.py",
        "<frozen importlib._bootstrap>",
        "torch/nn/modules/linear.py",
    ],
)
def test_a_librarys_code_is_not_ones_own(path):
    found = read_pasted(
        f'  File "train.py", line 3, in f\n    net(x)\n  File "{path}", line 9, in g\n    x\nRuntimeError: x'
    )
    assert (found.file, found.line) == ("train.py", 3)
    assert not read_pasted(f'  File "{path}", line 9, in g\n    x\nRuntimeError: x').file


def test_of_chained_tracebacks_the_last_counts():
    first = '  File "first.py", line 1, in f\n    f()\nKeyError: 1\n\n'
    for between in (
        "During handling of the above exception, another exception occurred:",
        "The above exception was the direct cause of the following exception:",
        "Traceback (most recent call last):",
    ):
        last = '  File "/usr/lib/python3.11/runpy.py", line 2, in g\n    g()\nValueError: 2'
        assert read_pasted(f"{first}{between}\n\n{last}") == Pasted("ValueError", "2")


def test_folders_are_left_out():
    for folder in ("C:\\Users\\Mia Muster\\", "/home/mia/my project/", "\\\\server\\share\\", ""):
        text = f'  File "{folder}net.py", line 3, in f\n    net(x)\nRuntimeError: x'
        assert read_pasted(text) == Pasted("RuntimeError", "x", "net.py", 3, "f", "net(x)")


def test_of_a_long_text_the_end_is_read():
    text = "RuntimeError: early\n" + "x" * MOST + "\nRuntimeError: late"
    assert read_pasted(text) == Pasted("RuntimeError", "late", cut=True)
    assert not read_pasted("x" * MOST).cut
    assert read_pasted("x" * (MOST + 1)).cut


def test_colours_and_control_characters_are_gone():
    found = read_pasted("\x1b[0;31mRuntimeError\x1b[0m: a\x00 \x1b[38;5;28mb\x1b[39m\u202ec\x07\r\n")
    assert (found.type, found.message) == ("RuntimeError", "a bc")
    assert read_pasted("[0;31mRuntimeError[0m: [1;32ma[0m").message == "a"
    assert read_pasted("\\u001b[0;31mRuntimeError\\u001b[0m: a").message == "a"


def test_without_an_error_the_last_line_is_the_message():
    assert read_pasted("it breaks\nmat1 and mat2\n\n") == Pasted(message="mat1 and mat2")
    assert read_pasted("so I get ValueError: too bad, why?") == Pasted("ValueError", "too bad, why?")
    assert read_pasted("") == Pasted()
