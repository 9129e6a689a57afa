"""Opens what a link or a ready question asks for: into the pickers, and to be asked where nothing of it is in doubt.
Of a link to another page it chooses organization and space alone.

It runs before anything of the page is drawn. What a link holds and this account does not know is named, with the
nearest choice; the rest fills the pickers and waits for Run, since numbers of another question than the link's would
pass for the link's.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import nullcontext
from dataclasses import replace
from typing import Final

import streamlit as st

from dashboard import (
    address,
    address_bar,
    boundary,
    draft,
    history,
    open_metric,
    open_posts,
    open_report,
    open_space,
    progress,
    runtime,
    state,
    within,
)
from dashboard.committed import Chosen, Committed, Due
from dashboard.space_networks import learn_networks
from dashboard.together import together
from services.errors import DashboardError
from services.insights.client import Client
from services.insights.filters import Filter, FilterValue
from services.insights.link import Link, settle
from services.insights.link_scope import LinkScope
from services.insights.metric_link import MetricLink
from services.insights.metric_search import MetricSearch
from services.insights.models import (
    Listing,
    Metric,
    MetricName,
    Organization,
    OrganizationId,
    Space,
    SpaceId,
)
from services.insights.place_link import PlaceLink
from services.insights.question import Question
from services.insights.report_link import ReportLink
from services.insights.starters import Starter
from services.posts.link import PostsLink
from services.results.unknown import unknown_in_words, unknown_values

__all__ = ["notes", "place", "prepare", "suggestion", "take_suggestion", "try_again"]

_SKELETON_HEIGHT: Final = 320
"""About as high as the pickers that follow."""


def place(organizations: Listing[Organization], spaces: Listing[Space]) -> None:
    """Choose the organization and the space that a link names. What is not among these is named in the notes of its
    page."""
    link = address.pending_link()
    if link is None:
        return
    problems = []
    space = next((item for item in spaces if item.id == link.space), None)
    if link.space is not None and space is None:
        problems.append(f'The space "{link.space}" is none of those that this token sees: choose one of them.')
    organization = space.organization_id if space and space.organization_id else link.organization
    if organization in {item.id for item in organizations}:
        st.session_state[state.ORGANIZATION] = organization
    elif organization is not None and space is None:
        problems.append(f'The organization "{organization}" is none of those that this token sees.')
    if space is not None:
        st.session_state[state.SPACE] = space.id
    if isinstance(link, MetricLink):
        open_metric.settle(problems)
        return
    if isinstance(link, PlaceLink):
        open_space.settle(tuple(problems))
        return
    if isinstance(link, ReportLink):
        if link.report and link.space is None:
            problems.append("The link names no space: the report is looked for in the one that is chosen.")
        open_report.settle(problems, is_placed=space is not None or link.space is None)
        st.session_state[state.PENDING] = None
        return
    if isinstance(link, PostsLink):
        if link.space is None:
            problems.append("The link names no space: choose one, then load its posts.")
        open_posts.settle(problems)
        st.session_state[state.PENDING] = None
        return
    if link.series and link.space is None:
        problems.append("The link names no space: choose one, then run it.")
    st.session_state[state.LINK_NOTES] = tuple(problems)


def prepare(space: SpaceId, organization: OrganizationId | None) -> bool:
    """Have in memory what every part of the page needs, then open what is pending; whether the page can be drawn.

    Where it can't, a card says why.
    """
    # A place of its own in every run: what comes and goes before the pickers would draw them anew.
    waiting = st.container()
    try:
        client = runtime.client()
        # On the first page of a session the lists may have to be asked for: something stands there meanwhile.
        is_first = not history.has_steps() and state.chosen_metric() is None
        with waiting.skeleton(height=_SKELETON_HEIGHT) if is_first else nullcontext():
            catalogue, _ = together(lambda: client.catalogue(space).value, lambda: _learn_rest(client, space))
    except DashboardError as error:
        boundary.card("question", error)
        return False
    _settle_pending(client, catalogue, space, organization)
    return True


def _settle_pending(
    client: Client, catalogue: Listing[Metric], space: SpaceId, organization: OrganizationId | None
) -> None:
    """Fill the pickers with what was asked for, and have it asked. What goes wrong stands where its result would."""
    pending: object = st.session_state.get(state.PENDING)
    # A link to another page is settled once its place is chosen.
    if not isinstance(pending, Link | Starter):
        return
    st.session_state[state.UNOPENED] = None
    try:
        if isinstance(pending, Starter):
            _start(client, pending, space, organization)
        else:
            _open(client, pending, catalogue, space, organization)
    except DashboardError as error:
        # Kept apart: only "Try again" may ask once more, not every run of the page.
        st.session_state[state.UNOPENED] = pending
        progress.keep(error)
    # Not before: a click that cuts this run short must find it pending still.
    st.session_state[state.PENDING] = None


def try_again() -> None:
    """Open once more what could not be opened, or have the committed question asked once more."""
    unopened = st.session_state.pop(state.UNOPENED, None)
    if unopened is not None:
        st.session_state[state.PENDING] = unopened
    elif history.committed() is not None:
        progress.ask_again()


def _learn_rest(client: Client, space: SpaceId) -> None:
    client.me()
    learn_networks(client, space)


def notes() -> tuple[str, ...]:
    """What of the link that was opened last is not known or not offered."""
    told: tuple[str, ...] = st.session_state.get(state.LINK_NOTES, ())
    return told


def suggestion() -> tuple[Link, MetricName, Metric] | None:
    """The link of which a metric is not known, that metric and the nearest; None where there is nothing to suggest."""
    found: tuple[Link, MetricName, Metric] | None = st.session_state.get(state.SUGGESTION)
    return found


def take_suggestion() -> None:
    """Fill the pickers from the link, with the nearest metric in place of the one that is not known. For callbacks.

    It is not asked yet: another metric is another question, and Run says its price.
    """
    found = suggestion()
    if found is not None:
        link, was, metric = found
        note = f'{metric.label} stands in for "{was}": check it, then run it.'
        st.session_state[state.PENDING] = link.with_metric(was, metric.name, note)
    st.session_state[state.SUGGESTION] = None
    # The whole page: a link is opened before any of it is drawn.
    st.rerun()


def _start(client: Client, starter: Starter, space: SpaceId, organization: OrganizationId | None) -> None:
    config = client.config(space, starter.metric.name).value
    question = client.settled(starter.question(config, within.scope_in(space), client.calendar()))
    chosen = (Chosen(metric=starter.metric, config=config),)
    st.session_state[state.LINK_NOTES] = ()
    draft.load(question, chosen, client.calendar())
    history.commit(_committed(client, question, chosen, organization))
    address.write()


def _open(
    client: Client,
    link: Link,
    catalogue: Listing[Metric],
    space: SpaceId,
    organization: OrganizationId | None,
) -> None:
    st.session_state[state.SUGGESTION] = None
    link = _within_known(client, link, space)
    problems = [*notes(), *link.problems]
    known = {item.name: item for item in catalogue}
    problems += [_unknown_metric(link, item.metric, catalogue) for item in link.series if item.metric not in known]
    metrics = {item.metric: known[item.metric] for item in link.series if item.metric in known}
    if not metrics:
        within.ask_within(link.scope.within(space))
        history.start()
        st.session_state[state.LINK_NOTES] = tuple(problems)
        return
    configs = {name: client.config(space, name).value for name in metrics}
    settled = settle(link, configs, space)
    # As it will be asked, so that the pickers' question is the same.
    question = client.settled(settled.question)
    asked = [configs[item.metric] for item in question.series]
    # Asks for the lists that the filters' pickers need.
    unknown = unknown_values(client, question, asked, space=space, organization=organization)
    problems += [*settled.problems, *unknown_in_words(unknown, asked)]
    chosen = tuple(Chosen(metric=metrics[item.metric], config=configs[item.metric]) for item in question.series)
    draft.load(question, chosen, client.calendar(), without=unknown, place=_doubtful(question, unknown))
    st.session_state[state.LINK_NOTES] = tuple(problems)
    if problems:
        history.start()
        return
    # Within a session a link comes from going back and forward, or from a card: what was seen is shown again, and
    # costs nothing.
    if not history.step_to(question, link.view):
        is_seen = history.has_steps() or address_bar.is_from_here(address_bar.standing())
        due = Due.RECALL_OR_ASK if is_seen else Due.ASK
        history.commit(_committed(client, question, chosen, organization), link.view, due=due)
    address.write()


def _within_known(client: Client, link: Link, space: SpaceId) -> Link:
    """The link without what the space does not have of its report and widget, which is then named."""
    if link.scope.report is None:
        return link
    if link.space not in (None, space):
        # That its space is not known says enough.
        return replace(link, scope=LinkScope())
    return link.within(client.reports(space).value)


def _doubtful(question: Question, unknown: Mapping[Filter, tuple[FilterValue, ...]]) -> int:
    """The place of the series that has to be looked at: the first of which values are not known, else the first."""
    places = (place for place, series in enumerate(question.series) if unknown.keys() & set(series.filters))
    return next(places, 0)


def _unknown_metric(link: Link, name: MetricName, catalogue: Listing[Metric]) -> str:
    nearest = MetricSearch(catalogue).nearest(name)
    if nearest and suggestion() is None:
        st.session_state[state.SUGGESTION] = (link, name, nearest)
    meant = f" Did you mean {nearest.label}?" if nearest else " Search for it by its words."
    return f'The metric "{name}" is not in this space\'s catalogue.{meant}'


def _committed(
    client: Client, question: Question, chosen: tuple[Chosen, ...], organization: OrganizationId | None
) -> Committed:
    return Committed(question=question, calendar=client.calendar(), chosen=chosen, organization=organization)
