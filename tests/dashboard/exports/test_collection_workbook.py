"""A collection's workbook read back: the first sheet says what it holds, then a sheet an entry with all its numbers."""

from __future__ import annotations

import io
import re
import time
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from typing import Any

import pandas as pd
import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from dashboard.exports import COLLECTION_EXPORTS, Collection, Entry, Note
from dashboard.exports.collection_workbook import collection_xlsx
from dashboard.exports.slides import to_pptx
from dashboard.exports.workbook import to_xlsx
from services.insights.models import Unit
from services.results.frame import VALUE, ResultFrame
from tests.dashboard.exports.collections_made import (
    DAILY,
    collection_of,
    entry_of,
    every_kind,
    lacking_of,
    of_every_kind,
)
from tests.dashboard.exports.documents import WEEK_BEFORE
from tests.dashboard.exports.hostile import FORMULAS
from tests.services.results.answers import FETCHED_AT, days, metric_of, result_of

TITLES = [
    *("[Sheet]", "a/b:c*?", "../../etc", "'quoted'", "🦊 Füchse", "History", "Contents", "R1C1", "A1", "x" * 300, ""),
    *("Views", "VIEWS", "\x00\x1b\ud800\ufffe", "1.5", "It's 50 %", *FORMULAS),
]


def book_of(collection: Collection) -> Workbook:
    return load_workbook(io.BytesIO(collection_xlsx(collection)))


def values(sheet: Worksheet) -> list[tuple[Any, ...]]:
    return list(sheet.iter_rows(values_only=True))


def parts(collection: Collection, pattern: str) -> list[str]:
    with zipfile.ZipFile(io.BytesIO(collection_xlsx(collection))) as archive:
        return [archive.read(name).decode() for name in sorted(archive.namelist()) if re.search(pattern, name)]


def column(sheet: Worksheet, header: str) -> list[Any]:
    """The cells below the header of the table, which stands lower than whatever a chart draws."""
    rows = values(sheet)
    top = max(place for place, row in enumerate(rows) if header in row)
    at = rows[top].index(header)
    cells = [row[at] for row in rows[top + 1 :]]
    return cells[: next((place for place, row in enumerate(rows[top + 1 :]) if row[0] is None), len(cells))]


def native(result: ResultFrame) -> list[Any]:
    """What Excel should hold of a result, in the order of its rows; None for no data."""
    known = [None if pd.isna(value) else float(value) for value in result.frame[VALUE]]
    match result.unit:
        case Unit.PERCENT:
            return [value and value / 100 for value in known]
        case Unit.SECONDS:
            return [value and timedelta(seconds=value) for value in known]
    return known


@pytest.fixture(scope="module")
def every() -> Workbook:
    return book_of(of_every_kind())


def test_the_first_sheet_says_what_is_in_it_and_what_lacks(every: Workbook) -> None:
    rows = values(every["Contents"])
    assert [row[0] for row in rows[:5]] == [
        "Weekly overview",
        "Acme · all profiles",
        "16–22 Nov 2026",
        "13 of 14 widgets; 1 is lacking: “Top posts”",
        "As of 30 Nov 2026, 09:00 (Europe/Berlin)",
    ]
    assert rows[6] == ("Section", "Widget", "What it says", "Sheet", "As of (Europe/Berlin)", "Rows")
    titles = [*every_kind(), "Top posts"]
    assert [row[1] for row in rows[7:21]] == titles == [row[3] for row in rows[7:21]]
    assert rows[8][2] == "Typical day 103 (median), peak 106 on Sun 22 Nov, low 100 on Mon 16 Nov"
    assert rows[8][4:] == (datetime(2026, 11, 30, 9, 0), 7)  # noqa: DTZ001 -- as Excel has it
    why = "No numbers in this file: Statusbrew is in trouble (503). Try again in 5 minutes."
    assert rows[20][2:] == (why, "Top posts", None, None)
    assert ("An empty cell is no data, which is not zero.") in [row[0] for row in rows[21:]]


