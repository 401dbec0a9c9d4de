"""Small tables as Markdown: a screen reader knows them, and they cost a tenth of a data frame."""

from collections.abc import Sequence


def markdown_table(header: Sequence[str], rows: Sequence[Sequence[object]], align: str = "---:") -> str:
    """Write a table, right-aligned unless `align` says otherwise; cells are this project's own words and numbers, never what a person typed."""
    lines = [header, [align] * len(header), *rows]
    return "\n".join("| " + " | ".join(map(str, line)) + " |" for line in lines)
