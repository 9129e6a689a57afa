"""What a file of several documents says of itself: how much of it is there, what lacks, and how old it is."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from dashboard.exports import COLLECTION_EXPORTS, Collection, Entry, Note
from tests.dashboard.exports.collections_made import collection_of, entry_of, lacking_of
from tests.dashboard.exports.documents import document_of
from tests.services.results.answers import FETCHED_AT, result_of

ONE = result_of([], [([], 5)])


def test_a_collection_needs_an_entry_and_an_entry_its_numbers_or_a_reason() -> None:
    for width in (0, 0.3, 2):
        with pytest.raises(ValueError, match="quarters"):
            Note(text="x", width=width)
        with pytest.raises(ValueError, match="quarters"):
            replace(entry_of(ONE), width=width)
    with pytest.raises(ValueError, match="needs an entry"):
        Collection(title="Weekly", subtitle="", entries=(), stem="weekly")
    for reason in ("", "  "):
        with pytest.raises(ValueError, match="needs a reason"):
            Entry(title="Reach", section="", document=None, reason=reason)


@pytest.mark.parametrize("stem", ["", "../weekly", "a/b", "-x", ".hidden", "wöchentlich", "a" * 76, "a\nb"])
def test_no_collection_has_a_name_that_leads_elsewhere(stem: str) -> None:
    with pytest.raises(ValueError, match="safely"):
        replace(collection_of(entry_of(ONE)), stem=stem)


@pytest.mark.parametrize(
    ("entries", "summary"),
    [
        ((1, 0), "1 widget"),
        ((9, 0), "All 9 widgets"),
        ((8, 1), "8 of 9 widgets; 1 is lacking: “L0”"),
        ((0, 4), "0 of 4 widgets; 4 are lacking: “L0”, “L1”, “L2” and “L3”"),
        ((1, 5), "1 of 6 widgets; 5 are lacking: “L0”, “L1”, “L2” and 2 more"),
    ],
)
def test_one_line_says_how_much_is_there(entries: tuple[int, int], summary: str) -> None:
    there, lacking = entries
    found = collection_of(*[entry_of(ONE)] * there, *(lacking_of(f"L{place}") for place in range(lacking)))
    assert found.summary == summary


def test_notes_are_not_counted() -> None:
    note = Note(text="Mind this.")
    assert collection_of(note, entry_of(ONE), note, lacking_of("x")).summary == "1 of 2 widgets; 1 is lacking: “x”"
    found = collection_of(note, noun="chart")
    assert (found.summary, found.age, found.documents, found.lacking) == ("No charts", "", (), ())


def test_when_it_is_made_is_said_in_the_zone_of_its_numbers() -> None:
    made = FETCHED_AT + timedelta(days=2, hours=1)
    assert collection_of(entry_of(ONE), made_at=made).made_in_words == "2 Dec 2026, 10:00"
    assert collection_of(lacking_of("x"), made_at=made).made_in_words == "2 Dec 2026, 09:00"
    assert collection_of(entry_of(ONE)).made_in_words == ""


def test_what_it_is_made_of_may_be_called_otherwise() -> None:
    assert replace(collection_of(*[entry_of(ONE)] * 2), noun="chart").summary == "All 2 charts"


def test_the_age_is_that_of_the_oldest_number_compared_days_included() -> None:
    old = replace(ONE, before=replace(ONE, fetched_at=FETCHED_AT - timedelta(hours=2)))
    assert collection_of(entry_of(ONE), entry_of(ONE)).age == "As of 30 Nov 2026, 09:00 (Europe/Berlin)"
    found = collection_of(entry_of(ONE), lacking_of("x"), entry_of(old))
    assert found.age == "Oldest numbers as of 30 Nov 2026, 07:00 (Europe/Berlin)"
    assert collection_of(lacking_of("x")).age == ""


def test_texts_from_outside_stand_on_one_line_and_have_a_name_even_if_nobody_sees_them() -> None:
    entry = Entry(title="\u200b\n", section="a\nb", document=document_of(ONE))
    assert (entry.name, entry.place) == ("Untitled", "a b · Untitled")
    assert entry_of(ONE, title="x" * 999).name == "x" * 199 + "…"


def test_the_subtitle_has_the_lines_that_say_something() -> None:
    found = replace(collection_of(entry_of(ONE)), subtitle="Acme · 3 profiles\n\n 16–22 Nov 2026 \r\n\u200b")
    assert found.subtitle_lines == ("Acme · 3 profiles", "16–22 Nov 2026")


def test_formats_are_told_apart_and_say_what_they_are() -> None:
    assert [(export.label, export.ending) for export in COLLECTION_EXPORTS] == [
        ("PowerPoint presentation", "pptx"),
        ("Excel workbook", "xlsx"),
        ("Snapshot (HTML)", "html"),
    ]


@pytest.mark.parametrize("export", COLLECTION_EXPORTS, ids=lambda export: export.ending)
def test_building_a_file_leaves_the_results_as_they_were(export: Any) -> None:
    result = result_of(["city"], [(["=1"], 12.5), (["007"], None)])
    before = result.frame.copy(deep=True)
    head = b"<!DOCTYPE html>" if export.ending == "html" else b"PK"
    assert export.build(collection_of(entry_of(result))).startswith(head)
    assert result.frame.equals(before)
