"""The page of boards: begun, filled, arranged, undone, presented, shared; never over another's work."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from dashboard import state
from services.boards.board import (
    Board,
    BoardId,
    ChartTile,
    NoteTile,
    Realm,
    Tile,
    Width,
    new_board,
    new_tile_id,
)
from services.boards.store import BoardStore
from services.clock import system_clock
from services.insights.comparison import Against
from services.insights.models import MetricName, OrganizationId, SpaceId
from services.insights.periods import Preset
from services.insights.question import Question, Series, SpaceScope
from services.insights.view import View
from tests.conftest import SandboxProgram
from tests.pages.conftest import ENTRY, OpenApp, address, plain_words

PAGE = "../pages/boards.py"
LANTERN, ASTER = OrganizationId("orgn_lantern"), OrganizationId("orgn_aster")
ROAST = SpaceId("spce_roast")


def chart(metric: str, *dimensions: str, aggregator: str = "sum", space: str = ROAST, title: str = "") -> ChartTile:
    question = Question(
        scope=SpaceScope(space_id=SpaceId(space)),
        period=Preset.LAST_7_DAYS,
        series=(Series(metric=MetricName(metric), dimensions=dimensions, aggregator=aggregator),),
    )
    labels = (metric.replace("_", " ").title(),)
    return ChartTile(id=new_tile_id(), question=question, view=View(), title=title, metric_labels=labels)


@pytest.fixture
def store(open_app: OpenApp) -> Iterator[BoardStore]:
    """The store of the app that the test opens."""
    found = BoardStore(os.environ["STATUSBREW_BOARDS_URL"], system_clock)
    yield found
    found.close()


@pytest.fixture
def app(sandbox: SandboxProgram, open_app: OpenApp) -> AppTest:
    return open_app(sandbox)


def kept(store: BoardStore, *tiles: Tile, name: str = "Monday", organization: OrganizationId = LANTERN) -> Board:
    board = new_board(realm=Realm.REAL, organization=organization, name=name, now=system_clock(), tiles=tiles)
    return store.add(board)


def stored(store: BoardStore, board: Board) -> Board:
    return store.board(board.id, board.realm, (board.organization,))


def open_board(app: AppTest, board: BoardId) -> AppTest:
    app.switch_page(PAGE)
    app.query_params["board"] = board
    return app.run()


def arrange(app: AppTest) -> AppTest:
    return app.button(key=f"{state.IS_ARRANGING}.button").click().run()


def keys(app: AppTest) -> set[str]:
    return {button.key for button in app.button if button.key}


def insights(sandbox: SandboxProgram) -> int:
    return sum(path.endswith("/insights") for path in sandbox.paths())


def plan(app: AppTest) -> str:
    return next(line for line in plain_words(app).splitlines() if "charts**:" in line or "chart**:" in line)


FOUR = (
    chart("profile_followers", aggregator="max", title="Followers now"),
    chart("profile_views", "date"),
    chart("profile_engagement", "network"),
    chart("post_total", "post_type"),
)


def test_a_board_costs_what_its_plan_says_and_nothing_in_the_next_session(
    app: AppTest, sandbox: SandboxProgram, store: BoardStore
) -> None:
    board = kept(store, NoteTile(id=new_tile_id(), text="# The week"), *FOUR)
    open_board(app, board.id)
    assert not app.exception
    assert app.title[0].value == "Monday"
    # Four numbers, and what each metric supports, so that the charts are those of Explore.
    assert plan(app) == "**4 charts**: 8 requests"
    assert insights(sandbox) == 0
    before = len(sandbox.log())
    app.button(key=state.LOAD_ALL).click().run()
    assert not app.exception
    assert len(sandbox.log()) - before == 8
    assert "all in memory" in plan(app)
    assert "**The week**" in plain_words(app)
    assert "**Followers now**" in plain_words(app)
    sent = len(sandbox.log())
    other = open_board(AppTest.from_file(str(ENTRY), default_timeout=60).run(), board.id)
    assert "all in memory" in plan(other)
    assert [metric.value for metric in other.metric] == [metric.value for metric in app.metric]
    assert len(sandbox.log()) == sent


def test_tiles_are_moved_resized_titled_noted_and_removed_and_each_change_is_undone(
    app: AppTest, store: BoardStore
) -> None:
    board = kept(store, *FOUR)
    first, second = board.tiles[0].id, board.tiles[1].id
    open_board(app, board.id)
    arrange(app)
    app.button(key=state.tile_key(first, "later")).click().run()
    assert [tile.id for tile in stored(store, board).tiles[:2]] == [second, first]
    app.selectbox(key=state.tile_key(first, "width")).set_value("full").run()
    app.selectbox(key=state.tile_key(first, "height")).set_value("high").run()
    moved = stored(store, board)
    assert moved.tiles[1].width is Width.FULL
    app.text_input(key=state.tile_key(first, "text")).set_value("How many?").run()
    app.button(key=state.NOTE_OF_BOARD).click().run()
    noted = stored(store, board)
    (note,) = (tile for tile in noted.tiles if isinstance(tile, NoteTile))
    app.text_area(key=state.tile_key(note.id, "text")).set_value("Mind the holiday").run()
    app.button(key=state.tile_key(second, "remove")).click().run()
    changed = stored(store, board)
    assert len(changed.tiles) == 4
    assert "Mind the holiday" in [tile.text for tile in changed.tiles if isinstance(tile, NoteTile)]
    for _ in range(7):
        app.button(key=state.UNDO_BOARD).click().run()
    assert state.UNDO_BOARD not in keys(app)
    assert stored(store, board).tiles == board.tiles
    assert not app.exception


def test_a_board_is_renamed(app: AppTest, store: BoardStore) -> None:
    board = kept(store)
    open_board(app, board.id)
    arrange(app)
    app.text_input(key=f"{state.BOARD_NAME}.{board.id}").set_value("Tuesday").run()
    assert stored(store, board).name == "Tuesday"


def test_one_period_holds_for_all_charts_or_each_has_its_own(
    app: AppTest, store: BoardStore, sandbox: SandboxProgram
) -> None:
    board = kept(store, *FOUR[:2])
    open_board(app, board.id)
    app.button(key=state.LOAD_ALL).click().run()
    app.toggle(key=state.HAS_ONE_PERIOD).set_value(True).run()
    app.selectbox(key=state.BOARD_PERIOD).set_value("last_30_days").run()
    assert stored(store, board).period is Preset.LAST_30_DAYS
    assert plan(app) == "**2 charts**: 2 requests"
    app.toggle(key=state.HAS_ONE_PERIOD).set_value(False).run()
    assert stored(store, board).period is None
    assert "all in memory" in plan(app)


def test_the_second_who_saves_is_told_and_nothing_is_overwritten(app: AppTest, store: BoardStore) -> None:
    board = kept(store, *FOUR)
    open_board(app, board.id)
    arrange(app)
    # Meanwhile somebody else renames it.
    store.save(replace(stored(store, board), name="Theirs"))
    app.button(key=state.tile_key(board.tiles[0].id, "remove")).click().run()
    assert "while you looked at it as it was before" in plain_words(app)
    theirs = stored(store, board)
    assert theirs.name == "Theirs"
    assert theirs.tiles == board.tiles
    app.button(key=f"{state.BOARD_CHANGE}.again").click().run()
    both = stored(store, board)
    assert both.name == "Theirs"
    assert both.tiles == board.tiles[1:]
    assert not app.warning


def test_what_could_not_be_saved_is_kept_as_a_copy(app: AppTest, store: BoardStore) -> None:
    board = kept(store, *FOUR)
    open_board(app, board.id)
    arrange(app)
    store.save(replace(stored(store, board), name="Theirs"))
    app.button(key=state.tile_key(board.tiles[0].id, "remove")).click().run()
    app.button(key=f"{state.BOARD_CHANGE}.copy").click().run()
    names = {one.name: one for one in store.boards(Realm.REAL, (LANTERN,))}
    assert set(names) == {"Theirs", "Monday (my copy)"}
    copy = store.board(names["Monday (my copy)"].id, Realm.REAL, (LANTERN,))
    assert len(copy.tiles) == 3
    assert address(app)["board"] == [copy.id]


def test_a_deleted_board_is_brought_back(app: AppTest, store: BoardStore) -> None:
    board = kept(store, *FOUR)
    app.switch_page(PAGE).run()
    app.menu_button(key=state.board_key(board.id, "menu")).click("delete").run()
    assert "was deleted" in plain_words(app)
    assert store.boards(Realm.REAL, (LANTERN,)) == ()
    app.button(key=state.UNDO_DELETE).click().run()
    assert stored(store, board).tiles == board.tiles
    assert state.board_key(board.id, "open") in keys(app)


def test_a_board_that_was_deleted_long_before_is_brought_back_by_another_session(
    app: AppTest, store: BoardStore
) -> None:
    board, other = kept(store, *FOUR, name="Old"), kept(store, organization=ASTER, name="Of others")
    for one in (board, other):
        store.delete(one.id, one.realm, (one.organization,))
    app.switch_page(PAGE).run()
    assert "Deleted in the last 30 days · 1" in [expander.label for expander in app.expander]
    assert "Old" in plain_words(app)
    assert "Of others" not in plain_words(app)
    app.button(key=state.board_key(board.id, "restore")).click().run()
    assert not app.exception
    assert stored(store, board).tiles == board.tiles
    assert state.board_key(board.id, "open") in keys(app)
    assert not [expander for expander in app.expander if expander.label.startswith("Deleted")]


def test_a_copy_is_a_board_of_its_own(app: AppTest, store: BoardStore) -> None:
    board = kept(store, *FOUR)
    app.switch_page(PAGE).run()
    app.menu_button(key=state.board_key(board.id, "menu")).click("duplicate").run()
    assert app.title[0].value == "Monday \\(copy\\)"
    assert len(store.boards(Realm.REAL, (LANTERN,))) == 2


def test_a_session_sees_the_boards_of_its_organizations_alone(app: AppTest, store: BoardStore) -> None:
    mine = kept(store, name="Ours")
    kept(store, name="Hotels", organization=ASTER)
    stranger = kept(store, name="Strangers", organization=OrganizationId("orgn_stranger"))
    sample = store.add(
        new_board(realm=Realm.SAMPLE, organization=LANTERN, name="Sample", now=system_clock(), tiles=FOUR)
    )
    app.switch_page(PAGE).run()
    told = [button.label for button in app.button]
    assert any("Ours" in label for label in told)
    assert not any(name in label for label in told for name in ("Hotels", "Strangers", "Sample"))
    for hidden in (stranger.id, sample.id):
        open_board(app, hidden)
        assert "not among those of your organizations" in plain_words(app)
    open_board(app, mine.id)
    assert app.title[0].value == "Ours"


def test_a_start_board_costs_what_its_button_says(app: AppTest, store: BoardStore, sandbox: SandboxProgram) -> None:
    app.switch_page(PAGE).run()
    button = app.button(key=state.START_BOARD)
    promised = int(button.label.rpartition("· ")[2].split()[0])
    before = len(sandbox.log())
    button.click().run()
    assert not app.exception
    assert len(sandbox.log()) - before == promised
    assert plan(app).startswith("**8 charts**: all in memory")
    (board,) = store.boards(Realm.REAL, (LANTERN,))
    assert address(app)["board"] == [board.id]


def test_what_is_gone_is_named_with_the_nearest_and_mended_with_one_click(app: AppTest, store: BoardStore) -> None:
    board = kept(store, chart("profile_viewz", "date"), FOUR[1])
    open_board(app, board.id)
    assert not app.exception
    assert "is no longer among the metrics" in plain_words(app)
    assert "1 can't be asked" in plan(app)
    app.button(key=state.tile_key(board.tiles[0].id, "mend")).click().run()
    mended = stored(store, board).tiles[0]
    assert isinstance(mended, ChartTile)
    assert mended.question.series[0].metric == "profile_views"
    assert "no longer" not in plain_words(app)


def test_what_is_gone_can_be_changed_in_explore_for_the_price_on_its_button(
    app: AppTest, store: BoardStore, sandbox: SandboxProgram
) -> None:
    board = kept(store, chart("profile_viewz", "date"))
    open_board(app, board.id)
    gone = app.button(key=state.tile_key(board.tiles[0].id, "explore"))
    assert gone.label == "Change it in Explore", "there is no such metric to learn about"
    before = len(sandbox.log())
    gone.click().run()
    assert not app.exception
    assert "profile_viewz" in plain_words(app)
    assert len(sandbox.log()) == before


def test_a_presented_board_has_no_controls_but_the_way_back(app: AppTest, store: BoardStore) -> None:
    board = kept(store, *FOUR)
    open_board(app, board.id)
    app.button(key=state.LOAD_ALL).click().run()
    app.button(key=state.PRESENT).click().run()
    assert address(app)["present"] == ["1"]
    assert keys(app) == {state.END_PRESENTATION}
    assert not app.selectbox
    assert not app.menu_button
    assert "Oldest numbers: just now" in plain_words(app)
    assert "in memory" not in plain_words(app), "nothing to whoever looks on"
    app.button(key=state.END_PRESENTATION).click().run()
    assert state.CLOSE_BOARD in keys(app)
    assert app.selectbox


def test_a_link_can_present_at_once(app: AppTest, store: BoardStore) -> None:
    board = kept(store, *FOUR)
    app.switch_page(PAGE)
    app.query_params["board"], app.query_params["present"] = board.id, "1"
    app.run()
    assert not app.exception
    assert keys(app) == {state.END_PRESENTATION}, "what is not in memory has no button either"


def test_whose_numbers_a_board_shows_is_said_whatever_space_is_chosen(app: AppTest, store: BoardStore) -> None:
    one, two = chart("profile_views"), chart("profile_views", space="spce_ferry")
    alone = kept(store, two, name="Alone")
    open_board(app, alone.id)
    assert app.session_state[state.SPACE] == ROAST
    assert ":material/workspaces: Ostsee Ferries" in plain_words(app)
    assert "**Profile Views**" in plain_words(app)
    both = kept(store, one, two, name="Both")
    open_board(app, both.id)
    assert ":material/workspaces: Northwind Coffee and Ostsee Ferries" in plain_words(app)
    for name in ("Northwind Coffee", "Ostsee Ferries"):
        assert f"**Profile Views · {name}**" in plain_words(app)
    app.button(key=state.PRESENT).click().run()
    assert ":material/workspaces: Northwind Coffee and Ostsee Ferries" in plain_words(app)


def test_a_failing_chart_leaves_its_neighbours(app: AppTest, store: BoardStore, sandbox: SandboxProgram) -> None:
    board = kept(store, *FOUR[:3])
    open_board(app, board.id)
    # Four at once: the first that asks for numbers takes both.
    sandbox.queue([{"status": 500, "path": f"/v1/spaces/{ROAST}/insights"}] * 2)
    app.button(key=state.LOAD_ALL).click().run()
    assert not app.exception
    assert len(app.error) <= 2
    assert "can't be" not in plan(app)


def test_where_boards_are_kept_may_be_out_of_reach_and_the_rest_works(
    sandbox: SandboxProgram, open_app: OpenApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("STATUSBREW_BOARDS_URL", "postgresql://nobody:secret-word@127.0.0.1:1/none")
    app = open_app(sandbox)
    app.switch_page(PAGE).run()
    assert not app.exception
    assert app.error
    assert "secret-word" not in plain_words(app)
    app.switch_page("../pages/explore.py").run()
    assert not app.exception
    assert not app.error


def test_two_changes_before_the_page_is_drawn_again_are_both_kept(app: AppTest, store: BoardStore) -> None:
    board = kept(store, *FOUR)
    first = board.tiles[0].id
    open_board(app, board.id)
    arrange(app)
    # To click elsewhere sends what was typed, and the click.
    app.text_input(key=state.tile_key(first, "text")).set_value("How many?")
    app.button(key=state.tile_key(first, "later")).click().run()
    assert not app.warning, "nobody else has saved it"
    now = stored(store, board).tiles[1]
    assert isinstance(now, ChartTile)
    assert (now.id, now.title) == (first, "How many?")


def test_undo_never_takes_back_what_somebody_else_saved_since(app: AppTest, store: BoardStore) -> None:
    board = kept(store, *FOUR)
    open_board(app, board.id)
    arrange(app)
    app.button(key=state.tile_key(board.tiles[0].id, "remove")).click().run()
    assert state.UNDO_BOARD in keys(app)
    theirs = replace(stored(store, board), name="Theirs")
    store.save(theirs)
    # Clicked before the page was drawn with their change.
    app.button(key=state.UNDO_BOARD).click().run()
    assert stored(store, board).name == "Theirs"
    assert len(stored(store, board).tiles) == 3
    assert "can't be undone any more" in app.toast[0].value
    assert state.UNDO_BOARD not in keys(app)


def test_undo_is_not_offered_where_somebody_else_saved_since(app: AppTest, store: BoardStore) -> None:
    board = kept(store, *FOUR)
    open_board(app, board.id)
    arrange(app)
    app.button(key=state.tile_key(board.tiles[0].id, "remove")).click().run()
    store.save(replace(stored(store, board), name="Theirs"))
    app.run()
    assert state.UNDO_BOARD not in keys(app)


def test_a_change_that_was_not_saved_is_told_on_its_own_board_alone(app: AppTest, store: BoardStore) -> None:
    board, other = kept(store, *FOUR), kept(store, name="Other")
    open_board(app, board.id)
    arrange(app)
    store.save(replace(stored(store, board), name="Theirs"))
    app.button(key=state.tile_key(board.tiles[0].id, "remove")).click().run()
    assert app.warning
    open_board(app, other.id)
    assert not app.warning


@pytest.mark.parametrize(("period", "compare"), [(Preset.LAST_30_DAYS, None), (None, Against.PREVIOUS)])
def test_to_look_at_a_board_changes_nothing(
    app: AppTest, store: BoardStore, period: Preset | None, compare: Against | None
) -> None:
    board = kept(store, *FOUR[:1])
    saved = store.save(replace(board, period=period, compare=compare))
    open_board(app, board.id).run()
    assert stored(store, board) == saved


def test_a_board_that_cannot_be_read_leads_back_to_the_others(app: AppTest, store: BoardStore) -> None:
    board, other = kept(store, *FOUR), kept(store, name="Other")
    with closing(sqlite3.connect(os.environ["STATUSBREW_BOARDS_URL"].removeprefix("sqlite:///"))) as database:
        database.execute("UPDATE statusbrew_boards SET body = '{}' WHERE id = ?", (board.id,))
        database.commit()
    open_board(app, board.id)
    assert not app.exception
    assert "holds no board" in plain_words(app)
    app.button(key=state.CLOSE_BOARD).click().run()
    assert state.board_key(other.id, "open") in keys(app)


def test_a_click_that_the_database_refuses_is_told_in_words(app: AppTest, store: BoardStore) -> None:
    board = kept(store, *FOUR)
    app.switch_page(PAGE).run()
    Path(os.environ["STATUSBREW_BOARDS_URL"].removeprefix("sqlite:///")).write_bytes(b"no database at all" * 100)
    app.menu_button(key=state.board_key(board.id, "menu")).click("delete").run()
    assert not app.exception
    assert "damaged" in app.toast[0].value
