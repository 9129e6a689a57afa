"""What every budget does, in memory or in a file: one suite for all."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import timedelta, timezone
from pathlib import Path
from typing import Any

import pytest

from services.broker import Budget, FileBudget, Lane, Limit, MemoryBudget, Slot, Timeouts
from services.broker.window import MARGIN_SECONDS
from services.errors import BudgetSpent, SettingsInvalid, SpentReason
from tests.services.broker.fakes import START, FakeClock

HOLD = 300 + MARGIN_SECONDS
MICROSECOND = 0.000001


@pytest.fixture(params=["memory", "file"])
def make_budget(request: pytest.FixtureRequest, clock: FakeClock, state_path: Path) -> Callable[..., Budget]:
    def make(limit: str = "50/300", **options: Any) -> Budget:
        parts = {"limit": Limit.parse(limit), "clock": clock} | options
        if request.param == "memory":
            parts.pop("fingerprint", None)
            return MemoryBudget(**parts)
        return FileBudget(state_path, **({"fingerprint": "one"} | parts))

    return make


def take(budget: Budget, how_many: int, lane: Lane = Lane.LISTS) -> list[Slot]:
    return [budget.take(lane) for _ in range(how_many)]


def use(budget: Budget, how_many: int, lane: Lane = Lane.LISTS) -> None:
    for slot in take(budget, how_many, lane):
        slot.end()


def free_at_of(budget: Budget, lane: Lane = Lane.LISTS) -> Any:
    with pytest.raises(BudgetSpent) as caught:
        budget.take(lane)
    return caught.value.free_at


def test_gives_fifty_slots_and_then_says_when_the_next_one_is_free(
    make_budget: Callable[..., Budget], clock: FakeClock
) -> None:
    budget = make_budget()
    use(budget, 50)
    clock.tick(100)
    assert free_at_of(budget) == START + timedelta(seconds=HOLD)


def test_a_slot_is_free_at_the_moment_it_was_said_to_be_and_not_before(
    make_budget: Callable[..., Budget], clock: FakeClock
) -> None:
    budget = make_budget()
    use(budget, 50)
    clock.tick(HOLD - MICROSECOND)
    free_at_of(budget)
    clock.tick(MICROSECOND)
    use(budget, 50)


def test_a_slot_is_not_free_300_seconds_after_its_answer_but_a_margin_later(
    make_budget: Callable[..., Budget], clock: FakeClock
) -> None:
    """So that 51 arrivals don't fit into a closed window either, whose both edges count."""
    budget = make_budget("1/300")
    use(budget, 1)
    clock.tick(300)
    free_at_of(budget)
    clock.tick(MARGIN_SECONDS)
    use(budget, 1)


def test_the_window_begins_when_the_answer_came_not_when_the_request_was_sent(
    make_budget: Callable[..., Budget], clock: FakeClock
) -> None:
    budget = make_budget("1/300")
    slot = budget.take(Lane.LISTS)
    clock.tick(40)
    slot.end()
    clock.tick(HOLD - MICROSECOND)
    assert free_at_of(budget) == START + timedelta(seconds=40 + HOLD)
    clock.tick(MICROSECOND)
    use(budget, 1)


def test_a_slot_that_was_ended_twice_counts_from_its_first_end(
    make_budget: Callable[..., Budget], clock: FakeClock
) -> None:
    budget = make_budget("1/300")
    slot = budget.take(Lane.LISTS)
    slot.end()
    clock.tick(100)
    slot.end()
    assert free_at_of(budget) == START + timedelta(seconds=HOLD)


def test_slots_come_back_one_by_one_in_the_order_in_which_they_ended(
    make_budget: Callable[..., Budget], clock: FakeClock
) -> None:
    budget = make_budget("3/300")
    first, second, third = take(budget, 3)
    third.end()
    clock.tick(10)
    first.end()
    clock.tick(10)
    second.end()
    clock.tick(HOLD - 20)
    use(budget, 1)
    assert free_at_of(budget) == START + timedelta(seconds=10 + HOLD)


def test_a_slot_whose_request_still_runs_is_free_a_window_from_now_at_the_earliest(
    make_budget: Callable[..., Budget], clock: FakeClock
) -> None:
    budget = make_budget("1/300")
    take(budget, 1)
    clock.tick(30)
    assert free_at_of(budget) == START + timedelta(seconds=30 + HOLD)


