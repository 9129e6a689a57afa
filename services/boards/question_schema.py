"""The shape of a question and its view in a board's file, version 1: a model an object, each both ways.

Strict: a number is no text, an unknown key is no key. A model that our values refuse is refused where it stands, so
that whatever passes here can be shown, kept and asked.
"""

from __future__ import annotations

import math
from datetime import date
from typing import Annotated, Any, Generic, Literal, TypeVar

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

from services.errors import QuestionInvalid
from services.insights.comparison import Against, Comparison
from services.insights.filters import Filter, FilterValue
from services.insights.models import MetricName, ReportId, SpaceId, WidgetId
from services.insights.periods import DateRange, Period, Preset
from services.insights.question import Question, ReportScope, Scope, Series, SpaceScope, WidgetScope
from services.insights.view import Derived, Grain, Sort, View

__all__ = [
    "AnyComparison",
    "AnyPeriod",
    "Part",
    "QuestionPart",
    "Texts",
    "ViewPart",
    "from_days",
    "to_days",
    "to_question",
    "to_view",
]

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


class Part(BaseModel, Generic[V]):
    """An object of the file that stands for one of our values."""

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
    def _stands_for_something(self) -> Part[V]:
        try:
            self._value = self.build()
        except QuestionInvalid as problem:
            raise PydanticCustomError("refused", "{words}", {"words": str(problem)}) from None
        return self


Texts = Annotated[tuple[str, ...], FailFast()]
"""Of a list one problem is told: it may hold thousands. Of cards every one is looked at."""


class _Days(Part[DateRange]):
    start: date
    end: date

    def build(self) -> DateRange:
        return DateRange(start=self.start, end=self.end)


AnyPeriod = Annotated[Annotated[Preset, Tag("rule")] | Annotated[_Days, Tag("days")], Discriminator(_kind_of_days)]
AnyComparison = Annotated[Annotated[Against, Tag("rule")] | Annotated[_Days, Tag("days")], Discriminator(_kind_of_days)]


def to_days(found: Period | Comparison) -> Any:
    """Dates as the file has them; a rule as it is."""
    return _Days(start=found.start, end=found.end) if isinstance(found, DateRange) else found


def from_days(found: Any) -> Any:
    """Dates of the file as ours; a rule as it is."""
    return found.value if isinstance(found, _Days) else found


class _SpaceScope(Part[Scope]):
    kind: Literal["space"] = "space"
    space: str

    def build(self) -> Scope:
        return SpaceScope(space_id=SpaceId(self.space))


class _ReportScope(Part[Scope]):
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


class _WidgetScope(Part[Scope]):
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


class _Filter(Part[Filter]):
    name: str
    operator: str
    values: Annotated[tuple[Annotated[Any, PlainValidator(_filter_value)], ...], FailFast()]

    def build(self) -> Filter:
        return Filter(name=self.name, operator=self.operator, values=self.values)


class _Series(Part[Series]):
    metric: str
    dimensions: Texts = ()
    filters: Annotated[tuple[_Filter, ...], FailFast()] = ()
    aggregator: str | None = None

    def build(self) -> Series:
        return Series(
            metric=MetricName(self.metric),
            dimensions=self.dimensions,
            filters=tuple(item.value for item in self.filters),
            aggregator=self.aggregator,
        )


class QuestionPart(Part[Question]):
    """What a chart asks."""

    scope: _AnyScope
    period: AnyPeriod
    compare: AnyComparison = Against.NONE
    series: Annotated[tuple[_Series, ...], FailFast()]

    def build(self) -> Question:
        return Question(
            scope=self.scope.value,
            period=from_days(self.period),
            compare=from_days(self.compare),
            series=tuple(series.value for series in self.series),
        )


class ViewPart(Part[View]):
    """How a chart is looked at."""

    chart: str | None = None
    top: int | None = None
    grain: Grain | None = None
    derived: Derived | None = None
    sort: Sort | None = None
    hide: Texts = ()
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


def to_question(question: Question) -> QuestionPart:
    """The question as the file has it."""
    return QuestionPart(
        scope=_to_scope(question.scope),
        period=to_days(question.period),
        compare=to_days(question.compare),
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


def to_view(view: View) -> ViewPart:
    """The view as the file has it."""
    given = {"target": view.target} if view.target is not None else {}
    return ViewPart(
        chart=view.chart, top=view.top, grain=view.grain, derived=view.derived, sort=view.sort, hide=view.hide, **given
    )
