"""The CSV for Excel holds the plain CSV's table, cell by cell, in a form that Excel can't take for something else."""

from __future__ import annotations

import csv
import io
import re
from datetime import date
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from dashboard.exports import EXPORTS
from dashboard.exports.cells import as_text_cell
from dashboard.exports.decimals import DecimalMark
from services.insights.models import Dimension, MetricConfig
from services.results.frame import ResultFrame
from tests.dashboard.exports.documents import document_of
from tests.dashboard.exports.hostile import FORMULAS
from tests.services.results.answers import REACH, days, large, metric_of, post, result_of

PLAIN, EXCEL = EXPORTS[:2]
BOTH_MARKS = pytest.mark.parametrize("decimal", [".", ","])

LITERAL = re.compile(r'="((?:[^"]|"")*)"')


def excel(result: ResultFrame, decimal: DecimalMark = ".") -> list[list[str]]:
    """Header and rows, as the standard library reads them."""
    text = EXCEL.build(document_of(result), decimal=decimal).decode("utf-16")
    return list(csv.reader(io.StringIO(text, newline=""), delimiter="\t", strict=True))


def plain(result: ResultFrame) -> list[list[str]]:
    return list(csv.reader(io.StringIO(PLAIN.build(document_of(result)).decode(), newline=""), strict=True))


def worked_out(cell: str) -> str:
    """The value of a cell once Excel has worked out a formula that is one literal."""
    literal = LITERAL.fullmatch(cell)
    return literal[1].replace('""', '"') if literal else cell


def on_one_line(text: str) -> str:
    return re.sub("\r\n|[\x00-\x1f\x7f-\x9f\u2028\u2029]", " ", text)


def cell_of(text: str) -> str:
    """What is written for that text."""
    return excel(result_of(["post"], [([post("p", text)], 1)]))[1][2]


SHAPES: list[tuple[list[str], list[Any]]] = [
    ([], []),
    (["date"], ["2026-11-16"]),
    (["week", "network"], ["2026-11-16", "x"]),
    (["month", "hour", "weekday"], ["2026-11", 9, 1]),
    (["channel", "tag", "member"], ["urn:1", "17841405793187218", "007"]),
    (["post", "date"], [post("17841405793187218", 'He said "1-2",\nthen;left\t' + "a" * 10_000), "2026-11-16"]),
    (["city"], ["=1+1"]),
]


@BOTH_MARKS
@pytest.mark.parametrize(("names", "values"), SHAPES, ids=["-".join(names) or "alone" for names, _ in SHAPES])
def test_the_cells_are_those_of_the_plain_file(names: list[str], values: list[Any], decimal: DecimalMark) -> None:
    labels = {"tag": {"17841405793187218": "3/4"}, "member": {"007": "TRUE"}}
    for keys, value in [(values, 12.5), (values, 0), (values, -2), ([None] * len(names), None)]:
        result = result_of(names, [(keys, value)], labels=labels)
        for row, expected in zip(excel(result, decimal), plain(result), strict=True):
            assert [worked_out(cell) for cell in row[:-1]] == [on_one_line(cell) for cell in expected[:-1]]
            assert row[-1] == expected[-1].replace("12.5", f"12{decimal}5")


def test_the_file_is_utf_16_with_its_mark_tabs_and_windows_line_ends() -> None:
    result = result_of(["date", "city"], [(["2026-11-16", "Köln 😀; a, b"], 1_204_331), (["2026-11-17", "007"], None)])
    assert EXCEL.build(document_of(result)) == b"\xff\xfe" + (
        '"Date"\t"City"\t"Reach"\r\n"2026-11-16"\t"Köln 😀; a, b"\t1204331\r\n"2026-11-17"\t"=""007"""\t""\r\n'
    ).encode("utf-16-le")


def test_decimals_have_the_mark_of_the_caller_and_whole_numbers_have_none() -> None:
    numbers = [12.5, 0.0, -0.25, 1e-7, 3, 1e22]
    result = result_of(["date"], [([day], value) for day, value in zip(days(6), numbers, strict=True)])
    for decimal, expected in {
        ".": ["12.5", "0", "-0.25", "1e-07", "3", "1e+22"],
        ",": ["12,5", "0", "-0,25", "1e-07", "3", "1e+22"],
    }.items():
        text = EXCEL.build(document_of(result), decimal=decimal).decode("utf-16")
        assert [line.split("\t")[1] for line in text.splitlines()[1:]] == expected, "numbers are not quoted"


@given(value=st.floats(allow_nan=False, allow_infinity=False), decimal=st.sampled_from([".", ","]))
def test_every_decimal_read_back_is_the_number(value: float, decimal: DecimalMark) -> None:
    (_, (cell,)) = excel(result_of([], [([], value)]), decimal)
    other = "." if decimal == "," else ","
    assert other not in cell
    assert float(cell.replace(decimal, ".")) == value


@pytest.mark.parametrize("number", [2**53 + 1, -(2**63) + 1, 1_234_567])
@BOTH_MARKS
def test_whole_numbers_of_any_size_are_digits_alone(number: int, decimal: DecimalMark) -> None:
    assert excel(result_of([], [([], number)]), decimal)[1] == [str(number)]


