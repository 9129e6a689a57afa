"""What a reader is told so as not to misread a result."""

from __future__ import annotations

import dataclasses
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.insights.models import Basis
from services.insights.periods import Calendar, DateRange
from services.insights.view import Grain, View
from services.results.frame import ResultFrame
from services.results.notes import notes_on, notes_together
from services.results.seen import as_seen
from tests.services.results.answers import Row, result_of
from tests.services.results.comparisons import WEEK_BEFORE, against, asked, daily, lifetime, likes

TODAY = date(2026, 11, 30)


def told(time: str, start: date, end: date, **changes: object) -> str:
    """The notes on a result by `time` over these days, seen when all of them are final."""
    calendar = Calendar(today=end + timedelta(days=9), lag_days=1, timezone="UTC")
    result = result_of([time], [([None], 5)], calendar=calendar)
    query = dataclasses.replace(result.query, dates=DateRange(start=start, end=end))
    return " ".join(notes_on(with_(result, query=query, **changes)))


def with_(result: ResultFrame, **changes: object) -> ResultFrame:
    return dataclasses.replace(result, **changes)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("time", "start", "end", "expected"),
    [
        ("week", date(2026, 11, 2), date(2026, 11, 15), ""),
        (
            "week",
            date(2026, 10, 31),
            date(2026, 11, 15),
            "The first week is not whole: the period holds 2 of its 7 days.",
        ),
        (
            "week",
            date(2026, 11, 2),
            date(2026, 11, 17),
            "The last week is not whole: the period holds 2 of its 7 days.",
        ),
        ("week", date(2026, 11, 3), date(2026, 11, 5), "The week is not whole: the period holds 3 of its 7 days."),
        ("week", date(2026, 11, 2), date(2026, 11, 8), ""),
        ("month", date(2026, 10, 1), date(2026, 11, 30), ""),
        (
            "month",
            date(2026, 2, 27),
            date(2026, 3, 31),
            "The first month is not whole: the period holds 2 of its 28 days.",
        ),
        ("month", date(2026, 12, 1), date(2026, 12, 30), "The month is not whole: the period holds 30 of its 31 days."),
        ("date", date(2026, 11, 3), date(2026, 11, 5), ""),
    ],
)
def test_a_week_or_month_that_the_period_cuts_is_named_with_its_days(
    time: str, start: date, end: date, expected: str
) -> None:
    assert told(time, start, end) == expected


@given(
    start=st.dates(date(2020, 1, 1), date(2030, 1, 1)),
    days=st.integers(1, 100),
    time=st.sampled_from(["week", "month"]),
)
def test_nothing_is_said_of_a_period_of_whole_weeks_or_months_and_something_of_every_other(
    start: date, days: int, time: str
) -> None:
    end = start + timedelta(days=days - 1)
    after = end + timedelta(days=1)
    is_whole = (start.weekday(), after.weekday()) == (0, 0) if time == "week" else (start.day, after.day) == (1, 1)
    assert (told(time, start, end) == "") is is_whole


def test_a_running_total_says_what_the_period_chooses() -> None:
    result = result_of(["network"], [(["x"], 5)])
    lifetime = with_(result, metric=dataclasses.replace(result.metric, basis=Basis.LIFETIME))
    assert "Counts since each post was published" in " ".join(notes_on(lifetime))
    assert "A day stands for" not in " ".join(notes_on(lifetime))


def test_what_is_cut_off_unfinished_or_in_an_unknown_zone_is_said() -> None:
    result = result_of(["date"], [])
    calendar = Calendar(today=result.query.dates.end, lag_days=1, timezone="UTC", is_zone_known=False)
    notes = notes_on(with_(result, is_cut_off=True, calendar=calendar))
    assert "more rows than these" in notes[0]
    assert "are not final" in notes[1]
    assert "counted in UTC" in notes[-1]


