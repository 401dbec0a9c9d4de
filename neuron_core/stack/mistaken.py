"""What a pasted network gets that Python reads, and that is wrong."""

from neuron_core.shared.typed_input import InputError


class MistakeError(InputError):
    """A network in which a mistake is made that the errors page shows: `key` is what it is called there."""

    def __init__(self, message: str, key: str) -> None:
        super().__init__(message)
        self.key = key