def test_each_line_leads_to_its_sheet_and_each_sheet_back(every: Workbook) -> None:
    assert every.sheetnames == ["Contents", *every_kind(), "Top posts"]
    contents = every["Contents"]
    assert [contents.cell(8 + place, 4).hyperlink.location for place in range(14)] == [
        f"'{name}'!A1" for name in every.sheetnames[1:]
    ]
    for name in every.sheetnames[1:]:
        ways = [cell.hyperlink.location for row in every[name].iter_rows() for cell in row if cell.hyperlink]
        assert ways == ["'Contents'!A1"]


@pytest.mark.parametrize("title", list(every_kind()))
def test_every_number_of_every_kind_of_widget_is_in_the_table_of_its_sheet(every: Workbook, title: str) -> None:
    results, rows = every_kind()[title], values(every[title])
    document = entry_of(*results).document
    assert document is not None
    assert rows[0][0] == f"Audience · {title}"
    assert [row[0] for row in rows[1:4]] == [document.headline, document.sentence, document.receipt]
    for result in results:
        found = column(every[title], result.metric.label)
        expected = native(result)
        if "network" in result.query.dimensions and len(results) > 1:
            # A row that another metric lacks stands in the one table of all.
            found, expected = ([value for value in side if value is not None] for side in (found, expected))
        if result.unit is Unit.SECONDS:
            assert found == expected
        else:
            assert found == pytest.approx(expected)


def test_the_other_days_stand_beside(every: Workbook) -> None:
    assert column(every["Line"], "Reach · compared") == [90] * 7
    assert column(every["Figure"], "Reach · compared") == [1_100_000]


def test_a_chart_of_excels_own_draws_numbers_of_its_own_sheet() -> None:
    title = "It's Reach [1]"
    before = result_of(["date"], [([day], 7) for day in days(7, WEEK_BEFORE.start)], dates=WEEK_BEFORE)
    collection = collection_of(entry_of(replace(DAILY, before=before), title=title))
    (drawn,) = parts(collection, r"charts/chart\d")
    references = re.findall(r"<c:f>(.*?)</c:f>", drawn)
    sheet = book_of(collection)["It's Reach 1"]
    assert all(reference.startswith("'It''s Reach 1'!") for reference in references)
    names, numbers = [], []
    for reference in references:
        cells = sheet[reference.split("!")[1].replace("$", "")]
        numbers.append([row[0].value for row in cells]) if isinstance(cells, tuple) else names.append(cells.value)
    assert names == ["Reach", "9–15 Nov 2026", "16–22 Nov 2026"]
    assert numbers[1::2] == [[7] * 7, list(range(100, 107))]
    assert numbers[0] == [f"{day} Nov" for day in range(16, 23)]


def test_metrics_that_can_be_read_together_are_one_chart_others_have_one_each() -> None:
    kinds = every_kind()
    for title, charts in {"Gained and lost": 1, "Two units": 2, "Otherwise broken down": 2, "Nothing": 0}.items():
        collection = collection_of(entry_of(*kinds[title], title=title))
        assert len(parts(collection, r"charts/chart\d")) == charts


def test_charts_their_numbers_and_tables_keep_out_of_one_anothers_way(every: Workbook) -> None:
    sheet = every["Otherwise broken down"]
    first, second = sheet._charts
    tops = [chart.anchor._from.row for chart in (first, second)]
    rows = values(sheet)
    heads = [place for place, row in enumerate(rows) if row[0] in ("Date", "Network")]
    assert tops[0] + 21 <= tops[1]
    assert tops[1] + 21 <= heads[0]
    assert heads[0] + 7 < heads[1]


def test_a_grid_is_coloured_cells_above_its_table(every: Workbook) -> None:
    sheet = every["Grid"]
    (coloured,) = sheet.conditional_formatting
    assert [[cell.value for cell in row] for row in sheet[str(coloured.sqref)]][:3] == [[8, 9], [16, 18], [24, 27]]


def test_what_lacks_has_a_sheet_that_says_why_and_what_helps(every: Workbook) -> None:
    assert [row[0] for row in values(every["Top posts"])] == [
        "Audience · Top posts",
        "No numbers in this file",
        "Statusbrew is in trouble (503). Try again in 5 minutes.",
        "Load it in the dashboard, then download the file again.",
        "Contents",
    ]