@pytest.mark.parametrize(
    ("start", "end", "said"),
    [
        ((2026, 11, 2), (2026, 11, 22), ""),
        ((2026, 11, 2), (2026, 11, 23), "The period holds Monday 4 times, all other weekdays 3 times."),
        ((2026, 11, 2), (2026, 11, 10), "The period holds Monday and Tuesday twice, all other weekdays once."),
        ((2026, 11, 7), (2026, 11, 9), "holds Saturday, Sunday and Monday once, all other weekdays not at all."),
    ],
)
def test_weekdays_that_the_period_holds_more_often_are_named(
    start: tuple[int, int, int], end: tuple[int, int, int], said: str
) -> None:
    dates = DateRange(start=date(*start), end=date(*end))
    found = [note for note in notes_on(result_of(["weekday"], [([1], 5)], dates=dates)) if "weekdays" in note]
    assert (said in found[0]) if said else not found
    # An average is not higher for it.
    averaged = notes_on(result_of(["weekday"], [([1], 5)], dates=dates, aggregator="average"))
    assert not [note for note in averaged if "weekdays" in note]


# --- what makes a comparison unfair


def seen_on(day: int) -> Calendar:
    return Calendar(today=date(2026, 11, day), lag_days=2, timezone="Europe/Berlin")


def test_a_fair_comparison_needs_no_note() -> None:
    result = likes(["date"], daily(*[1] * 7))
    assert notes_on(against(result, daily(*[2] * 7, start=WEEK_BEFORE.start))) == ()


def test_the_change_of_running_totals_since_publishing_is_called_unfair() -> None:
    result = lifetime(against(likes([], [([], 5)]), [([], 4)]))
    assert "The posts of 16–22 Nov 2026 had less time to collect than the others, so the change is unfair." in notes_on(
        result
    )
    assert not [note for note in notes_on(dataclasses.replace(result, before=None)) if "unfair" in note]
    later = DateRange(start=date(2026, 11, 23), end=date(2026, 11, 29))
    turned = lifetime(against(likes([], [([], 5)]), [([], 4)], later))
    assert "The posts of 23–29 Nov 2026 had less time" in " ".join(notes_on(turned))


def test_periods_of_different_length_are_named() -> None:
    dates = DateRange(start=date(2026, 11, 1), end=date(2026, 11, 9))
    result = against(likes([], [([], 5)]), [([], 4)], dates)
    assert notes_on(result) == (
        "7 days against 9: only averages and rates can be compared over periods of different length.",
    )
    averaged = against(likes([], [([], 5)], aggregator="average"), [([], 4)], dates)
    assert notes_on(averaged) == ()


def test_days_that_are_left_out_of_a_comparison_are_named() -> None:
    now = likes(["date"], daily(1, 2, 3), calendar=seen_on(20))
    notes = notes_on(against(now, daily(1, 2, 3, start=WEEK_BEFORE.start)))
    assert (
        "The change is that of 16–18 Nov 2026 against 9–11 Nov 2026: later days are not final, so they are left out."
        in notes
    )
    undivided = against(likes([], [([], 5)], calendar=seen_on(20)), [([], 4)])
    assert "The newest days are not final, so there is no fair change." in notes_on(undivided)
    # Where there is no change at all, none is called unfair.
    assert not [note for note in notes_on(lifetime(undivided)) if "unfair" in note]
    averages = likes(["date"], daily(1, 2, 3), calendar=seen_on(20), aggregator="average")
    assert "The change" not in " ".join(notes_on(against(averages, daily(1, 2, 3, start=WEEK_BEFORE.start))))


def test_values_that_one_side_lacks_are_named() -> None:
    now = likes(["date"], daily(1, 2, 3))
    notes = notes_on(against(now, daily("-", "-", 3, start=WEEK_BEFORE.start)))
    assert notes == ("There are values on 3 of 7 days, and on 1 of 7 before. The change may come of that alone.",)


def test_rows_that_do_not_make_the_asked_total_are_explained() -> None:
    people = result_of(["network"], [(["x"], 5), (["tiktok"], 6)])
    total = dataclasses.replace(people, whole=asked(people, 9))
    (note,) = notes_on(total)
    assert note.startswith("The rows add up to 11")


