"""Many ask the same at the same moment, one goes."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Generic, TypeVar

__all__ = ["SingleFlight", "anew"]

V = TypeVar("V")
E = TypeVar("E", bound=Exception)


class _Flight(Generic[V]):
    """One call under way and what became of it: a value, an error, or neither (its thread was stopped)."""

    __slots__ = ("error", "landed", "value")

    def __init__(self) -> None:
        self.landed = threading.Event()
        self.value: tuple[V] | None = None
        self.error: Exception | None = None


class SingleFlight(Generic[V]):
    """Runs one call per key at a time; those who come meanwhile get its value or its error."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._flights: dict[str, _Flight[V]] = {}

    def is_flying(self, key: str) -> bool:
        """Whether a call for this key is under way."""
        with self._lock:
            return key in self._flights

    def run(self, key: str, *, remembered: Callable[[], V | None], call: Callable[[], V]) -> tuple[V, bool]:
        """The value, and whether it was this caller who paid for it.

        `remembered` is asked first, under the lock (so it must be quick and not wait): between a look before
        the lock and the lock itself another call could have landed; what it raises is raised. `call` runs without
        any lock and has to store its value where `remembered` finds it before it returns.
        """
        while True:
            with self._lock:
                known = remembered()
                if known is not None:
                    return known, False
                flight = self._flights.get(key)
                if flight is None:
                    flight = self._flights[key] = mine = _Flight[V]()
                else:
                    mine = None
            if mine is not None:
                return self._lead(key, mine, call), True
            flight.landed.wait()
            if flight.value is not None:
                return flight.value[0], False
            if flight.error is not None:
                raise anew(flight.error) from None
            # Its thread was stopped from outside (a rerun of the page, Ctrl-C), which says nothing about the
            # question: the next one goes.

    def _lead(self, key: str, flight: _Flight[V], call: Callable[[], V]) -> V:
        try:
            value = call()
            flight.value = (value,)
        except Exception as error:
            flight.error = anew(error)
            raise
        else:
            return value
        finally:
            with self._lock:
                del self._flights[key]
            flight.landed.set()


def anew(error: E) -> E:
    """The same error without its traceback: each thread that raises it writes its own.

    Built without `__init__`, whose arguments are not known here (copy.copy would call it with the message alone).
    """
    kind = type(error)
    again = kind.__new__(kind, *error.args)
    again.args = error.args
    again.__dict__.update(error.__dict__)
    return again
