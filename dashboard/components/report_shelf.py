"""What the page of reports needs of the API before it is drawn: the saved reports, and the names in them. Lists only,
all of them from memory for as long as they are fresh."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from dashboard.cards import Section
from dashboard.cards.report_cards import sections_of
from dashboard.open_report import OpenReport
from dashboard.space_networks import learn_networks
from dashboard.together import together
from services.insights.client import Client
from services.insights.models import Listing, Metric, MetricName, OrganizationId, Report, SpaceId
from services.insights.periods import Calendar
from services.reports.words import names_in, names_told
from services.results.labels import Labels
from services.results.naming import names_for, names_price

__all__ = ["Shelf", "read_shelf", "sections_on"]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Shelf:
    """A space's saved reports, with what names their metrics, profiles, tags and members, and the account's day."""

    space: SpaceId
    organization: OrganizationId | None
    reports: Listing[Report]
    metrics: Mapping[MetricName, Metric]
    labels: Labels
    calendar: Calendar

    def report(self, identifier: str | None) -> Report | None:
        """The report of that id, or None."""
        return next((report for report in self.reports if report.id == identifier), None)


def read_shelf(client: Client, space: SpaceId, organization: OrganizationId | None) -> Shelf:
    """What the page needs; at most one request each for reports, metrics, profiles, the account, and for tags and
    members where a saved filter names some.

    Raises what asking for the reports, the metrics or the account raises; a list of names that can't be had leaves ids.
    """

    together(lambda: client.reports(space), lambda: together(lambda: client.catalogue(space), client.me))
    reports = client.reports(space).value
    learn_networks(client, space)
    told = dict.fromkeys(name for report in reports for name in names_told(report))
    if names_price(client, space=space, organization=organization, asked=told):
        names_for(client, space=space, organization=organization, asked=told)
    # What only charts show is asked for with their numbers.
    asked = dict.fromkeys(name for report in reports for name in names_in(report))
    names = names_for(client, space=space, organization=organization, asked=asked, is_free=True)
    return Shelf(
        space=space,
        organization=organization,
        reports=reports,
        metrics={metric.name: metric for metric in client.catalogue(space).value},
        labels=names.labels,
        calendar=client.calendar(),
    )


def sections_on(client: Client, shelf: Shelf, report: Report, held: OpenReport) -> tuple[Section, ...]:
    """The report's cards, over the period and with the filters that hold for all of it. 0 requests."""
    return sections_of(
        client,
        report,
        metrics=shelf.metrics,
        space=shelf.space,
        organization=shelf.organization,
        calendar=shelf.calendar,
        period=held.period,
        compare=held.compare,
        ignore_report_filters=held.raw,
    )
