"""The members of a space's organization with their roles: for its owner; for others, why not and whom to ask."""

from __future__ import annotations

from typing import Final

import pandas as pd
import streamlit as st

from dashboard import state
from dashboard.exports.cells import as_shown_cell
from dashboard.text import in_markdown, shown
from services.insights.models import Listing, Member
from services.results.phrases import counted, joined

__all__ = ["show_members", "tell_owners_only"]

_NAME_LENGTH: Final = 80
_MOST_HEIGHT: Final = 600


def show_members(members: Listing[Member]) -> None:
    """The table. E-mail addresses are personal, so they are shown to whoever asks for them only."""
    if not members.items:
        st.info("Statusbrew lists no members of this organization.")
        return
    active = sum(member.is_active for member in members)
    parts = [f"{active:,} active", *([f"{len(members) - active:,} inactive"] if active < len(members) else [])]
    st.markdown(f"**{counted(len(members), 'member')}**, {joined(parts)}")
    has_emails = st.toggle("Show e-mail addresses", key=state.HAS_EMAILS)
    # Who has left stands last; else as the API lists them.
    ordered = sorted(members, key=lambda member: not member.is_active)
    texts = {
        "Name": [member.name for member in ordered],
        "Role": [member.role[:1].upper() + member.role[1:] for member in ordered],
        "State": ["Active" if member.is_active else "Inactive" for member in ordered],
    }
    if has_emails:
        texts["E-mail"] = [member.email for member in ordered]
    table = pd.DataFrame({name: [as_shown_cell(shown(text)) for text in column] for name, column in texts.items()})
    st.dataframe(
        table,
        hide_index=True,
        placeholder="--",
        key="space.members",
        alt="Table of the organization’s members: name, role, whether active",
        height=_MOST_HEIGHT if len(members) > _MOST_HEIGHT // 35 else "content",
    )
    if members.is_cut_off:
        st.caption(":material/info: Statusbrew said that there are more members than it listed.")


def tell_owners_only(organization: str) -> None:
    """Why there are none; nothing was asked for."""
    st.info(
        f"Statusbrew shows members to the owner of an organization only, and this token’s user does not own "
        f"**{in_markdown(organization, _NAME_LENGTH)}**. Its owner can see them here with their own token. "
        "Numbers by team member work all the same, with ids in the place of names.",
        icon=":material/lock:",
    )
