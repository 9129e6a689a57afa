"""The profiles of a space: which stopped delivering and what lacks them, how many there are, and a card for each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

import pandas as pd
import streamlit as st

from dashboard import state
from dashboard.components.print_style import SCREEN_ONLY
from dashboard.components.space_links import Ways, explore_link, prices_in_words
from dashboard.exports.cells import as_shown_cell
from dashboard.text import in_markdown, shown
from services.insights.models import Channel, Listing, Report
from services.insights.space_parts import Gap, Health, by_network, channels_with, gaps, health_of, in_order
from services.results.labels import channel_labels, network_name
from services.results.phrases import counted, joined, listed

__all__ = ["show_profiles"]

_SEARCHED_FROM: Final = 10
"""Fewer are read at a glance."""
_GAPS_TOLD: Final = 4
_REPORTS_TOLD: Final = 3
_NETWORKS_TOLD: Final = 8
_NAME_LENGTH: Final = 60
_CARD_WIDTH: Final = 260


def show_profiles(channels: Listing[Channel], reports: Listing[Report] | None, ways: Ways | None) -> None:
    """What there is to know of them. `reports` are the saved ones as far as memory knows, `ways` lead into Explore
    where the catalogue is there."""
    if not channels.items:
        _tell_empty(is_cut_off=channels.is_cut_off)
        return
    st.markdown(_counts_in_words(channels.items))
    _tell_gaps(channels.items, reports)
    st.fragment(key="space.profiles")(_found)(channels.items, ways)
    _table(channels.items)
    if channels.is_cut_off:
        st.caption(":material/info: Statusbrew said that there are more profiles than it listed.")


def _tell_empty(*, is_cut_off: bool) -> None:
    if is_cut_off:
        st.info("Statusbrew said that there are profiles, but listed none. Refresh in a while.")
    else:
        st.info("This space has no profiles yet. Connect one in Statusbrew, then refresh.")


def _counts_in_words(channels: Sequence[Channel]) -> str:
    counts = by_network(channels)
    told = [f"{count.profiles:,} {in_markdown(network_name(count.network), _NAME_LENGTH)}" for count in counts]
    return (
        f"**{counted(len(channels), 'profile')}** on {counted(len(counts), 'network')}: {listed(told, _NETWORKS_TOLD)}"
    )


def _tell_gaps(channels: Sequence[Channel], reports: Listing[Report] | None) -> None:
    """Which profiles have stopped, what lacks their numbers, and what to do."""
    found = gaps(channels, reports or ())
    if not found:
        return
    names = channel_labels(channels)
    lines = [_gap_in_words(gap, names) for gap in found[:_GAPS_TOLD]]
    if len(found) > _GAPS_TOLD:
        lines.append(f"{counted(len(found) - _GAPS_TOLD, 'other')} below, and what counts them.")
    lines.append(
        "Since when, the API does not say. To mend it, reconnect the profile in Statusbrew, then refresh this list."
    )
    if reports is None:
        lines.append("Which saved reports count it is known here once the page Reports was opened.")
    # Not Streamlit's warning: nothing of this app is in trouble.
    with st.container(border=True, gap="xsmall"):
        st.markdown(f":material/link_off: **{counted(len(found), 'profile')} stopped delivering**")
        st.markdown("\n\n".join(lines))


def _gap_in_words(gap: Gap, names: Mapping[str, str]) -> str:
    network = in_markdown(network_name(gap.channel.network), _NAME_LENGTH)
    name = in_markdown(names[gap.channel.urn], _NAME_LENGTH)
    lacking = ["of this space", f"of {network}"]
    if gap.reports:
        told = listed(
            [f"“{in_markdown(report.name or report.id, _NAME_LENGTH)}”" for report in gap.reports], _REPORTS_TOLD
        )
        noun = "report" if len(gap.reports) == 1 else "reports"
        lacking.append(f"of the saved {noun} {told}")
    words = f"**{name}** ({network}): totals {joined(lacking)} lack its newer numbers."
    if gap.is_only_one:
        words += f" It is the only profile on {network}, so there are no new numbers of {network} at all."
    return words


def _found(channels: Sequence[Channel], ways: Ways | None) -> None:
    """The cards of those that fit what is typed, what needs somebody first."""
    labels, listed_first = channel_labels(channels), in_order(channels)
    found = listed_first
    if len(listed_first) >= _SEARCHED_FROM:
        words = st.text_input(
            "Search the profiles",
            type="search",
            live="200ms",
            placeholder=f"Search {len(listed_first):,} profiles",
            key=f"{state.SPACE_SEARCH}.profiles",
            persist_state="session",
            label_visibility="collapsed",
        )
        names = [network_name(channel.network) for channel in listed_first]
        found = channels_with(listed_first, words or "", names=names)
        if not found:
            st.caption("Nothing found. Try a name, a network or a part of a URN.")
    led = {channel.urn: way for channel in found if ways and (way := ways.of_profile(channel))}
    if led:
        with st.container(key=f"{SCREEN_ONLY}.profiles"):
            st.caption(f"**Numbers of this profile** opens them in Explore: {prices_in_words(led.values())}.")
    with st.grid(3, min_column_width=_CARD_WIDTH, border=True, gap="small") as grid:
        for channel in found:
            with grid.cell(), st.container(gap="xsmall"):
                name = labels[channel.urn]
                st.markdown(f"**{in_markdown(name, _NAME_LENGTH)}**")
                st.caption(_facts(channel, name))
                _tell_health(channel)
                way = led.get(channel.urn)
                if ways and way:
                    told = f"{shown(name, _NAME_LENGTH)} by day, last 30 days, in Explore"
                    explore_link(
                        way,
                        ways.organization,
                        label="Numbers of this profile",
                        icon=":material/query_stats:",
                        told=in_markdown(told),
                    )


def _facts(channel: Channel, name: str) -> str:
    username = channel.username if channel.username.casefold() != name.casefold() else ""
    return " · ".join(
        in_markdown(text, _NAME_LENGTH) for text in (network_name(channel.network), username) if shown(text)
    )


def _tell_health(channel: Channel) -> None:
    match health_of(channel):
        case Health.STOPPED:
            st.badge("Authorization expired", icon=":material/link_off:", color="orange")
        case Health.UNKNOWN:
            st.badge(in_markdown(f"Statusbrew says “{channel.authorization}”", _NAME_LENGTH), color="gray")
        case Health.AUTHORIZED:
            st.caption(":material/check: Authorized")


def _table(channels: Sequence[Channel]) -> None:
    """The same to copy and to save: URNs are what the API's filters take."""
    with st.expander("All profiles as a table, with their URNs", type="compact"):
        texts: dict[str, list[str]] = {
            "Network": [network_name(channel.network) for channel in in_order(channels)],
            "Profile": [channel.name for channel in in_order(channels)],
            "Username": [channel.username for channel in in_order(channels)],
            "URN": [channel.urn for channel in in_order(channels)],
            "Authorization": [channel.authorization for channel in in_order(channels)],
        }
        table = pd.DataFrame({name: [as_shown_cell(shown(text)) for text in column] for name, column in texts.items()})
        st.dataframe(
            table,
            hide_index=True,
            key="space.table",
            alt="Table of the space’s profiles: network, profile, username, URN, authorization",
        )
        st.caption("Copy cells with Ctrl or ⌘ + C. The arrow over the table’s corner saves it as CSV.")