def test_a_slot_that_is_never_ended_is_free_a_window_after_the_longest_request(
    make_budget: Callable[..., Budget], clock: FakeClock
) -> None:
    budget = make_budget("1/300")
    take(budget, 1)
    clock.tick(Timeouts().total_seconds + HOLD - MICROSECOND)
    free_at_of(budget)
    clock.tick(MICROSECOND)
    use(budget, 1)


def test_an_end_that_comes_after_the_slot_was_given_up_still_counts(
    make_budget: Callable[..., Budget], clock: FakeClock
) -> None:
    """A laptop that slept in the middle of a request: its request may have arrived on waking up."""
    budget = make_budget("1/300")
    slot = budget.take(Lane.LISTS)
    clock.tick(3600)
    slot.end()
    assert free_at_of(budget) == START + timedelta(seconds=3600 + HOLD)


def test_a_slot_given_back_is_free_at_once(make_budget: Callable[..., Budget]) -> None:
    budget = make_budget("1/300")
    for _ in range(3):
        budget.take(Lane.LISTS).give_back()
    assert budget.meter().used == 0


def test_charts_leave_five_slots_to_lists(make_budget: Callable[..., Budget], clock: FakeClock) -> None:
    budget = make_budget()
    use(budget, 1)
    clock.tick(10)
    use(budget, 44, Lane.CHARTS)
    assert free_at_of(budget, Lane.CHARTS) == START + timedelta(seconds=HOLD)
    use(budget, 5, Lane.LISTS)
    assert free_at_of(budget, Lane.LISTS) == START + timedelta(seconds=HOLD)
    # With 50 in use, charts wait until the sixth is back: five have to stay free for lists.
    assert free_at_of(budget, Lane.CHARTS) == START + timedelta(seconds=10 + HOLD)


@pytest.mark.parametrize(("limit", "for_charts"), [("9/60", 9), ("10/60", 5), ("50/300", 45), ("1/1", 1)])
def test_small_limits_keep_nothing_for_lists(make_budget: Callable[..., Budget], limit: str, for_charts: int) -> None:
    budget = make_budget(limit)
    use(budget, for_charts, Lane.CHARTS)
    free_at_of(budget, Lane.CHARTS)


@pytest.mark.parametrize("reserve", [-1, 50, 51])
def test_a_reserve_that_leaves_nothing_is_refused(make_budget: Callable[..., Budget], reserve: int) -> None:
    with pytest.raises(SettingsInvalid, match="choose 0 to 49"):
        make_budget(reserve=reserve)


def test_without_a_limit_everything_may_be_sent(make_budget: Callable[..., Budget]) -> None:
    budget = make_budget("0")
    use(budget, 60, Lane.CHARTS)
    meter = budget.meter()
    assert (meter.limit, meter.used, meter.free_for_charts, meter.free_for_lists) == (0, 60, None, None)
    assert meter.kept_for_lists is None


def test_a_closed_window_gives_nothing_until_it_opens(make_budget: Callable[..., Budget], clock: FakeClock) -> None:
    budget = make_budget()
    until = START + timedelta(seconds=90)
    assert budget.close(until) == until
    assert free_at_of(budget) == until
    assert (budget.meter().closed_until, budget.meter().free_for_lists) == (until, 0)
    clock.tick(90 - MICROSECOND)
    free_at_of(budget)
    clock.tick(MICROSECOND)
    use(budget, 50)
    assert budget.meter().closed_until is None


def test_without_a_limit_a_429_closes_the_window_all_the_same(make_budget: Callable[..., Budget]) -> None:
    budget = make_budget("0")
    budget.close(START + timedelta(seconds=9))
    assert free_at_of(budget) == START + timedelta(seconds=9)


def test_a_shorter_closure_does_not_shorten_a_longer_one(make_budget: Callable[..., Budget]) -> None:
    budget = make_budget()
    budget.close(START + timedelta(seconds=90))
    assert budget.close(START + timedelta(seconds=10)) == START + timedelta(seconds=90)


def test_a_closure_and_a_full_window_give_the_later_moment(make_budget: Callable[..., Budget]) -> None:
    budget = make_budget()
    use(budget, 50)
    budget.close(START + timedelta(seconds=90))
    assert free_at_of(budget) == START + timedelta(seconds=HOLD)
    budget.close(START + timedelta(seconds=900))
    assert free_at_of(budget) == START + timedelta(seconds=900)


