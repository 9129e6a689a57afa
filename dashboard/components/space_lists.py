"""A list of the page Space that may have to be asked for: a button with its price, what came, or why nothing did.

What failed is kept until somebody tries again: to type into a search must not ask for it once more.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any, Protocol, TypeVar

import streamlit as st

from dashboard import boundary, state
from dashboard.pricing import price_words
from services.broker import Fetched
from services.clock import system_clock
from services.errors import DashboardError
from services.insights.models import SpaceId
from services.results.age import age_in_words

__all__ = ["Ask", "ask_button", "outcome", "tell_age", "trouble_card"]

T = TypeVar("T")


class Ask(Protocol[T]):
    """Gives the list, from memory or by one request; with `refresh` always by one."""

    def __call__(self, *, refresh: bool = False) -> Fetched[T]: ...


def outcome(
    space: SpaceId, name: str, ask: Ask[T], *, price: Callable[[], int], is_needed: bool = False
) -> Fetched[T] | DashboardError | None:
    """The list of that name, or why it could not be had; None where memory lacks it and nobody has asked for it.

    One that `is_needed` is asked for with the page. Nothing of Streamlit is drawn, but where somebody waits.
    """
    troubles, due = _troubles(), _due()
    place = (space, name)
    refresh = due.pop(place, None)
    if refresh is None and (place in troubles or not is_needed) and price():
        return troubles.get(place)
    troubles.pop(place, None)
    if refresh:
        # Where that fails, what was there before stays, with its age.
        with boundary.told(), st.spinner("Asking Statusbrew…"):
            return ask(refresh=True)
    try:
        with st.spinner("Asking Statusbrew…"):
            return ask()
    except DashboardError as error:
        troubles[place] = error
        return error


def ask_button(space: SpaceId, name: str, label: str, price: int, *, icon: str) -> None:
    """The button that has the list asked for, with its price."""
    st.button(
        f":blue[**{label} · {price_words(price)}**]",
        icon=icon,
        key=state.space_list_key(name, "ask"),
        on_click=_want,
        args=((space, name), False),
    )


def tell_age(space: SpaceId, name: str, fetched_at: datetime) -> None:
    """How old the list is, and the button that asks for it anew."""
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.caption(f"As Statusbrew had it {age_in_words(fetched_at, system_clock())}", width="content")
        st.button(
            f"Refresh · {price_words(1)}",
            type="tertiary",
            icon=":material/sync:",
            key=state.space_list_key(name, "again"),
            on_click=_want,
            args=((space, name), True),
        )


def trouble_card(space: SpaceId, name: str, error: DashboardError) -> None:
    """Why there is no list, with a way to try again."""
    boundary.card(f"space.{name}", error, on_retry=lambda: _want((space, name), False), price=1)


def _want(place: tuple[SpaceId, str], refresh: bool) -> None:
    _due()[place] = refresh


def _due() -> dict[tuple[SpaceId, str], bool]:
    held: dict[tuple[SpaceId, str], bool] = st.session_state.setdefault(state.SPACE_LISTS_DUE, {})
    return held


def _troubles() -> dict[tuple[SpaceId, str], DashboardError]:
    held: dict[tuple[SpaceId, str], Any] = st.session_state.setdefault(state.SPACE_TROUBLES, {})
    return held
