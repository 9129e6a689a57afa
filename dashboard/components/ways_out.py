"""What else can be done about a question that got no answer than asking it again, each way with its price.

A refused one: find out why, then ask it without what is not offered. One that took too long: ask for less.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import streamlit as st

from dashboard import boundary, diagnosing, navigation, parts, runtime
from dashboard.committed import Committed
from dashboard.diagnosing import Finding
from dashboard.exports.code import to_json
from dashboard.going_on import go_on
from dashboard.pricing import committed_price, price_words
from dashboard.text import in_markdown
from services.errors import AnswerTimedOut, ApiError, DashboardError, NotFound, RequestRefused
from services.insights.client import Client
from services.insights.periods import Preset, shorter
from services.insights.plan import queries_of
from services.insights.redaction import redacted
from services.results.sentence import dates_in_words

__all__ = ["ASK_SHORTER", "FIND_OUT", "RUN_MENDED", "ways_out"]

FIND_OUT: Final = "ways_out.find_out"
RUN_MENDED: Final = "ways_out.run_mended"
ASK_SHORTER: Final = "ways_out.ask_shorter"

_CHANGES_ON_A_BUTTON: Final = 2
"""More would make its label a paragraph: they stand above it."""


def ways_out(committed: Committed | None, error: DashboardError) -> None:
    """The ways that this trouble leaves to the committed question; none for a trouble that it can't help.

    To be drawn below the trouble's card, within the result's part of the page. Draws without a request, but for the
    first run after *Find out why*.
    """
    # A link or a ready question that could not be opened leaves its trouble beside the question before it.
    if committed is None or not isinstance(error, ApiError) or not error.endpoint.endswith("/insights"):
        return
    with boundary.shown("ways_out"):
        if isinstance(error, RequestRefused):
            _why_refused(runtime.client(), committed)
        elif isinstance(error, AnswerTimedOut):
            _ask_for_less(runtime.client(), committed)


def _why_refused(client: Client, committed: Committed) -> None:
    if not diagnosing.is_wanted(committed):
        st.button(
            f"Find out why · {price_words(diagnosing.price(client, committed))}",
            icon=":material/troubleshoot:",
            key=FIND_OUT,
            on_click=_find_out,
            args=(committed,),
            help="Asks Statusbrew once more what this metric supports, and compares.",
        )
        return
    with st.spinner("Asking Statusbrew what this metric supports…"):
        found = diagnosing.finding(client, committed)
    if isinstance(found, NotFound):
        name = in_markdown(committed.metric.label or committed.metric.name, 80)
        st.info(
            f"Statusbrew no longer knows what **{name}** supports in this space: the metric may have been removed. "
            "Choose another one.",
            title="The metric is gone",
            icon=":material/troubleshoot:",
        )
    elif isinstance(found, DashboardError):
        boundary.card("diagnosis", found, on_retry=lambda: _find_out(committed))
    elif found.diagnosis.mended is None:
        _own_our_part(client, committed, found)
    else:
        _offer_mended(client, committed, found)


def _offer_mended(client: Client, committed: Committed, found: Finding) -> None:
    """The culprits in words, and the same question without them."""
    diagnosis = found.diagnosis
    if diagnosis.mended is None:
        return
    lines = [in_markdown(problem, 600) for problem in diagnosis.problems]
    words = diagnosis.words
    if len(diagnosis.changes) > _CHANGES_ON_A_BUTTON:
        lines.append(f"What could be asked: the same {in_markdown(words, 600)}.")
        words = "with these changes"
    st.info("\n\n".join(lines), title="This is what Statusbrew does not take", icon=":material/troubleshoot:")
    chosen = (replace(committed.chosen[0], config=found.config), *committed.chosen[1:])
    better = replace(committed, question=diagnosis.mended, chosen=chosen)
    _run_button(client, f"Run {words}", better, RUN_MENDED)


def _own_our_part(client: Client, committed: Committed, found: Finding) -> None:
    """The choice was right, so the form was not: what was sent, and where its names can be corrected."""
    st.info(
        "By its own list, Statusbrew supports this question, so nothing that you chose is wrong. It did not "
        "understand the form of our request: the names of its parts are not public, and this app assumes them.\n\n"
        "Whoever has Statusbrew's reference at hand can correct them under `[statusbrew.request_fields]` in "
        "`.streamlit/secrets.toml`, as the README says under *What is assumed about the API*. This is what was sent; "
        "typed texts and people are left out:",
        title="Statusbrew did not understand our request",
        icon=":material/troubleshoot:",
    )
    for query in queries_of(client.plan(committed.question, committed.calendar)):
        # As plain text: the colours of code can't all be read on our grounds.
        st.code(to_json(client.call_of(redacted(query, found.config))), language=None, wrap_lines=True)
    st.page_link(
        navigation.page(navigation.CONNECTION), label="Try other names on Connection", icon=":material/edit_note:"
    )


def _ask_for_less(client: Client, committed: Committed) -> None:
    calendar = committed.calendar
    period = shorter(committed.question.period, calendar)
    if period is None:
        st.caption("A day is the shortest period. Fewer breakdowns, or a filter, make the question smaller.")
        return
    dates = dates_in_words(calendar.dates(period))
    words = f"{period.label.lower()} ({dates})" if isinstance(period, Preset) else dates
    better = replace(committed, question=replace(committed.question, period=period))
    _run_button(client, f"Ask for {words}", better, ASK_SHORTER)


def _run_button(client: Client, label: str, better: Committed, key: str) -> None:
    st.button(
        f"{in_markdown(label, 160)} · {price_words(committed_price(client, better))}",
        icon=":material/play_arrow:",
        key=key,
        on_click=go_on,
        args=(better,),
    )


def _find_out(committed: Committed) -> None:
    diagnosing.find_out(committed)
    # The pickers and the meter after the result: they show what the config that comes with it says, and its cost.
    parts.rerun_after_step()
