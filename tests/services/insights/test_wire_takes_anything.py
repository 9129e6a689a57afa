"""Whatever JSON comes, a reader gives a model or AnswerUnreadable: no other exception, ever."""

from __future__ import annotations

import contextlib
import json
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.errors import AnswerUnreadable
from services.insights.answer import InsightsAnswer
from services.insights.periods import DateRange
from services.insights.question import InsightsQuery, SpaceScope
from services.insights.wire import read_rows
from services.insights.wire.document import parse
from tests.services.insights.samples import ANY_JSON, ENDPOINT, LISTS, OBJECTS, body, places, with_value

READERS = {**LISTS, **OBJECTS}
EVERY_READER = pytest.mark.parametrize(("reader", "answer"), READERS.values(), ids=READERS)
ENVELOPES = st.sampled_from([(), ("data",), ("items",), ("data", "rows")])

ROWS: list[Any] = [
    [{"dimensions": {"date": "2026-11-01", "post": {"id": "p", "text": "t"}}, "metrics": {"reach": 1, "likes": None}}],
    [
        {"date": "2026-11-01", "post": "p", "reach": 1, "likes": "2"},
        {"date": None, "post": "q", "reach": 1, "likes": 2},
    ],
    {"headers": ["date", "post", "reach", "likes"], "rows": [["2026-11-01", "p", 1, 2.5]]},
    [
        {"metric": "reach", "values": [{"date": "2026-11-01", "post": {"id": "p"}, "value": 1}]},
        {"metric": "likes", "values": [{"dimensions": {"date": "2026-11-01", "post": "p"}, "value": 1}]},
    ],
]
DEEP = [b'{"data":' * 300 + b"[" * 300 + b"]" * 300 + b"}" * 300, b'{"meta":' * 900 + b"1" + b"}" * 900]


def read_anything(reader: Any, said: bytes) -> None:
    refusals = []
    try:
        reader(said, endpoint=ENDPOINT)
    except AnswerUnreadable as refusal:
        refusals.append(refusal)
    assert all(refusal.endpoint == ENDPOINT for refusal in refusals)
    assert all(len(str(refusal)) < 3000 for refusal in refusals)


def read_rows_and_frame(said: bytes, *, endpoint: str) -> None:
    metrics, dimensions = ("reach", "likes"), ("date", "post")
    rows = read_rows(said, endpoint=endpoint, metrics=metrics, dimensions=dimensions)
    lengths = {len(column) for column in [*rows.dimensions.values(), *rows.metrics.values()]}
    assert len(lengths) == 1
    days = DateRange(start=date(2026, 11, 1), end=date(2026, 11, 7))
    query = InsightsQuery(
        scope=SpaceScope(space_id="s"), dates=days, metrics=("reach",), dimensions=dimensions, aggregator="sum"
    )
    InsightsAnswer.of(query, rows)


@EVERY_READER
@settings(deadline=None, max_examples=25)
@given(value=ANY_JSON)
def test_any_json(reader: Any, answer: Any, value: Any) -> None:
    read_anything(reader, body(value))


@EVERY_READER
@settings(deadline=None, max_examples=40)
@given(data=st.data())
def test_an_answer_with_anything_in_one_place(reader: Any, answer: Any, data: st.DataObject) -> None:
    at = data.draw(st.sampled_from(list(places(answer))))
    value: Any = with_value(answer, at, data.draw(ANY_JSON))
    for key in reversed(data.draw(ENVELOPES)):
        value = {key: value}
    read_anything(reader, body(value))


@settings(deadline=None, max_examples=60)
@given(value=ANY_JSON)
def test_any_json_as_rows(value: Any) -> None:
    read_anything(read_rows_and_frame, body(value))


@pytest.mark.parametrize("answer", ROWS, ids=["nested", "flat", "matrix", "by metric"])
@settings(deadline=None, max_examples=60)
@given(data=st.data())
def test_rows_with_anything_in_one_place(answer: Any, data: st.DataObject) -> None:
    at = data.draw(st.sampled_from(list(places(answer))))
    value: Any = with_value(answer, at, data.draw(ANY_JSON))
    for key in reversed(data.draw(ENVELOPES)):
        value = {key: value}
    read_anything(read_rows_and_frame, body(value))


@EVERY_READER
@settings(deadline=None, max_examples=25)
@given(said=st.binary(max_size=40) | st.text(max_size=40).map(str.encode))
def test_any_bytes(reader: Any, answer: Any, said: bytes) -> None:
    read_anything(reader, said)


@pytest.mark.parametrize("said", DEEP, ids=["lists", "meta"])
@EVERY_READER
def test_answers_that_nest_as_deep_as_json_may(reader: Any, answer: Any, said: bytes) -> None:
    read_anything(reader, said)
    read_anything(read_rows_and_frame, said)


def test_a_dimension_that_nests_as_deep_as_json_may_is_refused() -> None:
    deep: Any = []
    for _ in range(800):
        deep = [deep]
    for answer in ROWS:
        for at in places(answer):
            # The encoder of the test has a limit of its own.
            with contextlib.suppress(RecursionError):
                read_anything(read_rows_and_frame, json.dumps(with_value(answer, at, deep)).encode())


@settings(deadline=None, max_examples=60)
@given(value=ANY_JSON, is_ascii=st.booleans())
def test_parsing_gives_what_json_says_but_for_halves_of_letters(value: Any, is_ascii: bool) -> None:
    said = json.dumps(value, ensure_ascii=is_ascii).encode(errors="replace")
    try:
        node = parse(said, endpoint=ENDPOINT)
    except AnswerUnreadable:
        assert b"NaN" in said or b"Infinity" in said
    else:
        whole = json.dumps(value, ensure_ascii=False).encode("utf-16", "surrogatepass").decode("utf-16", "replace")
        assert json.dumps(node.value, ensure_ascii=False).replace("?", "\ufffd") == whole.replace("?", "\ufffd")