def test_a_collection_of_which_nothing_is_loaded_is_a_file_that_says_so() -> None:
    book = book_of(collection_of(lacking_of("A"), lacking_of("a")))
    assert book.sheetnames == ["Contents", "A", "a (2)"]
    assert values(book["Contents"])[3][0] == "0 of 2 widgets; 2 are lacking: “A” and “a”"


def test_notes_and_the_link_are_on_the_sheet() -> None:
    document = entry_of(DAILY).document
    assert document is not None
    told = replace(document, notes=("Not final.",), link="http://localhost:8501/?space=s")
    entry = Entry(title="Reach", section="", document=told, note="A gauge, shown as a line.")
    sheet = book_of(collection_of(entry))["Reach"]
    assert [row[0] for row in values(sheet)[4:7]] == [
        "Not final.",
        "A gauge, shown as a line.",
        "http://localhost:8501/?space=s",
    ]


def test_notes_stand_in_the_contents_in_order_a_row_a_line_and_have_no_sheet() -> None:
    note = Note(text="# Why\n**Reach** rose\n\n- paid\n=1+1\n" + "long " * 60)
    book = book_of(collection_of(entry_of(DAILY, title="A"), note, Note(text=" \n"), entry_of(DAILY, title="B")))
    assert book.sheetnames == ["Contents", "A", "B"]
    sheet = book["Contents"]
    rows = values(sheet)
    (first,) = [place for place, row in enumerate(rows) if row[1] == "A"]
    told = [(row[1], row[2]) for row in rows[first : first + 7]]
    assert [words for words in told[1:6] if words[0] is None] == told[1:6]
    assert [words for _, words in told[1:5]] == ["Why", "Reach rose", "• paid", "=1+1"]
    assert told[6][0] == "B"
    assert sheet.row_dimensions[first + 6].height == 45, "three lines"
    assert sheet.cell(first + 5, 3).quotePrefix


def test_no_title_section_note_or_reason_becomes_a_formula_or_breaks_the_file() -> None:
    entries = []
    for place, title in enumerate(TITLES):
        result = result_of(["city"], [([title], 5), (["b"], 4)], metric=metric_of(label=title))
        document = entry_of(result).document
        has_numbers = place % 2 == 0
        reason = "" if has_numbers else title if title.strip() else "Not loaded."
        entries.append(
            Entry(title=title, section=title, note=title, document=document if has_numbers else None, reason=reason)
        )
    collection = collection_of(*entries, title=TITLES[-1], subtitle="\n".join(FORMULAS), link="=1+1")
    book = book_of(collection)
    assert len(book.sheetnames) == 1 + len(TITLES)
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} <= {"s", "n", "d"}
    assert not [part for part in parts(collection, r"worksheets/sheet") if "<f>" in part]
    risky = [
        cell for cell in cells if isinstance(cell.value, str) and cell.value[:1] in tuple("=+-@") and cell.value[1:]
    ]
    assert risky
    assert not [(cell.coordinate, cell.value) for cell in risky if not cell.quotePrefix]


def test_a_file_is_as_old_as_its_numbers() -> None:
    book = book_of(collection_of(entry_of(DAILY), entry_of(replace(DAILY, fetched_at=FETCHED_AT - timedelta(days=1)))))
    assert book.properties.created == (FETCHED_AT - timedelta(days=1)).replace(tzinfo=None)


def test_many_entries_take_no_longer_than_as_many_files_of_one() -> None:
    """Measured: 0.8 of the presentations, 0.5 of the workbooks."""
    entries = [entry_of(DAILY, title=f"Reach {place}") for place in range(24)]
    few = [entry.document for entry in entries[:6] if entry.document is not None]
    collection = collection_of(*entries)
    singles = (lambda: [to_pptx([one]) for one in few], lambda: [to_xlsx(one) for one in few])
    for export, single in zip(COLLECTION_EXPORTS[:2], singles, strict=True):
        whole, apart = _seconds(partial(export.build, collection)), _seconds(single)
        assert whole < 1.2 * apart * len(entries) / len(few), export.label


def _seconds(work: Callable[[], object]) -> float:
    """Of the processor, not of the clock: other programs run beside the tests."""
    start = time.process_time()
    work()
    return time.process_time() - start
