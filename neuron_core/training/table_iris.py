"""The iris measurements that come with Plotly: 150 flowers of three species, two measurements of two species at a time."""

from functools import lru_cache
from importlib.resources import as_file, files

import pandas
import torch

from neuron_core.shared.typed_input import InputError
from neuron_core.training.samples import Table

MEASUREMENTS = ("sepal length", "sepal width", "petal length", "petal width")
"""All in centimetres."""

PAIRS = {
    f"{one} and {two}": (one, two)
    for one, two in (("setosa", "versicolor"), ("setosa", "virginica"), ("versicolor", "virginica"))
}
"""Two species by the name that the address carries: the first is class 0."""


@lru_cache(maxsize=1)
def _flowers() -> pandas.DataFrame:
    """Read the file: a row a flower, a column a measurement, and its species."""
    with as_file(files("plotly") / "package_data" / "datasets" / "iris.csv.gz") as path:
        flowers = pandas.read_csv(path)
    return flowers.rename(columns=lambda name: name.replace("_", " "))[[*MEASUREMENTS, "species"]]


@lru_cache(maxsize=64)
def iris_table(first: str, second: str, pair: str) -> Table:
    """Return two of `MEASUREMENTS` of the species of `PAIRS[pair]`, 100 flowers. Raises `InputError` where both are the same."""
    if first == second:
        raise InputError(f"Both inputs are the {first}: choose two measurements that differ.")
    species = PAIRS[pair]
    flowers = _flowers()
    chosen = flowers[flowers["species"].isin(species)]
    x = torch.tensor(chosen[[first, second]].to_numpy(), dtype=torch.float32)
    y = torch.tensor((chosen["species"] == species[1]).to_numpy(), dtype=torch.float32)
    return Table(f"iris {first} {second} {pair}", (first, second, "species"), species, x, y[:, None])


def example_csv() -> bytes:
    """Return a file such as a person could choose: all measurements of two species."""
    flowers = _flowers()
    text: str = flowers[flowers["species"] != "setosa"].to_csv(index=False)
    return text.encode()
