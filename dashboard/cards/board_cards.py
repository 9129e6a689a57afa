"""A board as cards: each chart's question over the board's period, or what of it there is no longer.

Only lists are asked for here, and only what tells the charts apart from what is gone: the catalogue of each space, and
its saved reports where a chart asks within one. Where they can't be had, nothing is called gone.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import suppress
from functools import cache, partial
from types import MappingProxyType
from typing import Final

from dashboard.cards.card import Card
from dashboard.cards.chosen import chosen_for
from dashboard.cards.tile_check import Finding, Known, Mended, check_space, check_tile, label_of_series
from dashboard.committed import Committed
from dashboard.together import all_together
from services.boards.board import Board, ChartTile, Height, NoteTile, Tile, TileId, question_on
from services.errors import DashboardError, QuestionInvalid
from services.insights.check import check
from services.insights.client import Client
from services.insights.models import Listing, Metric, MetricConfig, MetricName, OrganizationId, Report, Space, SpaceId
from services.insights.periods import Calendar
from services.insights.question import Question, ReportScope, WidgetScope
from services.insights.vocabulary import ValueList
from services.results.labels import channel_labels, member_labels, tag_labels

__all__ = ["cards_of", "learn_config", "learn_price", "mends_of"]

_SCALES: Final = MappingProxyType({Height.LOW: 0.5, Height.NORMAL: 0.72, Height.HIGH: 1.1})


def cards_of(
    client: Client, board: Board, *, spaces: Iterable[Space], calendar: Calendar
) -> tuple[Card | NoteTile, ...]:
    """The board's tiles in their order, each chart as a card under the tile's id.

    `spaces` are those of the token. At most one request each for the catalogue of a space, kept for hours, and for the
    saved reports of one that a chart asks within. A chart of which something is gone is a card with a `problem` and
    without a question; `mends_of` has what asks the nearest instead. Never raises a DashboardError.
    """
    able = _able(board, spaces)
    shelves = _shelves(client, board, able)

    def piece(tile: Tile) -> Card | NoteTile:
        if isinstance(tile, NoteTile):
            return tile
        try:
            return _card(client, board, tile, able, shelves, calendar)
        except QuestionInvalid as error:
            # Days before the calendar, or an id that no address can hold: of a file that somebody made by hand.
            return _lost(tile, f"{error} Change it in Explore, or remove this card.")

    return tuple(piece(tile) for tile in board.tiles)


def mends_of(client: Client, board: Board, *, spaces: Iterable[Space]) -> dict[TileId, Mended]:
    """By tile what asks the nearest instead of what is gone, for those where something is near. Once `cards_of` was
    called, 0 requests."""
    able = _able(board, spaces)
    shelves = _shelves(client, board, able)
    mends = {}
    for tile in board.charts:
        with suppress(QuestionInvalid):
            found = _finding(board, tile, able, shelves)
            if found is not None and found.mended is not None:
                mends[tile.id] = found.mended
    return mends


def learn_price(card: Card) -> int:
    """How many requests it takes to learn what the card's metrics support: one each, memory or not."""
    return len({series.metric for series in card.committed.question.series}) if card.committed else 0


def learn_config(client: Client, card: Card) -> None:
    """Ask anew what the card's metrics support, so that `cards_of` names what the API refused it for, where a config
    says so. Raises what asking raises."""
    if card.committed is not None:
        space = card.committed.question.scope.space_id
        for name in dict.fromkeys(series.metric for series in card.committed.question.series):
            client.config(space, name, refresh=True)


def _able(board: Board, spaces: Iterable[Space]) -> dict[SpaceId, Space]:
    """Those of the spaces that the board may ask in: its organization's."""
    return {space.id: space for space in spaces if space.organization_id in (None, board.organization)}


def _finding(
    board: Board, tile: ChartTile, spaces: Mapping[SpaceId, Space], shelves: Mapping[SpaceId, Known]
) -> Finding | None:
    lost = check_space(tile, board, spaces)
    return lost or check_tile(tile, shelves[tile.question.scope.space_id])


