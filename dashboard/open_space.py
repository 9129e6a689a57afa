"""Which space the page Space shows: the chosen one, which a link to the page chooses and its address names."""

from __future__ import annotations

import streamlit as st

from dashboard import state
from dashboard.address_bar import Query
from services.insights.models import OrganizationId, SpaceId
from services.insights.place_link import place_link_of, read_place_link

__all__ = ["SPACE_PAGE", "is_left", "leave", "link", "notes", "seen", "settle", "take"]

SPACE_PAGE = "space"
"""The address of the page."""


def take(asked: Query) -> None:
    """Have the space of a link chosen, once the lists of organizations and spaces are known."""
    st.session_state[state.PENDING] = read_place_link(asked)
    st.session_state[state.PLACE_NOTES] = ()


def settle(problems: tuple[str, ...]) -> None:
    """Take note of what of a link's place this account does not have."""
    st.session_state[state.PENDING] = None
    st.session_state[state.PLACE_NOTES] = problems


def notes() -> tuple[str, ...]:
    """What of the place of the link that was opened last is not known, until another space is chosen."""
    told: tuple[str, ...] = st.session_state.get(state.PLACE_NOTES, ())
    return told


def seen() -> None:
    """The page shows the chosen space now: its address is to follow when another is chosen."""
    st.session_state[state.SPACE_SEEN] = _space()


def is_left() -> bool:
    """Whether another space was chosen than the one that the page showed last."""
    shown: SpaceId | None = st.session_state.get(state.SPACE_SEEN)
    return None not in (shown, _space()) and shown != _space()


def leave() -> None:
    """Whatever the address said is over."""
    st.session_state[state.PLACE_NOTES] = ()


def link() -> Query:
    """The link's query of the chosen space; empty for none."""
    organization: OrganizationId | None = st.session_state.get(state.ORGANIZATION)
    return place_link_of(organization, _space())


def _space() -> SpaceId | None:
    space: SpaceId | None = st.session_state.get(state.SPACE)
    return space
