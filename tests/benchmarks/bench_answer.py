"""What truth costs: an answer of 100,000 rows read and checked, against plain pandas that believes whatever comes.

Plain pandas is `json.loads` and `pandas.json_normalize` of the same bytes: no check of shape, number or repeated rows.
"""

from __future__ import annotations

import io
import json
import sys
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pandas as pd

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from dashboard.exports import Document
from dashboard.exports.csv import to_csv
from dashboard.exports.workbook import to_xlsx
from services.broker import Fetched, Source
from services.insights.answer import InsightsAnswer
from services.insights.models import Dimension, Metric, MetricConfig, MetricName, SpaceId, Unit
from services.insights.periods import Calendar, DateRange
from services.insights.question import InsightsQuery, SpaceScope
from services.insights.wire import read_rows
from services.results.frame import ResultFrame
from services.results.rollup import rolled_up
from tests.benchmarks.paired import ratio

METRIC = MetricName("profile_likes")
DIMENSIONS = ("date", "network", "channel")
START = date(2025, 5, 20)
ROWS = 100_000


def body() -> bytes:
    """An answer as the API might give it: days × networks × profiles."""
    rows = [
        {
            "dimensions": {
                "date": (START + timedelta(days=row % 500)).isoformat(),
                "network": f"network {row // 500 % 8}",
                "channel": f"channel {row // 4000}",
            },
            "metrics": {METRIC: row * 7 % 10_007},
        }
        for row in range(ROWS)
    ]
    return json.dumps({"data": rows}).encode()


def main() -> None:
    raw = body()
    query = InsightsQuery(
        scope=SpaceScope(space_id=SpaceId("spce_1")),
        dates=DateRange(start=START, end=START + timedelta(days=499)),
        metrics=(METRIC,),
        dimensions=DIMENSIONS,
        aggregator="sum",
    )
    metric = Metric(name=METRIC, label="Likes", description="", category="", networks=(), unit=Unit.COUNT)
    dimensions = tuple(Dimension(name=name, label=name) for name in DIMENSIONS)
    config = MetricConfig(metric=METRIC, aggregators=("sum", "percent"), dimensions=dimensions, filters=())
    calendar = Calendar(today=date(2026, 11, 20), lag_days=1, timezone="Europe/Berlin")

    def read() -> InsightsAnswer:
        rows = read_rows(raw, endpoint="POST /spaces/{spaceId}/insights", metrics=query.metrics, dimensions=DIMENSIONS)
        return InsightsAnswer.of(query, rows)

    def result() -> ResultFrame:
        now = datetime(2026, 11, 20, tzinfo=UTC)
        fetched = Fetched(value=answer, fetched_at=now, source=Source.LIVE, requests_spent=1)
        return ResultFrame.of(fetched, metric=metric, config=config, labels={}, calendar=calendar)

    answer = read()
    labelled = result()
    plain = pd.json_normalize(json.loads(raw)["data"])
    report(
        "read and check an answer ÷ json + json_normalize",
        ratio(read, lambda: pd.json_normalize(json.loads(raw)["data"])),
    )
    report("label a result from memory ÷ read and check", ratio(result, read))
    document = Document.of([labelled], headline="", sentence="")
    report("write the CSV ÷ DataFrame.to_csv", ratio(lambda: to_csv(document), lambda: plain.to_csv(index=False)))
    report("write the workbook ÷ DataFrame.to_excel", ratio(lambda: to_xlsx(document), lambda: excel(plain), pairs=3))
    frame = labelled.frame
    report(
        "weeks of days, exact or refused ÷ DataFrame.groupby",
        ratio(
            lambda: rolled_up(labelled, ("week", "network", "channel")),
            lambda: frame.groupby([frame["date"].dt.to_period("W"), "network", "channel"], observed=True).sum(
                numeric_only=True
            ),
        ),
    )


def excel(frame: pd.DataFrame) -> bytes:
    file = io.BytesIO()
    frame.to_excel(file, index=False, engine="xlsxwriter")
    return file.getvalue()


def report(what: str, ratios: tuple[float, float, float]) -> None:
    print(f"{what}, {ROWS:,} rows: {ratios[1]:.2f} (lowest {ratios[0]:.2f}, highest {ratios[2]:.2f}; median of pairs)")


if __name__ == "__main__":
    main()