def test_without_a_mark_a_decimal_has_a_point() -> None:
    assert EXCEL.build(document_of(result_of([], [([], 0.5)]))) == EXCEL.build(
        document_of(result_of([], [([], 0.5)])), decimal="."
    )


CONVERTED = [
    "17841405793187218", "5", "007", "0", "1E5", "1e-5", "1-2", "3/4", "1/2/26", "16.11.2026", "1.5.", "2026-11-16",
    "Nov 2026", "5 May", "5. Mai", "März 5", "5 de mayo", "2026年11月16日", "H30.1.1", "09:00", "9:00 PM", "9 a",
    "1 1/2", "5%", "5 %", "$5", "5 €", "€5", "₹ 5", "CHF 5", "(5)", "1,000", "1.000", "1'000", "1’000", "1\u00a0000",
    "１２", "٣", " 5", "5 ", "\u00a05", "9" * 255,
    "TRUE", "true", "True", " FALSE ", "Wahr", "FALSCH", "VRAI", "faux", "Doğru", "YANLIŞ", "Yanlış", "ЛОЖЬ",
    "#N/A", "#DIV/0!", "#NV", "#REF!", "#name?", "#ZAHL!", "#Н/Д",
]  # fmt: skip


@pytest.mark.parametrize("text", CONVERTED)
def test_what_excel_would_make_something_else_is_a_formula_of_just_that_text(text: str) -> None:
    assert cell_of(text) == f'="{text}"'


LEFT = [
    "plain", "", "Köln", "X", "(none)", "trueish", "Monday", "May", "e", "He said \"hi\"", "'5", "it's", "a;b", "a, b",
    "instagram:profile:17841405793187218", "https://example.com/p/17841405793187218", "tag_12", "# 5", "Top 5 tips!",
    "5 > 4", "…", "😀",
    "We had a good year in 2026, with more reach and more followers than ever before in our history",
]  # fmt: skip


@pytest.mark.parametrize("text", LEFT)
def test_what_excel_leaves_alone_is_left_alone(text: str) -> None:
    assert cell_of(text) == text


NUMBER_LIKE = st.one_of(
    st.integers(-(10**25), 10**25).map(str),
    st.floats(allow_nan=False, allow_infinity=False).map(repr),
    st.dates().map(lambda day: f"{day:%d.%m.%Y}"),
    st.dates().map(lambda day: f"{day:%A, %d %B %Y}"),
    st.times().map(lambda time: f"{time:%I:%M %p}"),
    st.from_regex(r"[0-9]{1,12}[ .,/:'-]{1,2}[0-9]{1,12} ?[%€$]?", fullmatch=True),
)


@given(text=NUMBER_LIKE, before=st.sampled_from(["", " ", "\u00a0"]), after=st.sampled_from(["", " ", "\u00a0"]))
def test_nothing_like_a_number_stands_bare(text: str, before: str, after: str) -> None:
    cell = cell_of(f"{before}{text}{after}")
    assert cell[0] == "'" or worked_out(cell) == f"{before}{text}{after}" != cell


@pytest.mark.parametrize("text", FORMULAS)
def test_no_cell_and_no_header_of_a_file_runs(text: str) -> None:
    every = (text, f'5"&{text}&"', f'#"&{text}', f"007\t{text}", f"007\r\n{text}", f"TRUE{text}")
    for label, other in zip(every[::2], every[1::2], strict=True):
        dimensions = (Dimension(name="tag", label=label), Dimension(name="post", label=""))
        posts = [
            post(hostile, hostile, type=hostile, network=hostile, channel=hostile, permalink=hostile)
            for hostile in every
        ]
        result = result_of(
            ["tag", "post"],
            [([hostile, one], -5) for hostile, one in zip(every, posts, strict=True)],
            config=MetricConfig(metric=REACH, aggregators=("sum",), dimensions=dimensions, filters=()),
            metric=metric_of(label=other),
            labels={"tag": {hostile: hostile for hostile in every}},
        )
        headers, *rows = excel(result)
        assert len(rows) == len(every)
        for cell in [*headers, *(cell for row in rows for cell in row[:-1])]:
            assert LITERAL.fullmatch(cell) or not re.match(r"\s*[=+\-@]", cell)
        assert {row[-1] for row in rows} == {"-5"}, "a number below zero stays a number"


def test_quotes_in_a_formula_are_doubled_so_that_its_text_can_not_end_early() -> None:
    assert cell_of('#"&cmd()&"') == '="#""&cmd()&"""'


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("a\nb", "a b"),
        ("a\r\nb", "a b"),
        ("a\rb", "a b"),
        ("a\tb", "a b"),
        ("a\x0bb\x0cc\x85d\u2028e\u2029f\x1ag", "a b c d e f g"),
        ("a\n\nb", "a  b"),
        ("5\n", '="5 "'),
        ("\n5", "' 5"),
    ],
)
def test_breaks_tabs_and_controls_become_spaces(text: str, cell: str) -> None:
    assert cell_of(text) == cell


