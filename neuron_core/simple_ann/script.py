"""A script that a person can run at home and get the page's number."""

from neuron_core.simple_ann.eight_steps import class_source
from neuron_core.simple_ann.parameters import PLACES, Parameters, drawn
from neuron_core.simple_ann.passes import Inputs


def network_script(seed: int, parameters: Parameters, inputs: Inputs) -> str:
    """Return a script that makes this very model, on the best device at home, and prints its output for `inputs` and every gradient."""
    edits = "".join(
        f"    model.{PLACES[name][0]}[{', '.join(map(str, PLACES[name][1]))}] = {value}\n"
        for name, value in parameters.edited(drawn(seed)).items()
    )
    by_hand = f"with torch.no_grad():  # weights set by hand\n{edits}" if edits else ""
    return f"""\
{class_source()}


device = torch.accelerator.current_accelerator() if torch.accelerator.is_available() else "cpu"

torch.manual_seed({seed})
model = SimpleANN()
{by_hand}model.to(device)

x = torch.tensor({list(inputs)}, device=device, requires_grad=True)
out = model(x)
print("output =", out.item())

out.backward()  # there is no loss here: these are gradients of the output itself
for name, parameter in model.named_parameters():
    print("gradient of", name, "=", parameter.grad.tolist())
print("gradient of x =", x.grad.tolist())
"""
