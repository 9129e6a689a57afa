"""Within what the pickers ask, where that is a saved report: its profiles and filters, on or off, and the way out."""

from __future__ import annotations

import streamlit as st

from dashboard import parts, state, within
from dashboard.components.attention import move_focus
from dashboard.text import in_markdown
from services.insights.client import Client
from services.insights.models import OrganizationId, Report, SpaceId
from services.insights.question import ReportScope, Scope, SpaceScope
from services.insights.widgets import report_named
from services.reports.words import FILTERS_OFF, names_told, scope_in_words
from services.results.naming import names_for

__all__ = ["scope_row", "within_in_words"]


def scope_row(client: Client, space: SpaceId, organization: OrganizationId | None) -> None:
    """The report with the toggle of its filters and the button that leaves it; nothing where a space is asked."""
    # A place of its own in every run: what comes and goes before the pickers would draw them anew.
    place = st.container()
    scope = within.scope_in(space)
    if isinstance(scope, SpaceScope):
        return
    has_filters = not (isinstance(scope, ReportScope) and scope.ignore_report_filters)
    with place, st.container(border=True, gap="xsmall"):
        st.markdown(f"Within {within_in_words(client, scope)}")
        st.caption(_filters_in_words(client, scope, organization, has_filters=has_filters))
        with st.container(horizontal=True, gap="small", vertical_alignment="center"):
            # What the toggle shows is set here, so that a page that does not draw it can't have it forgotten.
            st.session_state[state.SCOPE_FILTERS] = has_filters
            st.toggle(
                "Report filters",
                key=state.SCOPE_FILTERS,
                on_change=_toggle,
                help="On: the profiles and filters that the report has saved hold, beside your own. Off: all profiles "
                "of the space and none of the report's saved filters.",
            )
            st.button(
                "Ask the whole space",
                icon=":material/close:",
                type="tertiary",
                key=state.LEAVE_REPORT,
                on_click=_leave,
                help="Leave the report: the same question of all profiles of the space. Free until you run it.",
            )


def within_in_words(client: Client, scope: Scope) -> str:
    """The report of the scope, as Markdown: "the report **“Weekly overview”**"; by its id where memory does not have
    it. 0 requests."""
    if isinstance(scope, SpaceScope):
        return "the whole space"
    report = _known(client, scope)
    name = in_markdown(report.name, 80) if report else ""
    return f"the report **“{name or in_markdown(scope.report_id, 80)}”**"


def _filters_in_words(client: Client, scope: Scope, organization: OrganizationId | None, *, has_filters: bool) -> str:
    report = _known(client, scope)
    if not has_filters:
        return FILTERS_OFF
    if report is None:
        return "This space's list of reports does not have it now, so its profiles and filters can't be told."
    # Only names that memory has: they are no reason for a request.
    names = names_for(client, space=scope.space_id, organization=organization, asked=names_told(report), is_free=True)
    channels = client.known_channels(scope.space_id)
    has_all = channels is not None and not channels.value.is_cut_off
    return in_markdown(scope_in_words(report, names.labels, has_all=has_all), 400)


def _known(client: Client, scope: Scope) -> Report | None:
    known = client.known_reports(scope.space_id)
    return report_named(known.value, scope) if known else None


def _toggle() -> None:
    within.apply_report_filters(are_on=st.session_state[state.SCOPE_FILTERS])
    # The ready questions, where they stand, have other prices now.
    parts.rerun_after_edit()


def _leave() -> None:
    within.leave_report()
    move_focus(state.RUN if state.chosen_metric() else state.SEARCH)
    parts.rerun_after_edit()
