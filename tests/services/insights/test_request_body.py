"""What is sent to an insights endpoint: canonical bytes, under names that the settings may change."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from services.insights.filters import Filter
from services.insights.models import Widget
from services.insights.periods import DateRange
from services.insights.question import InsightsQuery, ReportScope, Series, SpaceScope, WidgetScope
from services.insights.wire import insights_body
from services.settings import REQUEST_FIELDS, Settings

WEEK = DateRange(start=date(2026, 11, 1), end=date(2026, 11, 7))
SPACE = SpaceScope(space_id="spce_1")
REPORT = ReportScope(space_id="spce_1", report_id="rprt_1")
WIDGET = WidgetScope(space_id="spce_1", report_id="rprt_1", widget_id="rpwd_1")


def query(**changes: Any) -> InsightsQuery:
    parts = {"scope": SPACE, "dates": WEEK, "metrics": ("profile_reach",), "aggregator": "sum"}
    return InsightsQuery(**(parts | changes))


def sent(asked: InsightsQuery, **fields: str) -> Any:
    named = Settings(api_url="https://x", token="t", request_fields=fields).request_fields
    return json.loads(insights_body(asked, named))


def test_a_query_is_sent_as_the_contract_writes_it() -> None:
    only = Filter(name="dataSources", operator="in", values=("instagram:profile:178414",))
    assert sent(query(dimensions=("date", "network"), filters=(only,))) == {
        "metrics": ["profile_reach"],
        "dimensions": ["date", "network"],
        "aggregator": "sum",
        "filters": [{"name": "dataSources", "operator": "in", "values": ["instagram:profile:178414"]}],
        "startDate": "2026-11-01",
        "endDate": "2026-11-07",
    }


def test_no_page_size_and_nothing_else_is_ever_sent() -> None:
    full = query(scope=ReportScope(space_id="s", report_id="r", ignore_report_filters=True))
    known = {"metrics", "dimensions", "aggregator", "filters", "startDate", "endDate", "ignoreReportFilters"}
    assert set(sent(full)) == known


def test_a_metric_without_aggregators_sends_none() -> None:
    assert "aggregator" not in sent(query(aggregator=None))


def test_report_filters_are_ignored_only_in_a_report_and_only_if_asked() -> None:
    off = ReportScope(space_id="spce_1", report_id="rprt_1", ignore_report_filters=True)
    assert sent(query(scope=off))["ignoreReportFilters"] is True
    for scope in (SPACE, REPORT, WIDGET):
        assert "ignoreReportFilters" not in sent(query(scope=scope))


def test_a_widget_of_its_own_sends_the_dates_alone() -> None:
    saved = Widget(
        id="rpwd_1", title="", type="line", metrics=("a", "b"), dimensions=("date",), aggregator="sum", filters=()
    )
    own = InsightsQuery.of_widget(WIDGET, saved, WEEK)
    assert sent(own) == {"startDate": "2026-11-01", "endDate": "2026-11-07"}
    assert (own.metrics, own.dimensions) == (("a", "b"), ("date",))


def test_every_key_may_have_another_name() -> None:
    others = {ours: f"x_{ours}" for ours in REQUEST_FIELDS}
    only = Filter(name="tag", operator="eq", values=("t",))
    off = ReportScope(space_id="s", report_id="r", ignore_report_filters=True)
    assert sent(query(scope=off, filters=(only,)), **others) == {
        "x_metrics": ["profile_reach"],
        "x_dimensions": [],
        "x_aggregator": "sum",
        "x_filters": [{"x_filter_name": "tag", "x_filter_operator": "eq", "x_filter_values": ["t"]}],
        "x_start_date": "2026-11-01",
        "x_end_date": "2026-11-07",
        "x_ignore_report_filters": True,
    }


def test_dots_nest_and_share_their_objects() -> None:
    fields = {
        "start_date": "period.range.from",
        "end_date": "period.range.to",
        "aggregator": "period.by",
        "filter_name": "field.key",
        "filter_values": "field.values",
    }
    only = Filter(name="tag", operator="eq", values=("t",))
    body = sent(query(filters=(only,)), **fields)
    assert body["period"] == {"range": {"from": "2026-11-01", "to": "2026-11-07"}, "by": "sum"}
    assert body["filters"] == [{"field": {"key": "tag", "values": ["t"]}, "operator": "eq"}]
    assert "startDate" not in body


def test_texts_are_sent_as_utf_8() -> None:
    only = Filter(name="city", operator="contains", values=('Kö"ln ☕\n',))
    said = insights_body(query(filters=(only,)), REQUEST_FIELDS)
    assert 'Kö\\"ln ☕\\n'.encode() in said
    assert json.loads(said)["filters"][0]["values"] == ['Kö"ln ☕\n']


TEXTS = st.text(max_size=4).filter(lambda text: text.isprintable())
FILTERS = st.one_of(
    st.builds(
        Filter,
        name=TEXTS,
        operator=st.sampled_from(["in", "not_in"]),
        values=st.lists(TEXTS, min_size=1, max_size=4).map(tuple),
    ),
    st.builds(
        Filter,
        name=TEXTS,
        operator=st.sampled_from(["gt", "lte"]),
        values=st.tuples(st.integers(-3, 3) | st.sampled_from([-0.0, 1.0, 2.5, 1e300])),
    ),
)


@settings(deadline=None)
@given(filters=st.lists(FILTERS, max_size=3), data=st.data())
def test_equal_questions_give_equal_bytes(filters: list[Filter], data: st.DataObject) -> None:
    def bytes_of(series: Series) -> bytes:
        return insights_body(query(filters=series.filters), REQUEST_FIELDS)

    def again(item: Filter) -> Filter:
        """The same condition, put otherwise: other order, repeats, 1.0 for 1."""
        values = item.values
        if item.operator in {"in", "not_in"}:
            values = (*data.draw(st.permutations(values)), values[0])
        elif isinstance(values[0], int):
            values = (float(values[0]),)
        return Filter(name=item.name, operator=item.operator, values=values)

    one = Series(metric="m", aggregator="sum", filters=tuple(filters))
    shuffled = [again(item) for item in data.draw(st.permutations(filters))]
    other = Series(metric="m", aggregator="sum", filters=(*shuffled, *shuffled[:1]))
    assert one == other
    assert hash(one) == hash(other)
    assert bytes_of(one) == bytes_of(other)


@settings(deadline=None)
@given(one=FILTERS, other=FILTERS)
def test_different_conditions_give_different_bytes(one: Filter, other: Filter) -> None:
    same_bytes = insights_body(query(filters=(one,)), REQUEST_FIELDS) == insights_body(
        query(filters=(other,)), REQUEST_FIELDS
    )
    assert same_bytes == (one == other)
