"""A link gives back the question and the view that made it, whatever these hold; what it can't give back it names."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from urllib.parse import parse_qs, urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.insights.comparison import Against
from services.insights.filters import Filter
from services.insights.link import Link, Settled, link_of, read_link, settle
from services.insights.link_scope import LinkScope, nearest_report
from services.insights.models import (
    Dimension,
    FilterSpec,
    MetricConfig,
    MetricName,
    Option,
    OrganizationId,
    Report,
    ReportId,
    Section,
    SpaceId,
    Widget,
    WidgetId,
)
from services.insights.operators import OPERATORS, ValueKind
from services.insights.periods import DateRange, Preset
from services.insights.question import Question, ReportScope, Scope, Series, SpaceScope, WidgetScope
from services.insights.view import Derived, Grain, Sort, View

METRIC, SPACE, ORGANIZATION = MetricName("profile_reach"), SpaceId("spce_1"), OrganizationId("orgn_1")
DIMENSIONS = ("date", "network", "channel", "week")
CONFIG = MetricConfig(
    metric=METRIC,
    aggregators=("sum", "average"),
    dimensions=tuple(Dimension(name=name, label=name.capitalize()) for name in DIMENSIONS),
    filters=(
        FilterSpec(name="dataSources", label="Profiles", operators=("in", "not_in", "is_empty")),
        FilterSpec(name="text", label="Text", operators=("contains", "not_contains", "starts with~")),
        FilterSpec(
            name="impressions", label="Impressions", operators=("gt", "gte", "lt", "lte", "between", "eq", "in")
        ),
        FilterSpec(name="type", label="Type", operators=("eq",), options=(Option(value="a~b", label="A or B"),)),
    ),
)

some_text = st.text(min_size=1, max_size=12).filter(lambda text: "\0" not in text)
numbers = st.integers(-(10**12), 10**12) | st.floats(-1e9, 1e9, allow_nan=False)
presets = st.sampled_from(Preset)
days = st.dates(date(2010, 1, 1), date(2026, 12, 31))
ranges = st.tuples(days, days).map(lambda pair: DateRange(start=min(pair), end=max(pair)))

report_ids, widget_ids = some_text.map(ReportId), some_text.map(WidgetId)
scopes = (
    st.just(SpaceScope(space_id=SPACE))
    | st.builds(ReportScope, space_id=st.just(SPACE), report_id=report_ids, ignore_report_filters=st.booleans())
    | st.builds(WidgetScope, space_id=st.just(SPACE), report_id=report_ids, widget_id=widget_ids)
)


@st.composite
def filters(draw: st.DrawFn) -> Filter:
    spec = draw(st.sampled_from(CONFIG.filters))
    name = draw(st.sampled_from(spec.operators))
    operator = OPERATORS.get(name)
    kind = spec.kind_of(operator) if operator else ValueKind.TEXT
    values = st.just("a~b") if spec.options else numbers if kind is ValueKind.NUMBER else some_text
    count = 2 if name == "between" else 0 if name == "is_empty" else 1
    if name in ("in", "not_in") or operator is None:
        count = draw(st.integers(1, 4))
    drawn = draw(st.lists(values, min_size=count, max_size=count))
    return Filter(name=spec.name, operator=name, values=tuple(sorted(drawn) if name == "between" else drawn))


def settled_of(link: Link) -> Settled:
    return settle(link, {METRIC: CONFIG}, SPACE)


@st.composite
def questions(draw: st.DrawFn) -> Question:
    one = st.builds(
        Series,
        metric=st.just(METRIC),
        dimensions=st.lists(st.sampled_from(DIMENSIONS), unique=True, max_size=3).map(tuple),
        filters=st.lists(filters(), max_size=3).map(tuple),
        aggregator=st.sampled_from(CONFIG.aggregators),
    )
    return Question(
        scope=draw(scopes),
        period=draw(presets | ranges),
        compare=draw(st.sampled_from(Against) | ranges),
        series=tuple(draw(st.lists(one, min_size=1, max_size=4, unique=True))),
    )


views = st.builds(
    View,
    chart=st.none() | st.sampled_from(["line", "bars"]),
    top=st.none() | st.integers(1, 100),
    grain=st.none() | st.sampled_from(Grain),
    derived=st.none() | st.sampled_from(Derived),
    sort=st.none() | st.sampled_from(Sort),
    hide=st.lists(some_text, unique=True, max_size=3).map(tuple),
    target=st.none() | st.floats(allow_nan=False, allow_infinity=False),
)


def through_an_address(link: dict[str, list[str]]) -> dict[str, list[str]]:
    """As the browser gives it back: encoded into an address and read out of it."""
    return parse_qs(urlencode(link, doseq=True), strict_parsing=True)


@given(question=questions(), view=views)
def test_a_link_gives_back_question_and_view(question: Question, view: View) -> None:
    read = read_link(through_an_address(link_of(question, view, ORGANIZATION)))
    settled = settled_of(read)
    assert (*read.problems, *settled.problems) == ()
    assert settled.question == question
    assert (read.view, read.organization, read.space) == (view, ORGANIZATION, SPACE)


def test_a_link_looks_as_it_always_has() -> None:
    series = Series(
        metric=METRIC,
        dimensions=("date", "network"),
        filters=(
            Filter(name="dataSources", operator="in", values=("instagram:profile:1", "x:~%")),
            Filter(name="impressions", operator="between", values=(1, 2.5)),
        ),
        aggregator="sum",
    )
    period = DateRange(start=date(2026, 11, 1), end=date(2026, 11, 7))
    question = Question(scope=SpaceScope(space_id=SPACE), period=period, series=(series,), compare=Against.PREVIOUS)
    view = View(chart="line", top=10, grain=Grain.WEEK, derived=Derived.SHARE, hide=("x:1",), target=1000.0)
    assert link_of(question, view, ORGANIZATION) == {
        "org": ["orgn_1"],
        "space": ["spce_1"],
        "metric": ["profile_reach"],
        "by": ["date", "network"],
        "where": ["dataSources~in~instagram:profile:1~x:%7E%25", "impressions~between~1~2.5"],
        "agg": ["sum"],
        "period": ["2026-11-01..2026-11-07"],
        "compare": ["previous"],
        "chart": ["line"],
        "top": ["10"],
        "grain": ["week"],
        "as": ["share"],
        "hide": ["x:1"],
        "target": ["1000"],
    }


def test_further_series_have_numbers() -> None:
    series = tuple(
        Series(metric=MetricName(name), dimensions=("date",), aggregator=None) for name in ("one", "two", "three")
    )
    question = Question(scope=SpaceScope(space_id=SPACE), period=Preset.YESTERDAY, series=series)
    link = link_of(question, View(), None)
    assert {key: values for key, values in link.items() if key.startswith("metric")} == {
        "metric": ["one"],
        "metric2": ["two"],
        "metric3": ["three"],
    }
    assert "org" not in link


def test_what_a_link_does_not_name_is_the_default() -> None:
    read = read_link({"metric": ["profile_reach"]})
    question = settled_of(read).question
    assert question.period is Preset.LAST_7_DAYS
    assert question.series == (Series(metric=METRIC, aggregator="sum"),)


BAD_PARTS = [
    ({"metrik": ["x"]}, ['"metrik"', 'Did you mean "metric"?']),
    ({"zzz": ["x"]}, ['"zzz"', "It may be: org, space, metric"]),
    ({"metric5": ["x"]}, ['"metric5" was left out', "4 metrics at most"]),
    ({"by2": ["date"]}, ['"by2" belongs to no metric']),
    ({"compare": ["previus"]}, ['The comparison "previus"', 'Did you mean "previous"?']),
    ({"compare": ["2026-11-07..2026-11-01"]}, ["ends (2026-11-01) before it starts"]),
    ({"grain": ["weak"]}, ['grain="weak"', 'Did you mean "week"?']),
    ({"as": ["x"]}, ["It may be: share, mean, cumulative, ratio"]),
    ({"target": ["inf"]}, ["target=inf"]),
    ({"period": ["last_99_days"]}, ['"last_99_days"', 'Did you mean "last_90_days"?']),
    ({"period": ["2026-11-07..2026-11-01"]}, ["ends (2026-11-01) before it starts"]),
    ({"period": ["2026-13-07..2026-11-01"]}, ["is not known"]),
    ({"where": ["dataSources"]}, ["where=NAME~OPERATOR~VALUE"]),
    ({"where": ["~in~x"]}, ["can't be read"]),
    ({"by": ["date", "network", "channel", "week"]}, ['"week" was left out', "3 things at most"]),
    ({"top": ["many"]}, ["top=many"]),
    ({"top": ["0"]}, ["top=0"]),
    ({"top": ["٣"]}, ["top=٣"]),
    ({"widget": ["rpwd_1"]}, ['"widget" belongs to no report', "Add report="]),
    ({"raw": ["1"]}, ['"raw" belongs to no report', "Add report="]),
    ({"report": ["rprt_1"], "raw": ["yes"]}, ['raw="yes"', "filters apply", "It may be: 0, 1."]),
    ({"raport": ["rprt_1"]}, ['Did you mean "report"?']),
]


@pytest.mark.parametrize(("address", "said"), BAD_PARTS)
def test_a_part_that_can_not_be_read_is_named_with_what_may_stand_there(
    address: dict[str, list[str]], said: list[str]
) -> None:
    (problem,) = read_link(address).problems
    assert not [words for words in said if words not in problem]


@pytest.mark.parametrize("key", ["utm_source", "fbclid", "gclid", "mc_cid", "embed"])
def test_what_mail_programs_add_to_an_address_is_nobodys_problem(key: str) -> None:
    assert read_link({key: ["1"], "compare": ["none"]}).problems == ()


UNFIT_PARTS = [
    ({"by": ["post"]}, '"post" is not offered'),
    ({"agg": ["sun"]}, 'Did you mean "sum"?'),
    ({"where": ["dataSorces~in~x"]}, 'Did you mean "dataSources"?'),
    ({"where": ["dataSources~contains~x"]}, '"contains" is not offered'),
    ({"where": ["dataSources~in"]}, "takes one or more values"),
    ({"where": ["impressions~gt~many"]}, '"many" is no number'),
    ({"where": ["impressions~gt~nan"]}, '"nan" is no number'),
    ({"where": ["impressions~between~5~1"]}, "swap the two"),
    ({"where": ["type~eq~c"]}, "It can be: A or B"),
]


@pytest.mark.parametrize(("address", "said"), UNFIT_PARTS)
def test_a_part_that_the_metric_does_not_offer_is_left_out_and_named(address: dict[str, list[str]], said: str) -> None:
    good = {"by": ["date"], "where": ["text~contains~tea"]}
    both = {key: [*good.get(key, []), *address.get(key, [])] for key in (*good, *address)}
    settled = settled_of(read_link({"metric": [METRIC], **both}))
    (problem,) = settled.problems
    assert said in problem
    (series,) = settled.question.series
    assert (series.dimensions, series.aggregator) == (("date",), "sum")
    assert series.filters == (Filter(name="text", operator="contains", values=("tea",)),)


@given(
    st.dictionaries(
        st.sampled_from(
            [
                *("org", "space", "metric2", "by", "by2", "where", "agg", "period", "compare", "top", "as", "target"),
                *("report", "widget", "raw", "x"),
            ]
        )
        | some_text,
        st.lists(st.text(max_size=30), max_size=4),
        max_size=6,
    )
)
def test_nothing_that_an_address_may_hold_breaks_its_reader(address: dict[str, list[str]]) -> None:
    settled = settled_of(read_link({"metric": [METRIC], **address}))
    assert settled.question.series[0].metric == METRIC


def test_a_long_part_is_cut_in_what_is_said_of_it() -> None:
    (problem,) = read_link({"period": ["x" * 5000]}).problems
    assert len(problem) < 300


WEEKLY, CARE = ReportId("rprt_weekly"), ReportId("rprt_care")
FOLLOWERS, REACH = WidgetId("rpwd_1"), WidgetId("rpwd_2")


def report(identifier: ReportId, name: str, *widgets: tuple[WidgetId, str]) -> Report:
    grid = tuple(
        Widget(id=widget, title=title, type="line", metrics=(METRIC,), dimensions=(), aggregator="sum", filters=())
        for widget, title in widgets
    )
    return Report(id=identifier, name=name, data_sources=(), filters=(), sections=(Section(title="", grid=grid),))


REPORTS = (
    report(WEEKLY, "Weekly overview", (FOLLOWERS, "Followers"), (REACH, "Reach by day")),
    report(CARE, "Customer care"),
)


def scope_of(**address: str) -> Scope:
    link = read_link({"metric": [METRIC]} | {key: [value] for key, value in address.items()})
    assert link.problems == ()
    return settled_of(link).question.scope


def test_a_link_within_a_report_says_so_in_three_keys() -> None:
    series = Series(metric=METRIC, aggregator="sum")

    def told(scope: Scope) -> dict[str, list[str]]:
        link = link_of(Question(scope=scope, period=Preset.LAST_7_DAYS, series=(series,)), View(), None)
        return {key: values for key, values in link.items() if key in ("report", "widget", "raw")}

    assert told(SpaceScope(space_id=SPACE)) == {}
    assert told(ReportScope(space_id=SPACE, report_id=WEEKLY)) == {"report": ["rprt_weekly"]}
    raw = ReportScope(space_id=SPACE, report_id=WEEKLY, ignore_report_filters=True)
    assert told(raw) == {"report": ["rprt_weekly"], "raw": ["1"]}
    widget = WidgetScope(space_id=SPACE, report_id=WEEKLY, widget_id=REACH)
    assert told(widget) == {"report": ["rprt_weekly"], "widget": ["rpwd_2"]}


def test_report_filters_are_on_unless_a_link_says_otherwise() -> None:
    on = ReportScope(space_id=SPACE, report_id=WEEKLY)
    assert scope_of(report=WEEKLY) == scope_of(report=WEEKLY, raw="0") == on
    assert scope_of(report=WEEKLY, raw="1") == replace(on, ignore_report_filters=True)


def test_without_the_report_s_filters_it_is_the_report_that_is_asked_and_not_the_widget() -> None:
    raw = ReportScope(space_id=SPACE, report_id=WEEKLY, ignore_report_filters=True)
    assert scope_of(report=WEEKLY, widget=REACH, raw="1") == raw
    assert LinkScope(report=WEEKLY, widget=REACH, raw=True).within(SPACE) == raw
    # So whether the report has such a widget is no matter.
    assert read_link({"report": [WEEKLY], "widget": ["rpwd_gone"], "raw": ["1"]}).within(REPORTS).problems == ()
    assert scope_of(report=WEEKLY, widget=REACH) == WidgetScope(space_id=SPACE, report_id=WEEKLY, widget_id=REACH)


@pytest.mark.parametrize(
    ("address", "kept", "said"),
    [
        ({"report": "rprt_weekly", "widget": "rpwd_1"}, LinkScope(report=WEEKLY, widget=FOLLOWERS), []),
        ({"report": "rprt_wekly"}, LinkScope(), ['"rprt_wekly" is none of', "“Weekly overview” (rprt_weekly)?"]),
        ({"report": "Customer Care"}, LinkScope(), ["“Customer care” (rprt_care)?"]),
        ({"report": "rprt_4711", "widget": "rpwd_1", "raw": "1"}, LinkScope(), ["none of this space's saved reports."]),
        (
            {"report": "rprt_weekly", "widget": "rpwd_22"},
            LinkScope(report=WEEKLY),
            ['"rpwd_22" is not in the report “Weekly overview”', "“Reach by day” (rpwd_2)?"],
        ),
        (
            {"report": "rprt_care", "widget": "rpwd_2"},
            LinkScope(report=CARE),
            ["is not in the report “Customer care”."],
        ),
    ],
)
def test_a_report_or_widget_that_the_space_does_not_have_is_left_out_and_named_with_the_nearest(
    address: dict[str, str], kept: LinkScope, said: list[str]
) -> None:
    link = read_link({"metric": [METRIC]} | {key: [value] for key, value in address.items()}).within(REPORTS)
    assert link.scope == kept
    assert len(link.problems) == bool(said)
    assert not [words for words in said if words not in link.problems[0]]


def test_what_all_ids_begin_with_makes_no_two_of_them_alike() -> None:
    assert nearest_report(REPORTS, "rprt_x91") is None
