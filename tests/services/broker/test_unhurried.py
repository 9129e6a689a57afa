"""The lane of what nobody waits for: its own part of the window, in memory and in the file, whatever others do."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.broker import MOST_UNHURRIED, Budget, FileBudget, Lane, Limit, MemoryBudget
from services.errors import BudgetSpent, SpentReason
from tests.services.broker.fakes import FakeClock

WINDOW = timedelta(seconds=300)
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("unhurried"), st.integers(1, 15)),
        st.tuples(st.just("charts"), st.integers(1, 40)),
        st.tuples(st.just("lists"), st.integers(1, 10)),
        st.tuples(st.just("tick"), st.integers(1, 200)),
    ),
    max_size=40,
)


def taken(budget: Budget, lane: Lane, count: int) -> int:
    """How many of so many it gets."""
    got = 0
    for _ in range(count):
        try:
            budget.take(lane).end()
        except BudgetSpent:
            break
        got += 1
    return got


@given(steps=STEPS, limit=st.sampled_from(["50/300", "20/300", "12/300", "0"]))
def test_never_more_than_ten_in_any_window_and_never_the_last_that_charts_may_use(
    steps: list[tuple[str, int]], limit: str
) -> None:
    clock = FakeClock()
    budget = MemoryBudget(limit=Limit.parse(limit), clock=clock)
    arrivals: list[datetime] = []
    for step, count in steps:
        if step == "tick":
            clock.tick(count)
        elif step != "unhurried":
            taken(budget, Lane(step), count)
        else:
            opens = budget.openings(Lane.UNHURRIED, 1)[0]
            got = taken(budget, Lane.UNHURRIED, count)
            assert (got > 0) == (opens <= clock())
            arrivals += [clock()] * got
            free = budget.meter().free_for_charts
            if got and free is not None:
                assert free >= (budget.meter().limit - budget.meter().reserve) // 4
    for at in arrivals:
        assert sum(at <= other <= at + WINDOW for other in arrivals) <= MOST_UNHURRIED


@pytest.mark.parametrize("kind", ["memory", "file"])
def test_says_when_its_next_one_is_free_and_why_not_before(kind: str, clock: FakeClock, state_path: Path) -> None:
    make: dict[str, Callable[[], Budget]] = {
        "memory": lambda: MemoryBudget(clock=clock),
        "file": lambda: FileBudget(state_path, fingerprint="one", clock=clock),
    }
    budget = make[kind]()
    for _ in range(MOST_UNHURRIED):
        budget.take(Lane.UNHURRIED).end()
        clock.tick(1)
    with pytest.raises(BudgetSpent, match="had its part of the 50 requests allowed in 5 minutes") as caught:
        budget.take(Lane.UNHURRIED)
    assert caught.value.reason is SpentReason.PACED
    assert budget.openings(Lane.UNHURRIED, 1) == (caught.value.free_at,)
    # Others have theirs.
    assert taken(budget, Lane.CHARTS, 50) == 45 - MOST_UNHURRIED
    if kind == "file":
        # Another process, and this one after a restart, count the same.
        with pytest.raises(BudgetSpent):
            make[kind]().take(Lane.UNHURRIED)
    clock.tick(400)
    assert taken(budget, Lane.UNHURRIED, 50) == MOST_UNHURRIED
