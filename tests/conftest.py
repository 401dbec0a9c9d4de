import pytest
import torch


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what needs an accelerator where there is none: it is deselected, so that no skip hides among the others."""
    if torch.accelerator.is_available():
        return
    needs = [item for item in items if item.get_closest_marker("accelerator")]
    items[:] = [item for item in items if item not in needs]
    config.hook.pytest_deselected(items=needs)
