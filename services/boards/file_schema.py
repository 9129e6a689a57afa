"""The shape of a board's file, version 1: a model an object, each both ways between the file and our values.

Strict: a number is no text, an unknown key is no key. A model that our values refuse is refused where it stands, so
that whatever passes here can be shown, kept and asked.
"""

from __future__ import annotations

import math
from datetime import date
from typing import Annotated, Any, Final, Generic, Literal, TypeVar

from pydantic import (
    BaseModel,
    ConfigDict,
    Discriminator,
    FailFast,
    Field,
    PlainValidator,
    PrivateAttr,
    Tag,
    model_validator,
)
from pydantic_core import PydanticCustomError

from services.boards.board import ChartTile, Height, NoteTile, Realm, Tile, TileId, Width
from services.boards.parts import BoardParts
from services.errors import QuestionInvalid
from services.insights.comparison import Against, Comparison
from services.insights.filters import Filter, FilterValue
from services.insights.models import MetricName, OrganizationId, ReportId, SpaceId, WidgetId
from services.insights.periods import DateRange, Period, Preset
from services.insights.question import Question, ReportScope, Scope, Series, SpaceScope, WidgetScope
from services.insights.view import Derived, Grain, Sort, View

__all__ = ["FORMAT", "TAGS", "BoardFile"]

FORMAT: Final = "statusbrew-dashboard-board"

TAGS: Final = frozenset({"chart", "note", "space", "report", "widget", "rule", "days"})
"""What tells the kinds of one thing apart; pydantic names it in the place of an error."""

V = TypeVar("V")


def _filter_value(value: Any) -> FilterValue:
    if isinstance(value, str) or (isinstance(value, int | float) and not isinstance(value, bool)):
        return value
    raise PydanticCustomError("not_a_value", "must be a text or a number")


def _target(value: Any) -> float:
    try:
        if isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value):
            return float(value)
    except OverflowError:
        pass
    raise PydanticCustomError("not_a_number", "must be a number")


def _kind_of_days(value: Any) -> str:
    # Days are an object in a file and a model when they come from a value; all else is the name of a rule.
    return "days" if isinstance(value, dict | _Days) else "rule"


class _Part(BaseModel, Generic[V]):
    model_config = ConfigDict(strict=True, extra="forbid", frozen=True, allow_inf_nan=False)

    _value: V = PrivateAttr()

    @property
    def value(self) -> V:
        """What it stands for."""
        return self._value

    def build(self) -> V:
        """What it stands for, made of values that are made already. Raises QuestionInvalid."""
        raise NotImplementedError

    @model_validator(mode="after")
    def _stands_for_something(self) -> _Part[V]:
        try:
            self._value = self.build()
        except QuestionInvalid as problem:
            raise PydanticCustomError("refused", "{words}", {"words": str(problem)}) from None
        return self


_Texts = Annotated[tuple[str, ...], FailFast()]
"""Of a list one problem is told: it may hold thousands. Of cards every one is looked at."""


class _Days(_Part[DateRange]):
    start: date
    end: date

    def build(self) -> DateRange:
        return DateRange(start=self.start, end=self.end)


_AnyPeriod = Annotated[Annotated[Preset, Tag("rule")] | Annotated[_Days, Tag("days")], Discriminator(_kind_of_days)]
_AnyComparison = Annotated[
    Annotated[Against, Tag("rule")] | Annotated[_Days, Tag("days")], Discriminator(_kind_of_days)
]


def _to_days(found: Period | Comparison) -> Any:
    return _Days(start=found.start, end=found.end) if isinstance(found, DateRange) else found


def _from_days(found: Any) -> Any:
    return found.value if isinstance(found, _Days) else found


class _SpaceScope(_Part[Scope]):
    kind: Literal["space"] = "space"
    space: str

    def build(self) -> Scope:
        return SpaceScope(space_id=SpaceId(self.space))


class _ReportScope(_Part[Scope]):
    kind: Literal["report"] = "report"
    space: str
    report: str
    ignore_report_filters: bool = False

    def build(self) -> Scope:
        return ReportScope(
            space_id=SpaceId(self.space),
            report_id=ReportId(self.report),
            ignore_report_filters=self.ignore_report_filters,
        )


class _WidgetScope(_Part[Scope]):
    kind: Literal["widget"] = "widget"
    space: str
    report: str
    widget: str

    def build(self) -> Scope:
        return WidgetScope(
            space_id=SpaceId(self.space), report_id=ReportId(self.report), widget_id=WidgetId(self.widget)
        )


_AnyScope = Annotated[_SpaceScope | _ReportScope | _WidgetScope, Field(discriminator="kind")]


def _to_scope(scope: Scope) -> _SpaceScope | _ReportScope | _WidgetScope:
    match scope:
        case SpaceScope():
            return _SpaceScope(space=scope.space_id)
        case ReportScope():
            return _ReportScope(
                space=scope.space_id,
                report=scope.report_id,
                ignore_report_filters=scope.ignore_report_filters,
            )
        case WidgetScope():
            return _WidgetScope(space=scope.space_id, report=scope.report_id, widget=scope.widget_id)


