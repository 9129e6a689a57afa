"""What only a budget in a file does: it holds over kills, restarts, other processes and damage."""

from __future__ import annotations

import contextlib
import logging
import os
import signal
import sqlite3
import stat
import subprocess
import sys
import textwrap
import threading
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from services.broker import FileBudget, KeptStore, Lane, Limit, Timeouts, default_state_path, token_fingerprint
from services.broker.window import MARGIN_SECONDS
from services.errors import BudgetSpent, SpentReason
from tests.services.broker.fakes import START, FakeClock

HOLD = 300 + MARGIN_SECONDS
LONGEST = Timeouts().total_seconds
ROOT = Path(__file__).resolve().parents[3]

needs_posix = pytest.mark.skipif(os.name != "posix", reason="file modes, signals and forks of POSIX")


def budget_on(path: Path, clock: FakeClock, fingerprint: str = "one", **options: Any) -> FileBudget:
    return FileBudget(path, fingerprint=fingerprint, clock=clock, **options)


def use(budget: FileBudget, how_many: int) -> None:
    for _ in range(how_many):
        budget.take(Lane.LISTS).end()


def refused(budget: FileBudget) -> BudgetSpent:
    with pytest.raises(BudgetSpent) as caught:
        budget.take(Lane.LISTS)
    return caught.value


def refused_until(budget: FileBudget) -> Any:
    return refused(budget).free_at


def rows(path: Path, table: str) -> list[Any]:
    with contextlib.closing(sqlite3.connect(path)) as db:
        return db.execute(f"SELECT * FROM {table}").fetchall()


def test_a_restart_does_not_forget_what_was_sent(state_path: Path, clock: FakeClock) -> None:
    use(budget_on(state_path, clock), 50)
    clock.tick(HOLD - 1)
    restarted = budget_on(state_path, clock)
    assert refused_until(restarted) == START + timedelta(seconds=HOLD)
    clock.tick(1)
    use(restarted, 50)


def test_two_processes_share_one_window(state_path: Path, clock: FakeClock) -> None:
    one, other = budget_on(state_path, clock), budget_on(state_path, clock)
    for _ in range(25):
        use(one, 1)
        use(other, 1)
    assert one.meter() == other.meter()
    refused_until(one)
    refused_until(other)


def test_two_tokens_share_nothing(state_path: Path, clock: FakeClock) -> None:
    one = budget_on(state_path, clock, "one")
    other = budget_on(state_path, clock, "other")
    use(one, 50)
    one.close(START + timedelta(seconds=90))
    use(other, 50)
    assert other.meter().closed_until is None


def test_a_429_closes_the_window_for_other_processes_too(state_path: Path, clock: FakeClock) -> None:
    one, other = budget_on(state_path, clock), budget_on(state_path, clock)
    one.close(START + timedelta(seconds=90))
    assert refused_until(other) == START + timedelta(seconds=90)
    clock.tick(90)
    use(other, 1)
    assert one.meter().closed_until is None


@needs_posix
def test_a_process_killed_in_the_middle_leaves_its_slots_held(state_path: Path) -> None:
    """A real process, a real kill -9: 30 answered, 12 on their way, and a transaction cut short."""
    program = f"""
        import sqlite3, sys, time
        from datetime import UTC, datetime
        from pathlib import Path
        from services.broker import FileBudget, Lane

        path = Path({str(state_path)!r})
        budget = FileBudget(path, fingerprint="one", clock=lambda: datetime({START.year}, 11, 23, 12, tzinfo=UTC))
        for _ in range(30):
            budget.take(Lane.LISTS).end()
        for _ in range(12):
            budget.take(Lane.LISTS)
        db = sqlite3.connect(path, isolation_level=None)
        db.execute("BEGIN IMMEDIATE")
        db.execute("DELETE FROM window_holds")
        print("sent", flush=True)
        sys.stdin.read()
    """
    with subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(program)],
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "sent\n"
        process.send_signal(signal.SIGKILL)
        process.wait()

    clock = FakeClock()
    restarted = budget_on(state_path, clock)
    assert restarted.meter().used == 42
    use(restarted, 8)
    clock.tick(HOLD)
    # The 30 and the 8 are back; the 12 might still arrive while their request could last.
    assert restarted.meter().used == 12
    clock.tick(LONGEST)
    assert restarted.meter().used == 0


