"""The table of file formats: a row says what a file is and builds it."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO
from zipfile import ZipFile

import pytest

from dashboard.exports import EXPORTS, Document, Export
from services.insights.view import View
from services.results.frame import VALUE
from tests.dashboard.exports.documents import document_of
from tests.services.results.answers import result_of

EVERY_FORMAT = pytest.mark.parametrize("export", EXPORTS, ids=[export.label for export in EXPORTS])


def test_formats_are_told_apart_by_label_and_by_ending() -> None:
    assert [(export.label, export.ending) for export in EXPORTS] == [
        ("CSV", "csv"),
        ("CSV for Excel", "excel.csv"),
        ("Excel workbook", "xlsx"),
        ("PowerPoint slide", "pptx"),
        ("Web page", "html"),
    ]


@EVERY_FORMAT
def test_every_format_is_built_from_a_result_alone(export: Export) -> None:
    result = result_of(["city"], [(["Köln"], 12.5)])
    built = export.build(document_of(result))
    # The others are archives, which bear the time of their making.
    assert built == export.build(document_of(result), decimal=".") or built.startswith(b"PK")


@EVERY_FORMAT
def test_building_a_file_leaves_the_result_as_it_was(export: Export) -> None:
    result = result_of(["city"], [(["=1"], 12.5), (["007"], None)])
    before = result.frame.copy(deep=True)
    export.build(document_of(result), decimal=",")
    assert result.frame.equals(before)
    assert result.frame[VALUE].tolist()[0] == 12.5


@EVERY_FORMAT
def test_every_file_with_words_says_within_which_report_it_was_asked(export: Export) -> None:
    within = replace(result_of(["city"], [(["Köln"], 12.5)]), context="in the report “Weekly & more”")
    built = export.build(Document.looked_at([within], View(), link=""))
    if built.startswith(b"PK"):
        with ZipFile(BytesIO(built)) as archive:
            built = b"".join(archive.read(name) for name in archive.namelist() if name.endswith(".xml"))
    assert ("in the report “Weekly &amp; more”".encode() in built) is not export.ending.endswith("csv")


def test_the_plain_file_has_a_point_wherever_it_is_read() -> None:
    result = result_of(["city"], [(["a"], 12.5)])
    plain, excel = (export.build(document_of(result), decimal=",") for export in EXPORTS[:2])
    assert plain == b'"City","Reach"\r\n"a",12.5\r\n'
    assert "\t12,5\r\n" in excel.decode("utf-16")
