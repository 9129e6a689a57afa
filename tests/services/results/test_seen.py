"""What a view makes of the results, and what it can be offered."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from services.insights.periods import Calendar, DateRange
from services.insights.view import Derived, Grain, View
from services.results.frame import ResultFrame
from services.results.rollup import total_of
from services.results.seen import as_seen, offers
from tests.services.results.answers import metric_of, result_of
from tests.services.results.sums import ALL_FIVE, day_of, told, views, week_before, with_whole

FORTNIGHT = DateRange(start=date(2026, 11, 16), end=date(2026, 11, 29))
REACH = result_of(["date"], [([day_of(place)], 1) for place in range(14)], config=ALL_FIVE, dates=FORTNIGHT)


def daily(**changes: object) -> ResultFrame:
    rows = [([day_of(place), name], value) for place in range(14) for name, value in (("x", 1), ("tiktok", 3))]
    return views(["date", "network"], rows, **{"dates": FORTNIGHT, **changes})


def test_a_plain_view_leaves_everything_as_it_came() -> None:
    result = daily()
    seen = as_seen([result, REACH], View(chart="line", top=5))
    assert seen.results == (result, REACH)
    assert seen.notes == ()


def test_hidden_values_are_gone_and_the_result_says_so() -> None:
    (found,) = as_seen([with_whole(daily(), 56)], View(hide=("TikTok",))).results
    assert {name for _, name in told(found)} == {"X"}
    assert found.derived == "without 1 of the networks"
    assert list(found.frame["network"].cat.categories) == ["X"]
    # The total of all is not the total of what is left.
    assert total_of(found).value == 14


def test_profiles_are_hidden_by_their_ids() -> None:
    result = views(["channel"], [(["urn:1"], 1), (["urn:2"], 2)], labels={"channel": {"urn:1": "urn:2", "urn:2": "B"}})
    (found,) = as_seen([result], View(hide=("urn:2",))).results
    assert found.frame["channel.id"].tolist() == ["urn:1"]


def test_what_is_hidden_from_the_result_is_hidden_from_its_comparison() -> None:
    earlier = views(["date", "network"], [([day_of(-1), name], 5) for name in ("x", "tiktok")], dates=week_before())
    (found,) = as_seen([replace(daily(), before=earlier)], View(hide=("TikTok",))).results
    assert found.before is not None
    assert told(found.before) == {(day_of(-1), "X"): 5}


def test_hiding_everything_hides_nothing_and_says_so() -> None:
    result = daily()
    seen = as_seen([result], View(hide=("X", "TikTok")))
    assert seen.results == (result,)
    assert seen.notes == ("Every value was hidden, so all of them are shown.",)


def test_hours_keep_their_round_where_one_is_hidden() -> None:
    (found,) = as_seen([views(["hour"], [([3], 1), ([4], 2)])], View(hide=("03:00",))).results
    assert len(found.frame["hour"].cat.categories) == 24


def test_a_share_is_of_everything_whatever_is_hidden() -> None:
    (found,) = as_seen([daily()], View(hide=("TikTok",), derived=Derived.SHARE, grain=Grain.WEEK)).results
    assert told(found) == {(day_of(0), "X"): pytest.approx(12.5), (day_of(7), "X"): pytest.approx(12.5)}


def test_a_running_total_is_worked_out_of_what_the_grain_makes() -> None:
    (found,) = as_seen([daily()], View(grain=Grain.WEEK, derived=Derived.CUMULATIVE)).results
    assert told(found)[day_of(7), "X"] == 14
    assert found.derived == "weeks, added up from days, running total"


def test_what_can_not_be_done_is_left_undone_and_said() -> None:
    seen = as_seen([REACH], View(grain=Grain.WEEK, derived=Derived.CUMULATIVE))
    assert seen.results == (REACH,)
    reason = "not here. Reach counts people: somebody counted on two days would count twice."
    assert seen.notes == (f"Weeks: {reason}", f"Running total: {reason}")


def test_series_that_stand_together_are_made_coarser_together_or_not_at_all() -> None:
    result = daily()
    seen = as_seen([result, REACH], View(grain=Grain.WEEK))
    assert seen.results == (result, REACH)


def test_two_metrics_become_their_ratio() -> None:
    posts = daily(metric=metric_of(label="Posts", name="post_total"))
    seen = as_seen([daily(), posts], View(derived=Derived.RATIO, grain=Grain.MONTH))
    (found,) = seen.results
    assert {*told(found).values()} == {1.0}
    assert found.metric.label == "Profile Views per Post"
    assert as_seen([posts], View(derived=Derived.RATIO)).notes[0].endswith("the first is divided by the second.")


def test_a_running_mean_says_what_it_runs_over_and_that_unfinished_days_are_in_none() -> None:
    today = Calendar(today=date(2026, 11, 29), lag_days=1, timezone="UTC")
    seen = as_seen([daily(calendar=today)], View(derived=Derived.RUNNING_MEAN))
    assert seen.notes == (
        "Each point is the mean of the 7 days that end with it; days without data are left out.",
        "Days that are not final are in no mean.",
    )


def test_a_comparison_that_is_lost_is_named() -> None:
    earlier = views(["date", "network"], [([day_of(-1), "x"], 5)], dates=week_before(), hasMore=True)
    seen = as_seen([replace(daily(), before=earlier)], View(derived=Derived.SHARE))
    assert seen.notes == ("The period before is left out: it can't be shown in this way.",)


def test_offers_say_what_can_be_chosen_and_why_the_rest_can_not() -> None:
    found = offers([daily()])
    assert [offer.label for offer in found.grains] == ["Weeks", "Months"]
    assert [offer.is_possible for offer in (*found.grains, *found.derived)] == [True, True, True, True, True, False]
    assert "two metrics" in found.of(Derived.RATIO).reason
    reach = offers([REACH])
    assert "counts people" in reach.of(Grain.MONTH).reason
    assert "counts people" in reach.of(Derived.SHARE).reason
    assert reach.of(Derived.RUNNING_MEAN).is_possible


def test_what_is_offered_is_what_is_done() -> None:
    plain = [
        daily(),
        REACH,
        views(["network"], [(["x"], 1)]),
        views(["week"], [([day_of(0)], 1)]),
        views([], [([], 1)]),
    ]
    for result in plain:
        found = offers([result])
        for offer in (*found.grains, *found.derived):
            view = View(grain=offer.choice) if isinstance(offer.choice, Grain) else View(derived=offer.choice)
            notes = as_seen([result], view).notes
            assert offer.is_possible != any("not here" in note for note in notes), (result.query.dimensions, offer)


def test_weeks_are_not_divided_into_months() -> None:
    assert offers([views(["week"], [])]).of(Grain.MONTH).reason == "Weeks can't be divided into months."
