"""Drawings: SVG and tables made once in Python, with slots that the live view fills.

`slots` is what a drawing is made with; `diagram` has the edge, the node and the line of arithmetic, drawn once for all pages;
`charts` the waterfall and the curve with a dot; `palette` holds the colours.
"""