def test_a_row_is_one_line_of_the_file_whatever_the_texts_hold() -> None:
    texts = ['"', '""', '"\n"', "a\tb", "\r", "a\r\n\r\nb", "\x0b", "\u2028", '\t"', "5\n5"]
    result = result_of(["post"], [([post(f"p{place}", text)], 1) for place, text in enumerate(texts)])
    lines = EXCEL.build(document_of(result)).decode("utf-16").splitlines()
    assert len(lines) == len(texts) + 1
    assert {line.count("\t") for line in lines} == {8}


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("9" * 256, "'" + "9" * 256),
        ("TRUE" + " " * 300, "'TRUE" + " " * 300),
        ("#" + '"' * 127, '="#' + '""' * 127 + '"'),
        ("#" + '"' * 128, "'#" + '"' * 128),
        ("#" + "😀" * 127, '="#' + "😀" * 127 + '"'),
        ("#" + "😀" * 128, "'#" + "😀" * 128),
    ],
    ids=["digits", "spaces", "quotes that fit", "quotes", "pairs that fit", "pairs"],
)
def test_what_a_literal_can_not_hold_gets_an_apostrophe(text: str, cell: str) -> None:
    assert cell_of(text) == cell


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("a" * 32_767, "a" * 32_767),
        ("a" * 32_768, "a" * 32_766 + "…"),
        ("a" + "😀" * 16_383, "a" + "😀" * 16_383),
        ("a" + "😀" * 16_384, "a" + "😀" * 16_382 + "…"),
        ("9" * 40_000, "'" + "9" * 32_765 + "…"),
    ],
    ids=["fits", "cut", "pairs that fit", "a pair at the cut", "digits"],
)
def test_a_text_longer_than_a_cell_of_excel_is_cut(text: str, cell: str) -> None:
    assert cell_of(text) == cell


def test_headers_that_excel_would_convert_stay_words() -> None:
    dimensions = (Dimension(name="city", label="2026"), Dimension(name="country", label="TRUE"))
    config = MetricConfig(metric=REACH, aggregators=("sum",), dimensions=dimensions, filters=())
    result = result_of(["city", "country"], [], config=config, metric=metric_of(label="3-second views"))
    assert excel(result) == [['="2026"', '="TRUE"', '="3-second views"']]


def test_days_stay_days_that_excel_reads() -> None:
    result = result_of(["date", "week", "post"], [(["2026-11-17", "2026-11-16", post("p")], 1)])
    headers, row = excel(result)
    table = dict(zip(headers, row, strict=True))
    assert (table["Date"], table["Week"]) == ("2026-11-17", "2026-11-16")
    assert table["Published"] == "2026-11-16T08:30:00+00:00"


texts = st.one_of(
    st.text(alphabet=st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=20),
    st.text(alphabet="\"\t\r\n=#5-/;,' \u2028", max_size=8),
    st.sampled_from([*FORMULAS, *CONVERTED, *LEFT, '"', '="5"', '="5"&A1', "'", "''5"]),
)


@given(
    rows=st.lists(st.tuples(texts, texts, st.none() | st.dates(date(1990, 1, 1), date(2100, 1, 1))), max_size=8),
    values=st.lists(st.none() | st.integers(-(2**63) + 1, 2**63 - 1), min_size=8, max_size=8)
    | st.lists(st.none() | st.floats(allow_nan=False, allow_infinity=False), min_size=8, max_size=8),
    decimal=st.sampled_from([".", ","]),
)
@example(rows=[("\r", '"', None)], values=[None] * 8, decimal=",")
def test_a_file_read_back_is_the_table(
    rows: list[tuple[str, str, date | None]], values: list[Any], decimal: DecimalMark
) -> None:
    answer = [
        ([post(f"p_{place}", text, type=kind), day and day.isoformat()], values[place])
        for place, (text, kind, day) in enumerate(rows)
    ]
    result = result_of(["post", "date"], answer)
    headers, *cells = excel(result, decimal)
    assert headers == plain(result)[0]
    assert len(cells) == len(rows)
    table = {header: [row[place] for row in cells] for place, header in enumerate(headers)}
    if rows:
        for header, expected in {"Text": [row[0] for row in rows], "Type": [row[1] for row in rows]}.items():
            assert [worked_out(cell) for cell in table[header]] == [on_one_line(as_text_cell(one)) for one in expected]
        assert table["Date"] == ["" if day is None else day.isoformat() for *_, day in rows]
        assert table["Post id"] == [f"p_{place}" for place in range(len(rows))]
        told = [
            None if cell == "" else float(cell.replace(",", ".")) if isinstance(value, float) else int(cell)
            for cell, value in zip(table["Reach"], values, strict=False)
        ]
        assert told == values[: len(rows)]


def test_a_hundred_thousand_rows_are_all_in_the_file() -> None:
    rows = excel(large(100_000))
    assert len(rows) == 100_001
    assert rows[-1] == ['="c99999"', "99999"]
