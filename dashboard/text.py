"""Text from the API is data: here it is made safe to stand in Markdown, in Plotly and in a label.

Posts, names and labels are written by strangers. What would be read as a command (Markdown, HTML, Streamlit's
directives, Plotly's pseudo-HTML) is shown as it is written; marks that change the direction or hide are left out.
"""

from __future__ import annotations

import html
import re

__all__ = ["in_markdown", "in_plotly", "shown"]

# Zero-width joiners stay: emoji and some scripts are written with them.
_INVISIBLE = re.compile(
    "[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff]"
)
_MARKDOWN = re.compile(r"([!-/:-@\[-`{-~])")
_ADDRESS = re.compile(r"(?i)(https?|ftp|mailto|www)([:.])|@")


def shown(text: str, most: int = 200) -> str:
    """`text` on one line without invisible marks, at most `most` characters, the last of which is then "…"."""
    # Twice the length is cut first: cleaning ten thousand characters to show fifty is wasted.
    line = " ".join(_INVISIBLE.sub(" ", text[: most * 2 + 50]).split())
    return line if len(line) <= most else line[: most - 1].rstrip() + "…"


def in_markdown(text: str, most: int = 200) -> str:
    """`text` for a place where Streamlit reads Markdown: every mark of punctuation stands for itself.

    Addresses would be made links even so, so a word joiner, which nobody sees, stands in them.
    """
    unlinked = _ADDRESS.sub(lambda match: match[0][:-1] + "\u2060" + match[0][-1], shown(text, most))
    return _MARKDOWN.sub(r"\\\1", unlinked)


def in_plotly(text: str, most: int = 60) -> str:
    """`text` for a place where Plotly reads `<b>` and `<a href>`: shown as it is written."""
    return html.escape(shown(text, most), quote=False)
