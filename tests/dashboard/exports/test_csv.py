"""The CSV holds the table exactly: every row, full numbers, ISO dates, ids beside labels, nothing that runs."""

from __future__ import annotations

import csv
import io
import re
from datetime import date
from typing import Any

import pandas as pd
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from dashboard.exports import EXPORTS
from dashboard.exports.cells import as_text_cell
from services.insights.models import Dimension, MetricConfig
from services.results.frame import VALUE, ResultFrame
from tests.dashboard.exports.documents import document_of
from tests.dashboard.exports.hostile import FORMULAS
from tests.services.results.answers import REACH, days, large, metric_of, post, result_of

CSV = EXPORTS[0]


def read(result: ResultFrame) -> tuple[list[str], list[list[str]]]:
    """Header and rows, as the standard library reads them."""
    headers, *rows = csv.reader(io.StringIO(CSV.build(document_of(result)).decode("utf-8"), newline=""))
    return headers, rows


def columns(result: ResultFrame) -> dict[str, list[str]]:
    headers, rows = read(result)
    return {header: [row[place] for row in rows] for place, header in enumerate(headers)}


def test_a_row_of_exports_says_what_a_file_is() -> None:
    assert (CSV.label, CSV.ending, CSV.mime) == ("CSV", "csv", "text/csv")
    assert len({export.ending for export in EXPORTS}) == len(EXPORTS)


def test_the_file_holds_every_row_with_labels_as_headers() -> None:
    result = result_of(["date", "network"], [(["2026-11-16", "x"], 3), (["2026-11-17", "linkedin"], 1_204_331)])
    assert CSV.build(document_of(result)) == (
        b'"Date","Network","Reach"\r\n"2026-11-16","X",3\r\n"2026-11-17","LinkedIn",1204331\r\n'
    )


def test_no_data_is_empty_and_zero_is_zero() -> None:
    result = result_of(["date"], [([day], value) for day, value in zip(days(4), [None, 0, -3, 0.5], strict=True)])
    assert columns(result)["Reach"] == ["", "0", "-3", "0.5"]
    frame = pd.read_csv(io.BytesIO(CSV.build(document_of(result))))
    assert frame["Reach"].isna().tolist() == [True, False, False, False]


def test_dates_are_iso_and_moments_say_their_zone() -> None:
    assert columns(result_of(["week"], [(["2026-11-16"], 1), ([None], 2)]))["Week"] == ["2026-11-16", ""]
    assert columns(result_of(["post"], [([post("p")], 1)]))["Published"] == ["2026-11-16T08:30:00+00:00"]


def test_hours_weekdays_and_months_are_written_as_they_are_shown() -> None:
    table = columns(result_of(["hour", "weekday", "month"], [([9, 1, "2026-11"], 1), ([None, None, None], 2)]))
    assert (table["Hour"], table["Weekday"], table["Month"]) == (
        ["09:00", "(none)"],
        ["Monday", "(none)"],
        ["Nov 2026", "(none)"],
    )


def test_ids_stand_beside_labels() -> None:
    result = result_of(["channel"], [(["urn:1"], 1), ([None], 2)], labels={"channel": {"urn:1": "Acme"}})
    assert read(result) == (["Profile", "Profile id", "Reach"], [["Acme", "urn:1", "1"], ["(none)", "", "2"]])


def test_two_names_of_one_label_keep_their_ids() -> None:
    result = result_of(["tag"], [(["t1"], 1), (["t2"], 2)], labels={"tag": {"t1": "Same", "t2": "Same"}})
    assert columns(result)["Tag id"] == ["t1", "t2"]


def test_a_post_has_its_own_columns_in_full() -> None:
    text = 'He said "hi",\nthen;left\t' + "a" * 10_000
    table = columns(result_of(["post"], [([post("p1", text)], 1)]))
    assert list(table) == ["Post", "Post id", "Text", "Type", "Network", "Profile", "Published", "Link", "Reach"]
    assert table["Text"] == [text]
    assert table["Link"] == ["https://example.com/p1"]


