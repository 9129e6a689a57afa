"""A question on a page with others: what it is called, what it asks, and how it is drawn."""

from __future__ import annotations

from dataclasses import dataclass

from dashboard.committed import Committed
from services.insights.models import MetricName
from services.insights.view import View

__all__ = ["Card", "Section"]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Card:
    """`key` tells it from the others of its page. `committed` is None where it can't be asked at all, and `problem`
    then says why, in a sentence.

    `picture` is what Statusbrew calls its visualization, and counts where nobody chose a `view`; `lacks_configs` are
    the metrics of which has to be known what they support before that can be drawn: whether their parts make a whole,
    say. `note` says what of it is not shown. `scale` is how high its chart stands, of the height that it has in
    Explore.
    """

    key: str
    title: str
    committed: Committed | None
    problem: str = ""
    picture: str = ""
    view: View | None = None
    note: str = ""
    lacks_configs: tuple[MetricName, ...] = ()
    scale: float = 0.72

    @property
    def is_figure(self) -> bool:
        """Whether it is a number or a few, and so takes much less room than a picture or a table."""
        return self.committed is not None and not any(series.dimensions for series in self.committed.question.series)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Section:
    """Cards that stand together, under a title that may be ""."""

    title: str
    cards: tuple[Card, ...]
