"""The page Space: profiles, tags and members of the chosen space. One list that fails hides no other."""

from __future__ import annotations

from functools import partial
from typing import Final

import streamlit as st

from dashboard import open_space, runtime
from dashboard.components.space_links import Ways
from dashboard.components.space_lists import ask_button, outcome, tell_age, trouble_card
from dashboard.components.space_members import show_members, tell_owners_only
from dashboard.components.space_profiles import show_profiles
from dashboard.components.space_tags import show_tags
from dashboard.text import in_markdown
from services.broker import Fetched
from services.errors import DashboardError, PermissionMissing
from services.insights.client import Client
from services.insights.models import Channel, Listing, Metric, OrganizationId, SpaceId
from services.insights.vocabulary import ValueList
from services.results.labels import cut

__all__ = ["space_view"]

_NAME_LENGTH: Final = 120
_PROFILES: Final = "profiles"
_TAGS: Final = "tags"
_MEMBERS: Final = "members"
_WAYS: Final = "ways"

_Ways = Ways | DashboardError | None
_Channels = Fetched[Listing[Channel]] | DashboardError | None


def space_view(space: SpaceId | None, organization: OrganizationId | None) -> None:
    """The page. It asks for the profiles, and the catalogue for the ways into Explore, as far as memory lacks them;
    for tags and members only when somebody wants them."""
    if space is None:
        return
    client = runtime.client()
    for note in open_space.notes():
        st.warning(in_markdown(note, 300), icon=":material/link:")
    _head(client, space, organization)
    place = st.container()
    with place.skeleton(height=320) if client.list_price(ValueList.CHANNELS, space, organization) else place:
        channels = outcome(
            space,
            _PROFILES,
            partial(client.channels, space),
            price=lambda: client.list_price(ValueList.CHANNELS, space, organization),
            is_needed=True,
        )
        ways = _ways(client, space, organization, channels)
    profiles, tags, members = st.tabs(["Profiles", "Tags", "Members"], key="space.tabs")
    with profiles:
        _profiles(client, space, channels, ways)
    with tags:
        _tags(client, space, organization, ways)
    with members:
        _members(client, space, organization)
    open_space.seen()


def _head(client: Client, space: SpaceId, organization: OrganizationId | None) -> None:
    spaces, organizations = client.spaces().value, client.organizations().value
    name = next((item.name for item in spaces if item.id == space), "")
    owner = next((item.name for item in organizations if item.id == organization), "")
    st.title(in_markdown(cut(name, _NAME_LENGTH) or space, _NAME_LENGTH), anchor=False)
    if owner:
        st.caption(f":material/workspaces: A space of {in_markdown(owner, _NAME_LENGTH)}")


def _ways(client: Client, space: SpaceId, organization: OrganizationId | None, channels: _Channels) -> _Ways:
    """The ways into Explore, or why there are none. Where the first list failed, no second one is tried."""
    if isinstance(channels, DashboardError):
        return channels

    def ask(*, refresh: bool = False) -> Fetched[Listing[Metric]]:  # noqa: ARG001 -- neither list can be refreshed
        client.me()
        return client.catalogue(space)

    # What failed once is not asked for at every run of the page.
    catalogue = outcome(space, _WAYS, ask, price=lambda: 1, is_needed=True)
    if catalogue is None or isinstance(catalogue, DashboardError):
        return catalogue
    return Ways(
        client=client,
        space=space,
        organization=organization,
        catalogue=catalogue.value,
        calendar=client.calendar(),
    )


def _profiles(client: Client, space: SpaceId, channels: _Channels, ways: _Ways) -> None:
    if isinstance(channels, DashboardError):
        trouble_card(space, _PROFILES, channels)
    elif channels is not None:
        reports = client.known_reports(space)
        show_profiles(channels.value, reports.value if reports else None, _led(ways))
        if isinstance(ways, DashboardError):
            st.caption(f":material/info: There are no links to numbers. {in_markdown(str(ways), 300)}")
            ask_button(space, _WAYS, "Find the links", 1, icon=":material/query_stats:")
        tell_age(space, _PROFILES, channels.fetched_at)


def _tags(client: Client, space: SpaceId, organization: OrganizationId | None, ways: _Ways) -> None:
    found = outcome(
        space,
        _TAGS,
        partial(client.tags, space),
        price=lambda: client.list_price(ValueList.TAGS, space, organization),
    )
    if found is None:
        st.markdown("Tags mark posts and conversations, on two levels. They are not in memory yet.")
        ask_button(space, _TAGS, "Show the tags", 1, icon=":material/sell:")
    elif isinstance(found, DashboardError):
        trouble_card(space, _TAGS, found)
    else:
        show_tags(found.value, _led(ways))
        tell_age(space, _TAGS, found.fetched_at)


def _members(client: Client, space: SpaceId, organization: OrganizationId | None) -> None:
    name = next((item.name for item in client.organizations().value if item.id == organization), "")
    if organization is None or not client.owns(organization):
        tell_owners_only(name or "this organization")
        return
    found = outcome(
        space,
        _MEMBERS,
        partial(client.members, organization),
        price=lambda: client.list_price(ValueList.MEMBERS, space, organization),
    )
    if found is None:
        st.markdown("Who works with this space, and in which role. The members are not in memory yet.")
        ask_button(space, _MEMBERS, "Show the members", 1, icon=":material/group:")
    elif isinstance(found, PermissionMissing):
        tell_owners_only(name or "this organization")
    elif isinstance(found, DashboardError):
        trouble_card(space, _MEMBERS, found)
    else:
        show_members(found.value)
        tell_age(space, _MEMBERS, found.fetched_at)


def _led(ways: _Ways) -> Ways | None:
    return ways if isinstance(ways, Ways) else None