@needs_posix
@pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")
def test_a_fork_shares_the_window_of_its_parent(state_path: Path, clock: FakeClock) -> None:
    budget = budget_on(state_path, clock)
    use(budget, 20)
    child = os.fork()
    if child == 0:
        use(budget, 10)
        os._exit(0)
    assert os.waitpid(child, 0)[1] == 0
    assert budget.meter().used == 30
    use(budget, 20)
    refused_until(budget)


def test_a_damaged_file_gives_no_slot_for_as_long_as_something_could_still_count(
    state_path: Path, clock: FakeClock, caplog: pytest.LogCaptureFixture
) -> None:
    use(budget_on(state_path, clock), 50)
    state_path.write_bytes(b"no database at all" * 100)
    restarted = budget_on(state_path, clock)
    assert refused_until(restarted) == START + timedelta(seconds=LONGEST + HOLD)
    assert "is damaged" in caplog.text
    assert state_path.with_name("state.sqlite3.damaged").read_bytes().startswith(b"no database")
    clock.tick(100)
    # It is one moment for all: later looks don't move it, and other tokens' windows were lost as well.
    other = budget_on(state_path, clock, "other")
    assert refused_until(restarted) == refused_until(other) == START + timedelta(seconds=LONGEST + HOLD)
    clock.tick(LONGEST + HOLD - 100)
    use(restarted, 50)
    use(other, 50)


def test_after_damage_it_is_said_that_the_number_is_not_known(state_path: Path, clock: FakeClock) -> None:
    use(budget_on(state_path, clock), 50)
    state_path.write_bytes(b"no database at all" * 100)
    budget = budget_on(state_path, clock)
    assert refused(budget).reason is SpentReason.UNKNOWN
    assert budget.meter().closed_until == START + timedelta(seconds=LONGEST + HOLD)
    assert budget.meter().free_for_lists == 0
    # Unless somebody says 429 meanwhile, for longer.
    assert budget.close(START + timedelta(seconds=90)) == START + timedelta(seconds=LONGEST + HOLD)
    budget.close(START + timedelta(seconds=900))
    assert refused(budget).reason is SpentReason.CLOSED


def test_a_file_deleted_after_damage_does_not_make_known_what_was_sent(state_path: Path, clock: FakeClock) -> None:
    state_path.parent.mkdir()
    state_path.write_bytes(b"no database at all" * 100)
    budget = budget_on(state_path, clock)
    refused(budget)
    state_path.unlink()
    budget.meter()
    for other in (budget_on(state_path, clock), budget_on(state_path, clock, "other")):
        assert refused(other).reason is SpentReason.UNKNOWN
        assert refused_until(other) == START + timedelta(seconds=LONGEST + HOLD)


def test_damage_found_by_the_kept_answers_closes_the_window_as_well(state_path: Path, clock: FakeClock) -> None:
    use(budget_on(state_path, clock), 50)
    state_path.write_bytes(b"no database at all" * 100)
    assert KeptStore(state_path).get("key", clock()) is None
    clock.tick(10)
    assert refused_until(budget_on(state_path, clock)) == START + timedelta(seconds=10 + LONGEST + HOLD)


def test_a_clock_set_back_after_damage_does_not_close_for_good(state_path: Path, clock: FakeClock) -> None:
    state_path.parent.mkdir()
    state_path.write_bytes(b"no database at all" * 100)
    refused_until(budget_on(state_path, clock))
    clock.set_back(86_400)
    assert clock() < refused_until(budget_on(state_path, clock)) <= clock() + timedelta(hours=1)


