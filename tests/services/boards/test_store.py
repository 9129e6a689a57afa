"""One suite for every database that boards may be kept in: SQLite, and a real PostgreSQL server."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from threading import Barrier

import pytest
from sqlalchemy import create_engine, text

from services.boards.board import Board, NoteTile, Realm, new_board_id
from services.boards.limits import MAX_NAME, MAX_TILES
from services.boards.store import KEPT_AFTER_DELETION, BoardStore
from services.errors import BoardChanged, BoardFileInvalid, BoardGone
from services.insights.models import OrganizationId
from tests.conftest import FakeClock
from tests.services.boards.samples import OURS, THEIRS, big_board, board_of, chart, note


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of a database that is empty, as the setting has it."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'boards.sqlite3'}"
    server = request.getfixturevalue("server")
    return str(server.url(server.new_database()))


@pytest.fixture
def store(url: str, clock: FakeClock) -> Iterator[BoardStore]:
    store = BoardStore(url, clock)
    yield store
    store.close()


@pytest.fixture
def second(url: str, clock: FakeClock) -> Iterator[BoardStore]:
    """Another process's store of the same database, as far as one can be in this process."""
    store = BoardStore(url, clock)
    yield store
    store.close()


def edited(board: Board, words: str) -> Board:
    return board.with_tile(note(words))


def words_on(board: Board) -> list[str]:
    return [tile.text for tile in board.tiles if isinstance(tile, NoteTile)]


class TestKeeping:
    def test_a_board_comes_back_as_it_was_kept(self, store: BoardStore, second: BoardStore, clock: FakeClock) -> None:
        kept = store.add(board_of(chart(title="“Größe” 📈"), note("one\ntwo"), name="Montag 🌞 'x'; DROP TABLE"))
        assert (kept.revision, kept.changed_at) == (1, clock.now)
        assert store.board(kept.id, Realm.REAL, (OURS,)) == kept
        assert second.board(kept.id, Realm.REAL, (OURS,)) == kept

    def test_each_save_is_a_revision_with_its_time(self, store: BoardStore, clock: FakeClock) -> None:
        first = store.add(board_of(note("a")))
        clock.tick(minutes=5)
        second = store.save(edited(first, "b").renamed("Tuesday"))
        assert (second.revision, second.changed_at, second.created_at) == (2, clock.now, first.created_at)
        found = store.board(first.id, Realm.REAL, (OURS,))
        assert found == second
        assert (found.name, words_on(found)) == ("Tuesday", ["a", "b"])

    def test_the_biggest_board_and_the_longest_name_are_kept(self, store: BoardStore) -> None:
        big = replace(big_board("ü" * MAX_NAME, "🌞"), author="ü" * 200)
        assert store.board(store.add(big).id, Realm.REAL, (OURS,)).tiles == big.tiles

    def test_the_list_tells_of_each_the_last_changed_first(self, store: BoardStore, clock: FakeClock) -> None:
        monday = store.add(board_of(chart(), note(), name="Monday"))
        clock.tick(minutes=1)
        store.add(board_of(name="Empty"))
        clock.tick(minutes=1)
        store.save(edited(monday, "x"))
        told = store.boards(Realm.REAL, (OURS,))
        assert [(one.name, one.tile_count, one.revision, one.author) for one in told] == [
            ("Monday", 3, 2, "Ada Example"),
            ("Empty", 0, 1, "Ada Example"),
        ]
        assert (told[0].id, told[0].changed_at, told[0].organization) == (monday.id, clock.now, OURS)

    def test_an_empty_database_has_no_boards(self, store: BoardStore) -> None:
        assert store.boards(Realm.REAL, (OURS,)) == store.deleted(Realm.REAL, (OURS,)) == ()

    def test_after_it_was_closed_the_next_use_opens_it_again(self, store: BoardStore) -> None:
        kept = store.add(board_of())
        store.close()
        assert store.board(kept.id, Realm.REAL, (OURS,)) == kept


