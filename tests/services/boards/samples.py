"""Boards to keep: a small one, a big one, and any board at all."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from hypothesis import strategies as st

from services.boards.board import (
    Board,
    BoardId,
    ChartTile,
    Height,
    NoteTile,
    Realm,
    Tile,
    TileId,
    Width,
    new_board,
    new_tile_id,
)
from services.boards.limits import MAX_NAME, MAX_TILES
from services.insights.comparison import Against
from services.insights.filters import Filter
from services.insights.models import MetricName, OrganizationId, ReportId, SpaceId, WidgetId
from services.insights.operators import OPERATORS, ValueKind
from services.insights.periods import DateRange, Preset
from services.insights.question import MAX_SERIES, Question, ReportScope, Series, SpaceScope, WidgetScope
from services.insights.view import Derived, Grain, Sort, View

NOW = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
OURS, THEIRS = OrganizationId("orgn_1"), OrganizationId("orgn_2")
SPACE = SpaceId("spce_1")
WEEK = DateRange(start=date(2026, 11, 9), end=date(2026, 11, 15))


def reach(*, likes: int = 5) -> Question:
    return Question(
        scope=SpaceScope(space_id=SPACE),
        period=Preset.LAST_7_DAYS,
        series=(
            Series(
                metric=MetricName("profile_reach"),
                dimensions=("date",),
                filters=(Filter(name="likes", operator="gte", values=(likes,)),),
                aggregator="sum",
            ),
        ),
        compare=Against.PREVIOUS,
    )


def chart(*, title: str = "", question: Question | None = None) -> ChartTile:
    return ChartTile(
        id=new_tile_id(), question=question or reach(), view=View(chart="line"), title=title, metric_labels=("Reach",)
    )


def note(text: str = "Since the campaign began") -> NoteTile:
    return NoteTile(id=new_tile_id(), text=text)


def board_of(
    *tiles: Tile, name: str = "Monday", organization: OrganizationId = OURS, realm: Realm = Realm.REAL
) -> Board:
    return new_board(
        realm=realm, organization=organization, name=name, now=NOW, space=SPACE, tiles=tiles, author="Ada Example"
    )


def big_board(name: str, text: str) -> Board:
    """As big as one may get by typing: 60 notes full of that text."""
    return board_of(*(note((text * 2_000)[:2_000]) for _ in range(MAX_TILES)), name=name)


texts = st.text(max_size=12)
lines = st.text(min_size=1, max_size=12)
numbers = st.integers() | st.floats(allow_nan=False, allow_infinity=False)
days = st.dates(date(2010, 1, 1), date(2030, 12, 31))
ranges = st.tuples(days, days).map(lambda pair: DateRange(start=min(pair), end=max(pair)))
periods = st.sampled_from(Preset) | ranges
comparisons = st.sampled_from(Against) | ranges
ids = st.text("0123456789abcdef", min_size=32, max_size=32)

scopes = (
    st.builds(SpaceScope, space_id=lines.map(SpaceId))
    | st.builds(
        ReportScope,
        space_id=lines.map(SpaceId),
        report_id=lines.map(ReportId),
        ignore_report_filters=st.booleans(),
    )
    | st.builds(WidgetScope, space_id=lines.map(SpaceId), report_id=lines.map(ReportId), widget_id=lines.map(WidgetId))
)


@st.composite
def filters(draw: st.DrawFn) -> Filter:
    operator = draw(st.sampled_from([*OPERATORS.values(), None]))
    if operator is None:
        return Filter(name=draw(lines), operator="starts with~", values=tuple(draw(st.lists(texts, max_size=3))))
    kinds = {ValueKind.CHOICE: texts, ValueKind.NUMBER: numbers, ValueKind.TEXT: texts}
    values = kinds[operator.kind]
    if operator.kind is ValueKind.CHOICE and draw(st.booleans()):
        values = numbers
    found = draw(st.lists(values, min_size=operator.fewest, max_size=operator.most or max(operator.fewest, 3)))
    if operator.most == 0:
        found = []
    return Filter(
        name=draw(lines), operator=operator.name, values=tuple(sorted(found) if operator.name == "between" else found)
    )


series = st.builds(
    Series,
    metric=lines.map(MetricName),
    dimensions=st.lists(lines, unique=True, max_size=3).map(tuple),
    filters=st.lists(filters(), max_size=3).map(tuple),
    aggregator=st.none() | lines,
)
questions = st.builds(
    Question,
    scope=scopes,
    period=periods,
    series=st.lists(series, min_size=1, max_size=MAX_SERIES, unique=True).map(tuple),
    compare=comparisons,
)
views = st.builds(
    View,
    chart=st.none() | lines,
    top=st.none() | st.integers(1, 10**6),
    grain=st.none() | st.sampled_from(Grain),
    derived=st.none() | st.sampled_from(Derived),
    sort=st.none() | st.sampled_from(Sort),
    hide=st.lists(texts, max_size=3).map(tuple),
    target=st.none() | numbers.filter(lambda number: abs(number) < 1e300),
)
charts = st.builds(
    ChartTile,
    id=ids.map(TileId),
    question=questions,
    view=views,
    title=texts,
    width=st.sampled_from(Width),
    height=st.sampled_from(Height),
    metric_labels=st.lists(texts, max_size=MAX_SERIES).map(tuple),
)
notes = st.builds(NoteTile, id=ids.map(TileId), text=st.text(max_size=40), width=st.sampled_from(Width))
moments = st.datetimes(datetime(2020, 1, 1), datetime(2040, 1, 1)).map(  # noqa: DTZ001 - made aware right here
    lambda moment: moment.replace(tzinfo=UTC)
)
names = st.text(st.characters(exclude_categories=["Cc", "Cs", "Zs", "Zl", "Zp"]), min_size=1, max_size=MAX_NAME)
boards = st.builds(
    Board,
    id=ids.map(BoardId),
    realm=st.sampled_from(Realm),
    organization=st.sampled_from([OURS, THEIRS, OrganizationId("Örg 3")]),
    name=names,
    created_at=moments,
    changed_at=moments,
    space=st.none() | st.sampled_from([SPACE]),
    tiles=st.lists(charts | notes, max_size=4, unique_by=lambda tile: tile.id).map(tuple),
    period=st.none() | periods,
    compare=st.none() | comparisons,
    author=texts,
)
"""Any board that is not kept yet."""

LATER = NOW + timedelta(hours=1)
