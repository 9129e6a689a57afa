"""A start board: what it takes to make one, and to load it, said before either; and making it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from functools import partial

from dashboard.together import all_together
from services.boards.board import ChartTile, Tile
from services.boards.start import start_metrics, start_tiles
from services.errors import DashboardError, NotFound, RequestRefused
from services.insights.client import Client
from services.insights.models import Listing, Metric, MetricConfig, MetricName, SpaceId
from services.insights.periods import Calendar
from services.insights.plan import queries_of

__all__ = ["StartPrice", "made_start", "start_price"]


@dataclass(frozen=True, slots=True, kw_only=True)
class StartPrice:
    """Requests: `making` settles how the metrics can be broken down, `loading` is all of its numbers."""

    making: int
    loading: int
    charts: int

    @property
    def requests(self) -> int:
        """Both together."""
        return self.making + self.loading


def start_price(
    client: Client, space: SpaceId, *, catalogue: Listing[Metric], networks: Collection[str], calendar: Calendar
) -> StartPrice:
    """How many requests a start board of the space takes now, exactly; 0 requests. No charts where the catalogue has
    nothing that can be asked."""
    metrics = [metric.name for metric in start_metrics(catalogue, networks)]

    def known(name: MetricName) -> MetricConfig | None:
        held = client.known_config(space, name)
        return held.value if held and not client.config_price(space, name) else None

    tiles = start_tiles(catalogue, networks, known, space=space, calendar=calendar)
    questions = [tile.question for tile in tiles if isinstance(tile, ChartTile)]
    plans = (client.plan(question, calendar) for question in questions)
    # Of what a config is not known, no number is in memory either: it would have been asked for first.
    unknown = len(metrics) - len(questions)
    return StartPrice(
        making=sum(client.config_price(space, name) for name in metrics),
        loading=unknown + client.price(query for plan in plans for query in queries_of(plan)),
        charts=len(metrics),
    )


def made_start(
    client: Client, space: SpaceId, *, catalogue: Listing[Metric], networks: Collection[str], calendar: Calendar
) -> tuple[Tile, ...]:
    """The tiles of a start board of the space: a note and up to eight charts; () where nothing can be asked.

    Asks for the configs that memory lacks, all at once. A metric of which the API has none is left out; anything else
    that goes wrong there is raised, and what was had is in memory for the next time.
    """
    names = [metric.name for metric in start_metrics(catalogue, networks)]
    outcomes = dict(zip(names, all_together([partial(_config, client, space, name) for name in names]), strict=True))
    for outcome in outcomes.values():
        if isinstance(outcome, DashboardError) and not isinstance(outcome, NotFound | RequestRefused):
            raise outcome

    def config_of(name: MetricName) -> MetricConfig | None:
        found = outcomes[name]
        return found if isinstance(found, MetricConfig) else None

    return start_tiles(catalogue, networks, config_of, space=space, calendar=calendar)


def _config(client: Client, space: SpaceId, name: MetricName) -> MetricConfig | DashboardError:
    try:
        return client.config(space, name).value
    except DashboardError as error:
        return error