def test_weeks_of_the_api_begin_on_monday_where_somebody_wants_another_day() -> None:
    dates = DateRange(start=date(2026, 11, 2), end=date(2026, 11, 15))
    sunday = Calendar(today=date(2026, 12, 30), lag_days=1, timezone="UTC", week_start=6)
    weekly = result_of(["week"], [(["2026-11-02"], 5), (["2026-11-09"], 6)], dates=dates, calendar=sunday)
    assert notes_on(weekly) == ("These weeks begin on Monday, as Statusbrew counts them, and not on Sunday.",)
    assert notes_on(dataclasses.replace(weekly, calendar=dataclasses.replace(sunday, week_start=0))) == ()


def test_weeks_made_of_days_begin_where_they_are_wanted_and_their_edges_are_told() -> None:
    dates = DateRange(start=date(2026, 11, 1), end=date(2026, 11, 14))
    sunday = Calendar(today=date(2026, 12, 30), lag_days=1, timezone="UTC", week_start=6)
    by_day = likes(["date"], daily(*[1] * 14, start=dates.start), dates=dates, calendar=sunday)
    (weekly,) = as_seen([by_day], View(grain=Grain.WEEK)).results
    assert notes_on(weekly) == ()
    (cut,) = as_seen([by_day], View(grain=Grain.WEEK)).results
    cut = with_(cut, query=dataclasses.replace(cut.query, dates=DateRange(start=date(2026, 11, 2), end=dates.end)))
    assert notes_on(cut) == ("The first week is not whole: the period holds 6 of its 7 days.",)


@pytest.mark.parametrize(
    ("time", "words"), [("date", "A day stands"), ("week", "A week stands"), ("month", "A month st")]
)
def test_what_a_moment_means_is_said_of_that_moment(time: str, words: str) -> None:
    result = result_of([time], [([None], 5)])
    (note,) = (
        note
        for note in notes_on(with_(result, metric=dataclasses.replace(result.metric, basis=Basis.LIFETIME)))
        if note.startswith("Counts")
    )
    assert f"earned in it. {words}" in note


@pytest.mark.parametrize("rows", [[], [(["2026-11-16"], None)]])
def test_where_nothing_came_no_one_is_told_how_to_read_it(rows: list[Row]) -> None:
    result = lifetime(against(result_of(["week"], rows), [(["2026-11-09"], 5)]))
    assert notes_on(result) == ()
    undivided = lifetime(against(result_of([], []), [([], 5)]))
    assert notes_on(undivided) == ()


def test_posts_are_not_set_against_days_without_any() -> None:
    assert not any("less time" in note for note in notes_on(lifetime(against(result_of([], [([], 5)]), []))))


def test_days_of_which_each_has_a_value_are_not_called_gaps_because_there_are_fewer_of_them() -> None:
    """Seven days against three are not alike at all: that is said once, and not "7 of 7 days, and 3 of 3 before"."""
    other = DateRange(start=WEEK_BEFORE.start, end=WEEK_BEFORE.start + timedelta(days=2))
    result = against(likes(["date"], daily(*range(1, 8))), daily(4, 5, 6, start=other.start), other)
    (note,) = notes_on(result)
    assert note.startswith("7 days against 3: ")


def test_what_holds_for_one_of_several_metrics_says_for_which() -> None:
    calendar = Calendar(today=date(2026, 11, 22), lag_days=1, timezone="UTC")
    zeros = likes(["network"], [(["x"], 0)], calendar=calendar)
    other = result_of(["network"], [(["x"], 5)], calendar=calendar)
    assert notes_together([zeros, other]) == (
        "Days after Sat 21 Nov 2026 are not final: they may still grow.",
        "Likes: All values are 0: that is what Statusbrew answers, not a lack of data.",
    )
    assert notes_together([zeros]) == notes_on(zeros)
