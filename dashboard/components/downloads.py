"""Files of a result, from memory: no request, no rerun."""

from __future__ import annotations

from functools import partial
from typing import Final

import streamlit as st

from dashboard.exports import EXPORTS, DecimalMark, Export, decimal_mark
from services.results.frame import VALUE, ResultFrame
from services.results.sentence import file_stem

__all__ = ["downloads"]

_OTHER: Final[dict[DecimalMark, DecimalMark]] = {".": ",", ",": "."}


def downloads(result: ResultFrame) -> None:
    """One button a format; the bytes are made when one is clicked.

    A format that is read by a region's rules has two where the numbers have decimals: the browser tells its language,
    not the system's region, and the wrong mark would make other numbers of them.
    """
    own = decimal_mark(st.context.locale)
    values = result.frame[VALUE].dropna()
    has_decimals = bool((values % 1 != 0).any())
    for export in EXPORTS:
        if export.is_regional and has_decimals:
            for mark in (own, _OTHER[own]):
                _button(export, result, mark, f"{export.label} · 12{mark}5", f"Decimals are written as 12{mark}5.")
        else:
            _button(export, result, own, export.label, "")


def _button(export: Export, result: ResultFrame, mark: DecimalMark, label: str, about: str) -> None:
    st.download_button(
        label,
        partial(export.build, result, decimal=mark),
        file_name=f"{file_stem(result)}.{export.ending}",
        mime=export.mime,
        icon=export.icon,
        on_click="ignore",
        key=f"download.{export.ending}.{'comma' if mark == ',' else 'point'}",
        help=f"All {len(result.frame):,} rows, whatever the chart shows. {about}".strip(),
    )
