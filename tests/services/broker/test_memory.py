"""The memory of answers, the file of kept ones, the ledger, and the single flight by themselves."""

from __future__ import annotations

import contextlib
import sqlite3
import threading
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from services.broker import AnswerCache, KeptStore, Lane, Ledger, LedgerEntry
from services.broker.cache import Entry
from services.broker.refused_lists import REFUSED_FOR, RefusedLists
from services.broker.single_flight import SingleFlight
from services.errors import ApiError, NotFound
from tests.services.broker.fakes import START


def entry(size_bytes: int = 1, value: Any = "value", fresh_for: timedelta = timedelta(hours=1)) -> Entry:
    return Entry(value=value, fetched_at=START, fresh_until=START + fresh_for, size_bytes=size_bytes)


def test_the_least_recently_used_goes_when_the_memory_is_full() -> None:
    cache = AnswerCache(max_bytes=100)
    cache.put("a", entry(40))
    cache.put("b", entry(40))
    cache.get("a", START)
    cache.put("c", entry(40))
    assert [cache.get(key, START) is not None for key in "abc"] == [True, False, True]
    assert (len(cache), cache.held_bytes) == (2, 80)


def test_an_answer_heavier_than_the_memory_is_not_held_and_pushes_nothing_out() -> None:
    cache = AnswerCache(max_bytes=100)
    cache.put("a", entry(40))
    cache.put("b", entry(101))
    assert cache.get("a", START) is not None
    assert cache.get("b", START) is None


def test_an_answer_that_grew_too_heavy_does_not_leave_its_older_self() -> None:
    cache = AnswerCache(max_bytes=100)
    cache.put("a", entry(40))
    cache.put("a", entry(101))
    assert cache.get("a", START) is None


def test_after_seven_days_an_answer_is_gone() -> None:
    cache = AnswerCache()
    cache.put("a", entry(fresh_for=timedelta(days=30)))
    week = timedelta(days=7)
    held = cache.get("a", START + week)
    assert held is not None
    assert held.is_fresh(START + week)
    assert cache.get("a", START + week + timedelta(microseconds=1)) is None
    assert len(cache) == 0


def test_an_answer_is_fresh_until_its_moment_and_not_at_it() -> None:
    assert entry().is_fresh(START + timedelta(minutes=59))
    assert not entry().is_fresh(START + timedelta(hours=1))


def test_a_cleared_memory_holds_nothing() -> None:
    cache = AnswerCache()
    cache.put("a", entry())
    cache.clear()
    assert (len(cache), cache.held_bytes) == (0, 0)


def kept(store: KeptStore, key: str = "k", body: bytes = b"body", fresh_for: timedelta = timedelta(hours=6)) -> None:
    store.put(key, body, fetched_at=START, fresh_until=START + fresh_for)


def test_a_kept_answer_is_there_after_a_restart(state_path: Path) -> None:
    kept(KeptStore(state_path))
    found = KeptStore(state_path).get("k", START)
    assert found is not None
    assert (found.body, found.fetched_at, found.fresh_until) == (b"body", START, START + timedelta(hours=6))


def test_a_kept_answer_is_fresh_until_its_moment_and_gone_after_seven_days(state_path: Path) -> None:
    store = KeptStore(state_path)
    kept(store)
    six_hours, week = timedelta(hours=6), timedelta(days=7)
    assert store.has_fresh("k", START + six_hours - timedelta(microseconds=1))
    assert not store.has_fresh("k", START + six_hours)
    assert store.get("k", START + week) is not None
    assert store.get("k", START + week + timedelta(microseconds=1)) is None


def test_what_is_too_old_is_thrown_out_of_the_file(state_path: Path) -> None:
    store = KeptStore(state_path)
    kept(store, "old")
    later = START + timedelta(days=8)
    store.put("new", b"body", fetched_at=later, fresh_until=later)
    assert store.get("old", START) is None


def test_who_looks_for_an_answer_that_is_not_there_throws_out_what_is_too_old(state_path: Path) -> None:
    store = KeptStore(state_path)
    kept(store, "of a dead token")
    kept(store, "of another", fresh_for=timedelta(days=30))
    week = timedelta(days=7)

    def count() -> int:
        with contextlib.closing(sqlite3.connect(state_path)) as db:
            return int(db.execute("SELECT count(*) FROM kept_answers").fetchone()[0])

    store.get("k", START + week)
    assert count() == 2
    store.get("k", START + week + timedelta(microseconds=1))
    assert count() == 0


def test_a_kept_answer_can_be_replaced_and_deleted(state_path: Path) -> None:
    store = KeptStore(state_path)
    kept(store)
    kept(store, body=b"newer")
    found = store.get("k", START)
    assert found is not None
    assert found.body == b"newer"
    store.delete("k")
    assert store.get("k", START) is None


def test_a_body_that_is_too_long_is_not_kept(state_path: Path) -> None:
    store = KeptStore(state_path, max_body_bytes=3)
    kept(store)
    assert store.get("k", START) is None


