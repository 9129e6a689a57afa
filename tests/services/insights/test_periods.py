"""Periods: whole, finished days in the account's time zone."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.errors import QuestionInvalid
from services.insights.periods import Calendar, DateRange, Period, Preset, shorter

LAGS = (0, 1, 2)
ZONES = ["UTC", "Europe/Berlin", "America/Los_Angeles", "Asia/Kolkata", "Pacific/Kiritimati", "Pacific/Niue"]


def days(preset: Preset, today: date, lag: int = 1) -> str:
    return str(Calendar(today=today, lag_days=lag, timezone="UTC").dates(preset))


@pytest.mark.parametrize(
    ("lag", "yesterday", "last_7_days"),
    [
        (1, "2026-08-05..2026-08-05", "2026-07-31..2026-08-06"),
        (0, "2026-08-06..2026-08-06", "2026-08-01..2026-08-07"),
        (2, "2026-08-04..2026-08-04", "2026-07-30..2026-08-05"),
    ],
)
def test_on_7_august_presets_end_where_the_official_example_says(lag: int, yesterday: str, last_7_days: str) -> None:
    assert days(Preset.YESTERDAY, date(2026, 8, 7), lag) == yesterday
    assert days(Preset.LAST_7_DAYS, date(2026, 8, 7), lag) == last_7_days


@pytest.mark.parametrize(
    ("preset", "expected"),
    [
        (Preset.LAST_30_DAYS, "2026-07-08..2026-08-06"),
        (Preset.LAST_90_DAYS, "2026-05-09..2026-08-06"),
        (Preset.THIS_MONTH, "2026-08-01..2026-08-06"),
        (Preset.LAST_MONTH, "2026-07-01..2026-07-31"),
        (Preset.THIS_YEAR, "2026-01-01..2026-08-06"),
    ],
)
def test_every_other_preset_on_7_august(preset: Preset, expected: str) -> None:
    assert days(preset, date(2026, 8, 7)) == expected


@pytest.mark.parametrize(
    ("today", "this_month", "last_month", "this_year"),
    [
        # The newest finished day is what counts as today: on the 1st that is the month before.
        (date(2026, 8, 1), "2026-07-01..2026-07-31", "2026-06-01..2026-06-30", "2026-01-01..2026-07-31"),
        (date(2026, 8, 2), "2026-08-01..2026-08-01", "2026-07-01..2026-07-31", "2026-01-01..2026-08-01"),
        (date(2026, 1, 1), "2025-12-01..2025-12-31", "2025-11-01..2025-11-30", "2025-01-01..2025-12-31"),
        (date(2026, 1, 2), "2026-01-01..2026-01-01", "2025-12-01..2025-12-31", "2026-01-01..2026-01-01"),
        (date(2026, 3, 1), "2026-02-01..2026-02-28", "2026-01-01..2026-01-31", "2026-01-01..2026-02-28"),
        (date(2024, 3, 1), "2024-02-01..2024-02-29", "2024-01-01..2024-01-31", "2024-01-01..2024-02-29"),
        (date(2024, 3, 31), "2024-03-01..2024-03-30", "2024-02-01..2024-02-29", "2024-01-01..2024-03-30"),
        (date(2100, 3, 2), "2100-03-01..2100-03-01", "2100-02-01..2100-02-28", "2100-01-01..2100-03-01"),
    ],
)
def test_months_and_years_turn_with_the_newest_finished_day(
    today: date, this_month: str, last_month: str, this_year: str
) -> None:
    assert days(Preset.THIS_MONTH, today) == this_month
    assert days(Preset.LAST_MONTH, today) == last_month
    assert days(Preset.THIS_YEAR, today) == this_year


@given(
    today=st.dates(min_value=date(1970, 1, 1), max_value=date(2200, 1, 1)),
    lag=st.sampled_from(LAGS),
    preset=st.sampled_from(Preset),
)
def test_presets_hold_no_unfinished_day_and_start_before_they_end(today: date, lag: int, preset: Preset) -> None:
    calendar = Calendar(today=today, lag_days=lag, timezone="UTC")
    period = calendar.dates(preset)
    assert period.start <= period.end <= calendar.reporting_day
    # Without a lag people ask for today too; it is marked, for it is running.
    assert calendar.is_unfinished(period.end) is (lag == 0 and period.end == today)
    lengths = {"yesterday": 1, "last_7_days": 7, "last_30_days": 30, "last_90_days": 90}
    assert period.days == lengths.get(preset, period.days)
    assert period.days <= 366


@pytest.mark.parametrize("lag", LAGS)
def test_the_days_of_the_lag_are_unfinished(lag: int) -> None:
    calendar = Calendar(today=date(2026, 3, 1), lag_days=lag, timezone="UTC")
    # Today is never final, whatever the lag.
    assert [back for back in range(-1, 4) if calendar.is_unfinished(calendar.today - timedelta(days=back))] == list(
        range(-1, max(lag, 1))
    )


@pytest.mark.parametrize(
    ("now", "zone", "today"),
    [
        ("2026-08-06T21:59:59", "Europe/Berlin", "2026-08-06"),
        ("2026-08-06T22:00:00", "Europe/Berlin", "2026-08-07"),
        ("2026-08-07T06:59:59", "America/Los_Angeles", "2026-08-06"),
        ("2026-08-07T07:00:00", "America/Los_Angeles", "2026-08-07"),
        ("2026-08-06T18:29:59", "Asia/Kolkata", "2026-08-06"),
        ("2026-08-06T18:30:00", "Asia/Kolkata", "2026-08-07"),
        ("2026-08-07T09:59:59", "Pacific/Kiritimati", "2026-08-07"),
        ("2026-08-07T10:00:00", "Pacific/Kiritimati", "2026-08-08"),
        # Summer time ends at 03:00 on 25 October: midnight is 22:00 UTC before it and 23:00 UTC after.
        ("2026-10-24T22:00:00", "Europe/Berlin", "2026-10-25"),
        ("2026-10-25T22:59:59", "Europe/Berlin", "2026-10-25"),
        ("2026-10-25T23:00:00", "Europe/Berlin", "2026-10-26"),
        # And begins at 02:00 on 29 March.
        ("2026-03-28T23:00:00", "Europe/Berlin", "2026-03-29"),
        ("2026-03-29T21:59:59", "Europe/Berlin", "2026-03-29"),
        ("2026-03-29T22:00:00", "Europe/Berlin", "2026-03-30"),
        ("2025-12-31T23:30:00", "Europe/Berlin", "2026-01-01"),
        ("2026-08-06T23:59:59", "UTC", "2026-08-06"),
    ],
)
def test_the_account_s_time_zone_decides_what_day_it_is(now: str, zone: str, today: str) -> None:
    calendar = Calendar.at(datetime.fromisoformat(now).replace(tzinfo=UTC), timezone=zone, lag_days=1)
    assert (str(calendar.today), calendar.timezone) == (today, zone)


@given(
    seconds=st.floats(0, 4e9),
    zone=st.sampled_from(ZONES),
    seen_from=st.sampled_from(ZONES),
)
def test_a_moment_is_the_same_day_from_wherever_it_is_looked_at(seconds: float, zone: str, seen_from: str) -> None:
    moment = datetime.fromtimestamp(seconds, UTC)
    calendars = {
        Calendar.at(when, timezone=zone, lag_days=1) for when in (moment, moment.astimezone(ZoneInfo(seen_from)))
    }
    assert len(calendars) == 1


@pytest.mark.parametrize(
    "zone",
    [
        *("", " ", "Mars/Olympus", "Europe", "../../etc/passwd", "/etc/passwd", "Europe/../UTC", "a\0b", "x" * 5000),
        *("zone.tab", "tzdata.zi", "__init__.py", "Europe/__init__.py", "a..b", ".", "..", "é", "\ud83d", "UTC+2"),
    ],
    ids=lambda zone: ascii(zone)[:20],
)
def test_an_unknown_time_zone_is_utc_and_says_so(zone: str) -> None:
    calendar = Calendar.at(datetime(2026, 8, 6, 23, 30, tzinfo=UTC), timezone=zone, lag_days=1)
    assert (str(calendar.today), calendar.timezone) == ("2026-08-06", "UTC")


@given(zone=st.text(max_size=12))
def test_no_name_of_a_time_zone_breaks_the_calendar(zone: str) -> None:
    calendar = Calendar.at(datetime(2026, 8, 6, 12, tzinfo=UTC), timezone=zone, lag_days=0)
    assert calendar.timezone in {zone, "UTC"}


def test_dates_include_both_ends() -> None:
    week = DateRange(start=date(2026, 11, 1), end=date(2026, 11, 7))
    assert (week.days, str(week)) == (7, "2026-11-01..2026-11-07")
    assert DateRange(start=week.start, end=week.start).days == 1


def test_dates_that_end_before_they_start_are_refused_with_both_named() -> None:
    with pytest.raises(QuestionInvalid) as caught:
        DateRange(start=date(2026, 11, 7), end=date(2026, 11, 6))
    assert str(caught.value) == "The period ends (2026-11-06) before it starts (2026-11-07). Swap the dates."


def test_chosen_dates_stay_even_where_they_reach_into_unfinished_days() -> None:
    chosen = DateRange(start=date(2026, 8, 1), end=date(2026, 12, 31))
    assert Calendar(today=date(2026, 8, 7), lag_days=2, timezone="UTC").dates(chosen) == chosen


def test_presets_have_the_names_of_links_and_labels_for_people() -> None:
    assert [preset.value for preset in Preset] == [
        *("yesterday", "last_7_days", "last_30_days", "last_90_days"),
        *("this_month", "last_month", "this_year"),
    ]
    assert Preset.LAST_7_DAYS.label == "Last 7 days"


def _range(start: str, end: str) -> DateRange:
    return DateRange(start=date.fromisoformat(start), end=date.fromisoformat(end))


@pytest.mark.parametrize(
    ("today", "period", "next_one"),
    [
        ("2026-11-20", Preset.THIS_YEAR, Preset.LAST_90_DAYS),
        ("2026-11-20", Preset.LAST_90_DAYS, Preset.LAST_30_DAYS),
        ("2026-11-20", Preset.LAST_30_DAYS, Preset.LAST_7_DAYS),
        ("2026-11-20", Preset.LAST_7_DAYS, Preset.YESTERDAY),
        ("2026-11-20", Preset.YESTERDAY, None),
        ("2026-11-20", Preset.THIS_MONTH, Preset.LAST_7_DAYS),
        ("2026-11-20", Preset.LAST_MONTH, _range("2026-10-17", "2026-10-31")),
        # The year is young: 90 days would be longer, or hardly shorter.
        ("2026-04-06", Preset.THIS_YEAR, Preset.LAST_30_DAYS),
        ("2026-01-06", Preset.THIS_YEAR, Preset.YESTERDAY),
        ("2026-01-03", Preset.THIS_MONTH, Preset.YESTERDAY),
        ("2026-01-02", Preset.THIS_YEAR, None),
        ("2026-11-20", _range("2026-11-01", "2026-11-10"), _range("2026-11-06", "2026-11-10")),
        ("2026-11-20", _range("2026-11-01", "2026-11-03"), _range("2026-11-03", "2026-11-03")),
        ("2026-11-20", _range("2026-11-01", "2026-11-01"), None),
    ],
)
def test_a_period_that_took_too_long_has_a_next_shorter_one(
    today: str, period: Period, next_one: Period | None
) -> None:
    assert shorter(period, Calendar(today=date.fromisoformat(today), lag_days=1, timezone="UTC")) == next_one


@given(
    today=st.dates(date(2020, 1, 1), date(2030, 1, 1)),
    lag=st.sampled_from([0, 1, 2]),
    period=st.sampled_from(Preset)
    | st.tuples(st.dates(date(2020, 1, 1), date(2025, 1, 1)), st.integers(0, 1000)).map(
        lambda pair: DateRange(start=pair[0], end=pair[0] + timedelta(days=pair[1]))
    ),
)
def test_shorter_periods_lie_within_the_longer_and_end_in_a_single_day(today: date, lag: int, period: Period) -> None:
    calendar = Calendar(today=today, lag_days=lag, timezone="UTC")
    for _ in range(12):
        longer, following = calendar.dates(period), shorter(period, calendar)
        if following is None:
            assert longer.days == 1
            return
        dates = calendar.dates(following)
        assert longer.start <= dates.start <= dates.end <= longer.end
        assert dates.days <= longer.days * 0.75
        period = following
    pytest.fail("it never ends")
