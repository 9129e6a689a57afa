"""Posts as CSV: what is looked at, in that order, each number as it came, and nothing that a spreadsheet would run."""

from __future__ import annotations

import csv
import io

from dashboard.exports.cells import runs
from dashboard.exports.posts_csv import posts_csv
from services.posts.look import Look
from services.posts.narrow import narrowed
from services.sandbox.hostile import PAYLOADS
from tests.services.posts.tables import number_of, table_of
from tests.services.results.answers import post


def test_rows_stand_as_they_are_looked_at_with_every_number_and_no_data_empty() -> None:
    table = table_of(
        [post("a", "One, two"), post("b", "Three", channel="x:9"), post("c", publishedAt=None)],
        number_of({"a": 5, "b": 12_345}),
        number_of({"b": 1.5}, name="post_rate", label="Rate"),
        tags={"a": ["tag_1", "tag_2"]},
    )
    rows = list(csv.DictReader(io.StringIO(posts_csv(table, narrowed(table, Look())).decode("utf-8"))))
    assert [row["Post id"] for row in rows] == ["b", "a", "c"]
    assert [row["Post Likes"] for row in rows] == ["12345", "5", ""]
    assert [row["Rate"] for row in rows] == ["1.5", "", ""]
    assert rows[1]["Published (Europe/Berlin)"] == "2026-11-16T09:30:00+01:00"
    assert rows[2]["Published (Europe/Berlin)"] == ""
    assert [row["Profile"] for row in rows] == ["", "Acme", "Acme"]
    assert rows[0]["Profile URN"] == "x:9"
    assert rows[1]["Tags"] == "Launch, Launch › Teaser"
    assert rows[1]["Text"] == "One, two"


def test_no_cell_of_a_strangers_text_is_a_formula() -> None:
    posts = [post(f"p{place}", text, type=text or "x") for place, text in enumerate(PAYLOADS)]
    table = table_of(posts, tags={"p0": ["=cmd"]}, names={"=cmd": "=HYPERLINK(1)"})
    cells = list(csv.reader(io.StringIO(posts_csv(table, table.frame).decode("utf-8"))))
    assert len(cells) == len(PAYLOADS) + 1
    assert not [cell for row in cells for cell in row if runs(cell)]
