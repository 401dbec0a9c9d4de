"""A listing of code in which some lines are marked."""

import xml.etree.ElementTree as ET
from collections.abc import Collection


def listing(code: str, lit: Collection[int]) -> str:
    """Return `code` as HTML; the lines numbered in `lit` (from 0) are marked by an arrow, weight and colour."""
    block = ET.Element("pre", {"class": "listing", "tabindex": "0"})
    for number, row_text in enumerate(code.splitlines()):
        row = ET.SubElement(block, "mark" if number in lit else "span")
        row.text = f"{'▸' if number in lit else ' '} {row_text}\n"
    return ET.tostring(block, encoding="unicode", method="html")