class TestTwoWriters:
    def test_the_second_is_told_and_sees_what_is_kept(self, store: BoardStore, second: BoardStore) -> None:
        read = store.add(board_of(note("start")))
        theirs = second.save(edited(read, "theirs"))
        with pytest.raises(BoardChanged, match=r"“Monday” was saved by somebody else.*Nothing was overwritten") as told:
            store.save(edited(read, "ours"))
        assert told.value.stored == theirs
        assert store.board(read.id, Realm.REAL, (OURS,)) == theirs

    def test_who_has_seen_theirs_may_save_over_it_knowingly(self, store: BoardStore, second: BoardStore) -> None:
        read = store.add(board_of(note("start")))
        theirs = second.save(edited(read, "theirs"))
        saved = store.save(replace(edited(read, "ours"), revision=theirs.revision))
        assert (saved.revision, words_on(saved)) == (3, ["start", "ours"])

    def test_a_revision_that_never_was_is_no_key(self, store: BoardStore) -> None:
        kept = store.add(board_of())
        with pytest.raises(BoardChanged):
            store.save(replace(kept, revision=9))

    def test_the_same_board_is_not_added_twice(self, store: BoardStore) -> None:
        kept = store.add(board_of(note("first")))
        with pytest.raises(BoardChanged) as told:
            store.add(replace(kept, tiles=()))
        assert told.value.stored == kept
        assert store.boards(Realm.REAL, (OURS,))[0].tile_count == 1

    def test_of_twenty_who_save_at_once_no_save_is_lost(self, url: str, clock: FakeClock) -> None:
        stores = [BoardStore(url, clock) for _ in range(4)]
        board_id = stores[0].add(board_of()).id
        barrier = Barrier(20)

        def write(number: int) -> list[int]:
            store = stores[number % 4]
            barrier.wait()
            revisions: list[int] = []
            refusals = 0
            board = store.board(board_id, Realm.REAL, (OURS,))
            while len(revisions) < 2:
                try:
                    board = store.save(edited(board, f"{number}.{len(revisions)}"))
                    revisions.append(board.revision)
                except BoardChanged as changed:
                    refusals += 1
                    board = changed.stored
            return revisions

        with ThreadPoolExecutor(20) as pool:
            revisions = [revision for found in pool.map(write, range(20)) for revision in found]
        assert sorted(revisions) == list(range(2, 42))
        last = stores[0].board(board_id, Realm.REAL, (OURS,))
        assert last.revision == 41
        assert sorted(words_on(last)) == sorted(f"{number}.{turn}" for number in range(20) for turn in range(2))
        assert len(last.tiles) < MAX_TILES
        for store in stores:
            store.close()

    def test_many_who_open_a_new_database_at_once_make_it_once(self, url: str, clock: FakeClock) -> None:
        barrier = Barrier(8)

        def begin(number: int) -> Board:
            store = BoardStore(url, clock)
            barrier.wait()
            kept = store.add(board_of(name=f"Board {number}"))
            store.close()
            return kept

        with ThreadPoolExecutor(8) as pool:
            kept = list(pool.map(begin, range(8)))
        store = BoardStore(url, clock)
        assert {one.id for one in store.boards(Realm.REAL, (OURS,))} == {board.id for board in kept}
        store.close()


class TestWhoseBoards:
    def test_a_session_sees_those_of_its_organizations_alone(self, store: BoardStore) -> None:
        ours, theirs = store.add(board_of(name="Ours")), store.add(board_of(name="Theirs", organization=THEIRS))
        assert [one.name for one in store.boards(Realm.REAL, (OURS,))] == ["Ours"]
        assert {one.name for one in store.boards(Realm.REAL, (OURS, THEIRS))} == {"Ours", "Theirs"}
        assert store.boards(Realm.REAL, ()) == ()
        for act in (store.board, store.delete, store.restore):
            with pytest.raises(BoardGone, match="not among those of your organizations"):
                act(theirs.id, Realm.REAL, (OURS,))
        assert store.board(theirs.id, Realm.REAL, (THEIRS,)) == theirs
        assert store.board(ours.id, Realm.REAL, (OURS,)) == ours

    def test_sample_boards_and_real_ones_never_mix(self, store: BoardStore) -> None:
        sample, real = store.add(board_of(realm=Realm.SAMPLE)), store.add(board_of())
        assert [one.id for one in store.boards(Realm.SAMPLE, (OURS,))] == [sample.id]
        assert [one.id for one in store.boards(Realm.REAL, (OURS,))] == [real.id]
        for act in (store.board, store.delete, store.restore):
            with pytest.raises(BoardGone):
                act(sample.id, Realm.REAL, (OURS,))
            with pytest.raises(BoardGone):
                act(real.id, Realm.SAMPLE, (OURS,))

    def test_no_save_moves_a_board_to_others(self, store: BoardStore) -> None:
        kept = store.add(board_of())
        for moved in (replace(kept, organization=THEIRS), replace(kept, realm=Realm.SAMPLE)):
            with pytest.raises(BoardGone):
                store.save(moved)
            with pytest.raises(BoardGone):
                store.add(moved)
        assert store.board(kept.id, Realm.REAL, (OURS,)) == kept

    def test_ids_are_told_apart_by_every_letter(self, store: BoardStore) -> None:
        store.add(board_of(organization=OrganizationId("Orgn_1")))
        assert store.boards(Realm.REAL, (OURS, OrganizationId("orgn%"), OrganizationId("orgn_1' OR '1'='1"))) == ()

    def test_a_board_that_never_was_is_gone(self, store: BoardStore) -> None:
        with pytest.raises(BoardGone):
            store.board(new_board_id(), Realm.REAL, (OURS,))
        with pytest.raises(BoardGone):
            store.save(board_of())

    def test_thousands_of_organizations_are_as_good_as_one(self, store: BoardStore) -> None:
        kept = store.add(board_of())
        many = [OURS, *(OrganizationId(f"other_{number}") for number in range(3_000))]
        assert store.board(kept.id, Realm.REAL, many) == kept


