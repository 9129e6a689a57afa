"""Two answers side by side: each part that was asked otherwise is named, and no number is compared that can't be."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.insights.comparison import Against
from services.insights.filters import Filter
from services.insights.models import Basis, FilterSpec, MetricName, ReportId, SpaceId, Unit, WidgetId
from services.insights.periods import Calendar, DateRange, Period, Preset
from services.insights.question import Question, ReportScope, Scope, Series, SpaceScope, WidgetScope
from services.results.frame import VALUE, ResultFrame
from services.results.rollup import Total, total_of
from services.results.side_by_side import Differences, Side, differences
from tests.services.results.answers import FETCHED_AT, LONG_AFTER, WEEK, config_of, days, metric_of, post, result_of

LIKES = metric_of(label="Likes", name="profile_likes")
COMMENTS = metric_of(label="Comments", name="profile_comments")
RATE = metric_of(label="Engagement rate", name="profile_rate", unit=Unit.PERCENT)
WEEK_BEFORE = DateRange(start=WEEK.start - timedelta(days=7), end=WEEK.end - timedelta(days=7))
HERE = SpaceId("spce_1")
GAP = "\u202f"
LEFT_OUT = "later days were not final when they were asked, so they are left out."

NETWORKS = ["instagram", "facebook", "x", "tiktok"]
BY_NETWORK = (["instagram"], 1200), (["facebook"], 800)


def likes(dimensions: Sequence[str], rows: Sequence[Any], **fields: Any) -> ResultFrame:
    return result_of(dimensions, rows, **{"metric": LIKES, **fields})


def side(
    *results: ResultFrame,
    period: Period | None = None,
    compare: Any = Against.NONE,
    scope: Scope | None = None,
    space: str = "",
) -> Side:
    """The results with the question that they answer."""
    plain = Side.of(results, space=space)
    question = replace(
        plain.question,
        period=period or plain.question.period,
        compare=compare,
        scope=scope or plain.question.scope,
    )
    return replace(plain, question=question)


def asked(first: Side, second: Side) -> list[str]:
    return [f"{one.title}: {one.words}" for one in differences(first, second).asked]


def came(first: Side | ResultFrame, second: Side | ResultFrame) -> list[str]:
    sides = [one if isinstance(one, Side) else Side.of([one]) for one in (first, second)]
    (numbers,) = differences(*sides).numbers
    return [*numbers.words, *numbers.notes]


class TestWhatWasAsked:
    def test_the_same_question_differs_in_nothing(self) -> None:
        one = side(likes(["network"], BY_NETWORK))
        assert differences(one, one).is_nothing
        assert asked(one, one) == []

    def test_a_metric_an_aggregator_and_a_breakdown_are_named_with_their_labels(self) -> None:
        first = side(likes(["network"], BY_NETWORK))
        second = side(result_of(["date", "network"], [], metric=COMMENTS, aggregator="average"))
        assert asked(first, second) == [
            "Metric: Likes in the first, Comments in the second",
            "Aggregator: Sum in the first, Average in the second",
            "Breakdown: by network in the first; by network, daily in the second",
        ]

    def test_the_order_of_a_breakdown_is_no_difference(self) -> None:
        rows = [(["instagram", "photo"], 3)]
        first = likes(["network", "post_type"], rows)
        second = likes(["post_type", "network"], [(["photo", "instagram"], 3)])
        assert differences(Side.of([first]), Side.of([second])).asked == ()
        assert came(first, second)[-1] == "No row differs."

    def test_filters_are_added_removed_or_changed(self) -> None:
        config = config_of(
            ["network"],
            [FilterSpec(name=name, label=name.capitalize(), operators=("in",)) for name in ("network", "tag", "city")],
        )

        def filtered(**values: str) -> Side:
            conditions = [Filter(name=name, operator="in", values=(value,)) for name, value in values.items()]
            return side(likes([], [([], 1)], filters=conditions, config=config, labels={"tag": {"t1": "Sale"}}))

        assert asked(filtered(network="instagram", tag="t1"), filtered(network="tiktok", city="Bonn")) == [
            "Filter: “City is Bonn” only in the second",
            "Filter: “Network is Instagram” in the first, “Network is TikTok” in the second",
            "Filter: “Tag is Sale” only in the first",
        ]

    def test_two_filters_that_read_alike_are_told_apart_by_their_values(self) -> None:
        def tagged(identifier: str) -> Side:
            condition = Filter(name="tag", operator="in", values=(identifier,))
            return side(likes([], [([], 1)], filters=[condition], labels={"tag": {"t1": "Sale", "t2": "Sale"}}))

        assert asked(tagged("t1"), tagged("t2")) == [
            "Filter: “tag is Sale” (t1) in the first, “tag is Sale” (t2) in the second"
        ]

    def test_a_preset_that_meant_other_days_says_which(self) -> None:
        first = side(likes([], [([], 1)], dates=WEEK_BEFORE), period=Preset.LAST_7_DAYS)
        second = side(likes([], [([], 1)]), period=Preset.LAST_7_DAYS)
        assert asked(first, second) == [
            "Period: “Last 7 days” meant 9–15 Nov 2026 in the first, 16–22 Nov 2026 in the second"
        ]

    def test_the_same_days_picked_in_two_ways_are_said_to_be_the_same(self) -> None:
        result = likes([], [([], 1)])
        assert asked(side(result, period=Preset.LAST_7_DAYS), side(result)) == [
            "Period: 16–22 Nov 2026 both times, chosen as “Last 7 days” in the first, by date in the second"
        ]

    def test_other_days_and_what_they_are_compared_with(self) -> None:
        first = side(likes([], [([], 1)], dates=WEEK_BEFORE), period=Preset.LAST_7_DAYS)
        second = side(likes([], [([], 1)]), compare=Against.PREVIOUS)
        assert asked(first, second) == [
            "Period: Last 7 days (9–15 Nov 2026) in the first, 16–22 Nov 2026 in the second",
            "Compared with: nothing in the first, the period before (9–15 Nov 2026) in the second",
        ]

    @pytest.mark.parametrize(
        ("scope", "context", "words"),
        [
            (ReportScope(space_id=HERE, report_id=ReportId("r1")), "in the report “Weekly”", "the report “Weekly”"),
            (
                ReportScope(space_id=HERE, report_id=ReportId("r1"), ignore_report_filters=True),
                "in the report “Weekly”, without its filters",
                "the report “Weekly”, without its filters",
            ),
            (
                WidgetScope(space_id=HERE, report_id=ReportId("r1"), widget_id=WidgetId("w1")),
                "in a saved report",
                "a widget of a saved report",
            ),
        ],
    )
    def test_within_what_it_was_asked(self, scope: Scope, context: str, words: str) -> None:
        whole = likes([], [([], 1)])
        within = replace(whole, context=context, query=replace(whole.query, scope=scope))
        (told,) = asked(side(whole), side(within, scope=scope))
        assert told.startswith("Asked within: the whole space in the first")
        assert told.endswith(f"{words} in the second")

    def test_two_reports_of_one_name_are_told_apart(self) -> None:
        result = replace(likes([], [([], 1)]), context="in the report “Weekly”")
        first, second = (
            side(result, scope=ReportScope(space_id=HERE, report_id=ReportId(name))) for name in ("r1", "r2")
        )
        assert asked(first, second) == [
            "Asked within: the report “Weekly” (r1) in the first, the report “Weekly” (r2) in the second"
        ]

    def test_space_and_time_zone(self) -> None:
        result = likes([], [([], 1)])
        elsewhere = replace(result, calendar=replace(LONG_AFTER, timezone="Asia/Tokyo"))
        first = side(result, space="Roast")
        second = side(elsewhere, space="Bakery", scope=SpaceScope(space_id=SpaceId("spce_2")))
        assert asked(first, second) == [
            "Space: Roast in the first, Bakery in the second",
            "Time zone: Europe/Berlin in the first, Asia/Tokyo in the second",
        ]

    def test_of_several_metrics_each_part_says_whose_it_is(self) -> None:
        first = side(likes(["network"], BY_NETWORK), result_of(["network"], [], metric=COMMENTS))
        second = side(result_of(["network"], [], metric=COMMENTS, aggregator="average"))
        assert asked(first, second) == [
            "Metric: Sum of Likes by network only in the first",
            "Aggregator of Comments: Sum in the first, Average in the second",
        ]
        (numbers,) = differences(first, second).numbers
        assert numbers.first.metric is COMMENTS

    def test_a_metric_that_failed_is_not_said_to_be_missing_in_the_question_alone(self) -> None:
        both = side(likes([], [([], 1)]), result_of([], [([], 1)], metric=COMMENTS))
        failed = replace(both, results=both.results[:1], totals=both.totals[:1])
        assert differences(failed, both).notes == (
            "Not all metrics of the first could be had, so what is said of it is not all.",
        )


class TestNumbers:
    def test_totals_and_rows_say_what_they_differ_by(self) -> None:
        first = likes(["network"], [*BY_NETWORK, (["x"], 5)])
        second = likes(["network"], [(["instagram"], 1500), (["facebook"], 760), (["tiktok"], 40)])
        assert came(first, second) == [
            "Sum of Likes: 2,005 in the first, 2,300 in the second (+295, +15\u202f%).",
            "The largest differences: Instagram 1,200 → 1,500 (+300, +25\u202f%); Facebook 800 → 760 (-40, -5\u202f%).",
            "Only the first has X (5).",
            "Only the second has TikTok (40).",
        ]

    def test_a_value_that_is_missing_is_not_zero(self) -> None:
        first = likes(["network"], [(["instagram"], None), (["x"], 0)])
        second = likes(["network"], [(["instagram"], 7), (["x"], None)])
        assert came(first, second)[1:] == [
            "No row is in both.",
            "Only the first has X (0).",
            "Only the second has Instagram (7).",
        ]

    def test_no_total_is_made_of_what_does_not_add_up(self) -> None:
        first, second = (result_of(["network"], [(["instagram"], number)]) for number in (100, 120))
        told = came(first, second)
        assert told[0].startswith("Sum of Reach: no total to compare. Reach counts people")
        assert told[1] == "The only difference: Instagram 100 → 120 (+20, +20\u202f%)."

    def test_a_total_that_was_asked_for_is_told(self) -> None:
        first, second = (
            replace(result_of(["network"], [(["instagram"], number)]), whole=result_of([], [([], number + 1)]))
            for number in (100, 120)
        )
        assert came(first, second)[0] == "Sum of Reach: 101 in the first, 121 in the second (+20, +20\u202f%)."

    @pytest.mark.parametrize(
        ("other", "reason"),
        [
            (
                likes(["network"], BY_NETWORK, aggregator="average"),
                "Average and sum give numbers of two kinds, so no difference is told.",
            ),
            (result_of(["network"], BY_NETWORK, metric=RATE), "Counts and percentages can't be compared."),
            (
                likes(
                    ["network"], BY_NETWORK, metric=replace(LIKES, name=MetricName("post_likes"), basis=Basis.LIFETIME)
                ),
                "One counts since each post was published, the other within the period: they can't be compared.",
            ),
        ],
    )
    def test_numbers_of_two_kinds_say_why_they_are_not_compared(self, other: ResultFrame, reason: str) -> None:
        mine = likes(["network"], BY_NETWORK, metric=replace(LIKES, basis=Basis.PERIOD))
        for told in (came(mine, other), came(other, mine)):
            assert reason in told[0]
            assert not any("%" in words or "→" in words for words in told)

    def test_unknown_units_of_two_metrics_are_not_compared(self) -> None:
        first, second = (
            result_of([], [([], number)], metric=replace(metric, unit=None))
            for metric, number in ((LIKES, 1), (COMMENTS, 2))
        )
        assert "in what unit these metrics are" in came(first, second)[0]

    def test_percentages_change_by_points(self) -> None:
        first, second = (result_of([], [([], number)], metric=RATE, aggregator="average") for number in (2.0, 3.5))
        assert came(first, second) == [
            "Average of Engagement rate: 2\u202f% in the first, 3.5\u202f% in the second (+1.5\u202fpts)."
        ]

    def test_shares_of_a_total_have_no_total_to_tell(self) -> None:
        first, second = (
            likes(["network"], [(["x"], part), (["tiktok"], 100 - part)], aggregator="percent") for part in (40, 45)
        )
        assert came(first, second) == [
            f"The largest differences: TikTok 60{GAP}% → 55{GAP}% (-5{GAP}pts); X 40{GAP}% → 45{GAP}% (+5{GAP}pts)."
        ]

    def test_two_breakdowns_are_compared_at_what_they_have_in_common_where_that_is_exact(self) -> None:
        first = likes(["network"], [(["instagram"], 9)])
        second = likes(["date", "network"], [([day, "instagram"], 2) for day in days(5)])
        assert came(first, second)[1] == "Compared by network: the only difference: Instagram 9 → 10 (+1, +11\u202f%)."

    def test_and_say_why_not_where_it_is_not(self) -> None:
        first = result_of(["network"], [(["instagram"], 9)])
        second = result_of(["date", "network"], [([day, "instagram"], 2) for day in days(5)])
        assert "can't be put together by network. Reach counts people" in came(first, second)[1]
        apart = likes(["post_type"], [(["photo"], 9)])
        assert came(likes(["network"], BY_NETWORK), apart)[1] == (
            "They are broken down in different ways, so no row of one is a row of the other."
        )

    def test_a_single_number_has_no_rows_to_compare(self) -> None:
        assert came(likes([], [([], 2000)]), likes(["network"], BY_NETWORK)) == ["Sum of Likes: 2,000 in both."]

    def test_rows_that_did_not_all_come_are_said_to_be_so(self) -> None:
        first = likes(["network"], BY_NETWORK, hasMore=True)
        assert "Not all rows of the first came" in " ".join(came(first, likes(["network"], BY_NETWORK)))

    def test_ids_tell_rows_apart_where_labels_would_not(self) -> None:
        first = likes(["tag"], [(["t1"], 1)], labels={"tag": {"t1": "Sale"}})
        second = likes(["tag"], [(["t1"], 3), (["t2"], 5)], labels={"tag": {"t1": "Sale", "t2": "Sale (2)"}})
        (numbers,) = differences(Side.of([first]), Side.of([second])).numbers
        assert [(pair.names, pair.change.before, pair.change.now) for pair in numbers.rows.all] == [
            (("Sale",), 1, 3),
            (("Sale (2)",), None, 5),
        ]


class TestOtherDays:
    def test_categories_are_compared_over_both_periods(self) -> None:
        first = likes(["date", "network"], [(["2026-11-09", "x"], 10)], dates=WEEK_BEFORE)
        second = likes(["date", "network"], [(["2026-11-16", "x"], 15)])
        assert came(first, second) == [
            "Sum of Likes: 10 in the first, 15 in the second (+5, +50\u202f%).",
            "The only difference: X 10 → 15 (+5, +50\u202f%).",
        ]

    def test_sums_over_periods_of_different_length_are_not_compared_and_averages_are(self) -> None:
        longer = DateRange(start=WEEK.start - timedelta(days=23), end=WEEK.end)
        told = came(likes([], [([], 10)]), likes([], [([], 70)], dates=longer))
        (words,) = told
        assert words.startswith("Sum of Likes: 10 in the first, 70 in the second. 7 days and 30: only averages")
        means = came(
            likes([], [([], 10)], aggregator="average"), likes([], [([], 15)], aggregator="average", dates=longer)
        )
        assert means == ["Average of Likes: 10 in the first, 15 in the second (+5, +50\u202f%)."]

    def test_days_that_were_not_final_when_one_was_asked_are_left_out_on_both(self) -> None:
        # On Saturday the 14th, the later days had not come yet.
        then = replace(LONG_AFTER, today=date(2026, 11, 14))
        first = likes(["date"], [([day], 10) for day in days(7, WEEK_BEFORE.start)], dates=WEEK_BEFORE, calendar=then)
        second = likes(["date"], [([day], 20) for day in days(7)])
        assert came(first, second) == [
            "Sum of Likes: 50 in the first, 100 in the second (+50, +100\u202f%).",
            f"Compared are 9–13 Nov 2026 and 16–20 Nov 2026: {LEFT_OUT}",
        ]

    def test_and_where_they_can_t_be_nothing_is_compared(self) -> None:
        then = replace(LONG_AFTER, today=date(2026, 11, 14))
        first = likes(["network"], BY_NETWORK, dates=WEEK_BEFORE, calendar=then)
        told = came(first, likes(["network"], BY_NETWORK))
        (words,) = told
        assert words.startswith("Sum of Likes: 2,000 in the first, 2,000 in the second. The newest days were not final")

    def test_posts_of_other_days_are_other_posts_and_had_more_time(self) -> None:
        metric = replace(LIKES, basis=Basis.LIFETIME)
        first = likes(["post"], [([post("p1")], 5)], dates=WEEK_BEFORE, metric=metric)
        second = likes(["post"], [([post("p2")], 4)], metric=metric)
        told = " ".join(came(first, second))
        assert "The posts of other days are other posts." in told
        assert "The posts of 16–22 Nov 2026 had less time to collect" in told

    def test_numbers_from_memory_are_as_final_as_on_the_day_they_were_asked(self) -> None:
        first = likes(["date"], [([day], 10) for day in days(7, WEEK_BEFORE.start)], dates=WEEK_BEFORE)
        first = replace(first, fetched_at=datetime(2026, 11, 14, 8, 0, tzinfo=UTC))
        second = likes(["date"], [([day], 20) for day in days(7)])
        assert came(first, second)[-1] == f"Compared are 9–13 Nov 2026 and 16–20 Nov 2026: {LEFT_OUT}"


class TestTheSameQuestionLater:
    def grown(self, **fields: Any) -> tuple[Side, Side]:
        first = likes(["network"], [(["x"], 100)], **fields)
        second = replace(likes(["network"], [(["x"], 120)], **fields), fetched_at=FETCHED_AT + timedelta(hours=3))
        return Side.of([first]), Side.of([second])

    def test_says_by_how_much_it_grew_and_that_unfinished_days_grow(self) -> None:
        told = came(*self.grown(calendar=replace(LONG_AFTER, today=date(2026, 11, 22))))
        assert told == [
            "Sum of Likes: 100 in the first, 120 in the second (+20, +20\u202f%).",
            "The only difference: X 100 → 120 (+20, +20\u202f%).",
            "They were asked 3 h apart, and days after Sat 21 Nov 2026 were not final: they grow until they are.",
        ]

    def test_says_that_final_days_were_corrected_and_that_posts_go_on(self) -> None:
        assert came(*self.grown())[-1] == (
            "They were asked 3 h apart. All of their days were final, so a difference is a correction."
        )
        lifetime = replace(LIKES, basis=Basis.LIFETIME)
        assert came(*self.grown(metric=lifetime))[-1] == (
            "They were asked 3 h apart, and what a post has earned grows on."
        )

    def test_is_told_by_the_totals_where_the_rows_are_gone(self) -> None:
        _, second = self.grown()
        first = Side.remembered(second.results, [Total(value=100)], FETCHED_AT)
        assert came(first, second) == [
            "Sum of Likes: 100 in the first, 120 in the second (+20, +20\u202f%).",
            "The rows of one of the two are no longer in memory: only its total was kept.",
            "They were asked 3 h apart. All of their days were final, so a difference is a correction.",
        ]
        assert not differences(first, second).is_nothing

    def test_is_not_the_same_where_it_differs_in_nothing_but_a_number(self) -> None:
        assert not differences(*self.grown()).is_nothing
        assert differences(*self.grown()).asked == ()


# --- what holds for any two answers

values = st.none() | st.integers(-50, 2000) | st.floats(0, 500, allow_nan=False)
rows = st.dictionaries(st.sampled_from(NETWORKS), values, max_size=4)


@st.composite
def answers(draw: st.DrawFn) -> Side:
    metric = draw(st.sampled_from([LIKES, COMMENTS, RATE, metric_of()]))
    dates = draw(st.sampled_from([WEEK, WEEK_BEFORE, DateRange(start=WEEK.start, end=WEEK.start)]))
    today = draw(st.sampled_from([LONG_AFTER.today, date(2026, 11, 21), date(2026, 11, 13)]))
    by_day = draw(st.booleans())
    names = ["date", "network"] if by_day else ["network"]
    listed = [([*([dates.start.isoformat()] if by_day else []), key], value) for key, value in draw(rows).items()]
    result = result_of(
        names,
        listed,
        metric=metric,
        dates=dates,
        calendar=Calendar(today=today, lag_days=1, timezone="Europe/Berlin"),
        aggregator=draw(st.sampled_from(["sum", "average", "percent"])),
        filters=[Filter(name="network", operator="in", values=("x",))] if draw(st.booleans()) else [],
    )
    return Side.of([replace(result, fetched_at=FETCHED_AT + timedelta(hours=draw(st.integers(0, 3))))])


def swapped(found: Differences) -> list[Any]:
    """What the differences are from the other side, as far as they are values."""
    return [
        [one.reversed for one in found.asked],
        [
            (
                one.change.now,
                one.change.before,
                one.reason,
                one.lacking[::-1],
                {(pair.names, pair.change.now, pair.change.before) for pair in one.rows.both},
                {pair.names for pair in one.rows.only_second},
                {pair.names for pair in one.rows.only_first},
                one.rows.reason,
            )
            for one in found.numbers
        ],
    ]


def plain(found: Differences) -> list[Any]:
    return [
        list(found.asked),
        [
            (
                one.change.before,
                one.change.now,
                one.reason,
                one.lacking,
                {(pair.names, pair.change.before, pair.change.now) for pair in one.rows.both},
                {pair.names for pair in one.rows.only_first},
                {pair.names for pair in one.rows.only_second},
                one.rows.reason,
            )
            for one in found.numbers
        ],
    ]


@settings(max_examples=150)
@given(answers(), answers())
def test_the_other_way_round_is_the_reverse(first: Side, second: Side) -> None:
    assert plain(differences(second, first)) == swapped(differences(first, second))


@settings(max_examples=40)
@given(answers())
def test_an_answer_does_not_differ_from_itself(one: Side) -> None:
    assert differences(one, one).is_nothing


@settings(max_examples=100)
@given(answers(), answers())
def test_every_number_told_stands_in_an_answer_or_is_a_total_that_is_vouched_for(first: Side, second: Side) -> None:
    (numbers,) = differences(first, second).numbers
    a, b = numbers.first, numbers.second
    if a.query.dates == b.query.dates:
        for total, told in zip((total_of(a), total_of(b)), (numbers.change.before, numbers.change.now), strict=True):
            assert told == total.value
    if numbers.rows.reason or {*a.query.dimensions} != {*b.query.dimensions} or a.query.dates != b.query.dates:
        return
    held = numbers.rows.all
    assert len({pair.names for pair in held}) == len(held)
    for result, of in ((a, [pair.change.before for pair in held]), (b, [pair.change.now for pair in held])):
        known = sorted(float(value) for value in result.frame[VALUE].dropna())
        assert sorted(float(value) for value in of if value is not None) == known


def test_a_question_is_made_of_results_where_nobody_has_it() -> None:
    result = likes(["network"], BY_NETWORK)
    assert Side.of([replace(result, before=likes(["network"], [], dates=WEEK_BEFORE))]).question == Question(
        scope=result.query.scope,
        period=WEEK,
        series=(Series(metric=LIKES.name, dimensions=("network",), aggregator="sum"),),
        compare=WEEK_BEFORE,
    )
