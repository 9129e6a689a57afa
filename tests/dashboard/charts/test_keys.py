"""Every mark says what it stands for, in ids; a click that comes back is believed only where the result knows it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from dashboard.charts import mark_of, marks
from services.results.frame import ResultFrame
from tests.dashboard.charts.pictures import counted, drawn
from tests.services.results.answers import days, post

CHANNELS = {"channel": {"urn:1": "Northwind <b>", "urn:2": "Contoso"}}


def points(figure: Any) -> Iterator[dict[str, Any]]:
    """The points of a selection event, as a browser sends them."""
    for trace in json.loads(figure.to_json())["data"]:
        for data in trace.get("customdata") or []:
            yield {"customdata": data}


@pytest.mark.parametrize("name", ["bars", "stacked", "ranking"])
def test_each_point_and_bar_stands_for_its_row(name: str) -> None:
    rows = [([day, urn], 5) for day in days(7) for urn in ("urn:1", "urn:2")]
    result = counted(["date", "channel"], rows, labels=CHANNELS)
    figure, _ = drawn(name, result, top=20)
    found = [mark_of([result], point) for point in points(figure)]
    assert {(mark["date"], mark["channel"]) for mark in found if mark} == {(day, urn) for (day, urn), _ in rows}


@pytest.mark.parametrize("name", ["line", "area"])
def test_a_point_among_several_lines_stands_for_its_moment_and_is_listed_when_clicked(name: str) -> None:
    rows = [([day, urn], 5) for day in days(7) for urn in ("urn:1", "urn:2")]
    result = counted(["date", "channel"], rows, labels=CHANNELS)
    figure, _ = drawn(name, result, top=20)
    found = [mark_of([result], point) for point in points(figure)]
    assert [mark for mark in found if mark not in [{"date": day} for day in days(7)]] == []
    assert marks([result], most=3, also={"date": days(7)[2]})[3:] == [(days(7)[2], {"date": days(7)[2]})]
    whole = {"channel": "urn:2", "date": days(7)[6]}
    assert [mark for _, mark in marks([result], most=3, also=whole)][3:] == [whole]
    assert len(marks([result], most=3, also={"date": "2020-01-01"})) == 3
    alone, _ = drawn(name, counted(["date"], [([day], 5) for day in days(7)]), top=20)
    assert len({str(point["customdata"][-1]) for point in points(alone)}) == 7


@pytest.mark.parametrize(
    ("dimension", "value", "raw"),
    [
        ("date", "2026-11-16", "2026-11-16"),
        ("week", "2026-11-16", "2026-11-16"),
        ("month", "2026-11", "2026-11"),
        ("hour", 9, 9),
        ("weekday", 1, 1),
        ("network", "tiktok", "TikTok"),
        ("city", "Berlin", "Berlin"),
        ("city", None, None),
        ("post", post("p1", "Hi"), "p1"),
    ],
)
def test_a_mark_holds_what_the_api_calls_it_or_its_label(dimension: str, value: Any, raw: Any) -> None:
    result = counted([dimension], [([value], 5)])
    found = [mark_of([result], point) for point in points(drawn("bars", result)[0])]
    assert {dimension: raw} in found
    assert marks([result])[0][1] == {dimension: raw}


def test_tiles_and_slices_stand_for_theirs_and_other_for_nothing() -> None:
    result = counted(["channel"], [([f"urn:{place}"], place + 1) for place in range(60)], labels=CHANNELS)
    ring = [mark_of([result], point) for point in points(drawn("donut", result)[0])]
    assert ring == [*({"channel": f"urn:{place}"} for place in range(59, 54, -1)), None]
    tree = drawn("treemap", result)[0].data[0]
    clicked = [mark_of([result], {"id": identifier}) for identifier in tree.ids]
    assert clicked[0] == {"channel": "urn:59"}
    assert clicked[-1] is None


@pytest.mark.parametrize(
    "point",
    [
        {},
        {"customdata": None},
        {"customdata": []},
        {"customdata": ["x", ""]},
        {"customdata": ["no json"]},
        {"customdata": ["[1]"]},
        {"customdata": ['{"secret": 1}']},
        {"customdata": ["{}"]},
        {"customdata": [5]},
        {"id": 7},
    ],
)
def test_a_point_that_says_nothing_or_what_the_result_has_not_is_no_mark(point: dict[str, Any]) -> None:
    assert mark_of([counted(["city"], [(["a"], 1)])], point) is None


def test_no_name_from_outside_is_a_command_in_a_key() -> None:
    result = counted(["city"], [(["<b>x</b>"], 1)])
    figure, _ = drawn("bars", result)
    assert "<" not in figure.data[0].customdata[0][-1]
    assert [mark_of([result], point) for point in points(figure)] == [{"city": "<b>x</b>"}]


def test_the_list_for_keyboards_holds_the_fifty_largest_by_name() -> None:
    result = counted(["city"], [([f"c{place}"], place) for place in range(80)])
    found = marks([result])
    assert len(found) == 50
    assert found[0] == ("c79", {"city": "c79"})
    nothing: list[ResultFrame] = []
    assert marks(nothing) == marks([counted([], [([], 5)])]) == []
