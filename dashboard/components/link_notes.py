"""What of a link could not be used, told where it was opened."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from dashboard.text import in_markdown

__all__ = ["tell_notes"]


def tell_notes(notes: Sequence[str]) -> None:
    """Each note in a line; nothing where there are none."""
    if notes:
        st.warning(
            "\n".join(f"- {in_markdown(note, 500)}" for note in notes),
            title="Not all of this link could be used",
            icon=":material/link_off:",
        )