class TestDeletion:
    def test_what_was_deleted_is_gone_and_comes_back_as_it_was(self, store: BoardStore, clock: FakeClock) -> None:
        kept = store.add(board_of(chart()))
        clock.tick(minutes=1)
        store.delete(kept.id, Realm.REAL, (OURS,))
        assert store.boards(Realm.REAL, (OURS,)) == ()
        with pytest.raises(BoardGone):
            store.board(kept.id, Realm.REAL, (OURS,))
        (told,) = store.deleted(Realm.REAL, (OURS,))
        assert (told.id, told.deleted_at) == (kept.id, clock.now)
        assert store.restore(kept.id, Realm.REAL, (OURS,)) == kept
        assert store.board(kept.id, Realm.REAL, (OURS,)) == kept
        assert store.deleted(Realm.REAL, (OURS,)) == ()

    def test_who_saves_a_board_that_was_deleted_meanwhile_is_told(self, store: BoardStore, second: BoardStore) -> None:
        kept = store.add(board_of())
        second.delete(kept.id, Realm.REAL, (OURS,))
        with pytest.raises(BoardGone, match="may have been deleted"):
            store.save(edited(kept, "x"))
        assert store.restore(kept.id, Realm.REAL, (OURS,)) == kept

    def test_to_restore_what_is_there_and_to_delete_twice_do_no_harm(self, store: BoardStore) -> None:
        kept = store.add(board_of())
        assert store.restore(kept.id, Realm.REAL, (OURS,)) == kept
        store.delete(kept.id, Realm.REAL, (OURS,))
        with pytest.raises(BoardGone):
            store.delete(kept.id, Realm.REAL, (OURS,))
        assert store.restore(kept.id, Realm.REAL, (OURS,)) == kept

    def test_deleted_boards_are_their_organizations_too(self, store: BoardStore) -> None:
        kept = store.add(board_of())
        store.delete(kept.id, Realm.REAL, (OURS,))
        assert store.deleted(Realm.REAL, (THEIRS,)) == store.deleted(Realm.SAMPLE, (OURS,)) == ()
        for realm, organization in ((Realm.REAL, THEIRS), (Realm.SAMPLE, OURS)):
            with pytest.raises(BoardGone):
                store.restore(kept.id, realm, (organization,))

    def test_for_30_days_and_not_a_moment_longer(self, store: BoardStore, url: str, clock: FakeClock) -> None:
        kept = store.add(board_of())
        store.delete(kept.id, Realm.REAL, (OURS,))
        clock.now += KEPT_AFTER_DELETION
        assert store.restore(kept.id, Realm.REAL, (OURS,)) == kept
        store.delete(kept.id, Realm.REAL, (OURS,))
        clock.now += KEPT_AFTER_DELETION + timedelta(microseconds=1)
        assert store.deleted(Realm.REAL, (OURS,)) == ()
        with pytest.raises(BoardGone):
            store.restore(kept.id, Realm.REAL, (OURS,))
        store.add(board_of(name="Another"))
        assert [row[0] for row in rows(url, "SELECT name FROM statusbrew_boards")] == ["Another"]


class TestContentThatSomethingElseChanged:
    def test_is_named_and_leaves_the_others_and_the_list_alone(self, store: BoardStore, url: str) -> None:
        damaged, whole = store.add(board_of(name="Damaged")), store.add(board_of(name="Whole"))
        change(url, f"UPDATE statusbrew_boards SET body = 'oops' WHERE id = '{damaged.id}'")
        with pytest.raises(BoardFileInvalid):
            store.board(damaged.id, Realm.REAL, (OURS,))
        assert {one.name for one in store.boards(Realm.REAL, (OURS,))} == {"Damaged", "Whole"}
        assert store.board(whole.id, Realm.REAL, (OURS,)) == whole

    def test_the_columns_decide_who_sees_it(self, store: BoardStore, url: str) -> None:
        kept = store.add(board_of())
        change(url, f"UPDATE statusbrew_boards SET organization = '{THEIRS}' WHERE id = '{kept.id}'")
        moved = store.board(kept.id, Realm.REAL, (THEIRS,))
        assert moved == replace(kept, organization=THEIRS)
        assert store.save(moved).organization == THEIRS


def rows(url: str, statement: str) -> list[tuple[object, ...]]:
    engine = create_engine(url.replace("postgresql://", "postgresql+psycopg://"))
    with engine.connect() as connection:
        found = [tuple(row) for row in connection.execute(text(statement))]
    engine.dispose()
    return found


def change(url: str, statement: str) -> None:
    engine = create_engine(url.replace("postgresql://", "postgresql+psycopg://"))
    with engine.begin() as connection:
        connection.execute(text(statement))
    engine.dispose()