def test_two_columns_of_one_label_are_told_apart() -> None:
    headers, _ = read(result_of(["network", "post"], [(["x", post("p")], 1)]))
    assert [header for header in headers if header.startswith("Network")] == [
        "Network · network",
        "Network · post.network",
    ]
    same = result_of(["date"], [(["2026-11-16"], 1)], metric=metric_of(label="Date"))
    assert read(same)[0] == ["Date · date", f"Date · {VALUE}"]


@settings(max_examples=25)
@given(st.lists(st.text(max_size=10) | st.sampled_from(["=x", "'=x", "", " ", "A", "A · b"]), min_size=4, max_size=4))
def test_headers_are_unique_never_empty_and_never_run(labels: list[str]) -> None:
    names = ("a", "b", "c")
    config = MetricConfig(
        metric=REACH,
        aggregators=("sum",),
        dimensions=tuple(Dimension(name=name, label=label) for name, label in zip(names, labels, strict=False)),
        filters=(),
    )
    headers, _ = read(result_of(names, [], config=config, metric=metric_of(label=labels[3])))
    assert len(headers) == len(set(headers)) == 4
    assert all(header.strip() and header == as_text_cell(header) for header in headers)


def test_a_label_that_nobody_sees_gives_way_to_a_name_that_does_not_run() -> None:
    unseen = Dimension(name="=1+1", label="\u200b")
    config = MetricConfig(metric=REACH, aggregators=("sum",), dimensions=(unseen,), filters=())
    headers, _ = read(result_of(["=1+1"], [], config=config))
    assert headers == ["'=1+1", "Reach"]


@pytest.mark.parametrize("number", [2**53 + 1, -(2**53) - 1, 2**63 - 1, -(2**63) + 1])
def test_whole_numbers_of_any_size_are_exact(number: int) -> None:
    result = result_of([], [([], number)])
    assert columns(result)["Reach"] == [str(number)]
    assert pd.read_csv(io.BytesIO(CSV.build(document_of(result))))["Reach"].tolist() == [number]


def test_a_whole_number_among_decimals_is_written_whole() -> None:
    assert columns(result_of(["city"], [(["a"], 12.0), (["b"], 0.5), (["c"], 1e22)]))["Reach"] == ["12", "0.5", "1e+22"]


def test_an_empty_answer_is_a_header_alone() -> None:
    assert read(result_of(["date", "network"], [])) == (["Date", "Network", "Reach"], [])


def test_a_number_alone_is_one_cell() -> None:
    assert read(result_of([], [([], 5)])) == (["Reach"], [["5"]])


@pytest.mark.parametrize("text", FORMULAS)
def test_what_a_spreadsheet_would_run_is_made_text(text: str) -> None:
    assert as_text_cell(text) == f"'{text}"
    assert as_text_cell(as_text_cell(text)) == f"'{text}", "once is enough"


@pytest.mark.parametrize("text", FORMULAS)
def test_no_cell_and_no_header_of_a_file_runs(text: str) -> None:
    dimensions = (Dimension(name="tag", label=text), Dimension(name="post", label=""))
    config = MetricConfig(metric=REACH, aggregators=("sum",), dimensions=dimensions, filters=())
    hostile_post = post(text, text, type=text, network=text, channel=text, permalink=text)
    result = result_of(
        ["tag", "post"],
        [([text, hostile_post], -5)],
        config=config,
        metric=metric_of(label=text),
        labels={"tag": {text: text}},
    )
    headers, rows = read(result)
    for cell in [*headers, *rows[0][:-1]]:
        assert cell == as_text_cell(cell)
        assert not re.match(r"\s*[=+\-@]", cell)
    assert rows[0][-1] == "-5", "a number below zero stays a number"


@pytest.mark.parametrize(
    "text", ["", "plain", "a=b", "1-2", "5", "'quoted", "…", "ünï", "a\nb", "#tag", "😀=1", "·=1", "(=1)"]
)
def test_what_no_spreadsheet_would_run_stays_as_it_is(text: str) -> None:
    assert as_text_cell(text) == text


def test_texts_are_quoted_so_that_no_separator_parts_them() -> None:
    line = CSV.build(document_of(result_of(["city"], [(["a;=1+1\t|b"], 5)]))).decode().splitlines()[1]
    assert line == '"a;=1+1 |b",5'


