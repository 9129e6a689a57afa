"""One thread drives what nobody waits for: it ends with the sessions that it was for, and goes on after a restart."""

from __future__ import annotations

import gc
import threading
import weakref
from datetime import datetime
from pathlib import Path

import pytest

from dashboard.clients import Clients
from dashboard.gatherer import Gatherer
from services.broker import KeptTasks
from services.clock import system_clock
from services.insights.client import Client
from services.insights.gathering import Phase, begun
from services.insights.models import MetricName, SpaceId
from services.settings import Settings
from tests.conftest import FakeClock, SandboxProgram

ROAST, STUDIO = SpaceId("spce_roast"), SpaceId("spce_spa")
NOW = datetime.fromisoformat("2026-11-20T12:00:00+00:00")


@pytest.fixture
def state_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    file = tmp_path / "state.sqlite3"
    monkeypatch.setenv("STATUSBREW_STATE_FILE", str(file))
    return file


@pytest.fixture
def settings(sandbox: SandboxProgram, state_file: Path) -> Settings:
    return Settings(api_url=sandbox.url, token=sandbox.token)


def some(client: Client, count: int) -> list[MetricName]:
    return [metric.name for metric in client.catalogue(ROAST).value][:count]


def asked(sandbox: SandboxProgram) -> int:
    return sum("/report_metric_config/" in entry["path"] for entry in sandbox.log())


def test_a_thread_asks_what_is_due_and_says_when_it_is_done(
    settings: Settings, sandbox: SandboxProgram, state_file: Path
) -> None:
    class Told(KeptTasks):
        """Says that a task is over."""

        is_over = threading.Event()

        def remove(self, task: str) -> None:
            super().remove(task)
            self.is_over.set()

    client = Clients().of_installation(settings)
    kept = Told(state_file, owner="one")
    gatherer = Gatherer()
    gatherer.start(client, begun(ROAST, system_clock(), some(client, 4)), kept=kept)
    assert kept.is_over.wait(20)
    standing = gatherer.standing(client, ROAST)
    assert standing is not None
    assert (standing.phase, standing.learned, asked(sandbox)) == (Phase.DONE, 4, 4)
    gatherer.close()


def test_what_was_begun_goes_on_after_a_restart_until_it_is_done_or_stopped(settings: Settings) -> None:
    before = Clients()
    client = before.of_installation(settings)
    gatherer, kept = Gatherer(is_driven=True), before.tasks_of(client)
    assert kept is not None
    gatherer.start(client, begun(ROAST, system_clock(), some(client, 2)), kept=kept)
    gatherer.start(client, begun(STUDIO, system_clock(), some(client, 2)), kept=kept)
    gatherer.turn()
    gatherer.close()
    assert gatherer.turn() is None
    # The next process.
    after = Clients()
    client = after.of_installation(settings)
    gatherer, kept = Gatherer(is_driven=True), after.tasks_of(client)
    assert kept is not None
    assert gatherer.meets(client)
    assert not gatherer.meets(client)
    assert set(kept.tasks(system_clock())) == {ROAST, STUDIO}
    gatherer.start(client, begun(ROAST, system_clock(), some(client, 2)), kept=kept)
    while gatherer.turn() is not None:
        pass
    assert kept.tasks(system_clock()) == (STUDIO,)
    gatherer.start(client, begun(STUDIO, system_clock(), some(client, 2)), kept=kept)
    gatherer.stop(client, STUDIO)
    assert kept.tasks(system_clock()) == ()
    assert gatherer.standing(client, STUDIO) is None
    assert gatherer.turn() is None


def test_a_task_is_kept_for_a_week_and_for_its_owner_alone(tmp_path: Path) -> None:
    clock = FakeClock()
    one, other = (KeptTasks(tmp_path / "state.sqlite3", owner=owner) for owner in ("one", "other"))
    one.add("spce_1", clock())
    clock.tick(days=6)
    # Going on with it does not make it any younger: what never ends is let go of.
    one.add("spce_1", clock())
    one.add("spce_2", clock())
    assert one.tasks(clock()) == ("spce_1", "spce_2")
    assert other.tasks(clock()) == ()
    clock.tick(days=2)
    assert one.tasks(clock()) == ("spce_2",)
    (tmp_path / "folder").mkdir()
    nowhere = KeptTasks(tmp_path / "folder", owner="one")
    nowhere.add("spce_1", clock())
    assert nowhere.tasks(clock()) == ()


def test_for_a_pasted_token_it_ends_with_its_session_and_leaves_nothing_on_the_disk(
    settings: Settings, sandbox: SandboxProgram, state_file: Path
) -> None:
    clients, gatherer = Clients(), Gatherer(is_driven=True)
    client = clients.of_session(settings)
    # One that counts days otherwise is of the same session, and gathers for it.
    variant = client.reckoning(lag_days=2, week_start=6)
    assert clients.tasks_of(variant) is None
    gatherer.start(variant, begun(ROAST, system_clock(), some(client, 5)), kept=clients.tasks_of(variant))
    gatherer.turn()
    assert gatherer.standing(client, ROAST) is not None
    held = weakref.ref(client)
    del client, variant
    gc.collect()
    assert held() is None
    assert gatherer.turn() is None
    assert asked(sandbox) == 1
    for word in (b"spce_", b"profile_", settings.token.encode()):
        assert word not in state_file.read_bytes()


def test_a_fault_of_ours_ends_what_it_was_in_and_is_logged(
    settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    client, gatherer = Clients().of_installation(settings), Gatherer(is_driven=True)
    names = some(client, 2)
    gatherer.start(client, begun(STUDIO, NOW, [7]))  # type: ignore[list-item]
    assert gatherer.turn() == 0
    standing = gatherer.standing(client, STUDIO)
    assert standing is not None
    assert standing.phase is Phase.GIVEN_UP
    assert "terminal" in standing.words
    assert "has failed" in caplog.text
    gatherer.start(client, begun(ROAST, NOW, names))
    gatherer.turn()
    assert (standing := gatherer.standing(client, ROAST)) is not None
    assert standing.learned == 1
