"""Collections as a page makes them, and one of every kind of widget with the numbers that its files must hold."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from dashboard.exports import Collection, Document, Entry
from services.insights.models import Unit
from services.insights.periods import Calendar
from services.insights.view import View
from services.results.frame import ResultFrame
from tests.dashboard.exports.documents import WEEK_BEFORE
from tests.services.results.answers import days, metric_of, post, result_of

DAILY = result_of(["date"], [([day], 100 + place) for place, day in enumerate(days(7))])
DAILY_BEFORE = result_of(["date"], [([day], 90) for day in days(7, WEEK_BEFORE.start)], dates=WEEK_BEFORE)


def metric(label: str, **words: Any) -> Any:
    return metric_of(label=label, name=f"profile_{label.lower()}", **words)


def by_network(label: str, *values: float | None, unit: Unit | None = Unit.COUNT, **words: Any) -> ResultFrame:
    rows = [([name], value) for name, value in zip(("instagram", "x", "tiktok"), values, strict=False)]
    return result_of(["network"], rows, metric=metric(label, unit=unit), **words)


def entry_of(*results: ResultFrame, title: str = "Reach", section: str = "Audience", **words: Any) -> Entry:
    view = words.pop("view", View())
    return Entry(title=title, section=section, document=Document.looked_at(results, view), **words)


def lacking_of(title: str, reason: str = "Not loaded.", section: str = "Audience") -> Entry:
    return Entry(title=title, section=section, document=None, reason=reason)


def collection_of(*entries: Entry, **words: Any) -> Collection:
    told = {"title": "Weekly overview", "subtitle": "Acme · all profiles\n16–22 Nov 2026", "stem": "weekly-overview"}
    return Collection(entries=entries, **{**told, **words})


def every_kind() -> dict[str, tuple[ResultFrame, ...]]:
    """Title → results: figures, lines, bars, percentages, durations, several metrics, posts, grids, and no data."""
    figure = replace(result_of([], [([], 1_240_331)]), before=result_of([], [([], 1_100_000)], dates=WEEK_BEFORE))
    late = Calendar(today=date(2026, 11, 22), lag_days=1, timezone="Europe/Berlin")
    posts = [([post(f"p{place}", f"Post {place}")], 10 * place) for place in range(1, 15)]
    hours = [([day, hour], day * hour) for day in (1, 2, 3) for hour in (8, 9)]
    return {
        "Figure": (figure,),
        "Line": (replace(DAILY, before=DAILY_BEFORE),),
        "Not final": (replace(DAILY, calendar=late),),
        "Gained and lost": (
            result_of(["date"], [([day], 50 + place) for place, day in enumerate(days(7))], metric=metric("Gained")),
            result_of(["date"], [([day], 20 - place) for place, day in enumerate(days(7))], metric=metric("Lost")),
        ),
        "Bars of three": (
            by_network("Likes", 50, 70, 30),
            by_network("Comments", 9, None, 8),
            by_network("Shares", 5, 6),
        ),
        "Far apart": (by_network("Views", 1_000_000, 800_000, 600_000), by_network("Saves", 30, 20, 10)),
        "Two units": (
            by_network("Clicks", 40, 30, 0),
            by_network("Rate", 4.5, 3.25, 0.5, unit=Unit.PERCENT, aggregator="average"),
        ),
        "Durations": (by_network("Reply", 5400, 1800, 60, unit=Unit.SECONDS, aggregator="average"),),
        "Posts": (result_of(["post"], posts),),
        "Grid": (result_of(["weekday", "hour"], hours, metric=metric("Online")),),
        "Nothing": (result_of(["date"], []),),
        "All missing": (result_of(["network"], [(["x"], None)]),),
        "Otherwise broken down": (DAILY, by_network("Likes", 50, 70, 30)),
    }


VIEWS = {"Posts": View(chart="table"), "Grid": View(chart="heatmap")}


def of_every_kind() -> Collection:
    return collection_of(
        *(entry_of(*results, title=title, view=VIEWS.get(title, View())) for title, results in every_kind().items()),
        lacking_of("Top posts", "Statusbrew is in trouble (503). Try again in 5 minutes."),
    )
