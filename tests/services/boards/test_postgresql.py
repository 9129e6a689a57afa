"""What only a server has: users, passwords, rights, and that it may be away."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest

from services.boards.board import Realm
from services.boards.database import Database
from services.boards.store import BoardStore
from services.errors import BoardsUnavailable
from tests.conftest import FakeClock
from tests.services.boards.postgresql import HASTY_PASSWORD, Server
from tests.services.boards.samples import OURS, board_of
from tests.services.boards.trouble import SECRET, trouble_of

pytestmark = pytest.mark.postgresql


def test_one_that_asks_for_a_password_takes_it_and_tells_of_a_wrong_one(
    server: Server, clock: FakeClock, caplog: pytest.LogCaptureFixture
) -> None:
    database = server.new_database()
    with server.connected(database) as connection:
        connection.execute("GRANT ALL ON SCHEMA public TO locked")
    secret = HASTY_PASSWORD.replace("/", "%2F").replace("@", "%40").replace(":", "%3A")
    right = BoardStore(server.url(database, user="locked", password=secret), clock)
    kept = right.add(board_of())
    assert right.board(kept.id, Realm.REAL, (OURS,)) == kept
    right.close()
    caplog.set_level(logging.DEBUG)
    for wrong in (SECRET, ""):
        words = trouble_of(server.url(database, user="locked", password=wrong), clock)
        assert words.endswith("It did not accept the user or the password. Check them in boards_url.")
        assert SECRET not in words + caplog.text
        assert "locked" not in words


def test_one_without_such_a_database_says_so(server: Server, clock: FakeClock) -> None:
    words = trouble_of(server.url("nowhere"), clock)
    assert words.endswith("There is no such database. Create it, or correct boards_url.")


def test_one_that_does_not_know_the_user_says_so(server: Server, clock: FakeClock) -> None:
    assert "did not accept the user" in trouble_of(server.url(server.new_database(), user="nobody_at_all"), clock)


def test_one_whose_user_may_not_make_tables_says_what_to_grant(server: Server, clock: FakeClock) -> None:
    words = trouble_of(server.url(server.new_database(), user="looking"), clock)
    assert "Let an administrator grant it CREATE on its schema" in words


def test_a_user_who_may_only_look_sees_boards_and_is_told_why_none_is_saved(server: Server, clock: FakeClock) -> None:
    database = server.new_database()
    store = BoardStore(server.url(database), clock)
    kept = store.add(board_of())
    store.close()
    with server.connected(database) as connection:
        connection.execute("GRANT SELECT ON ALL TABLES IN SCHEMA public TO looking")
    looking = BoardStore(server.url(database, user="looking"), clock)
    assert looking.board(kept.id, Realm.REAL, (OURS,)) == kept
    with pytest.raises(BoardsUnavailable, match="may not do that"):
        looking.save(kept.renamed("x"))
    looking.close()


def test_one_that_is_not_there_says_what_to_check(clock: FakeClock, tmp_path: Path) -> None:
    words = trouble_of(f"postgresql://team:{SECRET}@/boards?host={tmp_path}", clock)
    assert words == (
        f"Boards are kept in the PostgreSQL database “boards” at {tmp_path}. It can't be reached or did not do "
        "what it was asked. Check that it runs, and address, port and name in boards_url."
    )


def test_one_that_keeps_other_letters_than_ours_is_refused(server: Server, clock: FakeClock) -> None:
    words = trouble_of(server.url(server.new_database(encoding="LATIN1")), clock)
    assert words.endswith("can't hold every letter. Make one with ENCODING 'UTF8'.")


def test_one_that_went_away_and_came_back_is_used_again(server: Server, clock: FakeClock) -> None:
    store = BoardStore(server.url(server.new_database()), clock)
    kept = store.add(board_of())
    server.stop()
    with pytest.raises(BoardsUnavailable):
        store.board(kept.id, Realm.REAL, (OURS,))
    server.start()
    assert store.board(kept.id, Realm.REAL, (OURS,)) == kept
    store.close()


def test_one_never_waits_longer_than_its_limits(server: Server, clock: FakeClock) -> None:
    database = Database(server.url(server.new_database()))
    with database.writing() as connection:
        limits = {
            name: connection.exec_driver_sql(f"SHOW {name}").scalar() for name in ("statement_timeout", "lock_timeout")
        }
    assert limits == {"statement_timeout": "15s", "lock_timeout": "10s"}
    database.close()