def _card(
    client: Client,
    board: Board,
    tile: ChartTile,
    spaces: Mapping[SpaceId, Space],
    shelves: Mapping[SpaceId, Known],
    calendar: Calendar,
) -> Card:
    found = _finding(board, tile, spaces, shelves) or Finding()
    if found.problem:
        return _lost(tile, found.problem)
    question = client.settled(question_on(board, tile))
    for query in question.queries(calendar):
        # Raises where no request can be made of it; free.
        client.recall(query)
    known = shelves[question.scope.space_id]
    chosen = tuple(
        chosen_for(client, known.space.id, series, known.metrics.get(series.metric), label=label_of_series(tile, place))
        for place, series in enumerate(question.series)
    )
    return Card(
        key=tile.id,
        title=tile.title,
        committed=Committed(question=question, calendar=calendar, chosen=chosen, organization=board.organization),
        view=tile.view,
        note=found.note,
        lacks_configs=_lacking(client, question),
        scale=_SCALES[tile.height],
    )


def _lost(tile: ChartTile, problem: str) -> Card:
    """A card that can't be asked: called by what it asked for, since it has no headline."""
    labels = (label_of_series(tile, place) for place in range(len(tile.question.series)))
    return Card(key=tile.id, title=tile.title or ", ".join(dict.fromkeys(labels)), committed=None, problem=problem)


def _lacking(client: Client, question: Question) -> tuple[MetricName, ...]:
    """The metrics of which has to be known what they support: memory has nothing, or what is no longer fresh there
    forbids the question, which may be that config's age."""
    space = question.scope.space_id
    names = []
    for series in question.series:
        known = client.known_config(space, series.metric)
        if known is None or (check(series, known.value) and client.config_price(space, series.metric)):
            names.append(series.metric)
    return tuple(dict.fromkeys(names))


def _shelves(client: Client, board: Board, spaces: Mapping[SpaceId, Space]) -> dict[SpaceId, Known]:
    """What is known of each space that the board's charts ask in: its lists asked for all at once."""
    asked = [tile.question.scope for tile in board.charts if tile.question.scope.space_id in spaces]
    wanted = list(dict.fromkeys(scope.space_id for scope in asked))
    catalogues = all_together([partial(_catalogue, client, space) for space in wanted])
    within: dict[SpaceId, set[str]] = {}
    for scope in asked:
        if isinstance(scope, ReportScope | WidgetScope):
            within.setdefault(scope.space_id, set()).add(scope.report_id)
    reports = dict(
        zip(within, all_together([partial(_reports, client, *item) for item in within.items()]), strict=True)
    )
    return {
        space: Known(
            space=spaces[space],
            metrics={metric.name: metric for metric in catalogue} if catalogue else {},
            has_all_metrics=catalogue is not None and not catalogue.is_cut_off,
            reports=reports.get(space),
            config=cache(partial(_fresh_config, client, space)),
            values=cache(partial(_values_in_memory, client, space, board.organization)),
        )
        for space, catalogue in zip(wanted, catalogues, strict=True)
    }


def _catalogue(client: Client, space: SpaceId) -> Listing[Metric] | None:
    with suppress(DashboardError):
        return client.catalogue(space).value
    return None


def _reports(client: Client, space: SpaceId, wanted: set[str]) -> Listing[Report] | None:
    """The saved reports, however old where they have those that are wanted; else as they are now."""
    with suppress(DashboardError):
        known = client.known_reports(space)
        if known is not None and wanted <= {report.id for report in known.value}:
            return known.value
        return client.reports(space).value
    return None


def _fresh_config(client: Client, space: SpaceId, name: MetricName) -> MetricConfig | None:
    """What the metric supports, where memory knows it as it is now: an old one calls nothing gone."""
    known = client.known_config(space, name)
    return known.value if known is not None and not client.config_price(space, name) else None


def _values_in_memory(
    client: Client, space: SpaceId, organization: OrganizationId, listed: ValueList
) -> dict[str, str] | None:
    """The ids of the list with their labels, where memory has all of them; 0 requests."""
    if client.list_price(listed, space, organization):
        return None
    with suppress(DashboardError):
        match listed:
            case ValueList.CHANNELS:
                channels = client.channels(space).value
                return None if channels.is_cut_off else channel_labels(channels)
            case ValueList.TAGS:
                tags = client.tags(space).value
                return None if tags.is_cut_off else tag_labels(tags)
            case ValueList.MEMBERS if client.owns(organization):
                members = client.members(organization).value
                return None if members.is_cut_off else member_labels(members)
    return None
