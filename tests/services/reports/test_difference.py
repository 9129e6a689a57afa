"""Why a widget's number differs: each cause is named, and its number is what the API itself says."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.broker import Limit
from services.errors import BudgetSpent, RequestRefused
from services.insights.filters import Filter
from services.insights.periods import DateRange, Preset
from services.insights.question import ReportScope
from services.reports.difference import (
    DIFFERENCE,
    HERE,
    THERE,
    Cause,
    Explanation,
    Route,
    Side,
    explain,
    in_zone,
    plan_of,
    price,
)
from services.results.frame import ResultFrame
from tests.conftest import SANDBOX_DAY, FakeClock, SandboxProgram, start_sandbox
from tests.services.reports.differing import (
    ASTER,
    LAST_WEEK,
    NOON,
    ROAST,
    UP_TO_TODAY,
    Account,
    everything,
    sources_of,
)

KIRITIMATI = "Pacific/Kiritimati"
"""14 hours ahead: it is tomorrow there."""

SPACE_PATH = "/v1/spaces/spce_roast/insights"


@pytest.fixture(scope="module")
def program() -> Iterator[SandboxProgram]:
    """One that this file alone asks, so that its log can be counted."""
    started = start_sandbox("--limit", "0", "--day", SANDBOX_DAY)
    yield started
    started.stop()


@pytest.fixture
def account(program: SandboxProgram) -> Iterator[Account]:
    found = Account(program, FakeClock())
    yield found
    found.client.broker.close()


def explained(account: Account, route: Route) -> Explanation:
    """The explanation, which costs what was said before, and nothing the second time."""
    said = price(account.client, route)
    found = explain(account.client, route)
    assert len(account.sandbox.log()) == said == found.requests_spent
    assert price(account.client, route) == 0
    assert [effect.sentence for effect in explain(account.client, route).effects] == [
        effect.sentence for effect in found.effects
    ]
    assert len(account.sandbox.log()) == said
    return found


def causes(explanation: Explanation) -> list[Cause]:
    return [effect.cause for effect in explanation.effects]


def shifted(dates: DateRange, by: int) -> DateRange:
    return DateRange(
        start=dates.start.fromordinal(dates.start.toordinal() + by),
        end=dates.end.fromordinal(dates.end.toordinal() + by),
    )


# ------------------------------------------------------------------------------------------- six seeded differences


def test_data_sources_are_named_with_their_number(account: Account) -> None:
    this = account.side("rprt_weekly", "Views")
    found = explained(account, account.route(this, everything(this)))
    here, there = account.said_by_widget(this), account.said(this)
    (effect,) = found.effects
    assert effect.cause is Cause.DATA_SOURCES
    assert effect.difference == found.difference == there - here != 0
    assert effect.sentence.startswith(
        f"Data sources: the report counts 5 of 11 profiles. All profiles: {there:,} instead of {here:,} "
        f"(+{there - here:,}, +"
    )
    assert found.sentence.startswith(f"{here:,} here, {there:,} there: +{there - here:,}, +")
    assert found.requests_spent == 1


def test_saved_filters_are_named_with_their_number_where_the_profiles_are_the_same(account: Account) -> None:
    this = account.side("rprt_content", "Posts by type")
    # Somebody asks for the report's profiles themselves: only its saved filter is left to differ.
    other = replace(everything(this), series=replace(this.series, filters=(sources_of(this),)))
    found = explained(account, account.route(this, other))
    here, there = account.said_by_widget(this), account.said(this, filters=[sources_of(this)])
    (effect,) = found.effects
    assert effect.cause is Cause.SAVED_FILTERS
    assert effect.difference == there - here != 0
    assert "the report keeps only what fits “Tag is not empty”. Without that: " in effect.sentence
    assert f"{there:,} instead of {here:,}" in effect.sentence


def test_another_period_is_named_with_its_number(account: Account) -> None:
    this = account.side("rprt_weekly", "Engagement by network")
    other = replace(this, period=Preset.LAST_30_DAYS)
    found = explained(account, account.route(this, other))
    there = account.said_by_widget(this, this.calendar.dates(Preset.LAST_30_DAYS))
    (effect,) = found.effects
    assert effect.cause is Cause.PERIOD
    assert effect.difference == there - account.said_by_widget(this) != 0
    assert "Period: Last 30 days · 21 Oct – 19 Nov 2026 instead of 13–19 Nov 2026: " in effect.sentence


def test_another_aggregator_is_named_with_both_numbers_and_no_difference(account: Account) -> None:
    this = account.side("rprt_weekly", "Views")
    other = replace(this, series=replace(this.series, aggregator="average"))
    found = explained(account, account.route(this, other))
    here, there = account.said_by_widget(this), account.said_by_widget(this, aggregator="average")
    (effect,) = found.effects
    assert effect.cause is Cause.AGGREGATOR
    assert (effect.before.value, effect.after.value) == (here, pytest.approx(there))
    assert effect.difference is None is found.difference
    assert "Aggregator: Sum here, Average there: " in effect.sentence
    assert "two kinds, so no difference is told" in effect.sentence
    assert "%" not in effect.sentence + found.sentence


def test_another_time_zone_is_named_with_the_number_of_its_days(account: Account) -> None:
    this = account.side("rprt_weekly", "Views")
    other = replace(this, calendar=in_zone(this.calendar, KIRITIMATI, NOON))
    found = explained(account, account.route(this, other))
    there = account.said_by_widget(this, shifted(LAST_WEEK, 1))
    (effect,) = found.effects
    assert effect.cause is Cause.TIME_ZONE
    assert effect.difference == there - account.said_by_widget(this) != 0
    assert f"in {KIRITIMATI}, “Last 7 days” is 14–20 Nov 2026 instead of 13–19 Nov 2026: " in effect.sentence


def test_unfinished_days_are_named_with_their_number(account: Account) -> None:
    this = account.side("rprt_weekly", "Engagement by network", period=UP_TO_TODAY)
    other = replace(this, last_day=LAST_WEEK.end)
    found = explained(account, account.route(this, other))
    final = DateRange(start=UP_TO_TODAY.start, end=LAST_WEEK.end)
    there = account.said_by_widget(this, final)
    (effect,) = found.effects
    assert effect.cause is Cause.UNFINISHED_DAYS
    assert effect.difference == there - account.said_by_widget(this, UP_TO_TODAY) < 0
    assert "Unfinished days: without the day that may still grow (Fri 20 Nov 2026): " in effect.sentence


# ------------------------------------------------------------------------------------------- several at once


REELS = Filter(name="post_type", operator="in", values=("reel",))
FLAGS = {
    Cause.DATA_SOURCES: 0,
    Cause.SAVED_FILTERS: 1,
    Cause.OWN_FILTERS: 2,
    Cause.TIME_ZONE: 3,
    Cause.PERIOD: 4,
    Cause.UNFINISHED_DAYS: 5,
}
WIDGETS = ("Posts by type", "Engagement rate by type", "Impressions by tag", "Reels only")
"""A count that adds up, an average, sums over tags that do not, and one with a filter of its own."""


def differing(this: Side, wanted: set[Cause]) -> Side:
    """Another side that differs in just these."""
    assert this.report is not None
    report = replace(
        this.report,
        data_sources=() if Cause.DATA_SOURCES in wanted else this.report.data_sources,
        filters=() if Cause.SAVED_FILTERS in wanted else this.report.filters,
    )
    filters = [sources_of(this)] if report.data_sources else []
    filters += report.filters
    series = this.series
    own = series.filters
    if Cause.OWN_FILTERS in wanted:
        own = () if own else (REELS,)
    calendar = in_zone(this.calendar, KIRITIMATI, NOON) if Cause.TIME_ZONE in wanted else this.calendar
    period = Preset.LAST_30_DAYS if Cause.PERIOD in wanted else this.period
    if Cause.UNFINISHED_DAYS in wanted:
        period = UP_TO_TODAY
    return replace(
        everything(this),
        series=replace(series, filters=(*own, *filters)),
        calendar=calendar,
        period=period,
        last_day=LAST_WEEK.end if Cause.UNFINISHED_DAYS in wanted else None,
    )


@settings(max_examples=12)
@given(title=st.sampled_from(WIDGETS), wanted=st.sets(st.sampled_from([*FLAGS]), min_size=1))
def test_whatever_differs_is_named_once_in_its_order_and_the_effects_add_up(
    program: SandboxProgram, title: str, wanted: set[Cause]
) -> None:
    account = Account(program, FakeClock())
    try:
        this = account.side("rprt_content", title)
        other = differing(this, wanted)
        found = explained(account, account.route(this, other))
        expected = [*sorted(wanted - {Cause.UNFINISHED_DAYS}, key=FLAGS.__getitem__)]
        if Cause.UNFINISHED_DAYS in wanted:
            # Unfinished days need days of one's own, which no zone moves.
            expected = [cause for cause in expected if cause not in (Cause.TIME_ZONE, Cause.PERIOD)]
            expected += [Cause.TIME_ZONE] if Cause.TIME_ZONE in wanted else []  # it moves the widget's own period
            expected += [Cause.PERIOD, Cause.UNFINISHED_DAYS]
        assert causes(found) == expected
        here = account.said_by_widget(this)
        there = account.said(this, other.dates, filters=other.series.filters)
        assert found.difference == pytest.approx(there - here)
        parts = [effect.difference for effect in found.effects]
        assert None not in parts
        assert sum(filter(None, parts)) == pytest.approx(there - here)
    finally:
        account.client.broker.close()


def test_each_of_several_causes_has_the_api_s_own_number(account: Account) -> None:
    this = account.side("rprt_content", "Reels only")
    assert this.report is not None
    other = replace(everything(this), series=replace(this.series, filters=()), period=Preset.LAST_30_DAYS)
    found = explained(account, account.route(this, other))
    reels, tagged = this.series.filters, this.report.filters
    numbers = [
        account.said_by_widget(this, filters=[{"name": "post_type", "operator": "in", "values": ["reel"]}]),
        account.said(this, filters=[*reels, *tagged]),
        account.said(this, filters=reels),
        account.said(this),
        account.said(this, this.calendar.dates(Preset.LAST_30_DAYS)),
    ]
    assert causes(found) == [Cause.DATA_SOURCES, Cause.SAVED_FILTERS, Cause.OWN_FILTERS, Cause.PERIOD]
    assert [effect.before.value for effect in found.effects] == numbers[:-1]
    assert [effect.after.value for effect in found.effects] == numbers[1:]
    assert "Without that: " in found.effects[2].sentence


def test_what_the_report_does_not_tell_comes_to_light_and_is_called_so(account: Account) -> None:
    this = account.side("rprt_content", "Posts by type")
    route = account.route(this, everything(this))
    here, there = account.said_by_widget(this), account.said(this)
    # The report's own question, written out over the whole space, finds 12 fewer.
    row = {"dimensions": {}, "metrics": {"post_total": here - 12}}
    account.sandbox.queue([{"status": 200, "path": SPACE_PATH, "body": {"data": [row]}}])
    found = explain(account.client, route)
    assert causes(found) == [Cause.UNTOLD, Cause.DATA_SOURCES, Cause.SAVED_FILTERS]
    assert found.effects[0].difference == -12
    assert "(-12, -" in found.effects[0].sentence
    assert sum(effect.difference or 0 for effect in found.effects) == there - here


def test_where_nothing_else_is_at_work_that_is_a_note_and_no_cause(account: Account) -> None:
    this = account.side("rprt_content", "Posts by type")
    found = explained(account, account.route(this, everything(this)))
    assert causes(found) == [Cause.DATA_SOURCES, Cause.SAVED_FILTERS]
    assert any(note.startswith("Nothing else is at work") for note in found.notes)


def test_a_question_that_asks_the_same_differs_in_nothing_and_costs_nothing(account: Account) -> None:
    this = account.side("rprt_content", "Posts by type")
    assert this.report is not None
    same = replace(this, scope=ReportScope(space_id=ROAST, report_id=this.report.id))
    route = account.route(this, same)
    found = explained(account, route)
    assert (route.queries, found.effects, found.table) == ((), (), None)
    assert found.sentence == "Both are the same question, so they have the same answer."


def test_the_way_back_from_the_report_without_its_filters_ends_at_the_widget_s_own_number(account: Account) -> None:
    saved = account.side("rprt_content", "Posts by type")
    assert saved.report is not None
    own = account.own(saved)
    raw = ReportScope(space_id=ROAST, report_id=saved.report.id, ignore_report_filters=True)
    this = replace(saved, scope=raw, report=None)
    answer = account.client.insights(replace(own.query, scope=raw))
    shown = ResultFrame.of(answer, metric=own.metric, config=own.config, labels=own.labels, calendar=own.calendar)
    found = explain(account.client, plan_of(this, saved, shown))
    assert causes(found) == [Cause.DATA_SOURCES, Cause.SAVED_FILTERS]
    assert found.end.value == account.said_by_widget(saved)
    assert found.start.value == account.said(saved)
    assert "the number here counts all profiles. 4 of 11 profiles: " in found.effects[0].sentence
    assert "the other report keeps only what fits “Tag is not empty”. With that: " in found.effects[1].sentence


# ------------------------------------------------------------------------------------------- numbers of every kind


def test_people_are_never_added_up_but_asked_for(account: Account) -> None:
    this = account.side("rprt_weekly", "Reach by day")
    found = explained(account, account.route(this, everything(this)))
    here, there = account.said_by_widget(this), account.said(this)
    by_day = account.said_by_widget(this, dimensions=["date"])
    assert sum(by_day.values()) > here
    assert (found.start.value, found.end.value) == (here, there)
    assert found.effects[0].difference == there - here
    # Both numbers and the other side's rows: this side's were on screen.
    assert found.requests_spent == 3
    assert any(f"The rows add up to {sum(by_day.values()):,}" in note for note in found.notes)


def test_an_average_s_effects_are_differences_of_asked_averages(account: Account) -> None:
    this = account.side("rprt_content", "Engagement rate by type")
    found = explained(account, account.route(this, everything(this)))
    tagged = Filter(name="tag", operator="is_not_empty", values=())
    numbers = [account.said_by_widget(this), account.said(this, filters=[tagged]), account.said(this)]
    effects = [effect.difference for effect in found.effects]
    assert effects == pytest.approx([numbers[1] - numbers[0], numbers[2] - numbers[1]])
    assert all("pts)" in effect.sentence for effect in found.effects)


def test_waiting_times_are_told_as_times(account: Account) -> None:
    this = account.side("rprt_care", "Reply time")
    found = explained(account, account.route(this, replace(this, period=Preset.LAST_30_DAYS)))
    assert " min" in found.sentence
    assert found.difference == pytest.approx(
        account.said_by_widget(this, this.calendar.dates(Preset.LAST_30_DAYS)) - account.said_by_widget(this)
    )


def test_shares_of_a_total_are_compared_row_by_row(account: Account) -> None:
    this = account.side("rprt_weekly", "Share of views")
    found = explained(account, account.route(this, everything(this)))
    here = account.said_by_widget(this, dimensions=["network"])
    there = account.said(this, dimensions=["network"])
    assert found.table is not None
    rows = found.table.frame.set_index("network")
    labels = {"facebook": "Facebook", "tiktok": "TikTok", "instagram": "Instagram", "threads": "Threads"}
    for network, label in labels.items():
        for column, said in ((HERE, here), (THERE, there)):
            if network in said:
                assert rows.loc[label, column] == pytest.approx(said[network])
    assert rows.loc["Threads", [HERE, DIFFERENCE]].isna().all()
    (effect,) = found.effects
    assert effect.difference is None is found.difference
    largest = max(here, key=lambda network: abs(there[network] - here[network]))
    assert f"{labels[largest]} differs most: " in effect.sentence
    assert f"({there[largest] - here[largest]:+.1f}\u202fpts)" in effect.sentence
    assert "on one side only" in effect.sentence
    assert found.requests_spent == 1


def test_from_a_sum_to_shares_both_are_said_and_nothing_is_made_up(account: Account) -> None:
    this = account.side("rprt_weekly", "Engagement by network")
    other = replace(this, series=replace(this.series, aggregator="percent"))
    found = explained(account, account.route(this, other))
    assert causes(found) == [Cause.AGGREGATOR]
    assert found.difference is None
    assert f"shares instead of {account.said_by_widget(this):,}" in found.effects[0].sentence
    assert found.table is not None
    assert not found.table.is_one_kind
    assert found.table.frame[DIFFERENCE].isna().all()


def test_the_table_has_every_row_of_both_sides(account: Account) -> None:
    this = account.side("rprt_weekly", "Engagement by network")
    found = explained(account, account.route(this, everything(this)))
    here = account.said_by_widget(this, dimensions=["network"])
    there = account.said(this, dimensions=["network"])
    assert found.table is not None
    rows = found.table.frame
    assert len(rows) == len({**here, **there})
    assert sorted(rows[HERE].dropna()) == sorted(here.values())
    assert sorted(rows[THERE].dropna()) == sorted(there.values())
    both = rows.dropna()
    assert [*both[DIFFERENCE]] == [*(both[THERE] - both[HERE])]
    # Its rows give the other total as well: one request for all of it.
    assert (found.requests_spent, found.end.value) == (1, account.said(this))


# ------------------------------------------------------------------------------------------- what changes nothing


def test_a_saved_filter_that_the_metric_does_not_know_is_named_as_without_effect(account: Account) -> None:
    this = account.side("rprt_aster", "Top of LinkedIn", space=ASTER)
    found = explained(account, account.route(this, everything(this)))
    assert causes(found) == [Cause.DATA_SOURCES]
    assert any("can't be filtered by “network is not X”, so it has no effect" in note for note in found.notes)
    assert found.difference == account.said(this) - account.said_by_widget(this)


def test_a_saved_tag_is_called_by_its_name_which_the_price_says(account: Account) -> None:
    this = account.side("rprt_care", "Messages")
    route = account.route(this, everything(this))
    assert price(account.client, route) == len(route.queries) + 1
    found = explained(account, route)
    assert causes(found) == [Cause.SAVED_FILTERS]
    assert "the report keeps only what fits “Tag is not Legacy inbox”. Without that: " in found.effects[0].sentence


def test_where_only_such_a_filter_differs_the_api_is_asked_whether_it_has_none(account: Account) -> None:
    this = account.side("rprt_aster", "Top of LinkedIn", space=ASTER)
    other = replace(everything(this), series=replace(this.series, filters=(sources_of(this),)))
    found = explained(account, account.route(this, other))
    assert causes(found) == [Cause.SAVED_FILTERS]
    assert found.effects[0].difference == 0
    assert "so it has no effect" in found.effects[0].sentence
    assert "so it changes nothing" in found.effects[0].sentence


def test_a_zone_in_which_the_days_are_the_same_is_a_note_and_no_request(account: Account) -> None:
    this = account.side("rprt_weekly", "Views")
    other = replace(this, calendar=in_zone(this.calendar, "Europe/London", NOON))
    found = explained(account, account.route(this, other))
    assert found.effects == ()
    assert found.requests_spent == 0
    assert any("Europe/London" in note and "Europe/Berlin" in note for note in found.notes)


def test_days_that_are_all_final_have_no_unfinished_ones_to_leave_out(account: Account) -> None:
    this = account.side("rprt_weekly", "Views")
    found = explained(account, account.route(this, replace(this, last_day=LAST_WEEK.end)))
    assert found.effects == ()
    assert any("no day of the period may still grow" in note for note in found.notes)


def test_numbers_of_different_moments_say_so_where_they_may_have_grown(account: Account) -> None:
    this = account.side("rprt_weekly", "Views", period=UP_TO_TODAY)
    route = account.route(this, everything(this))
    account.clock.tick(minutes=45)
    (note,) = [note for note in explain(account.client, route).notes if "different moments" in note]
    assert "13:00" in note
    assert "13:45" in note
    finished = account.side("rprt_weekly", "Views")
    later = account.route(finished, everything(finished))
    account.clock.tick(minutes=45)
    assert not any("different moments" in note for note in explain(account.client, later).notes)


# ------------------------------------------------------------------------------------------- what fails


def test_a_step_that_fails_loses_no_other_and_the_rest_adds_up(account: Account) -> None:
    this = account.side("rprt_content", "Posts by type")
    route = account.route(this, everything(this))
    here, there = account.said_by_widget(this), account.said(this)
    account.sandbox.queue([{"pass": True, "path": SPACE_PATH}, {"status": 400, "path": SPACE_PATH}])
    found = explain(account.client, route)
    assert causes(found) == [Cause.DATA_SOURCES, Cause.SAVED_FILTERS]
    failed, rest = found.effects
    assert failed.difference is None
    assert "--. Statusbrew did not accept" in failed.sentence
    assert rest.together == (Cause.DATA_SOURCES,)
    assert "together with data sources, whose own number is lacking" in rest.sentence
    assert rest.difference == there - here == found.difference
    assert [type(error) for error in found.errors] == [RequestRefused]


def test_where_the_other_number_itself_fails_its_reason_stands_in_its_place(account: Account) -> None:
    this = account.side("rprt_weekly", "Views")
    route = account.route(this, everything(this))
    account.sandbox.queue([{"status": 400, "path": SPACE_PATH}])
    found = explain(account.client, route)
    assert found.difference is None
    assert found.sentence.startswith(f"{account.said_by_widget(this):,} here, -- there. Statusbrew did not accept")


def test_requests_that_are_used_up_say_when_and_what_came_stays(program: SandboxProgram) -> None:
    account = Account(program, FakeClock(), Limit(13, 300))
    this = account.side("rprt_content", "Posts by type")
    route = account.route(this, everything(this))
    here = account.said_by_widget(this)
    left = account.client.broker.meter().free_for_charts
    assert left is not None
    assert 0 < left < price(account.client, route)
    found = explain(account.client, route)
    (error,) = found.errors
    assert isinstance(error, BudgetSpent)
    assert found.start.value == here
    assert found.effects[-1].difference is None
    assert f"{error.free_at:%H:%M:%S} UTC" in found.effects[-1].sentence
    account.clock.tick(minutes=6)
    again = explain(account.client, route)
    assert not again.errors
    assert again.requests_spent == price_before(route, left)
    account.client.broker.close()


def price_before(route: Route, had: int) -> int:
    return len(route.queries) - had


# ------------------------------------------------------------------------------------------- what can't be asked


def test_two_metrics_can_not_be_led_to_one_another(account: Account) -> None:
    this, other = (account.side("rprt_weekly", "Gained and lost", metric=place) for place in (0, 1))
    with pytest.raises(ValueError, match="one metric"):
        plan_of(this, other, account.own(this))


def test_a_side_within_a_report_has_to_know_it(account: Account) -> None:
    this = account.side("rprt_weekly", "Views")
    with pytest.raises(ValueError, match="report"):
        replace(this, report=None)
    with pytest.raises(ValueError, match="report"):
        replace(everything(this), report=this.report)
