"""Where boards are kept: which addresses are taken, and what is said, without a password, when it can't be used."""

from __future__ import annotations

import os
import sqlite3
import stat
from contextlib import closing
from pathlib import Path

import platformdirs
import pytest

from services.boards.board import Realm
from services.boards.database import Database, default_boards_path
from services.boards.store import BoardStore
from services.errors import BoardGone, BoardsUnavailable, SettingsInvalid
from services.settings import Settings
from tests.conftest import FakeClock
from tests.services.boards.samples import OURS, board_of
from tests.services.boards.trouble import SECRET, trouble_of


class TestAddresses:
    def test_the_users_data_folder_is_the_default(self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
        monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
        assert default_boards_path().parent == platformdirs.user_data_path("statusbrew-dashboard", appauthor=False)
        assert Database("").place == Database("  ").place == f"the file {default_boards_path()}"

    @pytest.mark.parametrize(
        ("url", "place"),
        [
            ("sqlite:////srv/boards.sqlite3", "the file /srv/boards.sqlite3"),
            ("sqlite+pysqlite:////srv/b.db", "the file /srv/b.db"),
            ("postgresql://team:hush@db.example:5433/boards", "the PostgreSQL database “boards” at db.example"),
            ("postgres://team@db.example/boards", "the PostgreSQL database “boards” at db.example"),
            ("postgresql+psycopg:///boards", "the PostgreSQL database “boards” at this machine"),
            (" postgresql://db.example\n", "the PostgreSQL database at db.example"),
        ],
    )
    def test_files_and_postgresql_are_taken(self, url: str, place: str) -> None:
        assert Database(url).place == place

    def test_a_file_is_named_from_here_or_from_home(self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
        monkeypatch.chdir(tmp_path)
        monkeypatch.setenv("HOME", str(tmp_path / "home"))
        assert Database("sqlite:///b.sqlite3").place == f"the file {tmp_path / 'b.sqlite3'}"
        assert Database("sqlite:///~/b.sqlite3").place == f"the file {tmp_path / 'home' / 'b.sqlite3'}"

    @pytest.mark.parametrize(
        "url",
        [
            *("boards.sqlite3", "/srv/boards.sqlite3", "sqlite://", "sqlite:///:memory:", "sqlite:///file:x?uri=true"),
            *(f"mysql://team:{SECRET}@db/boards", f"postgresql+asyncpg://team:{SECRET}@db/boards", "https://x"),
            *(f"postgresql://team:{SECRET}@db:port/boards", f"sqlite://team:{SECRET}@host/x", f"://{SECRET}"),
            *(f"{SECRET}://", "sqlite+pysqlcipher:///x"),
        ],
    )
    def test_what_can_be_none_is_a_setting_to_correct_that_shows_both_forms(self, url: str) -> None:
        with pytest.raises(SettingsInvalid, match=r"^boards_url .*sqlite:////.*postgresql://") as caught:
            Database(url)
        assert SECRET not in f"{caught.value!r} {caught.value.__cause__!r}"
        assert caught.value.__context__ is None

    def test_a_password_has_no_voice(self, clock: FakeClock) -> None:
        url = f"postgresql://team:{SECRET}@db.example/boards?sslpassword={SECRET}"
        store = BoardStore(url, clock)
        said = f"{store!r} {store} {store.place} {Database(url)!r} {Settings(api_url='x', token='t', boards_url=url)!r}"
        assert SECRET not in said

    def test_nothing_is_opened_before_the_first_use(self, clock: FakeClock, tmp_path: Path) -> None:
        file = tmp_path / "deep" / "boards.sqlite3"
        store = BoardStore(f"sqlite:///{file}", clock)
        assert not file.parent.exists()
        store.boards(Realm.REAL, (OURS,))
        assert file.exists()


class TestAFile:
    @pytest.mark.skipif(os.name != "posix", reason="permissions of Unix")
    def test_is_for_its_owners_eyes_only(self, clock: FakeClock, tmp_path: Path) -> None:
        file = tmp_path / "new" / "boards.sqlite3"
        url = f"sqlite:///{file}"
        BoardStore(url, clock).add(board_of())
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
        assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700
        file.chmod(0o644)
        BoardStore(url, clock).add(board_of())
        assert stat.S_IMODE(file.stat().st_mode) == 0o600

    def test_outlives_a_power_cut(self, tmp_path: Path) -> None:
        database = Database(f"sqlite:///{tmp_path / 'b.sqlite3'}")
        with database.reading() as connection:
            settings = {
                name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
                for name in ("synchronous", "foreign_keys", "journal_mode")
            }
        assert settings == {"synchronous": 2, "foreign_keys": 1, "journal_mode": "delete"}

    @pytest.mark.parametrize("content", [b"no database at all " * 200, None], ids=["something else", "damaged"])
    def test_that_can_not_be_read_is_left_as_it_is(
        self, content: bytes | None, clock: FakeClock, tmp_path: Path
    ) -> None:
        file = tmp_path / "boards.sqlite3"
        if content is None:
            BoardStore(f"sqlite:///{file}", clock).add(board_of())
            content = bytes(100) + file.read_bytes()[100:]
        file.write_bytes(content)
        words = trouble_of(f"sqlite:///{file}", clock)
        assert words == (
            f"Boards are kept in the file {file}. It is damaged, or no database at all. Nothing of it was changed: "
            "put a copy of it back, or move it away to begin anew."
        )
        assert file.read_bytes() == content

    def test_whose_place_is_a_folder_or_below_a_file_says_what_to_check(self, clock: FakeClock, tmp_path: Path) -> None:
        (tmp_path / "file").write_text("x")
        for place in (tmp_path, tmp_path / "file" / "b.sqlite3"):
            words = trouble_of(f"sqlite:///{place}", clock)
            assert "can't be opened or written. Check that its folder exists" in words

    def test_that_another_program_holds_is_waited_for_and_then_told(self, tmp_path: Path) -> None:
        file = tmp_path / "boards.sqlite3"
        database = Database(f"sqlite:///{file}", busy_seconds=0.05)
        with closing(sqlite3.connect(file, isolation_level=None)) as other:
            other.execute("BEGIN EXCLUSIVE")
            with pytest.raises(BoardsUnavailable, match=r"held it for too long\. Try again"), database.writing():
                pass
            other.execute("COMMIT")
        with database.writing() as connection:
            assert connection.exec_driver_sql("SELECT 1").scalar() == 1

    def test_that_works_again_is_used_again(self, clock: FakeClock, tmp_path: Path) -> None:
        folder = tmp_path / "drive"
        folder.write_text("not mounted")
        store = BoardStore(f"sqlite:///{folder / 'boards.sqlite3'}", clock)
        with pytest.raises(BoardsUnavailable):
            store.boards(Realm.REAL, (OURS,))
        folder.unlink()
        assert store.boards(Realm.REAL, (OURS,)) == ()

    def test_that_is_taken_away_while_the_app_runs_is_begun_anew(self, clock: FakeClock, tmp_path: Path) -> None:
        file = tmp_path / "boards.sqlite3"
        store = BoardStore(f"sqlite:///{file}", clock)
        board = store.add(board_of())
        file.unlink()
        with pytest.raises(BoardGone):
            store.board(board.id, board.realm, (board.organization,))
        kept = store.add(board)
        assert [found.id for found in store.boards(kept.realm, (kept.organization,))] == [kept.id]
