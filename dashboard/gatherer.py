"""Drives what goes on while nobody waits: one thread of the process that comes when the next request is due.

What is asked next, and when, is decided in `services.insights.gathering`; here is only who waits until then. It goes on
while its tab is on another page or closed. A client is known, not held: one for a token that somebody has pasted ends
with the sessions that hold it, and what was gathered for them with it.
"""

from __future__ import annotations

import logging
import threading
import weakref
from dataclasses import dataclass, replace

from services.broker import Broker, KeptTasks
from services.clock import Clock, system_clock
from services.insights.client import Client
from services.insights.gathering import Gathering, Phase, turn
from services.insights.models import SpaceId

__all__ = ["Gatherer"]

_log = logging.getLogger(__name__)


@dataclass(slots=True, eq=False)
class _Task:
    """A gathering as it stands, and where it is kept for a restart, if it is."""

    client: weakref.ref[Client]
    gathering: Gathering
    kept: KeptTasks | None


class Gatherer:
    """The gatherings of all clients of this process, at most one for a space of each. Thread-safe.

    With `is_driven` there is no thread: whoever made it calls `turn`.
    """

    def __init__(self, *, clock: Clock = system_clock, is_driven: bool = False) -> None:
        self._clock = clock
        self._is_driven = is_driven
        self._is_closed = False
        self._lock = threading.Lock()
        self._woken = threading.Event()
        self._thread: threading.Thread | None = None
        self._tasks: weakref.WeakKeyDictionary[Broker, dict[SpaceId, _Task]] = weakref.WeakKeyDictionary()
        self._met: weakref.WeakSet[Broker] = weakref.WeakSet()

    def meets(self, client: Client) -> bool:
        """Whether it meets this client for the first time: what was begun with it before a restart may then go on."""
        with self._lock:
            if client.broker in self._met:
                return False
            self._met.add(client.broker)
            return True

    def start(self, client: Client, gathering: Gathering, *, kept: KeptTasks | None = None) -> None:
        """Go on with this from now on, in place of what there was for its space; with `kept`, after a restart too."""
        if kept is not None and not gathering.phase.has_ended:
            kept.add(gathering.space, self._clock())
        with self._lock:
            task = _Task(client=weakref.ref(client), gathering=gathering, kept=kept)
            self._tasks.setdefault(client.broker, {})[gathering.space] = task
            if self._thread is None and not self._is_driven and not self._is_closed:
                self._thread = threading.Thread(target=self._drive, name="gatherer", daemon=True)
                self._thread.start()
        self._woken.set()

    def stop(self, client: Client, space: SpaceId) -> None:
        """Ask nothing more for that space; what is under way is still answered."""
        with self._lock:
            task = self._tasks.get(client.broker, {}).pop(space, None)
        if task is not None and task.kept is not None:
            task.kept.remove(space)

    def standing(self, client: Client, space: SpaceId) -> Gathering | None:
        """How it stands with that space now; None where nothing was begun, or it was stopped."""
        with self._lock:
            task = self._tasks.get(client.broker, {}).get(space)
            return task.gathering if task is not None else None

    def turn(self) -> float | None:
        """Ask what is due, at most one request; gives in how many seconds the next is, None where nothing is."""
        now = self._clock()
        with self._lock:
            waiting = [
                (task.gathering.due, client, task)
                for tasks in self._tasks.values()
                for task in tasks.values()
                if not task.gathering.phase.has_ended and (client := task.client()) is not None
            ]
            if not waiting:
                return None
            due, client, task = min(waiting, key=lambda item: item[0])
            before = task.gathering
        if due > now:
            return (due - now).total_seconds()
        after = _after(client, before, self._clock)
        with self._lock:
            # Stopped or begun anew meanwhile: then what came is in memory, and this is over.
            is_current = self._tasks.get(client.broker, {}).get(before.space) is task
            if is_current:
                task.gathering = after
        if is_current and after.phase.has_ended and task.kept is not None:
            task.kept.remove(after.space)
        return 0.0

    def close(self) -> None:
        """Ask nothing more; the thread ends once it is back."""
        self._is_closed = True
        with self._lock:
            self._tasks.clear()
        self._woken.set()

    def _drive(self) -> None:
        while not self._is_closed:
            # Nothing of a client is held here while it waits.
            seconds = self.turn()
            self._woken.wait(seconds)
            self._woken.clear()


def _after(client: Client, gathering: Gathering, clock: Clock) -> Gathering:
    try:
        return turn(client, gathering, clock())
    except Exception:  # noqa: BLE001 -- logged whole, and told
        # A bug, which must look like one, but not take along what is gathered for others.
        _log.exception("What goes on while nobody waits has failed")
        return replace(gathering, phase=Phase.GIVEN_UP, words="This app has a fault: see the lines in its terminal")
