from collections.abc import Iterator

import pytest
import torch

torch.set_num_threads(1)  # as the server does; two cores do not gain from more on small tensors


@pytest.fixture(scope="session", autouse=True)
def rooms_elsewhere(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep the votes of these tests out of the file of a class that runs here."""
    with pytest.MonkeyPatch.context() as world:
        world.setenv("NEURON_ROOM_FILE", str(tmp_path_factory.mktemp("rooms") / "rooms.sqlite"))
        yield


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what needs an accelerator where there is none: it is deselected, so that no skip hides among the others."""
    if torch.accelerator.is_available():
        return
    needs = [item for item in items if item.get_closest_marker("accelerator")]
    items[:] = [item for item in items if item not in needs]
    config.hook.pytest_deselected(items=needs)
