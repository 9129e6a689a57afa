"""A database that an older version made is moved up with all that is in it; one of a newer version is left alone."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, create_engine, event, inspect, text

from services.boards import migrations
from services.boards.board import Board, Realm
from services.boards.file_format import to_file
from services.boards.store import BoardStore
from services.boards.tables import BOARDS, NEWEST, VERSION_TABLE
from services.errors import BoardsUnavailable
from tests.conftest import FakeClock
from tests.services.boards.samples import NOW, OURS, THEIRS, board_of, chart, note

MICROSECONDS = int(NOW.timestamp() * 1_000_000)


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """An empty database; the folder's name is one that Alembic's settings would read otherwise."""
    if request.param == "sqlite":
        folder = tmp_path / "100%(here)s"
        folder.mkdir()
        return f"sqlite:///{folder / 'boards.sqlite3'}"
    server = request.getfixturevalue("server")
    return str(server.url(server.new_database()))


@pytest.fixture
def engine(url: str) -> Iterator[Engine]:
    """The database as something else than the store sees it."""
    engine = create_engine(url.replace("postgresql://", "postgresql+psycopg://"))
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", lambda connection, _: setattr(connection, "isolation_level", None))
        event.listen(engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN IMMEDIATE"))
    yield engine
    engine.dispose()


def made_by_the_first_version(connection: Connection, boards: list[Board]) -> None:
    """What the first migration makes, with boards in it as its version wrote them."""
    migrations.move_to(connection, "0001")
    for board in boards:
        connection.execute(
            text(
                "INSERT INTO statusbrew_boards "
                "(id, realm, organization, name, tile_count, created_at, changed_at, revision, body) "
                "VALUES (:id, 'real', :organization, :name, :count, :created, :changed, 3, :body)"
            ),
            {
                "id": board.id,
                "organization": board.organization,
                "name": board.name,
                "count": len(board.tiles),
                "created": MICROSECONDS,
                "changed": MICROSECONDS + 1,
                "body": to_file(board).decode(),
            },
        )


def everything(engine: Engine) -> dict[str, list[tuple[object, ...]]]:
    """Each table with its rows in order."""
    with engine.connect() as connection:
        return {
            name: sorted(tuple(map(str, row)) for row in connection.execute(text(f"SELECT * FROM {name}")))
            for name in inspect(connection).get_table_names()
        }


def test_boards_of_the_first_version_are_all_there_in_the_newest(url: str, engine: Engine, clock: FakeClock) -> None:
    boards = [board_of(chart(), note("ü"), name="Monday"), board_of(name="Theirs", organization=THEIRS)]
    with engine.begin() as connection:
        made_by_the_first_version(connection, boards)
    store = BoardStore(url, clock)
    monday = store.board(boards[0].id, Realm.REAL, (OURS,))
    assert monday.tiles == boards[0].tiles
    assert (monday.name, monday.author, monday.revision) == ("Monday", "", 3)
    assert (monday.created_at.timestamp(), monday.changed_at.microsecond) == (NOW.timestamp(), 1)
    assert [one.name for one in store.boards(Realm.REAL, (THEIRS,))] == ["Theirs"]
    assert store.save(monday.renamed("Tuesday")).revision == 4
    store.delete(monday.id, Realm.REAL, (OURS,))
    assert store.restore(monday.id, Realm.REAL, (OURS,)).name == "Tuesday"
    store.close()
    assert everything(engine)[VERSION_TABLE] == [(NEWEST,)]


def test_a_new_database_and_a_moved_one_are_the_same_as_the_table_that_is_used(
    url: str, engine: Engine, clock: FakeClock
) -> None:
    with closing(BoardStore(url, clock)) as store:
        store.boards(Realm.REAL, (OURS,))
    with engine.connect() as connection:
        columns = {column["name"]: column for column in inspect(connection).get_columns(BOARDS.name)}
        indexes = inspect(connection).get_indexes(BOARDS.name)
        key = inspect(connection).get_pk_constraint(BOARDS.name)["constrained_columns"]
    assert list(columns) == [column.name for column in BOARDS.columns]
    assert {name: column["nullable"] for name, column in columns.items()} == {
        column.name: column.nullable for column in BOARDS.columns
    }
    for column in BOARDS.columns:
        given = columns[column.name]["type"].compile(engine.dialect)
        assert given == column.type.compile(engine.dialect), column.name
    assert [(index["name"], index["column_names"]) for index in indexes] == [
        ("statusbrew_boards_of_organization", ["realm", "organization"])
    ]
    assert key == ["id"]


def test_one_of_a_newer_version_is_refused_in_words_and_left_as_it_is(
    url: str, engine: Engine, clock: FakeClock
) -> None:
    store = BoardStore(url, clock)
    kept = store.add(board_of())
    store.close()
    with engine.begin() as connection:
        connection.execute(text(f"UPDATE {VERSION_TABLE} SET version_num = '9999'"))
        connection.execute(text("ALTER TABLE statusbrew_boards ADD COLUMN color TEXT"))
    before = everything(engine)
    newer = BoardStore(url, clock)
    for use in (
        lambda: newer.boards(Realm.REAL, (OURS,)),
        lambda: newer.save(kept.renamed("x")),
        lambda: newer.delete(kept.id, Realm.REAL, (OURS,)),
    ):
        with pytest.raises(BoardsUnavailable, match=r"made by a newer version of this app\. It was left as it is"):
            use()
    newer.close()
    assert everything(engine) == before


def test_a_step_that_fails_leaves_the_database_of_the_version_that_it_was(
    url: str, engine: Engine, clock: FakeClock
) -> None:
    with engine.begin() as connection:
        made_by_the_first_version(connection, [board_of()])
        # The second step adds `author`, then this: so it fails half-way.
        connection.execute(text("ALTER TABLE statusbrew_boards ADD COLUMN deleted_at BIGINT"))
    before = everything(engine)
    store = BoardStore(url, clock)
    with pytest.raises(BoardsUnavailable):
        store.boards(Realm.REAL, (OURS,))
    assert everything(engine) == before
    with engine.begin() as connection:
        connection.execute(text("ALTER TABLE statusbrew_boards DROP COLUMN deleted_at"))
    assert len(store.boards(Realm.REAL, (OURS,))) == 1
    store.close()


def test_to_move_one_that_is_moved_already_changes_nothing(url: str, engine: Engine, clock: FakeClock) -> None:
    with closing(BoardStore(url, clock)) as store:
        store.add(board_of())
    before = everything(engine)
    with engine.begin() as connection:
        migrations.move_to(connection)
        migrations.move_to(connection, "0001")
    assert everything(engine) == before


def test_what_else_is_in_the_database_stays(url: str, engine: Engine, clock: FakeClock) -> None:
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE boards (plank TEXT)"))
        connection.execute(text("INSERT INTO boards VALUES ('oak')"))
        connection.execute(text("CREATE TABLE alembic_version (version_num TEXT)"))
        connection.execute(text("INSERT INTO alembic_version VALUES ('of another program')"))
    store = BoardStore(url, clock)
    store.add(board_of())
    store.close()
    found = everything(engine)
    assert (found["boards"], found["alembic_version"]) == ([("oak",)], [("of another program",)])


def test_the_steps_follow_one_another_up_to_the_newest() -> None:
    config = Config()
    config.set_main_option("script_location", str(Path(migrations.__file__).parent))
    scripts = ScriptDirectory.from_config(config)
    steps = [script.revision for script in scripts.walk_revisions()]
    assert scripts.get_heads() == [NEWEST]
    assert steps == [f"{number:04}" for number in range(len(steps), 0, -1)]
