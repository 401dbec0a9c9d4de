"""What is said of a pasted error that need not be the exhibit's: the same words of torch, from other code and with other numbers."""

from typing import NamedTuple


class General(NamedTuple):
    """A cause and its cures that hold wherever torch says so; they speak of no number of the exhibit's."""

    cause: str
    cures: str


IN_GENERAL = {
    "linear": General(
        "What arrives has another last size than the layer's in_features. Torch writes both as tables: first the batch, then the weight, "
        "turned.",
        "Set in_features to the size that arrives, or send what the layer was made for. Without a layer it is `A @ B`: A needs as many "
        "columns as B has rows",
    ),
    "flatten": General(
        "A Linear works on the last dimension only, and takes all the others for rows. Nothing has made one row of each picture.",
        "Put `nn.Flatten()` before the first Linear, or write `x = x.flatten(1)`",
    ),
    "flatten_order": General(
        "A Flatten goes from start_dim to end_dim, both included. Here start_dim comes after end_dim.",
        "Exchange them, or leave both out: `nn.Flatten()` keeps the batch and flattens the rest",
    ),
    "batchnorm_row": General(
        "A BatchNorm1d takes rows in a batch, of shape (rows, features). A single row without a batch arrives.",
        "Make it a batch of one row with `x.unsqueeze(0)`, and call `model.eval()` first: in training one row has no spread",
    ),
    "batchnorm_features": General(
        "A batch-norm is made for a fixed number of features, which a BatchNorm2d calls channels. Another number arrives.",
        "Set its num_features to what arrives: the size of dimension 1",
    ),
    "batchnorm_pictures": General(
        "A BatchNorm1d takes 2 or 3 dimensions. Pictures in a batch have 4: pictures, channels, height and width.",
        "For pictures there is `nn.BatchNorm2d`. Or flatten the pictures before it",
    ),
    "layernorm_features": General(
        "A LayerNorm is made for a fixed size of the last dimensions, its normalized_shape. Another size arrives.",
        "Set its normalized_shape to what arrives",
    ),
    "conv_channels": General(
        "The pictures have another number of channels than the layer's in_channels. Torch reads four sizes as (pictures, channels, height, "
        "width), and three as one picture.",
        "Is the channel missing, as in (64, 28, 28)? Write `x.unsqueeze(1)`. Does it stand last, as NumPy and most files have it? Write "
        "`x.permute(0, 3, 1, 2)`. Else set in_channels to what the pictures have",
    ),
    "dimension": General(
        "The tensor has fewer dimensions than this number asks for. They are counted from 0, or from the end: the last is −1.",
        "Look at `x.shape`. A dimension that is missing comes with `x.unsqueeze(0)`",
    ),
    "reshape": General(
        "A reshape keeps all numbers and adds none. The new shape holds another count.",
        "Multiply the sizes of the new shape: the result has to be the input's size. For one of them write −1, and torch computes it",
    ),
    "two_devices": General(
        "Two tensors that are computed together lie on different devices, as a CPU and a graphics card are: the model, an input, the targets, "
        "or a tensor that was made on the way.",
        "`model.to(device)`, and `x = x.to(device)` for inputs and targets alike. For a tensor, `.to` gives another one: keep what it gives. "
        "A tensor made in `forward` needs `device=x.device`",
    ),
    "no_cuda": General(
        "This code asks for `cuda`, a graphics card. The torch that ran it was built without CUDA, or it found no card.",
        'Without a card, write `device = "cuda" if torch.cuda.is_available() else "cpu"`, and load what was saved on one with '
        '`torch.load(…, map_location="cpu")`. With an NVIDIA card, install the build of torch for CUDA, as pytorch.org says',
    ),
    "backward_twice": General(
        "The forward pass keeps numbers for `backward()`, in what torch calls the graph. The first `backward()` frees them: a second one that "
        "needs them finds nothing.",
        "One forward pass for each `backward()`. Two losses of one pass: add them, and go back once. A hidden state that goes from one batch to "
        "the next: cut it with `hidden.detach()`. Or keep the numbers with `retain_graph=True`",
    ),
    "in_place": General(
        "Torch keeps numbers of the forward pass for `backward()`. Before it came, something wrote over them in the same memory, which torch "
        "calls in place.",
        "Look for `+=`, `x[…] = …`, or a method that ends in `_`, and make a new tensor instead. Has `optimizer.step()` changed the weights "
        "between the forward pass and this `backward()`, as with two networks? Then go back first, or compute the loss anew",
    ),
    "no_grad_fn": General(
        "From this loss there is no way back to the weights: none of the steps was noted for gradients.",
        "Look for what cuts the way: `torch.no_grad()` around the forward pass, `.detach()`, `.item()`, `argmax`, a comparison, a tensor made "
        "anew with `torch.tensor(…)`, or weights that were frozen",
    ),
    "plain_list": General(
        "The optimiser got a model without a single parameter.",
        "Are the layers in a plain list? A module finds them in an `nn.ModuleList`. Are they made only in `forward`? Make them in `__init__`. "
        "A model of functions alone has nothing to train",
    ),
    "function": General(
        "A layer, which torch calls a module, is due here, and something else stands there.",
        "A function such as `F.relu`: write `nn.ReLU()`. A list of layers: write `nn.Sequential(*layers)`, with the star. A class: call it, as in "
        "`nn.ReLU()`",
    ),
    "layer_of_x": General(
        "A tensor of several numbers stands where Python wants one yes or no.",
        "`if a == b:` compares number by number: write `torch.equal(a, b)`, or `.all()`. Was a layer made with the data, as in "
        "`nn.ReLU(x)` or `nn.MSELoss(out, y)`? Write `nn.ReLU()(x)`",
    ),
    "forward_missing": General(
        "The object that is called has no method `forward`.",
        "Is the name misspelt, or is `forward` indented into `__init__`? An `nn.ModuleList` has none: call its layers one by one, or use "
        "`nn.Sequential`",
    ),
    "forward_none": General(
        "Something is None, which is Python's nothing, where a tensor is due.",
        "Most often a `forward` has no `return`. `loss.backward()` and `optimizer.step()` give None too, and so does a file that was not found, "
        "as with `cv2.imread`",
    ),
    "state_dict": General(
        "A state_dict holds numbers by the names of the parameters. The model that loads them has other names or other shapes.",
        "Make the model as it was when it was saved. Does each name begin with `module.`? The model was saved inside `nn.DataParallel`: save "
        "`model.module.state_dict()`, or take that beginning off the names",
    ),
    "class_float": General(
        "CrossEntropyLoss and NLLLoss take the number of the right class as a whole number of type Long. The targets have another type.",
        "`y.long()`. Only chances for each class, of the outputs' own shape, may be floats",
    ),
    "class_number": General(
        "A target is no class of the net: it has one output for each class, and classes are counted from 0.",
        "As many outputs as the highest class number, plus 1. Are your classes counted from 1? Subtract 1 from every target. A −1 is no class: "
        "take such rows out, or name it with `ignore_index=-1`",
    ),
    "class_column": General(
        "CrossEntropyLoss takes one class number for each row, in a shape of (N,). The targets come as a table.",
        "A column of shape (N, 1): `y.squeeze(1)`. Rows with a single 1 in them, called one-hot: `y.argmax(1)`. Floats as chances need the "
        "outputs' own shape",
    ),
    "batch_sizes": General(
        "There are more rows of outputs than targets, or fewer.",
        "One target for each row. Did a `view` or a `reshape` before the last layer make more rows? Write `nn.Flatten()`, which keeps the batch",
    ),
    "target_shape": General(
        "Output and target have to have the same shape.",
        "A column of shape (N, 1) and a list of shape (N,): `out.squeeze(1)`, or `y.unsqueeze(1)`. Several outputs in a row, one for each "
        "class: then the loss is `nn.CrossEntropyLoss`",
    ),
    "mse_shapes": General(
        "Output and target have different shapes. Torch repeats both until they fit, which it calls broadcasting, and compares what does not "
        "belong together.",
        "A column of shape (N, 1) and a list of shape (N,): `out.squeeze(1)`, or `y.unsqueeze(1)`. Else give the net as many outputs as the "
        "target has columns",
    ),
    "one_row": General(
        "In training, batch-norm takes mean and spread over the rows of the batch. One row has no spread.",
        "The last batch of a DataLoader may be a single row that was left: `drop_last=True` leaves it out. To use the net on one row, call "
        "`model.eval()` first",
    ),
}
"""For mistakes whose exhibit tells one story among several, by their keys."""
