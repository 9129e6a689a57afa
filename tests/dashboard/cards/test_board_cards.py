"""A board's charts cost what their plan says; what of them is gone is named, and what asks the nearest works."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard import asking
from dashboard.cards import Card, Loading, Standing, loading_plan, look_at
from dashboard.cards.board_cards import cards_of, learn_config, learn_price, mends_of
from dashboard.committed import Answered, Due
from services.boards.board import Board, ChartTile, Height, NoteTile, new_tile_id
from services.errors import RequestRefused
from services.insights.comparison import Against
from services.insights.filters import Filter
from services.insights.models import MetricName, ReportId, Space, SpaceId, WidgetId
from services.insights.periods import Preset
from services.insights.question import ReportScope, Series, SpaceScope, WidgetScope
from services.insights.view import View
from tests.conftest import FakeClock, SandboxProgram
from tests.dashboard.cards.boards import FERRY, LANTERN, ROAST, board_of, cards_on, mends_on, pieces_of, series, tile
from tests.dashboard.cards.conftest import Agency, agency_of
from tests.services.boards.samples import boards

WEEKLY = ReportId("rprt_weekly")
IN_FERRY = SpaceScope(space_id=FERRY)


def load(agency: Agency, cards: list[Card]) -> dict[str, object]:
    loading = Loading(agency.client, waiter="me")
    loading.add(cards, Due.ASK)
    for card in cards:
        if loading.asks(card):
            loading.wait(card, lambda: None)
    return {key: outcome for key, _, outcome in loading.outcomes()}


def lists_sent(agency: Agency) -> list[str]:
    return [path.rpartition("/v1")[2] for path in agency.sandbox.paths() if "insights" not in path]


def filtered(name: str, operator: str, *values: str) -> Filter:
    return Filter(name=name, operator=operator, values=values)


def twelve(agency: Agency) -> Board:
    """Twelve charts of two spaces, a report and one of its widgets, with a note between them."""
    reports = agency.client.reports(ROAST).value
    widget = next(one for one in reports if one.id == WEEKLY).sections[0].grid[0]
    saved = [
        Series(metric=name, dimensions=widget.dimensions, filters=widget.filters, aggregator=widget.aggregator)
        for name in widget.metrics
    ]
    urn = agency.client.channels(ROAST).value.items[0].urn
    return board_of(
        tile(series("profile_reach", "date"), compare=Against.PREVIOUS),
        tile(series("profile_reach", "network")),
        tile(series("profile_reach")),
        tile(series("profile_views", "channel")),
        tile(series("post_engagement", "tag"), period=Preset.LAST_30_DAYS),
        NoteTile(id=new_tile_id(), text="Since the campaign began"),
        tile(series("post_engagement", "post"), height=Height.HIGH),
        tile(series("care_reply_count", "member")),
        tile(series("profile_reach", filters=(filtered("dataSources", "in", urn),))),
        tile(series("profile_reach", "date"), scope=IN_FERRY),
        tile(series("profile_views", "channel"), scope=IN_FERRY, height=Height.LOW),
        tile(series("profile_views", "date"), scope=ReportScope(space_id=ROAST, report_id=WEEKLY)),
        tile(*saved, scope=WidgetScope(space_id=ROAST, report_id=WEEKLY, widget_id=widget.id)),
    )


@pytest.mark.parametrize("period", [None, Preset.LAST_MONTH])
def test_a_board_of_twelve_costs_what_its_plan_says_and_nothing_the_second_time(
    agency: Agency, period: Preset | None
) -> None:
    # What a page has anyhow, and what the board is made with here, is not counted.
    other = agency_of(agency.sandbox, agency.clock)
    board = replace(twelve(other), period=period)
    agency.client.me(), agency.client.spaces(), agency.client.organizations()
    agency.sandbox.reset()
    cards = cards_on(agency, board)
    assert sorted(lists_sent(agency)) == [
        "/spaces/spce_ferry/report_metrics",
        "/spaces/spce_roast/report_metrics",
        "/spaces/spce_roast/reports",
    ]
    plan = loading_plan(agency.client, cards)
    assert plan.those(Standing.LACKING) == tuple(cards)
    before = agency.sent()
    outcomes = load(agency, cards)
    assert all(isinstance(outcome, Answered) for outcome in outcomes.values()), outcomes
    assert agency.sent() - before == plan.requests
    assert agency.insights_sent() >= 12

    # Another visit, and another session of the process: their cards know what the metrics support by now.
    again = cards_on(agency, board)
    assert not any(card.lacks_configs for card in again)
    second = loading_plan(agency.client, again)
    assert second.those(Standing.FRESH) == tuple(again)
    assert second.requests == 0
    assert all(isinstance(outcome, Answered) for outcome in load(agency, again).values())
    assert agency.sent() - before == plan.requests


def test_a_chart_is_drawn_as_explore_draws_it_as_high_as_it_was_made(agency: Agency) -> None:
    chart = tile(series("profile_views", "date", "network"))
    heights = []
    for height in Height:
        board = board_of(replace(chart, height=height, view=View(chart="stacked")))
        (card,) = cards_on(agency, board)
        assert card.lacks_configs == (("profile_views",) if height is Height.LOW else ())
        load(agency, [card])
        (card,) = cards_on(agency, board)
        assert card.committed is not None
        answered = asking.answer(agency.client, card.committed, Due.RECALL)
        assert isinstance(answered, Answered)
        look = look_at(card, answered)
        assert look.chart == "stacked", "whether parts make a whole, only a config says"
        assert look.figure is not None
        heights.append(look.figure.layout.height)
    assert heights == sorted(heights)
    assert heights[0] < heights[2] / 2


@dataclass(frozen=True)
class Gone:
    """A chart of which something is gone, what its card says, and what the button says that mends it."""

    chart: ChartTile
    says: tuple[str, ...]
    button: str


REACH_BY_DATE = series("profile_reach", "date")


def gone_cases() -> dict[str, Gone]:
    ours = filtered("dataSources", "in", "instagram:profile:1")
    return {
        "a space": Gone(
            tile(replace(REACH_BY_DATE, filters=(ours,)), scope=SpaceScope(space_id=SpaceId("spce_gone"))),
            ("The space spce_gone is none of those",),
            "Ask in “Northwind Coffee” instead, without the filter Profiles",
        ),
        "a space of another organization": Gone(
            tile(REACH_BY_DATE, scope=SpaceScope(space_id=SpaceId("spce_aster"))),
            ("The space spce_aster is none of those",),
            "Ask in “Northwind Coffee” instead",
        ),
        "a report": Gone(
            tile(REACH_BY_DATE, scope=ReportScope(space_id=ROAST, report_id=ReportId("rprt_0f8e11"))),
            ("The saved report that it asks within is gone from Northwind Coffee.",),
            "Ask all profiles of the space instead, without the report's filters",
        ),
        "a report with one nearly called so": Gone(
            tile(
                REACH_BY_DATE,
                scope=WidgetScope(space_id=ROAST, report_id=ReportId("rprt_week"), widget_id=WidgetId("w")),
            ),
            ("The saved report",),
            "Ask within the report “Weekly overview” instead",
        ),
        "a metric": Gone(
            tile(series("profile_reaches", "date"), labels=("Profile Reach (total)",)),
            ("“Profile Reach (total)” is no longer among the metrics of Northwind Coffee; the nearest is",),
            "Use Profile Reach instead",
        ),
        "one metric of two, with nothing near": Gone(
            tile(series("zzz_qq", "date"), REACH_BY_DATE, labels=("Zzz Qq", "Profile Reach")),
            ("“Zzz Qq” is no longer among the metrics of Northwind Coffee.",),
            "Leave Zzz Qq out",
        ),
        "a dimension": Gone(
            tile(series("profile_reach", "hour")),
            ("Profile Reach can't be broken down by “Time of day”. It can be broken down by: Date,",),
            "Ask with Day of the week instead of Time of day",
        ),
        "an aggregator": Gone(
            tile(series("profile_reach", "date", aggregator="percent")),
            ("Profile Reach can't be aggregated by “Share of total”. It can be aggregated by: Sum,",),
            "Ask with Sum instead of Share of total",
        ),
        "a filter": Gone(
            tile(series("profile_reach", "date", filters=(filtered("postType", "in", "photo"),))),
            ("Profile Reach can't be filtered by “Post type”.",),
            "Ask without the filter Post type",
        ),
        "an operator": Gone(
            tile(series("profile_reach", "date", filters=(filtered("network", "eq", "facebook"),))),
            ("“Network is” is no condition that Profile Reach takes.",),
            "Ask with “Network is one of” instead of “Network is”",
        ),
        "an option": Gone(
            tile(series("profile_reach", "date", filters=(filtered("network", "in", "facebook", "myspace"),))),
            ("The filter Network does not take “myspace”.",),
            "Ask without “myspace” in the filter Network",
        ),
        "a profile": Gone(
            tile(series("profile_reach", "date", filters=(filtered("dataSources", "in", "linkedin:company:1"),))),
            ("The profile “linkedin:company:1” is no longer in Northwind Coffee.",),
            "Ask with “Northwind Coffee GmbH” instead of “linkedin:company:1”",
        ),
        "a tag": Gone(
            tile(series("post_engagement", "date", filters=(filtered("tag", "in", "tag_1", "tag_2"),))),
            ("2 tags of a filter are no longer in Northwind Coffee: “tag_1”, “tag_2”.",),
            "Ask without the filter Tag",
        ),
        "a team member": Gone(
            tile(series("care_reply_count", "date", filters=(filtered("member", "in", "mmbr_99"),))),
            ("The team member “mmbr_99” is no longer in the organization.",),
            "Ask without the filter Team member",
        ),
    }


def know_all(agency: Agency) -> None:
    """What a session has in memory once it has looked around."""
    client = agency.client
    client.organizations(), client.channels(ROAST), client.tags(ROAST), client.members(LANTERN)
    for name in ("profile_reach", "post_engagement", "care_reply_count"):
        client.config(ROAST, MetricName(name))


@pytest.fixture(scope="module")
def looked_around(unlimited_sandbox: SandboxProgram) -> Agency:
    found = agency_of(unlimited_sandbox, FakeClock())
    know_all(found)
    return found


@pytest.mark.parametrize("what", gone_cases())
def test_what_is_gone_is_named_with_the_nearest_and_that_works_when_it_is_asked(
    looked_around: Agency, what: str
) -> None:
    case = gone_cases()[what]
    board = board_of(case.chart)
    before = looked_around.insights_sent()
    (card,) = cards_on(looked_around, board)
    assert card.committed is None
    assert card.title, "a card without an answer has no headline to be called by"
    for words in case.says:
        assert words in card.problem
    assert card.problem.endswith(f"{case.button}, change it in Explore, or remove this card.")
    mended = mends_on(looked_around, board)[case.chart.id]
    assert mended.words == case.button
    assert mended.tile.id == case.chart.id
    assert looked_around.insights_sent() == before, "numbers are asked for by nobody but who loads them"

    (card,) = cards_on(looked_around, board.with_changed(mended.tile))
    assert card.problem == ""
    assert isinstance(load(looked_around, [card])[card.key], Answered)


def test_much_that_is_gone_is_told_in_short_with_what_to_do_at_the_end(looked_around: Agency) -> None:
    strange = tuple(filtered(f"{'strange_' * 20}{place}", "in", "x") for place in range(3))
    asked = series("post_engagement", "city", "gender", aggregator="median", filters=strange)
    (card,) = cards_on(looked_around, board_of(tile(asked)))
    assert len(card.problem) <= 500
    assert card.problem.endswith("it in Explore, or remove this card.")


def test_a_metric_that_nothing_comes_near_to_is_told_with_what_to_do(looked_around: Agency) -> None:
    board = board_of(tile(series("zzz_qq", "date"), labels=("Zzz Qq",)))
    (card,) = cards_on(looked_around, board)
    assert card.title == "Zzz Qq"
    assert card.problem == (
        "“Zzz Qq” is no longer among the metrics of Northwind Coffee. Change it in Explore, or remove this card."
    )
    assert mends_on(looked_around, board) == {}


def test_a_widget_that_is_gone_is_asked_within_its_report_as_it_was_kept(agency: Agency) -> None:
    scope = WidgetScope(space_id=ROAST, report_id=WEEKLY, widget_id=WidgetId("rpwd_gone"))
    board = board_of(tile(REACH_BY_DATE, scope=scope))
    (card,) = cards_on(agency, board)
    assert "gone from the report “Weekly overview”" in card.note
    assert card.committed is not None
    assert card.committed.question.scope == ReportScope(space_id=ROAST, report_id=WEEKLY)
    assert isinstance(load(agency, [card])[card.key], Answered)


def test_a_filter_of_which_something_is_left_is_asked_and_says_what_it_lacks(looked_around: Agency) -> None:
    urn = looked_around.client.channels(ROAST).value.items[0].urn
    kept = filtered("dataSources", "in", urn, "facebook:page:1")
    board = board_of(tile(series("profile_reach", "date", filters=(kept,))))
    (card,) = cards_on(looked_around, board)
    assert "The profile “facebook:page:1” is no longer in Northwind Coffee." in card.note
    assert isinstance(load(looked_around, [card])[card.key], Answered)
    (mended,) = mends_on(looked_around, board).values()
    assert mended.words == "Ask without “facebook:page:1”"
    assert mended.tile.question.series[0].filters[0].values == (urn,)


def test_nothing_is_called_gone_by_a_list_that_is_not_here(agency: Agency) -> None:
    # Neither profiles nor tags nor configs are in memory, and the catalogue can't be had.
    agency.client.spaces(), agency.client.me()
    agency.sandbox.queue([{"status": 503, "path": f"/v1/spaces/{ROAST}/report_metrics"}] * 2)
    strange = filtered("dataSources", "in", "linkedin:company:1")
    (card,) = cards_on(agency, board_of(tile(series("zzz_qq", "hour", filters=(strange,)), labels=("Zzz Qq",))))
    assert card.problem == card.note == ""
    assert card.committed is not None
    assert card.committed.metric.label == "Zzz Qq"
    assert card.lacks_configs == ("zzz_qq",)


def config_without(agency: Agency, metric: str, change: Callable[[dict[str, object]], None]) -> dict[str, object]:
    answer = agency.http.get(f"{agency.sandbox.url}/spaces/{ROAST}/report_metric_config/{metric}", timeout=60)
    body: dict[str, object] = answer.json()["data"]
    change(body)
    path = f"/v1/spaces/{ROAST}/report_metric_config/{metric}"
    return {"status": 200, "body": json.dumps({"data": body}), "path": path}


def test_what_the_api_refuses_though_memory_allows_it_is_named_once_the_config_is_asked_anew(agency: Agency) -> None:
    def add_hour(config: dict[str, object]) -> None:
        dimensions = config["dimensions"]
        assert isinstance(dimensions, list)
        dimensions.append({"name": "hour", "label": "Time of day"})

    agency.sandbox.queue([config_without(agency, "profile_reach", add_hour)])
    agency.client.config(ROAST, MetricName("profile_reach"))
    board = board_of(tile(series("profile_reach", "hour")))
    (card,) = cards_on(agency, board)
    assert isinstance(load(agency, [card])[card.key], RequestRefused)
    before = agency.sent()
    learn_config(agency.client, card)
    assert agency.sent() - before == learn_price(card) == 1
    (card,) = cards_on(agency, board)
    assert "can't be broken down by “Time of day”" in card.problem
    (mended,) = mends_on(agency, board).values()
    assert mended.words == "Ask with Day of the week instead of Time of day"
    assert agency.sent() - before == 1


def test_a_config_that_is_no_longer_fresh_forbids_nothing_and_is_asked_again_for_its_price(agency: Agency) -> None:
    def take_dates(config: dict[str, object]) -> None:
        config["dimensions"] = [{"name": "network", "label": "Network"}]

    agency.sandbox.queue([config_without(agency, "profile_reach", take_dates)])
    agency.client.config(ROAST, MetricName("profile_reach"))
    board = board_of(tile(REACH_BY_DATE))
    (card,) = cards_on(agency, board)
    assert "can't be broken down" in card.problem
    agency.clock.tick(hours=7)
    (card,) = cards_on(agency, board)
    assert card.problem == ""
    assert card.lacks_configs == ("profile_reach",)
    plan = loading_plan(agency.client, [card])
    before = agency.sent()
    assert isinstance(load(agency, [card])[card.key], Answered)
    assert agency.sent() - before == plan.requests == 2


def test_notes_stand_between_the_cards_in_the_order_of_the_board(looked_around: Agency) -> None:
    note = NoteTile(id=new_tile_id(), text="Since the campaign began")
    first, last = tile(REACH_BY_DATE, title="Reach"), tile(series("profile_reach", "network"))
    pieces = pieces_of(looked_around, board_of(first, note, last))
    assert pieces[1] is note
    keys = [piece.key for piece in pieces if isinstance(piece, Card)]
    assert keys == [first.id, last.id]
    assert [piece.title for piece in pieces if isinstance(piece, Card)] == ["Reach", ""]


texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
names = texts.filter(bool)


@st.composite
def catalogues_for(draw: st.DrawFn, board: Board) -> list[dict[str, object]]:
    """Some of the board's metrics, and others."""
    asked = sorted({one.metric for chart in board.charts for one in chart.question.series})
    named = st.sampled_from(asked) | names if asked else names
    found = st.lists(st.fixed_dictionaries({"name": named, "label": texts}), max_size=4)
    return [{"category": "Any", "metrics": draw(found)}]