def test_half_of_a_pair_and_a_nul_are_written_as_what_can_be_read() -> None:
    assert as_text_cell("a\ud800b\x00c") == "a\ufffdb\ufffdc"


texts = st.one_of(
    st.text(alphabet=st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=20),
    st.sampled_from(
        ['"', '""', ",", "a\r\nb", "\n", ";", "'", "=1", "NA", "nan", "null", "007", "1e5", "مرحبا", "👩‍👩‍👧"]
    ),
)
numbers = st.none() | st.integers(-(2**63) + 1, 2**63 - 1)
decimals = st.none() | st.floats(allow_nan=False, allow_infinity=False)


@settings(max_examples=40)
@given(
    rows=st.lists(st.tuples(texts, texts, st.none() | st.dates(date(1990, 1, 1), date(2100, 1, 1))), max_size=8),
    values=st.lists(numbers, min_size=8, max_size=8) | st.lists(decimals, min_size=8, max_size=8),
)
@example(rows=[("\r", '"', None)], values=[None] * 8)
def test_a_file_read_back_is_the_table(rows: list[tuple[str, str, date | None]], values: list[Any]) -> None:
    answer = [
        ([post(f"p{place}", text, type=kind), day and day.isoformat()], values[place])
        for place, (text, kind, day) in enumerate(rows)
    ]
    result = result_of(["post", "date"], answer)
    headers, cells = read(result)
    assert len(cells) == len(rows)
    table = {header: [row[place] for row in cells] for place, header in enumerate(headers)}
    if rows:
        assert table["Text"] == [as_text_cell(text) for text, _, _ in rows]
        assert table["Type"] == [as_text_cell(kind) for _, kind, _ in rows]
        assert table["Date"] == ["" if day is None else day.isoformat() for *_, day in rows]
        assert table["Post id"] == [f"p{place}" for place in range(len(rows))]
        assert table["Post"] == [as_text_cell(label) for label in result.frame["post"]]
        told = [
            None if cell == "" else float(cell) if isinstance(value, float) else int(cell)
            for cell, value in zip(table["Reach"], values, strict=False)
        ]
        assert told == values[: len(rows)]


@settings(max_examples=40)
@given(
    rows=st.lists(
        st.tuples(texts, st.integers(-(2**63) + 1, 2**63 - 1)), min_size=1, max_size=8, unique_by=lambda row: row[0]
    )
)
def test_pandas_reads_back_the_same_labels_and_numbers(rows: list[tuple[str, int]]) -> None:
    result = result_of(["city"], [([text], value) for text, value in rows])
    frame = pd.read_csv(io.BytesIO(CSV.build(document_of(result))), dtype={"City": "str"}, keep_default_na=False)
    assert frame["City"].tolist() == [as_text_cell(str(label)) for label in result.frame["city"]]
    assert frame["Reach"].tolist() == [value for _, value in rows]


@pytest.mark.parametrize(
    "names",
    [["date"], ["month", "hour"], ["weekday"], ["network", "tag", "member"], ["post"], ["channel", "date", "hour"]],
)
def test_every_shape_has_as_many_cells_as_headers(names: list[str]) -> None:
    known: dict[str, Any] = {"date": "2026-11-16", "month": "2026-11", "hour": 3, "weekday": 2, "post": post("p", "Hi")}
    labels = {name: {"a": "A"} for name in ("channel", "tag", "member")}
    result = result_of(
        names, [([known.get(name, "a") for name in names], 1), ([None] * len(names), None)], labels=labels
    )
    headers, rows = read(result)
    assert len(headers) == len(set(headers)) == len(result.frame.columns)
    assert [len(row) for row in rows] == [len(headers)] * 2


def test_the_file_is_utf_8_without_a_mark() -> None:
    assert CSV.build(document_of(result_of(["city"], [(["Köln"], 1)]))).splitlines()[1] == '"Köln",1'.encode()


def test_a_hundred_thousand_rows_are_all_in_the_file() -> None:
    _, rows = read(large(100_000))
    assert len(rows) == 100_000
    assert rows[-1] == ["c99999", "99999"]
