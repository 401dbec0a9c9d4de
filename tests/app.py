"""Pages without a browser: Streamlit's own AppTest, started where the server starts."""

import re
from pathlib import Path

from streamlit.testing.v1 import AppTest

ROOT = Path(__file__).parent.parent
PAGES = sorted(path.stem for path in (ROOT / "pages").glob("*.py") if path.stem != "navigation")


def open_page(name: str, **query: object) -> AppTest:
    """Open a page by its file name with query parameters; a list gives a repeated parameter."""
    app = AppTest.from_file(str(ROOT / "pages" / "navigation.py"), default_timeout=20)
    for key, value in query.items():
        app.query_params[key] = value
    return app.run() if name == "home" else app.switch_page(f"{name}.py").run()


def texts(app: AppTest) -> str:
    """All that the page says in words, but for its drawings and charts."""
    kinds = (
        app.title,
        app.subheader,
        app.markdown,
        app.caption,
        app.info,
        app.warning,
        app.success,
        app.error,
        app.code,
    )
    said = "\n".join(str(element.value) for kind in kinds for element in kind)
    return re.sub(
        r'\[([^\]]*)\]\(#word "[^"]*"\)', r"\1", said
    )  # as it reads: a word of the glossary carries its sentence