def test_a_clock_set_back_frees_no_slot_early_and_locks_none_for_good(
    make_budget: Callable[..., Budget], clock: FakeClock
) -> None:
    budget = make_budget()
    use(budget, 50)
    budget.close(START + timedelta(seconds=20))
    clock.set_back(86_400)
    assert free_at_of(budget) > clock() + timedelta(seconds=HOLD - 1)
    clock.tick(HOLD - 1)
    free_at_of(budget)
    clock.tick(3600)
    use(budget, 50)


def test_the_meter_says_what_is_used_and_what_is_left(make_budget: Callable[..., Budget], clock: FakeClock) -> None:
    budget = make_budget()
    empty = budget.meter()
    assert (empty.used, empty.free_for_charts, empty.free_for_lists) == (0, 45, 50)
    assert (empty.next_free_at, empty.closed_until) == (None, None)
    use(budget, 14)
    clock.tick(10)
    meter = budget.meter()
    assert (meter.limit, meter.window_seconds, meter.reserve, meter.used) == (50, 300, 5, 14)
    assert (meter.free_for_charts, meter.kept_for_lists) == (31, 5)
    assert meter.next_free_at == START + timedelta(seconds=HOLD)
    use(budget, 33)
    assert (budget.meter().free_for_charts, budget.meter().free_for_lists) == (0, 3)


