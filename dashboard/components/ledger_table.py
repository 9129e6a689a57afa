"""What this token has asked for: a table, the newest first, and the same as a file."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Final

import pandas as pd
import streamlit as st

from dashboard import runtime
from dashboard.exports.cells import as_shown_cell
from dashboard.exports.ledger_csv import came_from, ledger_csv
from dashboard.text import in_markdown, shown
from services.broker import LedgerEntry, Source
from services.errors import DashboardError
from services.results.number_format import in_digits

__all__ = ["show"]

_HEIGHT: Final = 320


def show(zone: str) -> None:
    """The table with its times in `zone` (an IANA name). 0 requests."""
    try:
        noted = runtime.client().broker.ledger.entries()
    except DashboardError:
        # There is no client, so nothing was asked for; the account's card says what is wrong.
        return
    # Noted when they were over: of two at once the later may be the first to be.
    entries = sorted(noted, key=lambda entry: entry.when, reverse=True)
    with st.container(key="connection.ledger"):
        st.header("What was asked for", anchor=False)
        if not entries:
            st.markdown("Nothing was sent with this token since this app was started.")
            return
        st.caption(
            f"By this app since its start, the newest first, {in_digits(len(entries))} rows. Times are those of "
            f"{in_markdown(zone)}. Neither the token nor what was asked and answered is in it."
        )
        st.dataframe(
            _frame(entries),
            column_config={
                "when": st.column_config.DatetimeColumn("Time", timezone=zone, format="D MMM, HH:mm:ss"),
                "purpose": st.column_config.TextColumn("For"),
                "source": st.column_config.TextColumn("From"),
                "status": st.column_config.TextColumn("Status"),
                "milliseconds": st.column_config.NumberColumn("ms", format="localized"),
                "waited": st.column_config.NumberColumn("Waited (s)", format="%.1f"),
                "endpoint": st.column_config.TextColumn("Endpoint"),
            },
            height=min(_HEIGHT, 36 * (len(entries) + 1)),
            hide_index=True,
            placeholder="--",
            alt=f"Table: what was asked for with this token, the newest first, {in_digits(len(entries))} rows.",
            key="connection.ledger.table",
        )
        st.download_button(
            "CSV",
            partial(ledger_csv, entries),
            file_name="requests.csv",
            mime="text/csv",
            icon=":material/download:",
            on_click="ignore",
            key="download.ledger",
            help=f"All {in_digits(len(entries))} rows, times in UTC.",
        )


def _frame(entries: Sequence[LedgerEntry]) -> pd.DataFrame:
    """A row an entry: when (aware), purpose, source, status (all str), milliseconds and waited (seconds), endpoint."""
    return pd.DataFrame(
        {
            "when": [entry.when for entry in entries],
            "purpose": [as_shown_cell(shown(entry.purpose, 80)) for entry in entries],
            "source": [came_from(entry) for entry in entries],
            "status": [_status(entry) for entry in entries],
            "milliseconds": [entry.milliseconds if entry.source is Source.LIVE else None for entry in entries],
            "waited": [entry.waited_milliseconds / 1000 or None for entry in entries],
            "endpoint": [entry.endpoint for entry in entries],
        }
    )


def _status(entry: LedgerEntry) -> str | None:
    if entry.source is not Source.LIVE:
        return None
    return str(entry.status) if entry.status is not None else "no answer"
