"""Files of a result, from memory: no request, all rows."""

from __future__ import annotations

from functools import partial
from typing import Final

import streamlit as st

from dashboard import state
from dashboard.exports import EXPORTS, DecimalMark, Document, Export, decimal_mark
from dashboard.exports.picture import picture_page
from services.results.frame import VALUE
from services.results.number_format import in_digits, kept

__all__ = ["downloads"]

_OTHER: Final[dict[DecimalMark, DecimalMark]] = {".": ",", ",": "."}
_PICTURE_HEIGHT: Final = 470
"""A slide as wide as the window, and the buttons below it."""


def downloads(document: Document) -> None:
    """One button that opens all formats; a file is made when its button is clicked.

    A format that is read by a region's rules has two where the numbers have decimals: the browser tells its language,
    not the system's region, and the wrong mark would make other numbers of them.
    """
    own = decimal_mark(st.context.locale)
    has_decimals = any(bool((result.frame[VALUE].dropna() % 1 != 0).any()) for result in document.results)
    rows = sum(len(result.frame) for result in document.results)
    with st.popover("Download", icon=":material/download:", key=state.DOWNLOAD):
        st.caption(f"All {in_digits(rows)} rows, whatever the chart shows. Free, from memory.")
        for export in EXPORTS:
            if export.is_regional and has_decimals:
                for mark in (own, _OTHER[own]):
                    _button(
                        export, document, mark, f"{export.label} · 12{mark}5", f"Decimals are written as 12{mark}5."
                    )
            else:
                _button(export, document, own, export.label, "")
    wants_picture = st.button(
        "Picture",
        icon=":material/image:",
        key=state.PICTURE,
        help="The chart as PNG or SVG, at the size of a slide, on a light ground. Free.",
    )
    # Outside of what opens and closes: a window of its own has room on every screen.
    if wants_picture:
        _show_picture(document)


def _button(export: Export, document: Document, mark: DecimalMark, label: str, about: str) -> None:
    st.download_button(
        label,
        # In another thread, without the session that says how numbers are written.
        kept(partial(export.build, document, decimal=mark)),
        file_name=f"{document.stem}.{export.ending}",
        mime=export.mime,
        icon=export.icon,
        on_click="ignore",
        key=f"download.{export.ending}.{'comma' if mark == ',' else 'point'}",
        help=about or None,
        width="stretch",
    )


@st.dialog("Picture", width="medium", icon=":material/image:")
def _show_picture(document: Document) -> None:
    st.iframe(picture_page(document), height=_PICTURE_HEIGHT)
