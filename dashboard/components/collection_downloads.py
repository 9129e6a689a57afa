"""A whole page of results as one file, from memory: no request; what is not loaded is said in the file."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from dashboard.components.attention import enter_popover
from dashboard.exports import COLLECTION_EXPORTS, Collection, CollectionExport
from services.results.number_format import kept

__all__ = ["collection_downloads"]


def collection_downloads(make: Callable[[], Collection], *, stem: str, count: int, lacking: int, key: str) -> None:
    """One button that opens all formats; `make` is called when a format is clicked, so that drawing the page costs
    nothing of it.

    Streamlit calls it in another thread, without the session: it must hold all that it needs. `stem` is the file's
    name, `lacking` says how many of `count` have no numbers; with none at all there is nothing to take along.
    """
    with st.popover("Download", icon=":material/download:", key=key, disabled=lacking >= count):
        st.caption("All of it from memory, free.")
        if lacking:
            are = "is" if lacking == 1 else "are"
            st.caption(f":material/info: {lacking} of {count} {are} not loaded: the file says so.")
        for export in COLLECTION_EXPORTS:
            st.download_button(
                export.label,
                kept(_building(export, make)),
                file_name=f"{stem}.{export.ending}",
                mime=export.mime,
                icon=export.icon,
                on_click="ignore",
                key=f"{key}.{export.ending}",
                help=export.about or None,
                width="stretch",
            )
        enter_popover(key)


def _building(export: CollectionExport, make: Callable[[], Collection]) -> Callable[[], bytes]:
    return lambda: export.build(make())
