"""What is open on the page Reports and its address follow each other, whoever changes which."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from dashboard import open_report, state
from dashboard.open_report import OpenReport
from services.insights.comparison import Against
from services.insights.periods import DateRange, Preset

WEEKLY = {"org": "orgn_1", "space": "spce_1", "report": "rprt_weekly", "period": "last_7_days"}


def pages() -> None:
    """What the app does of it at each run: follow the address, choose the place, run the page."""
    import streamlit as st

    from dashboard import address, open_report, opening, state
    from services.insights.models import Listing, Organization, Space

    organizations = tuple(Organization(id=f"orgn_{name}", name=name, is_owner=True) for name in "12")  # type: ignore[arg-type]
    spaces = tuple(
        Space(id=f"spce_{name}", name=name, organization_id=f"orgn_{of}")  # type: ignore[arg-type]
        for name, of in (("1", "1"), ("2", "1"), ("3", "2"))
    )
    address.follow(st.session_state.get("test.page", "reports"))
    if st.session_state.get("test.has_account", True):
        opening.place(Listing(items=organizations), Listing(items=spaces))
        for key, first in ((state.ORGANIZATION, "orgn_1"), (state.SPACE, "spce_1")):
            st.session_state.setdefault(key, first)
    act = st.session_state.pop("test.act", None)
    if act:
        act()
    st.session_state["test.held"] = open_report.current()
    st.session_state["test.full"] = address.full_address()


class Visitor:
    """Somebody on the page."""

    def __init__(self) -> None:
        self.app = AppTest.from_function(pages, default_timeout=60)

    def goes_to(self, **query: str) -> OpenReport:
        """By a link, by Back or Forward, or by a hand in the address bar."""
        self.app.query_params.clear()
        for key, value in query.items():
            self.app.query_params[key] = value
        return self.runs()

    def runs(self, act: Any = None, **choices: Any) -> OpenReport:
        """The page runs once more, after these choices in the sidebar, and does something."""
        for key, value in {**choices, "test.act": act}.items():
            self.app.session_state[key] = value
        self.app.run()
        assert not self.app.exception
        return self.held()

    def turns_to(self, page: str) -> OpenReport:
        """By the bar of pages, which empties the query."""
        self.app.query_params.clear()
        return self.runs(**{"test.page": page})

    def held(self) -> OpenReport:
        held: OpenReport = self.app.session_state["test.held"]
        return held

    @property
    def address(self) -> dict[str, str]:
        """What stands in the address bar; each key has one value here."""
        return {key: "".join(self.app.query_params[key]) for key in self.app.query_params}

    @property
    def notes(self) -> str:
        held = self.app.session_state
        return " ".join(held[state.REPORT_NOTES]) if state.REPORT_NOTES in held else ""

    @property
    def space(self) -> str:
        return str(self.app.session_state[state.SPACE])


@pytest.fixture
def visitor() -> Visitor:
    found = Visitor()
    found.runs()
    return found


def test_what_is_opened_stands_in_the_address_at_once(visitor: Visitor) -> None:
    assert visitor.address == {}
    visitor.runs(lambda: open_report.open_("rprt_weekly"))
    assert visitor.address == WEEKLY
    assert visitor.app.session_state["test.full"] == "/reports?" + "&".join(f"{k}={v}" for k, v in WEEKLY.items())
    days = DateRange(start=date(2026, 11, 1), end=date(2026, 11, 7))
    visitor.runs(lambda: open_report.change(period=days, compare=Against.PREVIOUS, raw=True))
    changed = {**WEEKLY, "period": "2026-11-01..2026-11-07", "compare": "previous", "raw": "1"}
    assert visitor.address == changed
    visitor.runs(lambda: open_report.change(compare=Against.NONE))
    assert "compare" not in visitor.address
    visitor.runs(open_report.close)
    assert visitor.address == {}


def test_another_report_is_opened_with_its_filters_over_the_days_that_were_chosen(visitor: Visitor) -> None:
    visitor.goes_to(**WEEKLY, compare="previous", raw="1")
    held = visitor.runs(lambda: open_report.open_("rprt_care"))
    assert held == OpenReport(report="rprt_care", compare=Against.PREVIOUS)  # type: ignore[arg-type]


def test_a_link_opens_its_report_in_its_space(visitor: Visitor) -> None:
    held = visitor.goes_to(space="spce_3", report="rprt_aster", period="last_month", raw="1")
    assert held == OpenReport(report="rprt_aster", period=Preset.LAST_MONTH, raw=True)  # type: ignore[arg-type]
    assert visitor.space == "spce_3"
    assert visitor.app.session_state[state.ORGANIZATION] == "orgn_2"
    assert visitor.notes == ""
    # Placed once: what is chosen in the sidebar afterwards holds.
    visitor.runs(**{state.SPACE: "spce_2"})
    assert visitor.space == "spce_2"


def test_going_back_and_forward_closes_and_opens(visitor: Visitor) -> None:
    visitor.runs(lambda: open_report.open_("rprt_weekly"))
    opened = visitor.address
    visitor.runs(lambda: open_report.change(raw=True))
    assert visitor.goes_to(**opened).raw is False
    assert visitor.goes_to().report is None
    assert visitor.goes_to(**opened).report == "rprt_weekly"


def test_coming_back_from_another_page_finds_the_report_open_and_fills_the_address(visitor: Visitor) -> None:
    visitor.runs(lambda: open_report.open_("rprt_weekly"))
    visitor.turns_to("connection")
    assert visitor.address == {}
    assert visitor.turns_to("reports").report == "rprt_weekly"
    assert visitor.address == WEEKLY
    # The browser has an entry of the bare address, to which Back leads.
    assert visitor.goes_to().report == "rprt_weekly"
    assert visitor.address == WEEKLY


def test_a_report_that_is_opened_from_another_page_is_there_when_its_page_is(visitor: Visitor) -> None:
    visitor.turns_to("")
    visitor.runs(lambda: open_report.open_("rprt_weekly"))
    assert visitor.address == {}, "the address of another page is its own"
    visitor.turns_to("reports")
    assert visitor.address == WEEKLY


def test_another_space_has_the_list_of_its_own_reports(visitor: Visitor) -> None:
    visitor.runs(lambda: open_report.open_("rprt_weekly"))
    assert visitor.runs(**{state.SPACE: "spce_2"}).report is None
    assert visitor.address == {}
    # Back leads to the report in its space.
    assert visitor.goes_to(**WEEKLY).report == "rprt_weekly"
    assert visitor.space == "spce_1"
    # Chosen on another page, it is the same; but the address of the report leads to it still.
    visitor.turns_to("connection")
    visitor.runs(**{state.SPACE: "spce_2"})
    assert visitor.turns_to("reports").report is None
    visitor.goes_to(**WEEKLY)
    visitor.turns_to("connection")
    visitor.runs(**{state.SPACE: "spce_2"})
    visitor.app.session_state["test.page"] = "reports"
    assert visitor.goes_to(**WEEKLY).report == "rprt_weekly"
    assert visitor.space == "spce_1"


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ({**WEEKLY, "space": "spce_no"}, 'The space "spce_no" is none of those that this token sees'),
        ({**WEEKLY, "org": "orgn_no", "space": "spce_no"}, 'The organization "orgn_no"'),
        ({"report": "rprt_weekly"}, "The link names no space"),
        ({**WEEKLY, "period": "last_99_days"}, 'Did you mean "last_90_days"?'),
        ({**WEEKLY, "metric": "profile_reach"}, '"metric" is no part of a link to a report'),
    ],
)
def test_what_a_link_names_that_is_not_known_is_told_until_something_is_changed(
    visitor: Visitor, query: dict[str, str], said: str
) -> None:
    held = visitor.goes_to(**query)
    assert said in visitor.notes
    # Of a space that nobody knows no report is known.
    assert held.report == (None if query.get("space") == "spce_no" else "rprt_weekly")
    visitor.runs()
    assert said in visitor.notes
    assert visitor.address == query, "the address is left as it was written"
    visitor.runs(lambda: open_report.change(period=Preset.LAST_MONTH))
    assert visitor.notes == ""


def test_a_link_waits_for_the_lists_of_the_account(visitor: Visitor) -> None:
    visitor.goes_to(**{**WEEKLY, "space": "spce_2"})
    assert visitor.space == "spce_2"
    visitor.app.session_state["test.has_account"] = False
    visitor.goes_to(**WEEKLY)
    # No other space's list passes for the one that holds it.
    assert visitor.runs().report is None
    assert (visitor.address, visitor.space) == (WEEKLY, "spce_2")
    visitor.app.session_state["test.has_account"] = True
    assert visitor.runs().report == "rprt_weekly"
    assert visitor.space == "spce_1"


def test_each_page_remembers_its_own_address(visitor: Visitor) -> None:
    visitor.goes_to(**WEEKLY)
    visitor.app.session_state["test.page"] = ""
    visitor.goes_to(space="spce_1", metric="profile_reach")
    pending = visitor.app.session_state[state.PENDING]
    visitor.app.session_state["test.page"] = "reports"
    # Back to where one was is no link that somebody opens.
    assert visitor.goes_to(**WEEKLY).report == "rprt_weekly"
    assert visitor.app.session_state[state.PENDING] is pending
