"""What stands on every page: organization, space, requests left, the badge of sample data."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, TypeVar, cast

import streamlit as st

from dashboard import address_bar, boundary, navigation, open_board, opening, runtime, session_token, state
from dashboard.components.key_help import key_help
from dashboard.components.narrow_line import narrow_line
from dashboard.components.requests_left import requests_left
from dashboard.text import distinct
from dashboard.together import together
from services.clock import system_clock
from services.errors import DashboardError
from services.insights.client import Client
from services.insights.models import Listing, Organization, OrganizationId, Space, SpaceId

__all__ = ["draw", "draw_keys", "draw_line", "draw_meter", "is_bare", "organization", "space"]

K = TypeVar("K")

_SKELETON_HEIGHT: Final = 360


def draw() -> bool:
    """Draw the sidebar; whether a page can be drawn beside it: a space is chosen.

    Organizations and spaces are asked for once and kept for hours. What went wrong stands in the page itself, not in
    the sidebar, which is closed on a phone.
    """
    page, bar = st.empty(), st.sidebar.empty()
    if session_token.has_ended():
        st.warning("**Your token was forgotten**, since the connection to the app broke. Paste it again on Connection.")
    if session_token.is_pending():
        page.caption(":material/hourglass_top: Asking Statusbrew whose token this is…")
        session_token.settle()
        page.empty()
    # The first page of a session may have to wait for the lists: something stands there meanwhile.
    is_first = state.SPACE not in st.session_state
    if is_first:
        page.skeleton(height=_SKELETON_HEIGHT)
        bar.skeleton(height=_SKELETON_HEIGHT // 3)
    with boundary.shown("account"), st.sidebar:
        try:
            client = runtime.client()
            organizations, spaces = together(lambda: client.organizations().value, lambda: client.spaces().value)
        finally:
            page.empty()
            bar.empty()
        _pick_space(organizations, spaces)
        if session_token.is_used():
            st.badge("Token of this session", icon=":material/key:", color="blue")
        elif client.settings.is_sample_data:
            st.badge("Sample data", icon=":material/science:", color="orange")
            st.caption("A made-up agency, so that you can try everything.")
            st.page_link(navigation.page(navigation.CONNECTION), label="Connect your account", icon=":material/key:")
    return space() is not None


def is_bare() -> bool:
    """Whether the page stands alone, a board that is presented, without bar and sidebar; these choose a space first."""
    is_board = address_bar.page() == open_board.BOARDS
    return is_board and open_board.is_presenting() and st.session_state.get(state.SPACE) is not None


def organization() -> OrganizationId | None:
    """The organization that is chosen, or None where the token has none."""
    return cast("OrganizationId | None", st.session_state.get(state.ORGANIZATION))


def space() -> SpaceId | None:
    """The space that is chosen; None where there is none, and then no page is drawn."""
    return cast("SpaceId | None", st.session_state.get(state.SPACE))


def draw_meter() -> None:
    """How many requests are left, in the sidebar; drawn after the page, so that what the page asked for is counted."""
    with st.sidebar:
        _meter()


def draw_keys() -> None:
    """The help for the keys, at the end of the sidebar."""
    with st.sidebar:
        key_help()


@st.fragment(key=state.LINE)
def draw_line() -> None:
    """Space and requests left for narrow screens, where the sidebar is closed."""
    try:
        narrow_line(_line_words(runtime.client()))
    except DashboardError:
        # The page says what is wrong; here nothing is known.
        narrow_line("")


@st.fragment(key=state.METER)
def _meter() -> None:
    with boundary.shown("meter"):
        client = runtime.client()
        left = client.broker.meter()
        requests_left(left, system_clock())
        if not left.is_shared and not client.settings.is_sample_data:
            st.caption(
                ":material/warning: The file that counts requests can't be written, so a restart or a second copy of "
                "this app does not know of these. STATUSBREW_STATE_FILE names another place."
            )


def _line_words(client: Client) -> str:
    """The sidebar's three things on one line, from memory."""
    left = client.broker.meter()
    known = client.known_spaces()
    name = next((item.name for item in known.value if item.id == space()), "") if known else ""
    requests = (
        "no limit set"
        if left.free_for_charts is None
        else f"{left.free_for_charts} + {left.kept_for_lists} requests left"
    )
    account = "sample data" if client.settings.is_sample_data else ""
    if session_token.is_used():
        account = "token of this session"
    return " · ".join(filter(None, (name, requests, account)))


def _pick_space(listed: Listing[Organization], all_spaces: Listing[Space]) -> None:
    organizations = distinct({item.id: item.name for item in listed}, 60)
    if not organizations:
        st.info("This token belongs to no organization. Ask your Statusbrew account manager.")
        return
    opening.place(listed, all_spaces)
    _begin_with(state.ORGANIZATION, organizations)
    chosen = st.selectbox(
        "Organization",
        list(organizations),
        format_func=organizations.__getitem__,
        key=state.ORGANIZATION,
        persist_state="session",
    )
    spaces = distinct({item.id: item.name for item in all_spaces if item.organization_id in (None, chosen)}, 60)
    if not spaces:
        st.session_state[state.SPACE] = None
        st.info("This organization has no space that the token may see. Choose another organization.")
        return
    _begin_with(state.SPACE, spaces)
    st.selectbox(
        "Space",
        list(spaces),
        format_func=spaces.__getitem__,
        key=state.SPACE,
        persist_state="session",
        help="Profiles of different spaces are never combined. A space that you open for the first time costs "
        "1 request for its metrics, 1 for its profiles, and 1 for what the chosen metric supports.",
    )


def _begin_with(key: str, options: Mapping[K, str]) -> None:
    """Choose the first where nothing is chosen: after a change of account the browser still holds the former choice."""
    if key not in st.session_state:
        st.session_state[key] = next(iter(options))