def test_the_journal_of_a_damaged_file_is_not_played_into_the_new_one(state_path: Path, clock: FakeClock) -> None:
    state_path.parent.mkdir()
    state_path.write_bytes(b"no database at all" * 100)
    journal = state_path.with_name("state.sqlite3-journal")
    journal.write_bytes(b"old pages" * 100)
    refused_until(budget_on(state_path, clock))
    assert not journal.exists()
    assert not list(state_path.parent.glob("*.new"))


def test_a_file_deleted_meanwhile_is_written_anew_with_what_this_process_has_sent(
    state_path: Path, clock: FakeClock
) -> None:
    budget = budget_on(state_path, clock)
    use(budget, 40)
    budget.close(START + timedelta(seconds=5))
    state_path.unlink()
    assert budget.meter().used == 40
    restarted = budget_on(state_path, clock)
    assert refused_until(restarted) == START + timedelta(seconds=5)
    assert restarted.meter().used == 40


def test_where_no_file_can_be_made_it_counts_in_memory_and_says_so_once(
    tmp_path: Path, clock: FakeClock, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "file").write_text("not a folder")
    budget = budget_on(tmp_path / "file" / "state.sqlite3", clock)
    use(budget, 50)
    refused_until(budget)
    warnings = [one for one in caplog.records if one.levelno == logging.WARNING]
    assert len(warnings) == 1
    assert "in memory only" in warnings[0].getMessage()
    assert not budget.meter().is_shared


def test_the_meter_says_whether_the_file_is_used_as_it_is_now(state_path: Path, clock: FakeClock) -> None:
    budget = budget_on(state_path, clock)
    assert budget.meter().is_shared
    state_path.unlink()
    state_path.mkdir()
    assert not budget.meter().is_shared
    state_path.rmdir()
    assert budget.meter().is_shared


def test_a_file_that_can_not_be_used_any_more_does_not_open_the_window(state_path: Path, clock: FakeClock) -> None:
    budget = budget_on(state_path, clock)
    use(budget_on(state_path, clock), 20)
    use(budget, 25)
    state_path.unlink()
    state_path.mkdir()
    assert budget.meter().used == 45
    use(budget, 5)
    refused_until(budget)
    state_path.rmdir()
    # What was sent meanwhile is written as soon as that is possible again.
    assert budget.meter().used >= 30
    assert len(rows(state_path, "window_holds")) >= 30


def test_a_file_that_others_hold_for_too_long_gives_no_slot(
    state_path: Path, clock: FakeClock, caplog: pytest.LogCaptureFixture
) -> None:
    budget = budget_on(state_path, clock, busy_seconds=0.01)
    slot = budget.take(Lane.LISTS)
    with contextlib.closing(sqlite3.connect(state_path, isolation_level=None)) as db:
        db.execute("BEGIN EXCLUSIVE")
        spent = refused(budget)
        assert (spent.free_at, spent.reason) == (START + timedelta(seconds=5), SpentReason.BUSY)
        slot.end()
        assert budget.meter().used == 1
        # Nothing is counted in memory alone: who may send waits for the file.
        assert budget.meter().is_shared
        assert "in memory only" not in caplog.text
        db.execute("ROLLBACK")
    # The end that could not be written then is written now.
    assert budget.meter().next_free_at == START + timedelta(seconds=HOLD)
    assert rows(state_path, "window_holds")[0][3] is not None


def test_a_slot_given_back_while_others_hold_the_file_is_given_back_afterwards(
    state_path: Path, clock: FakeClock
) -> None:
    budget = budget_on(state_path, clock, busy_seconds=0.01)
    slot = budget.take(Lane.LISTS)
    with contextlib.closing(sqlite3.connect(state_path, isolation_level=None)) as db:
        db.execute("BEGIN EXCLUSIVE")
        slot.give_back()
        db.execute("ROLLBACK")
    assert budget.meter().used == 0
    assert rows(state_path, "window_holds") == []


