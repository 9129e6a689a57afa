"""Widgets of the sandbox as they stand on screen, another number of each, and what the API says when it is asked
without any of our own code."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from functools import cached_property
from typing import Any

import requests

from services.broker import Broker, Limit, MemoryBudget
from services.insights.client import Client
from services.insights.filters import Filter
from services.insights.models import Report, SpaceId, Widget
from services.insights.periods import DateRange, Period, Preset
from services.insights.question import InsightsQuery, SpaceScope, WidgetScope
from services.insights.widgets import series_of
from services.reports.difference import Route, Side, plan_of
from services.results.frame import ResultFrame
from services.results.labels import channel_labels
from services.results.naming import option_labels
from services.settings import Settings
from tests.conftest import SANDBOX_DAY, FakeClock, SandboxProgram

ROAST, ASTER = SpaceId("spce_roast"), SpaceId("spce_aster")
TODAY = date.fromisoformat(SANDBOX_DAY)
LAST_WEEK = DateRange(start=TODAY - timedelta(days=7), end=TODAY - timedelta(days=1))
UP_TO_TODAY = DateRange(start=TODAY - timedelta(days=4), end=TODAY)
"""Its last day is not final."""

NO_LIMIT = Limit(0, 1)
NOON = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)


@dataclass
class Account:
    """One process of the app with a memory of its own, and a way around it."""

    sandbox: SandboxProgram
    clock: FakeClock
    limit: Limit = NO_LIMIT

    @cached_property
    def client(self) -> Client:
        broker = Broker(
            base_url=self.sandbox.url,
            token=self.sandbox.token,
            budget=MemoryBudget(limit=self.limit, clock=self.clock),
            clock=self.clock,
        )
        settings = Settings(api_url=self.sandbox.url, token=self.sandbox.token, limit=str(self.limit))
        return Client(broker, settings=settings, clock=self.clock)

    def report(self, name: str, space: SpaceId = ROAST) -> Report:
        return next(report for report in self.client.reports(space).value if report.id == name)

    def widget(self, report: Report, title: str) -> Widget:
        widgets = [widget for section in report.sections for widget in section.grid]
        return next(widget for widget in widgets if widget.title == title)

    def side(
        self, report: str, title: str, *, metric: int = 0, period: Period = Preset.LAST_7_DAYS, space: SpaceId = ROAST
    ) -> Side:
        """The widget as it stands on screen."""
        found = self.report(report, space)
        widget = self.widget(found, title)
        return Side(
            scope=WidgetScope(space_id=space, report_id=found.id, widget_id=widget.id),
            series=series_of(widget)[metric],
            period=period,
            calendar=self.client.calendar(),
            report=found,
        )

    def own(self, side: Side) -> ResultFrame:
        """Its answer, as the page has it."""
        assert side.report is not None
        assert isinstance(side.scope, WidgetScope)
        space, name = side.scope.space_id, side.series.metric
        widgets = [widget for section in side.report.sections for widget in section.grid]
        widget = next(widget for widget in widgets if widget.id == side.scope.widget_id)
        fetched = self.client.insights(InsightsQuery.of_widget(side.scope, widget, side.dates))
        config = self.client.config(space, name).value
        return ResultFrame.of(
            replace(fetched, value=fetched.value.alone(side.series)),
            metric=next(metric for metric in self.client.catalogue(space).value if metric.name == name),
            config=config,
            labels={**option_labels(config), "channel": channel_labels(self.client.channels(space).value)},
            calendar=side.calendar,
        )

    def route(self, this: Side, other: Side) -> Route:
        """The way between the two, with all that the page knows in memory and the sandbox's log empty."""
        route = plan_of(this, other, self.own(this))
        self.sandbox.reset()
        return route

    def said(
        self,
        side: Side,
        dates: DateRange = LAST_WEEK,
        *,
        aggregator: str | None = None,
        filters: Sequence[Filter] = (),
        dimensions: Sequence[str] = (),
    ) -> Any:
        """What the API answers for the whole space: a number, or rows by their one dimension."""
        body = {
            "metrics": [side.series.metric],
            "dimensions": list(dimensions),
            "aggregator": aggregator or side.series.aggregator,
            "filters": [
                {"name": item.name, "operator": item.operator, "values": list(item.values)} for item in filters
            ],
            **days(dates),
        }
        return self._number(f"/spaces/{side.scope.space_id}/insights", body, side, dimensions)

    def said_by_widget(self, side: Side, dates: DateRange = LAST_WEEK, **body: Any) -> Any:
        """What the widget's own endpoint answers, undivided unless the body says otherwise."""
        assert isinstance(side.scope, WidgetScope)
        path = f"/reports/{side.scope.report_id}/widgets/{side.scope.widget_id}/insights"
        sent = {"metrics": [side.series.metric], "dimensions": [], **days(dates), **body}
        return self._number(path, sent, side, sent["dimensions"])

    def _number(self, path: str, body: dict[str, Any], side: Side, dimensions: Sequence[str]) -> Any:
        headers = {"Authorization": f"Bearer {self.sandbox.token}"}
        answer = requests.post(f"{self.sandbox.url}{path}", json=body, headers=headers, timeout=10)
        assert answer.status_code == 200, answer.text
        rows, name = answer.json()["data"], side.series.metric
        if not dimensions:
            (row,) = rows
            return row["metrics"][name]
        return {row["dimensions"][dimensions[0]]: row["metrics"][name] for row in rows}


def days(dates: DateRange) -> dict[str, str]:
    return {"startDate": dates.start.isoformat(), "endDate": dates.end.isoformat()}


def everything(side: Side) -> Side:
    """The same question of all profiles of the space."""
    return replace(side, scope=SpaceScope(space_id=side.scope.space_id), report=None)


def sources_of(side: Side) -> Filter:
    """The report's data sources as a filter that somebody might choose."""
    assert side.report is not None
    return Filter(name="dataSources", operator="in", values=side.report.data_sources)
