"""A drawing for a file bears its own ground, fonts, size and title, and leaves the drawing on screen as it is."""

from __future__ import annotations

from dashboard.charts import Drawing, for_file
from tests.dashboard.charts.pictures import counted, drawn
from tests.services.results.answers import days

FIGURE, NOTE = drawn("line", counted(["date"], [([day], 5) for day in days(7)]))
DRAWING = Drawing(figure=FIGURE, note=NOTE)


def test_a_file_has_white_ground_dark_ink_and_the_size_that_was_asked() -> None:
    before = FIGURE.to_json()
    chart = for_file(DRAWING, width=1280, height=720, title="Impressions, up 12 %", subtitle="Sum by day")
    assert (chart.layout.width, chart.layout.height) == (1280, 720)
    assert chart.layout.paper_bgcolor == chart.layout.plot_bgcolor == "#FFFFFF"
    assert chart.layout.font.color.startswith("#0")
    assert "sans-serif" in chart.layout.font.family
    assert chart.layout.title.text.startswith("<b>Impressions, up 12 %</b><br>")
    assert len(chart.data) == len(FIGURE.data)
    assert FIGURE.to_json() == before


def test_a_title_from_outside_is_no_command_and_stands_in_two_lines_at_most() -> None:
    chart = for_file(DRAWING, width=600, height=400, title="<a href='x'>click</a> " + "word " * 80, subtitle="")
    text = chart.layout.title.text
    assert "<a" not in text
    assert text.count("<br>") == 1
    assert "…" in text
    assert chart.layout.margin.t > 70


def test_without_a_title_there_is_no_room_kept_for_one() -> None:
    chart = for_file(DRAWING, width=600, height=400, title="", subtitle=" ")
    assert chart.layout.title.text == ""
    assert chart.layout.margin.t < 50