def test_two_processes_with_many_threads_each_get_fifty_slots_between_them(state_path: Path, clock: FakeClock) -> None:
    """Two budgets have a lock each and share the file alone, as two processes do."""
    budgets = [budget_on(state_path, clock, busy_seconds=30), budget_on(state_path, clock, busy_seconds=30)]
    start = threading.Barrier(80)
    taken: list[int] = []
    too_late: list[BudgetSpent] = []

    def run(number: int) -> None:
        start.wait()
        try:
            budgets[number % 2].take(Lane.LISTS).end()
            taken.append(number)
        except BudgetSpent as spent:
            too_late.append(spent)

    threads = [threading.Thread(target=run, args=(number,)) for number in range(80)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (len(taken), budgets[0].meter().used) == (50, 50)
    # Because the window is full, not because the file was busy.
    assert {spent.free_at for spent in too_late} == {START + timedelta(seconds=HOLD)}
    assert {spent.reason for spent in too_late} == {SpentReason.USED}


@needs_posix
def test_file_and_folder_are_for_their_owner_alone(state_path: Path, clock: FakeClock) -> None:
    before = os.umask(0)
    try:
        use(budget_on(state_path, clock), 1)
    finally:
        os.umask(before)
    assert stat.S_IMODE(state_path.stat().st_mode) == 0o600
    assert stat.S_IMODE(state_path.parent.stat().st_mode) == 0o700
    state_path.chmod(0o644)
    use(budget_on(state_path, clock), 1)
    assert stat.S_IMODE(state_path.stat().st_mode) == 0o600


def test_what_is_free_is_not_kept_in_the_file(state_path: Path, clock: FakeClock) -> None:
    budget = budget_on(state_path, clock, limit=Limit(0, 300))
    use(budget, 60)
    clock.tick(HOLD)
    use(budget, 1)
    assert len(rows(state_path, "window_holds")) == 1


def test_what_tokens_that_are_no_longer_used_left_behind_is_deleted(state_path: Path, clock: FakeClock) -> None:
    for number in range(5):
        dead = budget_on(state_path, clock, f"dead {number}")
        use(dead, 1)
        dead.take(Lane.LISTS)
        dead.close(START + timedelta(hours=1))
    clock.tick(13 * 86_400)
    use(budget_on(state_path, clock, "alive"), 1)
    assert [row[0] for row in rows(state_path, "window_holds")] == ["alive"]
    assert rows(state_path, "window_closures") == []


def test_a_token_with_a_longer_window_keeps_what_it_holds(state_path: Path, clock: FakeClock) -> None:
    """A slot that is free by our limit may be held by that of another process."""
    other = budget_on(state_path, clock, "other", limit=Limit(1, 999_999))
    use(other, 1)
    clock.tick(999_999 - 1)
    use(budget_on(state_path, clock), 1)
    restarted = budget_on(state_path, clock, "other", limit=Limit(1, 999_999))
    assert restarted.meter().used == 1


def test_a_closure_of_another_token_stays_until_it_is_over(state_path: Path, clock: FakeClock) -> None:
    budget_on(state_path, clock, "other").close(START + timedelta(seconds=90))
    clock.tick(89)
    use(budget_on(state_path, clock), 1)
    assert budget_on(state_path, clock, "other").meter().closed_until == START + timedelta(seconds=90)


def test_fingerprints_differ_by_token_and_do_not_hold_it() -> None:
    one, other = token_fingerprint("canary-1"), token_fingerprint("canary-2")
    assert one != other
    assert len(one) == 32
    assert "canary" not in one


def test_the_file_has_its_place_where_the_system_keeps_state() -> None:
    path = default_state_path()
    assert path.is_absolute()
    assert path.parent.name == "statusbrew-dashboard"
