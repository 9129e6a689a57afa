"""Files of a result, from memory: no request, no rerun."""

from __future__ import annotations

from functools import partial

import streamlit as st

from dashboard.exports import EXPORTS
from services.results.frame import ResultFrame
from services.results.sentence import file_stem

__all__ = ["downloads"]


def downloads(result: ResultFrame) -> None:
    """One button a format; the bytes are made when one is clicked."""
    with st.container(horizontal=True):
        for export in EXPORTS:
            st.download_button(
                export.label,
                partial(export.build, result),
                file_name=f"{file_stem(result)}.{export.ending}",
                mime=export.mime,
                icon=export.icon,
                on_click="ignore",
                key=f"download.{export.ending}",
                help=f"All {len(result.frame):,} rows, whatever the chart shows.",
            )