configs = st.fixed_dictionaries(
    {
        "aggregators": st.lists(names, max_size=2),
        "dimensions": st.lists(st.fixed_dictionaries({"name": names, "label": texts}), max_size=3),
        "filters": st.lists(
            st.fixed_dictionaries(
                {
                    "name": names,
                    "label": texts,
                    "operators": st.lists(st.sampled_from(["in", "gte", "like"]), max_size=2),
                }
            ),
            max_size=2,
        ),
    }
)


@settings(max_examples=25)
@given(board=boards, data=st.data())
def test_any_board_gives_cards_whatever_its_lists_hold(
    unlimited_sandbox: SandboxProgram, board: Board, data: st.DataObject
) -> None:
    agency = agency_of(unlimited_sandbox, FakeClock())
    asked = sorted({chart.question.scope.space_id for chart in board.charts})
    seen = data.draw(st.lists(st.sampled_from(asked), unique=True)) if asked else []
    spaces = [Space(id=space, name="Any", organization_id=board.organization) for space in (ROAST, *seen)]
    catalogue = data.draw(catalogues_for(board))
    unlimited_sandbox.queue([{"status": 200, "body": json.dumps({"data": catalogue}), "path": "/v1/spaces"}] * 3)
    try:
        calendar = agency.client.calendar()

        def shown() -> list[Card]:
            pieces = cards_of(agency.client, board, spaces=spaces, calendar=calendar)
            assert len(pieces) == len(board.tiles)
            cards = [piece for piece in pieces if isinstance(piece, Card)]
            assert all((card.committed is None) == bool(card.problem) for card in cards)
            assert all(len(card.problem) <= 500 for card in cards)
            lost = loading_plan(agency.client, cards).those(Standing.IMPOSSIBLE)
            assert {card.key for card in lost} == {card.key for card in cards if card.problem}
            return cards

        for card in shown():
            config = data.draw(configs) | {"metric": "any"}
            unlimited_sandbox.queue(
                [{"status": 200, "body": json.dumps({"data": config}), "path": "/v1/spaces"}] * learn_price(card)
            )
            learn_config(agency.client, card)
        shown()
        for identifier, mended in mends_of(agency.client, board, spaces=spaces).items():
            board = board.with_changed(mended.tile)
            assert mended.tile.id == identifier
            assert mended.words
        shown()
    finally:
        unlimited_sandbox.reset()
        agency.client.broker.close()
        agency.http.close()
