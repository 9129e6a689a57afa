"""A note of a board as its author wrote it: plain words and a few signs, nothing else of it as Markdown."""

from __future__ import annotations

import streamlit as st

from dashboard.exports.note_text import Line, LineKind, Run, paragraphs_of
from dashboard.text import in_markdown

__all__ = ["show_note"]

_RUN_LENGTH = 4_000


def show_note(text: str) -> None:
    """The note; an empty one says so, to whoever may fill it."""
    paragraphs = paragraphs_of(text)
    if not paragraphs:
        st.caption("An empty note.")
    for paragraph in paragraphs:
        st.markdown("  \n".join(map(_line, paragraph)))


def _line(line: Line) -> str:
    words = "".join(map(_run, line.runs))
    if line.kind is LineKind.HEADING:
        return f"**{words}**" if not any(run.is_bold for run in line.runs) else words
    return f"{in_markdown(line.mark)} {words}" if line.mark else words


def _run(run: Run) -> str:
    words = in_markdown(run.words, _RUN_LENGTH)
    told = f"**{words}**" if run.is_bold and words else words
    # The gaps around it are not its own: Markdown sees no bold where its signs stand beside one.
    before = " " if run.words[:1].isspace() else ""
    return f"{before}{told}{' ' if run.words[-1:].isspace() else ''}"
