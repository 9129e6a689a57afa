"""What a database that can't be used is heard to say."""

from __future__ import annotations

import pytest

from services.boards.board import Realm
from services.boards.store import BoardStore
from services.errors import BoardsUnavailable
from tests.conftest import FakeClock
from tests.services.boards.samples import OURS

SECRET = "hush-9c41"
"""A password that nobody is to hear."""


def trouble_of(url: str, clock: FakeClock) -> str:
    """What a use of that database says that goes wrong."""
    store = BoardStore(url, clock)
    with pytest.raises(BoardsUnavailable) as caught:
        store.boards(Realm.REAL, (OURS,))
    store.close()
    assert caught.value.__suppress_context__ or caught.value.__context__ is None
    assert SECRET not in f"{caught.value.__context__!r} {caught.value.__cause__!r}"
    return str(caught.value)
