"""Answers a link with nobody there to look at it: wholly, or with the reason why not.

On a page what a link holds and this account does not know is left out and named, and somebody decides. Here nobody
does, so nothing may be left out: numbers of another question would pass for the link's.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final
from urllib.parse import parse_qs, urlsplit

from dashboard import asking
from dashboard.committed import Answered, Chosen, Committed, Due
from dashboard.exports import Document
from services.errors import DashboardError, QuestionInvalid
from services.insights.client import Client
from services.insights.comparison import Against
from services.insights.link import Address, Link, read_link, settle
from services.insights.metric_search import MetricSearch
from services.insights.models import MetricName, Space
from services.results.unknown import unknown_in_words, unknown_values

__all__ = ["address_of", "document_of"]

_NO_METRIC: Final = "The link names no metric. Write metric=…."
_WHOLE_REPORT: Final = (
    "The link is one of a whole report and names no metric. Open one of its widgets in Explore, and take that link."
)


def address_of(link: str) -> Address:
    """The query of a link: of a whole address, of "/?…" or "?…", or the query alone. Raises QuestionInvalid."""
    parts = urlsplit(link.strip())
    address = parse_qs(parts.query or parts.path.lstrip("/?"), keep_blank_values=True)
    if not address:
        raise QuestionInvalid(
            ('The link asks nothing. Copy one with "Link and code" on the page Explore, and put it in quotes.',)
        )
    return address


def document_of(client: Client, link: str) -> Document:
    """What the link asks, answered. Raises QuestionInvalid naming each part that is not known or not offered, and any
    other DashboardError that keeps a part of the answer away."""
    found = read_link(address_of(link))
    problems = list(found.problems)
    space = _space(client, found, problems)
    organization = space.organization_id or found.organization
    if found.scope.report is not None:
        scope, missing = found.scope.known(client.reports(space.id).value)
        found = replace(found, scope=scope)
        problems += missing
    chosen = _chosen(client, found, space, problems)
    if not chosen:
        raise QuestionInvalid(tuple(problems) or (_NO_METRIC if found.scope.report is None else _WHOLE_REPORT,))
    settled = settle(found, {item.config.metric: item.config for item in chosen.values()}, space.id)
    question = client.settled(settled.question)
    problems += settled.problems
    if not problems:
        configs = [chosen[series.metric].config for series in question.series]
        unknown = unknown_values(client, question, configs, space=space.id, organization=organization)
        problems += unknown_in_words(unknown, configs)
    if problems:
        raise QuestionInvalid(tuple(problems))
    committed = Committed(
        question=question,
        calendar=client.calendar(),
        chosen=tuple(chosen[series.metric] for series in question.series),
        organization=organization,
    )
    answered = _answered(client, committed)
    whole = link if urlsplit(link).scheme in ("http", "https") else ""
    return Document.looked_at(answered.results, found.view, notes=answered.notes, link=whole)


def _space(client: Client, link: Link, problems: list[str]) -> Space:
    """The space that the link names; there is nothing to look at without one."""
    if link.space is None:
        raise QuestionInvalid(
            (
                *problems,
                "The link names no space. Write space=….",
            )
        )
    space = next((item for item in client.spaces().value if item.id == link.space), None)
    if space is None:
        raise QuestionInvalid((*problems, f'The space "{link.space}" is none of those that this token sees.'))
    return space


def _chosen(client: Client, link: Link, space: Space, problems: list[str]) -> dict[MetricName, Chosen]:
    catalogue = client.catalogue(space.id).value
    chosen = {}
    for name in dict.fromkeys(series.metric for series in link.series):
        metric = next((item for item in catalogue if item.name == name), None)
        if metric is None:
            nearest = MetricSearch(catalogue).nearest(name)
            meant = f' Did you mean "{nearest.name}" ({nearest.label})?' if nearest else ""
            problems.append(f'The metric "{name}" is not in this space\'s catalogue.{meant}')
            continue
        chosen[name] = Chosen(metric=metric, config=client.config(space.id, name).value)
    return chosen


def _answered(client: Client, committed: Committed) -> Answered:
    """The answer with each metric and each comparison that was asked for."""
    outcome = asking.answer(client, committed, Due.ASK)
    if isinstance(outcome, DashboardError):
        raise outcome
    if outcome is None:
        raise AssertionError("what may be asked has an outcome")
    is_compared = committed.question.compare is not Against.NONE
    is_whole = len(outcome.results) == len(committed.question.series)
    if not is_whole or (is_compared and any(result.before is None for result in outcome.results)):
        lacking = [note for note in outcome.notes if "could not be had" in note]
        raise DashboardError(" ".join(lacking) or "Statusbrew answered a part of the question only. Try again later.")
    return outcome
