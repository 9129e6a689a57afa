"""A question that was run, how it is to be answered, and its answer: values that say nothing of the screen."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from services.insights.models import Metric, MetricConfig, OrganizationId
from services.insights.periods import Calendar
from services.insights.question import Question
from services.results.frame import ResultFrame

__all__ = ["Answered", "Chosen", "Committed", "Due"]


class Due(Enum):
    """How the committed question has still to be answered."""

    NOT = "it is answered"
    ASK = "from memory while that is fresh, else by a request"
    RECALL = "from memory, however old: never by a request"
    RECALL_OR_ASK = "from memory, however old, else by a request"
    REFRESH = "by a request, however fresh memory is"
    TOTAL = "from memory, however old, and its total by a request where rows don't give it"


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """A metric that is asked for, and what it supports."""

    metric: Metric
    config: MetricConfig


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Committed:
    """The question that was run, on which day, with what names its parts on screen.

    The day is kept, so that "Last 7 days" means the same days for as long as its result is on screen.
    """

    question: Question
    calendar: Calendar
    chosen: tuple[Chosen, ...]
    """The metric of each series, in their order."""
    organization: OrganizationId | None

    @property
    def metric(self) -> Metric:
        """The first series' metric."""
        return self.chosen[0].metric

    @property
    def config(self) -> MetricConfig:
        """The first series' config."""
        return self.chosen[0].config

    @property
    def configs(self) -> tuple[MetricConfig, ...]:
        """Each series' config, in their order."""
        return tuple(item.config for item in self.chosen)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, weakref_slot=True)
class Answered:
    """What is on screen: the results of a question, and what their reader has to know.

    `results` has one for each series that could be had, the first among them always.
    """

    committed: Committed
    results: tuple[ResultFrame, ...]
    notes: tuple[str, ...]
    requests_spent: int

    @property
    def result(self) -> ResultFrame:
        """The first series' result."""
        return self.results[0]
