"""What was found of one endpoint, on the screen: reached, understood as what, unexpected, a redacted sample."""

from __future__ import annotations

from types import MappingProxyType
from typing import Final

import streamlit as st

from dashboard.text import in_markdown
from services.insights.checkup import Finding, Verdict

__all__ = ["ICONS", "draw_finding", "headed"]

ICONS: Final = MappingProxyType(
    {
        Verdict.UNDERSTOOD: ":material/check_circle:",
        Verdict.ODD: ":material/info:",
        Verdict.NOT_UNDERSTOOD: ":material/error:",
        Verdict.REFUSED: ":material/block:",
        Verdict.NO_ANSWER: ":material/cloud_off:",
        Verdict.NOT_TRIED: ":material/remove_circle_outline:",
    }
)


def headed(finding: Finding) -> str:
    """The finding in a line, for Markdown: "GET /me · understood · 200 in 23 ms"."""
    parts = (f"**{in_markdown(finding.endpoint)}**", finding.verdict.value, finding.reached)
    return " · ".join(filter(None, parts))


def draw_finding(finding: Finding) -> None:
    """All that was found, but for the line that heads it."""
    if finding.reason:
        words = in_markdown(finding.reason, 400)
        st.markdown(f"Not tried, because {words}." if finding.verdict is Verdict.NOT_TRIED else f"{words}.")
    if finding.said:
        st.markdown(f"It says: {in_markdown(finding.said, 300)}")
    told = {"Understood as": finding.understood, "It came as": finding.form}
    lines = [f"- {name}: {in_markdown(words, 300)}" for name, words in told.items() if words]
    if lines:
        st.markdown("\n".join(lines))
    if finding.unexpected:
        st.markdown("Unexpected:\n" + "\n".join(f"- {in_markdown(words, 200)}" for words in finding.unexpected))
    if finding.sample:
        st.caption("The answer’s form, with stand-ins for all that is yours:")
        # As plain text: the colours of code can't all be read on our grounds.
        st.code(finding.sample, language=None, wrap_lines=True)
