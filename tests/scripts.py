"""Run what the pages export, as it stands, and read what it prints."""

import contextlib
import io


def run_script(script: str) -> dict[str, str]:
    """Run `script` in a namespace of its own; returns its `name = value` lines."""
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        exec(compile(script, "exported", "exec"), {"__name__": "__main__"})
    return dict(line.split(" = ", 1) for line in printed.getvalue().splitlines())
