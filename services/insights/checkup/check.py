"""Asks every endpoint once and says what was made of the answers: for the day when an account answers differently.

Each request goes through the broker, counted as any other, and leaves memory as it is. An endpoint that needs an id
takes the one that is chosen, or the first that the answers before it told; where they could not be read, the first that
looks like one by its documented prefix. What lacks something is not tried.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from services.broker import Answer, Lane, Probed
from services.insights.checkup.facts import (
    Facts,
    with_report,
)
from services.insights.checkup.finding import Finding, Verdict, judged, not_tried
from services.insights.checkup.steps import MEMBERS, REPORT, STEPS, WIDGET, Missing
from services.insights.client import Client
from services.insights.models import (
    OrganizationId,
    SpaceId,
)

__all__ = ["ENDPOINTS", "Check", "advance", "begin", "requests_left"]


ENDPOINTS: Final = tuple(step.endpoint for step in STEPS)
"""Every endpoint of the API, in the order in which they are asked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """As far as it has come: a finding for each endpoint that is done, in the order of ENDPOINTS."""

    facts: Facts
    findings: tuple[Finding, ...] = ()

    @property
    def is_over(self) -> bool:
        """Whether every endpoint has its finding."""
        return len(self.findings) == len(STEPS)

    @property
    def next_endpoint(self) -> str:
        """The endpoint that is asked next; "" at the end."""
        return "" if self.is_over else STEPS[len(self.findings)].endpoint


def begin(
    client: Client, *, space: SpaceId | None, organization: OrganizationId | None, before: Check | None = None
) -> Check:
    """A check of the space and organization that are chosen, if any are; 0 requests, from what memory knows, and the
    check `before` has found of them."""
    if (
        before is not None
        and before.is_over
        and (before.facts.space, before.facts.organization) == (space, organization)
    ):
        return Check(facts=replace(before.facts, metric=None, config=None))
    facts = Facts(space=space, organization=organization)
    if organization is not None:
        facts = replace(facts, owns=client.owns(organization))
    known = client.known_reports(space) if space is not None else None
    return Check(facts=with_report(facts, known.value) if known else facts)


def requests_left(check: Check) -> tuple[int, bool]:
    """How many requests the rest takes, and whether it is just so many: with no report or widget it may be fewer, as
    long as nobody knows."""
    rest = [step.endpoint for step in STEPS[len(check.findings) :]]
    facts = check.facts
    spared = {MEMBERS} if not facts.owns else set()
    if facts.are_reports_known and facts.report is None:
        spared |= {REPORT, WIDGET}
    elif facts.are_reports_known and facts.widget is None:
        spared.add(WIDGET)
    count = sum(endpoint not in spared for endpoint in rest)
    return count, facts.are_reports_known or REPORT not in rest


def advance(client: Client, check: Check) -> Check:
    """The check with one more finding, for one request at most. Raises BudgetSpent where none may be sent now: then
    nothing is lost, and it goes on from here."""
    step = STEPS[len(check.findings)]
    request = step.request(client, check.facts)
    if isinstance(request, Missing):
        return replace(check, findings=(*check.findings, not_tried(step.endpoint, request)))
    # What is kept for lists stays for whoever works meanwhile.
    asked = replace(request, lane=Lane.CHARTS, purpose=f"check: {request.purpose}", kept=False)
    probed = client.broker.probe(asked)
    facts = check.facts
    finding, value = judged(
        step.endpoint,
        probed,
        lambda body: step.read(body, client, facts),
        lambda value, body: step.tell(value, body, facts),
    )
    if step.endpoint == MEMBERS and finding.status == 403:
        finding = replace(finding, verdict=Verdict.UNDERSTOOD, understood="for owners only, and this token's is none")
    return Check(facts=step.learn(facts, value, _body_of(probed)), findings=(*check.findings, finding))


def _body_of(probed: Probed) -> bytes:
    """The answer, in whatever form; nothing where it is a refusal."""
    outcome = probed.outcome
    return outcome.body if isinstance(outcome, Answer) and 200 <= outcome.status < 300 else b""
