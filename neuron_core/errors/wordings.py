"""What torch says, and once said, for each mistake: regular expressions that recognise a text and take its numbers out.

A group of a pattern is named like the argument of the mistake's snippet that stands there. No pattern can take long: each begins with
fixed words, and what repeats is one kind of character, at most so many times.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from math import prod

from neuron_core.shared.live_run import Span


class Certainty(StrEnum):
    """How sure it is that a text tells of a mistake."""

    SURE = "sure"  # torch says so of this mistake alone
    LIKELY = "likely"  # torch says the same of others too


SURE, LIKELY = Certainty

Found = Mapping[str, str]
"""What stood where a pattern has a named group."""

Numbers = dict[str, int]
"""The numbers of a snippet, by the name of the argument."""

DIGITS = 9
"""The most digits that a number may have: a longer one is passed over."""


def as_they_stand(found: Found) -> Numbers:
    """Read each text as the number that it is."""
    return {name: int(text) for name, text in found.items()}


@dataclass(frozen=True)
class Wording:
    """One way in which torch tells of the mistake `key`.

    `version` says which torch it is from, as in "before 1.8"; "" is today's. `near` must stand somewhere in what was pasted.
    `solve` makes the snippet's numbers of what was found, or None where they tell that it is another mistake.
    """

    key: str
    pattern: re.Pattern[str]
    version: str
    sure: Certainty
    near: re.Pattern[str]
    solve: Callable[[Found], Numbers | None]


def _said(
    key: str,
    pattern: str,
    version: str = "",
    *,
    sure: Certainty = SURE,
    near: str = "",
    solve: Callable[[Found], Numbers | None] = as_they_stand,
) -> Wording:
    return Wording(key, re.compile(pattern), version, sure, re.compile(near), solve)


def _n(name: str) -> str:
    """Match a number of that name; one with too many digits is matched and not taken."""
    return rf"(?:(?P<{name}>\d{{1,{DIGITS}}})|\d{{{DIGITS + 1},400}})(?!\d)"


# A product of two matrices: the same words for a forgotten Flatten and for a Linear that does not fit.

_LEAST_HEIGHT = 1 / 4  # of an image's width: a lower "image" is hardly one
_LEAST_CHANNELS = 16  # of images that were pooled to one number each: with fewer, it is rather a feature too few


def _flattened(found: Found) -> Numbers | None:
    """Tell which batch of images was not flattened, if one would fit: the Linear takes all the numbers of one image.

    Torch sees (samples × channels × height) rows. Square images are taken for the likeliest, then those of one channel.
    """
    numbers = as_they_stand(found)
    if len(numbers) < 4 or not all(numbers.values()):
        return None
    rows, width, in_features = numbers["rows"], numbers["width"], numbers["in_features"]
    of_one, left = divmod(in_features, width)  # rows that one image makes
    if left or of_one == 1 or rows % of_one:
        return None
    channels, height = (of_one // width, width) if of_one % width == 0 else (1, of_one)
    if height < _LEAST_HEIGHT * width or (width == 1 and channels < _LEAST_CHANNELS):
        return None
    return {
        "samples": rows // of_one,
        "channels": channels,
        "height": height,
        "width": width,
        "classes": numbers["classes"],
    }


def _no_flatten(found: Found) -> Numbers | None:
    """Read the numbers of a Linear where no forgotten Flatten could have made them."""
    numbers = as_they_stand(found)
    if len(numbers) < 4 or not all(numbers.values()):
        return None
    of_one, left = divmod(numbers["in_features"], numbers["features"])
    return numbers if left or numbers["batch"] % of_one else None


def _product(start: str, by: str, between: str, end: str, version: str = "") -> list[Wording]:
    """Give the readings of one text with the sizes of two matrices, the likeliest first."""
    linear = f"{start}{_n('batch')}{by}{_n('features')}{between}{_n('in_features')}{by}{_n('out_features')}{end}"
    flatten = f"{start}{_n('rows')}{by}{_n('width')}{between}{_n('in_features')}{by}{_n('classes')}{end}"
    return [
        _said("flatten", flatten, version, sure=LIKELY, solve=_flattened),
        _said("linear", linear, version, near="(?i)linear", solve=_no_flatten),  # else it may be any product of two
        _said("linear", linear, version, sure=LIKELY),
    ]


# A reshape: the exhibit has two sizes, so of more the last ones are taken together.


def _reshaped(found: Found) -> Numbers | None:
    """Read sizes of any number; a −1 is left out."""
    first, *others = [int(size) for size in re.findall(r"-?\d{1,80}", found["sizes"])]
    numbers = {"rows": first, "columns": prod(size for size in others if size > 0)}
    if "count" in found:
        numbers["count"] = int(found["count"])
    return {name: number for name, number in numbers.items() if 0 < number < 10**DIGITS}


# Pictures of other channels. Three sizes are read as one picture; where the channels stand last, the last size is the layer's.

_PICTURES = [
    _said(
        "conv_channels",
        r"expected input ?\[\d{1,9}, \d{1,9}, \d{1,9}, (\d{1,9})\] to have \1 channels, but got \d{1,9} channels",
        sure=LIKELY,
    ),
    _said(
        "conv_channels",
        r"expected input ?\[1, \d{1,9}, \d{1,9}, \d{1,9}\] to have \d{1,9} channels, but got \d{1,9} channels",
        sure=LIKELY,
    ),
    _said(
        "conv_channels",
        rf"expected input ?\[{_n('samples')}, {_n('channels')}, \d{{1,9}}, \d{{1,9}}\] to have {_n('in_channels')} channels, but got \d{{1,9}} channels",
    ),
]

_SHAPES = [
    *_product(r"mat1 and mat2 shapes cannot be multiplied \(", "x", " and ", r"\)"),
    *_product(r"size mismatch, m1: \[", " x ", r"\], m2: \[", r"\]", "before 1.8"),
    _said("linear", "mat1 and mat2 shapes cannot be multiplied", sure=LIKELY),
    _said("linear", "mat1 dim 1 must match mat2 dim 0", "before 1.8", sure=LIKELY),
    _said("linear", r"size mismatch, m1: \[", "before 1.8", sure=LIKELY),
    _said(
        "linear",
        rf"size mismatch, got (?:input \(\d{{1,9}}\)|\d{{1,9}}), (?:mat \()?{_n('batch')}x{_n('features')}\)?, ?(?:vec \()?{_n('in_features')}",
        sure=LIKELY,
    ),
    _said(
        "linear",
        rf"batch2 tensor to be: \[\d{{1,9}}, {_n('features')}\] but got: \[\d{{1,9}}, {_n('in_features')}\]",
        sure=LIKELY,
    ),
    _said(
        "batchnorm_features", rf"running_(?:mean|var) should contain {_n('features')} elements not {_n('num_features')}"
    ),
    _said("batchnorm_row", r"expected 2D or 3D input \(got 1D input\)"),
    _said("batchnorm_pictures", r"expected 2D or 3D input \(got 4D input\)"),
    _said(
        "layernorm_features",
        rf"Given normalized_shape=\[{_n('normalized_shape')}\], expected input with shape \[\*, \d{{1,9}}\], but got input of size ?\[{_n('batch')}, {_n('features')}\]",
    ),
    _said("layernorm_features", r"Given normalized_shape=\[[\d, ]{1,80}\], expected input with shape"),
    *_PICTURES,
    _said(
        "linear",
        rf"must have same reduction dim, but got \[{_n('batch')}, {_n('features')}\] X \[{_n('in_features')}, {_n('out_features')}\]",
    ),
    _said("flatten_order", r"flatten\(\) has invalid args: start_dim cannot come after end_dim"),
    _said(
        "dimension",
        rf"Dimension out of range \(expected to be in range of \[-\d{{1,2}}, \d{{1,2}}\], but got {_n('dim')}",
    ),
    _said("dimension", r"[Dd]imension out of range \(expected to be in range of"),
    _said("scalar", "both arguments to (?:linear|matmul) need to be at least 1D"),
    _said("view", r"invalid argument 2: view size is not compatible with input tensor's size and stride", "before 1.2"),
    _said("view", "view size is not compatible with input tensor's size and stride"),
    _said("view", "input is not contiguous at ", "before 0.4"),
    _said("reshape", rf"shape '\[{_n('rows')}, {_n('columns')}\]' is invalid for input of size {_n('count')}"),
    _said(
        "reshape",
        rf"shape '\[(?P<sizes>-?\d[\d, -]{{0,80}})\]' is invalid for input of size {_n('count')}",
        solve=_reshaped,
    ),
    _said(
        "reshape",
        rf"size '\[{_n('rows')} x {_n('columns')}\]' is invalid for input with {_n('count')} elements",
        "before 1.1",
    ),
    _said(
        "reshape",
        rf"size '\[(?P<sizes>\d[\d x]{{0,80}})\]' is invalid for input with {_n('count')} elements",
        "before 1.1",
        solve=_reshaped,
    ),
    _said("broadcast", rf"size of tensor a \({_n('left')}\) must match the size of tensor b \({_n('right')}\)"),
    _said(
        "broadcast",
        rf"inconsistent tensor size, expected tensor \[{_n('left')}\] and src \[{_n('right')}\]",
        sure=LIKELY,
    ),
    _said("broadcast", "inconsistent tensor size at ", "before 0.4", sure=LIKELY),
]


# Types. Which of two mistakes it is, the types themselves tell.

_WHOLE = "(?:Long|Int|Short|Char|Byte|Bool)"
_WHOLE_C = "(?:long int|long long|int|short|signed char|unsigned char|bool)"  # as C names them
_REAL = "(?:Float|Half|BFloat16)"
_LAYER = r"F\.linear|addmm|nn/modules/(?:linear|conv)\.py|F\.conv|_conv_forward"
_BINARY = "binary_cross_entropy|BCE|mse_loss|MSELoss"
_CLASSES = "cross_entropy|CrossEntropy|nll_loss|NLLLoss"

_BY_TARGET = [  # before the types: the text names the loss's target
    _said("class_float", "expected target dtype to be Long or Byte, but got (?:Float|Double|Half|BFloat16)"),
    _said("class_float", "expected target dtype to be Long or Byte, but got", sure=LIKELY),
    _said(
        "class_float",
        r"Expected object of scalar type Long but got scalar type \w{3,9} for argument #2 '\s?target'",
        "before 1.9",
    ),
    _said(
        "class_float",
        r"Expected object of type torch\.(?:cuda\.)?LongTensor but found type torch\.(?:cuda\.)?\w{3,9}Tensor for argument #2 'target'",
        "before 1.0",
    ),
    _said("class_float", r"nll_loss\w{0,60}\W{1,2} not implemented for '(?:Float|Double|Half|Int|Short|Char)'"),
    _said("class_float", "expected scalar type Long but found (?:Int|Short|Char)", "before 2.13", sure=LIKELY),
    _said(
        "binary_long",
        rf"Expected object of scalar type Float but got scalar type {_WHOLE} for argument #2 'target'",
        "before 1.9",
    ),
    _said(
        "binary_long",
        rf"Expected object of type torch\.(?:cuda\.)?FloatTensor but found type torch\.(?:cuda\.)?{_WHOLE}Tensor for argument #2 'target'",
        "before 1.0",
    ),
    _said("binary_long", rf"Found dtype {_WHOLE} but expected {_REAL}"),
    _said("binary_long", f"result type {_REAL} can't be cast to the desired output type {_WHOLE}", near=_BINARY),
    _said("binary_long", f"result type {_REAL} can't be cast to the desired output type {_WHOLE}", sure=LIKELY),
]

_SAME = "must have the same dtype, but got"
_TWO = (  # both orders of two types, in each of the ways to write them
    (rf"mat1 and mat2 {_SAME} {{}} and {{}}", "", ""),
    (rf"self and mat2 {_SAME} {{}} and {{}}", "", ""),
    (r"expected m1 and m2 to have the same dtype, but got: {} != {}", "c", ""),
    (r"Input type \({}\) and (?:weight|bias) type \({}\) should be the same", "c", ""),
    (r"Input type \({}\) and (?:weight|bias) type \({}\) should be the same", "tensor", ""),
    (r"expected scalar type {} but found {}", "", ""),
    (r"Expected object of scalar type {} but got scalar type {} for argument", "", "before 1.9"),
    (r"Expected object of type {} but found type {} for argument", "tensor", "before 1.0"),
)
_WRITTEN = {
    "": (_WHOLE, "Double", _REAL),
    "c": (_WHOLE_C, "double", "(?:float|c10::Half|c10::BFloat16)"),
    "tensor": (
        rf"torch\.(?:cuda\.)?{_WHOLE}Tensor",
        r"torch\.(?:cuda\.)?DoubleTensor",
        r"torch\.(?:cuda\.)?FloatTensor",
    ),
}


def _of_two_types() -> list[Wording]:
    wordings = []
    for text, written, version in _TWO:
        whole, double, real = _WRITTEN[written]
        for key, wrong in (("integers", whole), ("doubles", double)):
            either = f"(?:{text.format(wrong, real)}|{text.format(real, wrong)})"
            wordings.append(_said(key, either, version))
    return wordings


_TYPES = [
    *_BY_TARGET,
    _said("class_float", f"expected scalar type Long but found {_REAL}", "before 2.13", near=_CLASSES, sure=LIKELY),
    _said("integers", f"expected scalar type Long but found {_REAL}", near=_LAYER, sure=LIKELY),
    _said("class_float", f"expected scalar type Long but found {_REAL}", "before 2.13", sure=LIKELY),
    _said("integers", f"expected scalar type {_REAL} but found {_WHOLE}", sure=LIKELY),
    *_of_two_types(),
    _said("doubles", rf"mat1 and mat2 {_SAME} (?:Half|BFloat16|Float) and (?:Half|BFloat16|Float)", sure=LIKELY),
    _said("doubles", "mat1 and mat2 must have the same dtype", "before 2.1", sure=LIKELY),
    _said("doubles", "Found dtype Double but expected Float", sure=LIKELY),
    _said("integers", r"RNN input dtype \(torch\.u?int\d{1,2}\) does not match weight dtype"),
    _said("doubles", r"RNN input dtype \(torch\.float64\) does not match weight dtype \(torch\.float32\)"),
    _said("doubles", r"mixed dtype \(CPU\): (?:all inputs must share same datatype|expect)", sure=LIKELY),
]

_CPU_TENSOR = r"torch\.\w{3,9}Tensor|CPU\w{3,9}Type"
_CUDA_TENSOR = r"torch\.cuda\.\w{3,9}Tensor|CUDA\w{3,9}Type"

_DEVICES = [
    _said(
        "two_devices",
        rf"Input type \((?:{_CUDA_TENSOR})\) and (?:weight|bias) type \((?:{_CPU_TENSOR})\) should be the same",
    ),
    _said(
        "two_devices",
        rf"Input type \((?:{_CPU_TENSOR})\) and (?:weight|bias) type \((?:{_CUDA_TENSOR})\) should be the same",
    ),
    _said(
        "two_devices",
        r"Expected all tensors to be on the same device, but found at least two devices, [\w:]{1,20} and [\w:]{1,20}! \(when checking arg",
        "before 2.9",
    ),
    _said("two_devices", "Expected all tensors to be on the same device"),
    _said("two_devices", r"[Ee]xpected tensor for argument #\d{1,2} '\w{1,40}' to have the same device as tensor"),
    _said("two_devices", r"Tensor on device [\w:]{1,20} is not on the expected device"),  # how `meta` says it
    _said("two_devices", r"Expected object of backend \w{3,5} but got backend \w{3,5} for argument", "before 1.5"),
    _said(
        "two_devices", r"Expected object of device type \w{3,5} but got device type \w{3,5} for argument", "before 1.8"
    ),
    _said("two_devices", r"expected device [\w:]{3,8} (?:and dtype \w{3,9} )?but got device", "before 1.6"),
    _said("two_devices", r"expected type torch\.cuda\.\w{3,9}Tensor but got torch\.\w{3,9}Tensor", "before 1.2"),
    _said("two_devices", r"expected type torch\.\w{3,9}Tensor but got torch\.cuda\.\w{3,9}Tensor", "before 1.2"),
    _said(
        "two_devices",
        r"Expected object of type torch\.cuda\.\w{3,9}Tensor but found type torch\.\w{3,9}Tensor for argument",
        "before 1.0",
    ),
    _said(
        "two_devices",
        r"Expected object of type torch\.\w{3,9}Tensor but found type torch\.cuda\.\w{3,9}Tensor for argument",
        "before 1.0",
    ),
    _said("two_devices", r"Tensor for (?:argument #\d{1,2} )?'\w{1,20}' is on CPU, ", "before 1.9"),
    _said("two_devices", "Input, output and indices must be on the current device", "before 1.9"),
    _said("no_cuda", "Torch not compiled with CUDA enabled"),
    _said("no_cuda", "Attempting to deserialize object on a CUDA device but torch.cuda.is_available", sure=LIKELY),
    _said("no_cuda", "Found no NVIDIA driver on your system", sure=LIKELY),
    _said("no_cuda", "No CUDA GPUs are available", sure=LIKELY),
]

_AUTOGRAD = [
    _said("no_derivative", r"derivative for (?:aten::)?\w{1,60} is not implemented"),
    _said("numpy_grad", r"Can't call numpy\(\) on Variable that requires grad", "before 1.7"),
    _said("numpy_grad", r"Can't call numpy\(\) on Tensor that requires grad"),
    _said(
        "backward_twice",
        "Trying to backward through the graph second time, but the buffers have already been freed",
        "before 0.2",
    ),
    _said(
        "backward_twice",
        "Trying to backward through the graph a second time, but the (?:buffers|saved intermediate results) have already",
        "before 1.10",
    ),
    _said("backward_twice", "Trying to backward through the graph a second time"),
    _said("in_place", "modified by an inplace operation", near="which is output 0 of Relu"),
    _said("in_place", "modified by an inplace operation", sure=LIKELY),
    _said("in_place_leaf", "a leaf Variable that requires grad has been used in an in-place operation", "before 1.6"),
    _said("in_place_leaf", "leaf variable has been moved into the graph interior", "before 1.6"),
    _said("in_place_leaf", "a (?:view of a )?leaf Variable that requires grad is being used in an in-place operation"),
    _said("no_grad_fn", r"element \d{1,9} of variables does not require grad", "before 0.4", sure=LIKELY),
    _said("no_grad_fn", r"element \d{1,9} of tensors does not require grad", sure=LIKELY),
    _said("no_grad_fn", "there are no graph nodes that require computing gradients", "before 0.4", sure=LIKELY),
    _said("not_scalar", "grad can be implicitly created only for scalar outputs"),
]

_OF_A_TENSOR = (  # what people ask of an output, and hardly of anything else that may be None
    "size|dim|ndim|backward|sum|mean|max|argmax|view|reshape|squeeze|unsqueeze|flatten|detach|item|softmax|log_softmax|"
    "relu|sigmoid|requires_grad|grad_fn|dtype|float|cpu"
)


def _two_unequal(found: Found) -> Numbers | None:
    """Read how many outputs the saved layer and the one made now have, where it is these that differ."""
    numbers = as_they_stand(found)
    return numbers if len(set(numbers.values())) == len(found) else None


_MODULES = [
    _said("super_init", r"cannot assign (?:module|parameter|parameters|buffer) before Module\.__init__\(\) call"),
    _said(
        "super_init",
        r"object has no attribute '_(?:modules|parameters|buffers|backward_hooks|forward_hooks)'",
        sure=LIKELY,
    ),
    _said("plain_list", "optimizer got an empty parameter list", sure=LIKELY),
    _said("function", r"torch\.(?:nn|_\w{1,40})\.[\w.]{1,80} is not a Module subclass"),
    _said("function", r"(?<=[\w>]) is not a Module subclass", sure=LIKELY),
    _said(
        "function",
        r"cannot assign '[\w.<>]{1,120}' as child module '\w{1,80}' \(torch\.nn\.Module or None expected\)",
        sure=LIKELY,
    ),
    _said("layer_of_x", "bool value of Variable objects containing non-empty", "before 0.4", sure=LIKELY),
    _said("layer_of_x", "bool value of Tensor with more than one value is ambiguous", "before 1.6", sure=LIKELY),
    _said("layer_of_x", "Boolean value of Tensor with more than one value is ambiguous", sure=LIKELY),
    _said("parameter", r"cannot assign '[\w.]{1,80}' as parameter '\w{1,80}'"),
    _said("forward_missing", r"Module \[\w{1,80}\] is missing the required .forward. function"),
    _said("forward_missing", r"^NotImplementedError:", "before 1.11", near=r"nn/modules/module\.py", sure=LIKELY),
    _said("forward_none", rf"'NoneType' object has no attribute '(?:{_OF_A_TENSOR})'", sure=LIKELY),
    _said("forward_none", "'NoneType' object has no attribute 'shape'", near="torch|forward|loss", sure=LIKELY),
    _said("forward_none", r"argument '\w{1,40}' \(position \d{1,2}\) must be Tensor, not NoneType", sure=LIKELY),
    _said("forward_none", r"unsupported operand type\(s\) for [^:]{1,8}: 'NoneType' and 'Tensor'", sure=LIKELY),
    _said("forward_none", r"unsupported operand type\(s\) for [^:]{1,8}: 'Tensor' and 'NoneType'", sure=LIKELY),
    _said(
        "state_dict",
        r"Error\(s\) in loading state_dict for [\w.]{1,80}:\s{1,3}"
        r"size mismatch for [\w.]{1,120}: copying a param with shape torch\.Size\(\["
        rf"{_n('saved')}, \d{{1,9}}\]\) from checkpoint, the shape in current model is torch\.Size\(\[{_n('made')}, \d{{1,9}}\]\).{{0,4000}}",  # to the end: the mismatches after the first say no more
        solve=_two_unequal,
    ),
    _said("state_dict", r"copying a param of torch\.Size", "before 1.0"),
    _said("state_dict", r"[Uu]nexpected key \"?[\w.]{1,120}\"? in state_dict", "before 0.4"),
    _said(
        "state_dict", r"While copying the parameter named [\w.']{1,120}, whose dimensions in the model", "before 1.0"
    ),
    _said("state_dict", r"Error\(s\) in loading state_dict for"),
    _said("state_dict", r"(?:Missing|Unexpected) key\(s\) in state_dict:"),
    _said("state_dict", r"size mismatch for [\w.]{1,120}: copying a param with shape"),
]


# Losses. A target of N numbers against an output of (N, 1), or the other way round, has one number: the batch.

_SIZE = r"torch\.Size\(\[[\d, ]{0,80}\]\)"
_FLAT = rf"torch\.Size\(\[{_n('batch')}\]\)"
_FLAT_AGAIN = r"torch\.Size\(\[(?P=batch)\]\)"
_COLUMN = rf"torch\.Size\(\[{_n('batch')}, 1\]\)"
_COLUMN_AGAIN = r"torch\.Size\(\[(?P=batch), 1\]\)"


def _two_sizes(key: str, text: str) -> list[Wording]:
    """Give the readings of one text with the sizes of target and output: those of the exhibit, then any."""
    pairs = ((_FLAT, _COLUMN_AGAIN, SURE), (_COLUMN, _FLAT_AGAIN, SURE), (_SIZE, _SIZE, LIKELY))
    return [_said(key, text.format(target, output), sure=sure) for target, output, sure in pairs]


_NO_OTHER_ASSERT = r"^(?!.*(?:srcIndex|srcSelectDimSize|input_val|index out of bounds))"
"""A number for a row of an embedding that is not there, or a chance outside of 0 to 1: these are not class numbers."""

_LOSSES = [
    _said(
        "batch_sizes",
        rf"Expected input batch_size \({_n('batch')}\) to match target batch_size \({_n('targets')}\)",
    ),
    _said("class_number", rf"Target (?:-\d{{1,9}}|{_n('target')}) is out of bounds"),
    _said("class_number", "Assertion .cur_target >= 0 && cur_target < n_classes. failed", "before 1.5"),
    _said(
        "class_number",
        "CUDA error: device-side assert triggered",
        near=r"[a-z_]{1,30} >= 0 && [a-z_]{1,30} < n_classes",
    ),
    _said("class_number", r"Assertion .(?:cur_)?(?:t|target) >= 0 && (?:cur_)?(?:t|target) < n_classes. failed"),
    _said("class_number", "CUDA error: device-side assert triggered", near=_NO_OTHER_ASSERT, sure=LIKELY),
    _said(
        "class_number",
        r"cuda runtime error \(59\) : device-side assert triggered",
        "before 1.5",
        near=_NO_OTHER_ASSERT,
        sure=LIKELY,
    ),
    _said("class_column", "0D or 1D target tensor expected, multi-target not supported"),
    _said("class_column", "1D target tensor expected, multi-target not supported", "before 1.11"),
    _said("class_column", "multi-target not supported at ", "before 1.5"),
    *_two_sizes(
        "mse_shapes", r"Using a target size \({}\) that is different to the input size \({}\)\. This will likely lead"
    ),
    *_two_sizes("target_shape", r"Using a target size \({}\) that is different to the input size \({}\) is deprecated"),
    *_two_sizes("target_shape", r"Target size \({}\) must be the same as input size \({}\)"),
    _said("target_shape", "Target and input must have the same number of elements", "before 1.5", sure=LIKELY),
]

_MODES = [
    _said(
        "one_row",
        rf"Expected more than 1 value per channel when training, got input size torch\.Size\(\[1, {_n('features')}",
    ),
    _said(
        "one_row",
        rf"Expected more than 1 value per channel when training, got input size \[1, {_n('features')}",
        "before 1.2",
    ),
    _said("one_row", "Expected more than 1 value per channel when training"),
    _said("dropout_p", "dropout probability has to be between 0 and 1, but got"),
]

WORDINGS: tuple[Wording, ...] = (*_SHAPES, *_TYPES, *_DEVICES, *_AUTOGRAD, *_MODULES, *_LOSSES, *_MODES)
"""In the order in which they are tried: what is more particular stands first."""


def spans(key: str, message: str) -> tuple[Span, ...]:
    """Return where in torch's `message` the numbers of the mistake `key` stand, each with its name; () where it has none."""
    found = (wording.pattern.search(message) for wording in WORDINGS if wording.key == key)
    first = next(filter(None, found), None)
    if first is None:
        return ()
    places = [Span(*first.span(name), name) for name, text in first.groupdict().items() if text is not None]
    return tuple(sorted(places))