def test_where_no_file_can_be_made_nothing_is_kept_and_it_says_so_once(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "file").write_text("not a folder")
    store = KeptStore(tmp_path / "file" / "state.sqlite3")
    kept(store)
    store.delete("k")
    assert store.get("k", START) is None
    assert not store.has_fresh("k", START)
    [record] = caplog.records
    assert "are not kept on disk" in record.getMessage()


def test_the_ledger_shows_the_latest_first_and_forgets_the_oldest() -> None:
    ledger = Ledger(max_entries=3)
    for number in range(5):
        ledger.add(
            LedgerEntry(
                when=START,
                endpoint="GET /me",
                purpose=str(number),
                lane=Lane.LISTS,
                status=200,
                outcome="answered",
                milliseconds=5,
                is_repeat=False,
                was_paid=True,
            )
        )
    assert [one.purpose for one in ledger.entries()] == ["4", "3", "2"]
    assert len(ledger) == 3


def refusal(what: str = "No") -> NotFound:
    return NotFound(what, endpoint="GET /x", status=404)


def test_the_memory_of_refusals_is_bounded() -> None:
    refused = RefusedLists(max_refusals=3)
    for number in range(5):
        refused.put(str(number), refusal(), START)
    assert len(refused) == 3
    assert [refused.get(str(number), START) is not None for number in range(5)] == [False, False, True, True, True]


def test_a_refusal_is_gone_after_its_time_and_when_the_clock_was_set_back() -> None:
    for now in (START + REFUSED_FOR, START - timedelta(microseconds=1)):
        refused = RefusedLists()
        refused.put("k", refusal(), START)
        assert refused.get("k", START + REFUSED_FOR - timedelta(microseconds=1)) is not None
        assert refused.get("k", now) is None
        assert len(refused) == 0


class Crowd:
    """Threads that all ask the same while the first one is on its way."""

    def __init__(self, size: int) -> None:
        self.flights: SingleFlight[str] = SingleFlight()
        self.values: list[tuple[str, bool]] = []
        self.errors: list[BaseException] = []
        self.calls = 0
        self.looked = threading.Semaphore(0)
        """Released by each who looks into memory: under the lock, so it joins the flight that is in the air."""
        self.is_away = threading.Event()
        self.may_land = threading.Event()
        self.size = size

    def ask(self, outcome: Any) -> None:
        def call() -> str:
            self.calls += 1
            self.is_away.set()
            assert self.may_land.wait(20)
            if isinstance(outcome, BaseException):
                raise outcome
            return str(outcome)

        try:
            self.values.append(self.flights.run("k", remembered=self.looked.release, call=call))
        except BaseException as error:  # noqa: BLE001 (a thread's errors have to be seen)
            self.errors.append(error)

    def run(self, outcome: Any) -> None:
        leader = threading.Thread(target=self.ask, args=(outcome,))
        leader.start()
        assert self.is_away.wait(20)
        followers = [threading.Thread(target=self.ask, args=("from a follower",)) for _ in range(self.size - 1)]
        for thread in followers:
            thread.start()
        for _ in range(self.size):
            assert self.looked.acquire(timeout=20)
        self.may_land.set()
        for thread in (leader, *followers):
            thread.join()


def test_those_who_ask_meanwhile_get_the_value_of_the_one_who_went() -> None:
    crowd = Crowd(50)
    crowd.run("value")
    assert crowd.calls == 1
    assert sorted(crowd.values) == [("value", False)] * 49 + [("value", True)]
    assert not crowd.flights.is_flying("k")


def test_those_who_ask_meanwhile_get_the_same_error_each_with_its_own_traceback() -> None:
    crowd = Crowd(50)
    crowd.run(NotFound("Gone", endpoint="GET /x", status=404, detail="why"))
    assert crowd.calls == 1
    errors = [error for error in crowd.errors if isinstance(error, ApiError)]
    assert len(errors) == 50
    assert len({id(error) for error in errors}) == 50
    assert {(type(e), str(e), e.endpoint, e.status, e.detail) for e in errors} == {
        (NotFound, str(errors[0]), "GET /x", 404, "why")
    }
    assert len({id(error.__traceback__) for error in errors}) == 50
    assert all(error.__context__ is None and error.__cause__ is None for error in errors)


def test_a_bug_reaches_everybody_as_what_it_is() -> None:
    crowd = Crowd(5)
    crowd.run(KeyError("surprise"))
    assert [type(error) for error in crowd.errors] == [KeyError] * 5


def test_when_the_one_who_went_is_stopped_another_goes() -> None:
    """Streamlit stops a page's thread by raising in it: that is no answer to the others."""
    crowd = Crowd(5)
    crowd.run(KeyboardInterrupt())
    assert [type(error) for error in crowd.errors] == [KeyboardInterrupt]
    assert [value for value, _ in crowd.values] == ["from a follower"] * 4


def test_after_an_error_the_next_one_goes_again() -> None:
    crowd = Crowd(1)
    crowd.may_land.set()
    crowd.ask(NotFound("Gone", endpoint="GET /x"))
    crowd.ask("value")
    assert crowd.calls == 2
    assert crowd.values == [("value", True)]


def test_memory_is_asked_again_before_anyone_goes() -> None:
    flights: SingleFlight[str] = SingleFlight()
    assert flights.run("k", remembered=lambda: "held", call=lambda: "fetched") == ("held", False)
