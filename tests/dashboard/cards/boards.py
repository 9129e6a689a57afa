"""Boards of the sandbox's spaces, for tests of their cards."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from dashboard.cards import Card
from dashboard.cards.board_cards import cards_of, mends_of
from dashboard.cards.tile_check import Mended
from services.boards.board import Board, ChartTile, NoteTile, Realm, Tile, new_board, new_tile_id
from services.insights.filters import Filter
from services.insights.models import MetricName, OrganizationId, SpaceId
from services.insights.periods import Preset
from services.insights.question import Question, Scope, Series, SpaceScope
from services.insights.view import View
from tests.dashboard.cards.conftest import Agency

ROAST = SpaceId("spce_roast")
FERRY = SpaceId("spce_ferry")
LANTERN = OrganizationId("orgn_lantern")


def series(metric: str, *dimensions: str, aggregator: str | None = "sum", filters: tuple[Filter, ...] = ()) -> Series:
    return Series(metric=MetricName(metric), dimensions=dimensions, aggregator=aggregator, filters=filters)


def tile(*asked: Series, scope: Scope | None = None, labels: tuple[str, ...] = (), **given: Any) -> ChartTile:
    question = Question(
        scope=scope or SpaceScope(space_id=ROAST),
        period=given.pop("period", Preset.LAST_7_DAYS),
        series=asked,
        **({"compare": given.pop("compare")} if "compare" in given else {}),
    )
    return ChartTile(id=new_tile_id(), question=question, view=View(), metric_labels=labels, **given)


def board_of(*tiles: Tile, **given: Any) -> Board:
    return new_board(
        realm=Realm.SAMPLE,
        organization=given.pop("organization", LANTERN),
        name="Monday",
        now=datetime(2026, 11, 20, 12, tzinfo=UTC),
        space=given.pop("space", ROAST),
        tiles=tiles,
        **given,
    )


def pieces_of(agency: Agency, board: Board) -> tuple[Card | NoteTile, ...]:
    client = agency.client
    return cards_of(client, board, spaces=client.spaces().value, calendar=client.calendar())


def cards_on(agency: Agency, board: Board) -> list[Card]:
    return [piece for piece in pieces_of(agency, board) if isinstance(piece, Card)]


def mends_on(agency: Agency, board: Board) -> dict[Any, Mended]:
    client = agency.client
    return mends_of(client, board, spaces=client.spaces().value)