def test_two_hundred_threads_get_fifty_slots_between_them(make_budget: Callable[..., Budget]) -> None:
    budget = make_budget()
    start = threading.Barrier(200)
    taken: list[Slot] = []
    refused: list[BudgetSpent] = []
    others: list[Exception] = []

    def run() -> None:
        start.wait()
        try:
            slot = budget.take(Lane.LISTS)
            taken.append(slot)
            slot.end()
        except BudgetSpent as spent:
            refused.append(spent)
        except Exception as error:  # noqa: BLE001 (a thread's errors have to be seen)
            others.append(error)

    threads = [threading.Thread(target=run) for _ in range(200)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (len(taken), len(refused), others) == (50, 150, [])
    assert {spent.free_at for spent in refused} == {START + timedelta(seconds=HOLD)}


def test_spent_says_the_limit_and_the_moment_in_words(make_budget: Callable[..., Budget]) -> None:
    budget = make_budget("2/60")
    use(budget, 2)
    with pytest.raises(BudgetSpent) as caught:
        budget.take(Lane.CHARTS)
    assert caught.value.what_happened == "All 2 requests allowed in 1 minute are used"
    assert str(caught.value) == f"{caught.value.what_happened}. The next one can be sent at 12:01:00 UTC."
    assert (caught.value.limit, caught.value.window_seconds) == (2, 60)


def reason_for(budget: Budget, lane: Lane) -> SpentReason:
    with pytest.raises(BudgetSpent) as caught:
        budget.take(lane)
    return caught.value.reason


def test_spent_says_whether_everything_is_used_or_only_what_charts_may_use(make_budget: Callable[..., Budget]) -> None:
    budget = make_budget()
    use(budget, 45, Lane.CHARTS)
    assert reason_for(budget, Lane.CHARTS) is SpentReason.USED_FOR_CHARTS
    use(budget, 5, Lane.LISTS)
    assert {reason_for(budget, lane) for lane in Lane} == {SpentReason.USED}


def test_spent_says_what_there_is_to_wait_for_longest(make_budget: Callable[..., Budget], clock: FakeClock) -> None:
    budget = make_budget()
    budget.close(START + timedelta(seconds=90))
    assert {reason_for(budget, lane) for lane in Lane} == {SpentReason.CLOSED}
    clock.tick(90)
    use(budget, 50)
    budget.close(clock() + timedelta(seconds=90))
    assert {reason_for(budget, lane) for lane in Lane} == {SpentReason.USED}
    budget.close(clock() + timedelta(seconds=900))
    assert {reason_for(budget, lane) for lane in Lane} == {SpentReason.CLOSED}


def test_a_closed_window_without_a_limit_says_so(make_budget: Callable[..., Budget]) -> None:
    budget = make_budget("0")
    budget.close(START + timedelta(seconds=9))
    assert reason_for(budget, Lane.CHARTS) is SpentReason.CLOSED


@pytest.mark.parametrize(
    ("reason", "limit", "seconds", "says"),
    [
        (SpentReason.USED, 50, 300, "All 50 requests allowed in 5 minutes are used"),
        (SpentReason.USED, 1, 60, "The 1 request allowed in 1 minute is used"),
        (SpentReason.USED, 2, 90, "All 2 requests allowed in 90 seconds are used"),
        (SpentReason.USED, 2, 1, "All 2 requests allowed in 1 second are used"),
        (SpentReason.USED, 0, 300, "All requests allowed in 5 minutes are used"),
        (
            SpentReason.USED_FOR_CHARTS,
            50,
            300,
            "What charts may use of the 50 requests allowed in 5 minutes is used; the rest is kept for lists",
        ),
    ],
)
def test_what_happened_is_a_sentence(reason: SpentReason, limit: int, seconds: int, says: str) -> None:
    assert BudgetSpent(free_at=START, limit=limit, window_seconds=seconds, reason=reason).what_happened == says


@pytest.mark.parametrize("limit", [0, 1, 50])
@pytest.mark.parametrize("reason", [SpentReason.CLOSED, SpentReason.BUSY, SpentReason.UNKNOWN])
def test_what_is_not_about_the_number_of_requests_names_none(reason: SpentReason, limit: int) -> None:
    spent = BudgetSpent(free_at=START, limit=limit, window_seconds=300, reason=reason)
    assert not any(letter.isdigit() for letter in spent.what_happened)
    assert "are used" not in str(spent)


def test_the_moment_is_said_in_utc_and_the_reason_is_used_unless_it_is_said() -> None:
    there = START.astimezone(timezone(timedelta(hours=2)))
    spent = BudgetSpent(free_at=there, limit=50, window_seconds=300)
    assert str(spent).endswith(" at 12:00:00 UTC.")
    assert spent.reason is SpentReason.USED


def test_only_a_budget_in_a_file_is_shared(make_budget: Callable[..., Budget]) -> None:
    budget = make_budget()
    assert budget.meter().is_shared is isinstance(budget, FileBudget)


# Openings: when the next slots can be had


def seconds_of(budget: Budget, how_many: int, lane: Lane) -> list[float]:
    return [(opening - START).total_seconds() for opening in budget.openings(lane, how_many)]


def test_openings_are_now_while_slots_are_free_then_one_after_another(
    make_budget: Callable[..., Budget], clock: FakeClock
) -> None:
    budget = make_budget("4/300", reserve=1)
    use(budget, 1, Lane.CHARTS)
    clock.tick(10)
    use(budget, 1, Lane.CHARTS)
    # One more for charts now, then those that come back, then those that are taken by whoever goes first.
    assert seconds_of(budget, 5, Lane.CHARTS) == [10, HOLD, 10 + HOLD, 10 + HOLD, 2 * HOLD]
    assert seconds_of(budget, 3, Lane.LISTS) == [10, 10, HOLD]
    assert budget.openings(Lane.CHARTS, 0) == ()


def test_what_lists_took_beyond_their_part_has_to_come_back_before_charts_have_an_opening(
    make_budget: Callable[..., Budget], clock: FakeClock
) -> None:
    budget = make_budget("4/300", reserve=2)
    for _ in range(4):
        use(budget, 1)
        clock.tick(1)
    assert seconds_of(budget, 2, Lane.CHARTS) == [2 + HOLD, 3 + HOLD]
    assert seconds_of(budget, 2, Lane.LISTS) == [HOLD, 1 + HOLD]
    # The moment that is told to who asks is the first of them.
    assert free_at_of(budget, Lane.CHARTS) == budget.openings(Lane.CHARTS, 1)[0]


def test_nothing_opens_while_the_window_is_closed(make_budget: Callable[..., Budget], clock: FakeClock) -> None:
    budget = make_budget("3/300", reserve=0)
    use(budget, 1)
    budget.close(START + timedelta(seconds=400))
    assert seconds_of(budget, 4, Lane.CHARTS) == [400, 400, 400, 400 + HOLD]
    unlimited = make_budget("0", fingerprint="two")
    assert seconds_of(unlimited, 100, Lane.CHARTS) == [0] * 100


def test_the_meter_says_when_each_used_slot_comes_back_and_who_closed_the_window(
    make_budget: Callable[..., Budget], clock: FakeClock
) -> None:
    budget = make_budget()
    use(budget, 2)
    clock.tick(5)
    use(budget, 1, Lane.CHARTS)
    meter = budget.meter()
    assert [(at - START).total_seconds() for at in meter.comes_back_at] == [HOLD, HOLD, 5 + HOLD]
    assert meter.next_free_at == meter.comes_back_at[0]
    assert not meter.is_closed_by_api
    budget.close(clock() + timedelta(seconds=90))
    assert budget.meter().is_closed_by_api
    clock.tick(90)
    assert not budget.meter().is_closed_by_api