class _Filter(_Part[Filter]):
    name: str
    operator: str
    values: Annotated[tuple[Annotated[Any, PlainValidator(_filter_value)], ...], FailFast()]

    def build(self) -> Filter:
        return Filter(name=self.name, operator=self.operator, values=self.values)


class _Series(_Part[Series]):
    metric: str
    dimensions: _Texts = ()
    filters: Annotated[tuple[_Filter, ...], FailFast()] = ()
    aggregator: str | None = None

    def build(self) -> Series:
        return Series(
            metric=MetricName(self.metric),
            dimensions=self.dimensions,
            filters=tuple(item.value for item in self.filters),
            aggregator=self.aggregator,
        )


class _Question(_Part[Question]):
    scope: _AnyScope
    period: _AnyPeriod
    compare: _AnyComparison = Against.NONE
    series: Annotated[tuple[_Series, ...], FailFast()]

    def build(self) -> Question:
        return Question(
            scope=self.scope.value,
            period=_from_days(self.period),
            compare=_from_days(self.compare),
            series=tuple(series.value for series in self.series),
        )


class _View(_Part[View]):
    chart: str | None = None
    top: int | None = None
    grain: Grain | None = None
    derived: Derived | None = None
    sort: Sort | None = None
    hide: _Texts = ()
    target: Annotated[Any, PlainValidator(_target)] = None

    def build(self) -> View:
        return View(
            chart=self.chart,
            top=self.top,
            grain=self.grain,
            derived=self.derived,
            sort=self.sort,
            hide=self.hide,
            target=self.target,
        )


_Id = Annotated[str, Field(pattern="^[0-9a-f]{32}$")]


class _ChartTile(_Part[Tile]):
    kind: Literal["chart"] = "chart"
    id: _Id
    title: str = ""
    question: _Question
    view: _View = _View()
    width: Width = Width.HALF
    height: Height = Height.NORMAL
    metric_labels: _Texts = ()

    def build(self) -> Tile:
        return ChartTile(
            id=TileId(self.id),
            title=self.title,
            question=self.question.value,
            view=self.view.value,
            width=self.width,
            height=self.height,
            metric_labels=self.metric_labels,
        )


class _NoteTile(_Part[Tile]):
    kind: Literal["note"] = "note"
    id: _Id
    text: str
    width: Width = Width.FULL

    def build(self) -> Tile:
        return NoteTile(id=TileId(self.id), text=self.text, width=self.width)


_AnyTile = Annotated[_ChartTile | _NoteTile, Field(discriminator="kind")]


class BoardFile(_Part[BoardParts]):
    """The whole file."""

    format: Literal["statusbrew-dashboard-board"] = FORMAT
    version: Literal[1] = 1
    name: str
    realm: Realm
    organization: str
    space: str | None = None
    period: _AnyPeriod | None = None
    compare: _AnyComparison | None = None
    tiles: tuple[_AnyTile, ...] = ()

    def build(self) -> BoardParts:
        return BoardParts(
            name=self.name,
            realm=self.realm,
            organization=OrganizationId(self.organization),
            space=None if self.space is None else SpaceId(self.space),
            period=_from_days(self.period),
            compare=_from_days(self.compare),
            tiles=tuple(tile.value for tile in self.tiles),
        )

    @classmethod
    def of(cls, parts: BoardParts) -> BoardFile:
        """The file of these parts."""
        return cls(
            name=parts.name,
            realm=parts.realm,
            organization=parts.organization,
            space=parts.space,
            period=None if parts.period is None else _to_days(parts.period),
            compare=None if parts.compare is None else _to_days(parts.compare),
            tiles=tuple(map(_to_tile, parts.tiles)),
        )


def _to_tile(tile: Tile) -> _ChartTile | _NoteTile:
    if isinstance(tile, NoteTile):
        return _NoteTile(id=tile.id, text=tile.text, width=tile.width)
    return _ChartTile(
        id=tile.id,
        title=tile.title,
        question=_to_question(tile.question),
        view=_to_view(tile.view),
        width=tile.width,
        height=tile.height,
        metric_labels=tile.metric_labels,
    )


def _to_question(question: Question) -> _Question:
    return _Question(
        scope=_to_scope(question.scope),
        period=_to_days(question.period),
        compare=_to_days(question.compare),
        series=tuple(
            _Series(
                metric=series.metric,
                dimensions=series.dimensions,
                filters=tuple(
                    _Filter(name=item.name, operator=item.operator, values=item.values) for item in series.filters
                ),
                aggregator=series.aggregator,
            )
            for series in question.series
        ),
    )


def _to_view(view: View) -> _View:
    given = {"target": view.target} if view.target is not None else {}
    return _View(
        chart=view.chart, top=view.top, grain=view.grain, derived=view.derived, sort=view.sort, hide=view.hide, **given
    )
