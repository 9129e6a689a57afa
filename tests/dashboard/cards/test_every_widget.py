"""Every saved widget of the sandbox, as a card shows it: number for number what its own endpoint answers.

The numbers are compared with the JSON of a plain request of the test's own, which holds nothing but two dates.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pandas as pd
import pytest

from dashboard import asking
from dashboard.cards import Card
from dashboard.committed import Answered, Due
from services.insights.comparison import Against
from services.insights.models import Report
from services.insights.periods import DateRange, Preset
from services.insights.question import WidgetScope
from services.results.frame import VALUE, ResultFrame
from tests.dashboard.cards.conftest import Agency

SPACES = ("spce_roast", "spce_ferry", "spce_pilot", "spce_aster", "spce_spa")


def raw(agency: Agency, report: Report, card: Card, dates: DateRange) -> list[dict[str, Any]]:
    body = {"startDate": str(dates.start), "endDate": str(dates.end)}
    answer = agency.http.post(
        f"{agency.sandbox.url}/reports/{report.id}/widgets/{card.key}/insights", json=body, timeout=60
    )
    assert answer.status_code == 200, answer.text
    rows: list[dict[str, Any]] = answer.json()["data"]
    return rows


def numbers(result: ResultFrame) -> list[float | None]:
    return [None if pd.isna(value) else float(value) for value in result.frame[VALUE]]


def asked(agency: Agency, card: Card) -> Answered:
    assert card.committed is not None, card.problem
    outcome = asking.answer(agency.client, card.committed, Due.ASK)
    assert isinstance(outcome, Answered), outcome
    return outcome


def test_all_forty_widgets_show_what_their_endpoint_answers(rich_agency: Agency) -> None:
    seen = 0
    for space in SPACES:
        for report in rich_agency.reports(space):
            for card in rich_agency.cards(report, space, period=Preset.LAST_30_DAYS):
                seen += 1
                answered = asked(rich_agency, card)
                dates = answered.result.query.dates
                rows = raw(rich_agency, report, card, dates)
                for result, series in zip(answered.results, answered.committed.question.series, strict=True):
                    expected = [row["metrics"].get(series.metric) for row in rows]
                    assert numbers(result) == [None if value is None else float(value) for value in expected]
                    assert result.query.aggregator == series.aggregator
                    assert report.name in result.context
    assert seen == 40


def test_the_days_before_are_those_that_the_endpoint_answers_for_them(rich_agency: Agency) -> None:
    joint = 0
    for report in rich_agency.reports("spce_roast"):
        for card in rich_agency.cards(report, "spce_roast", compare=Against.PREVIOUS):
            answered = asked(rich_agency, card)
            plans = rich_agency.client.recall_plan(answered.committed.question, answered.committed.calendar)
            joint += plans[0].before is not None and plans[0].before.query == plans[0].current.query
            for result, series in zip(answered.results, answered.committed.question.series, strict=True):
                assert result.before is not None
                rows = raw(rich_agency, report, card, result.before.query.dates)
                expected = [row["metrics"].get(series.metric) for row in rows]
                assert sorted(map(str, numbers(result.before))) == sorted(
                    str(None if value is None else float(value)) for value in expected
                )
    assert joint > 0, "widgets by day are asked for both periods with one request"


def test_without_the_reports_filters_a_widget_counts_the_whole_space(rich_agency: Agency) -> None:
    report = next(one for one in rich_agency.reports("spce_roast") if one.id == "rprt_weekly")
    dates = rich_agency.client.calendar().dates(Preset.LAST_7_DAYS)
    differing = 0
    for card in rich_agency.cards(report, "spce_roast", is_raw=True):
        answered = asked(rich_agency, card)
        assert "without its filters" in answered.result.context
        for result, series in zip(answered.results, answered.committed.question.series, strict=True):
            body = {
                "metrics": [series.metric],
                "dimensions": list(series.dimensions),
                "aggregator": series.aggregator,
                "filters": [],
                "startDate": str(dates.start),
                "endDate": str(dates.end),
            }
            rows = rich_agency.http.post(f"{rich_agency.sandbox.url}/spaces/spce_roast/insights", json=body).json()
            expected = [row["metrics"][series.metric] for row in rows["data"]]
            assert numbers(result) == [None if value is None else float(value) for value in expected]
            within = raw(rich_agency, report, card, dates)
            differing += [row["metrics"].get(series.metric) for row in within] != expected
    assert differing > 5


@pytest.mark.parametrize("metrics", [(), ("profile_views", "profile_views")])
def test_a_widget_that_names_nothing_twice_or_at_all_is_told_and_not_sent(
    agency: Agency, metrics: tuple[str, ...]
) -> None:
    report = agency.reports("spce_roast")[0]
    widget = replace(report.sections[0].grid[0], metrics=metrics)
    edited = replace(report, sections=(replace(report.sections[0], grid=(widget,)),))
    (card,) = agency.cards(edited, "spce_roast")
    if metrics:
        assert card.committed is not None
        assert len(card.committed.question.series) == 1
        assert isinstance(card.committed.question.scope, WidgetScope)
    else:
        assert card.committed is None
        assert "names no metric" in card.problem
