"""What every topic stands on, and what knows no topic.

- Computing: `sweep` computes all that a drag can show, `seeding` makes draws repeatable for thirty sessions at once.
- Running: `live_run` runs a snippet now, `exhibit` is the registry form of what is run, `refusal` what torch said against it.
- Reading and writing: `typed_input` reads what people type, `numbers` writes every number, `axes` chooses the round ends of a chart, `question` is what is asked first.
- Showing: `drawing` turns plain data into SVG with slots, `figure` into Plotly's figures.
"""
