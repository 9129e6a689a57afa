"""The page of one file: it loads nothing, runs nothing but the chart, and holds what the dashboard shows."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from dataclasses import replace
from html.parser import HTMLParser
from typing import Any

import pytest

from dashboard.exports import Document
from dashboard.exports.browser import data_block
from dashboard.exports.page import to_html
from dashboard.exports.picture import picture_page
from services.insights.models import Unit
from services.insights.view import View
from services.results.frame import ResultFrame
from tests.dashboard.exports.documents import WEEK_BEFORE, document_of
from tests.services.results.answers import days, metric_of, post, result_of

DAILY = result_of(["date"], [([day], 100 + place) for place, day in enumerate(days(7))])
EVIL = "</script><script>alert(1)</script><img src=x onerror=alert(2)>&amp;\"'\u202e\u2028"


class Parsed(HTMLParser):
    """The page as a browser takes it apart: its elements with their attributes, texts, scripts and table."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.scripts: list[tuple[dict[str, str | None], str]] = []
        self.rows: list[list[str]] = []
        self.words: list[str] = []
        self._open: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        self._open.append(tag)
        if tag == "tr":
            self.rows.append([])
        if tag in ("td", "th"):
            self.rows[-1].append("")
        if tag == "script":
            self.scripts.append((dict(attrs), ""))

    def handle_endtag(self, tag: str) -> None:
        if tag in self._open:
            while self._open.pop() != tag:
                pass

    def handle_data(self, data: str) -> None:
        inside = self._open[-1] if self._open else ""
        if inside == "script":
            attributes, text = self.scripts[-1]
            self.scripts[-1] = (attributes, text + data)
        elif inside in ("td", "th"):
            self.rows[-1][-1] += data
        elif inside != "style" and data.strip():
            self.words.append(data.strip())

    def data(self, identifier: str) -> Any:
        (text,) = [text for attributes, text in self.scripts if attributes.get("id") == identifier]
        return json.loads(text)

    @property
    def rules(self) -> str:
        found = [
            attributes["content"]
            for tag, attributes in self.elements
            if tag == "meta" and attributes.get("http-equiv") == "Content-Security-Policy"
        ]
        return found[0] or ""


def page_of(*results: ResultFrame, **words: Any) -> Parsed:
    return Parsed(to_html(document_of(*results, **words)).decode("utf-8"))


def test_the_page_says_headline_sentence_receipt_notes_and_about() -> None:
    page = page_of(
        DAILY, headline="Reach rose", sentence="Sum of Reach, daily.", notes=["Mind this."], link="http://x/?a=b"
    )
    receipt = "Statusbrew Insights API · 16–22 Nov 2026 (Europe/Berlin) · as of 30 Nov 2026, 09:00"
    for words in ("Reach rose", "Sum of Reach, daily.", "Mind this.", receipt, "http://x/?a=b", "Europe/Berlin"):
        assert words in page.words


def test_the_table_holds_what_the_csv_holds_in_words() -> None:
    before = result_of(["date"], [(["2026-11-09"], None)], dates=WEEK_BEFORE)
    page = page_of(replace(DAILY, before=before))
    assert page.rows[:2] == [
        ["Date", "Reach", "Date · compared", "Reach · compared"],
        ["2026-11-16", "100", "2026-11-09", "--"],
    ]
    assert len(page.rows) == 8
    assert page_of(result_of([], [([], 5400)], unit=Unit.SECONDS)).rows[1] == ["1 h 30 min"]


def test_a_long_table_is_cut_and_says_so() -> None:
    page = page_of(result_of(["city"], [([f"c{place}"], place) for place in range(1_500)]))
    assert len(page.rows) == 1_001
    assert "The first 1,000 of 1,500 rows; the workbook and the CSV hold all." in page.words


@pytest.mark.parametrize("build", [lambda document: to_html(document).decode(), picture_page], ids=["page", "picture"])
def test_only_scripts_of_ours_run_and_nothing_is_loaded(build: Any) -> None:
    page = Parsed(build(document_of(DAILY)))
    assert "default-src 'none'" in page.rules
    hashes = set(re.findall(r"'sha256-([^']+)'", page.rules))
    running = [text for attributes, text in page.scripts if attributes.get("type") != "application/json"]
    assert {base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() for text in running} == hashes
    assert len(running) == 2
    assert "connect-src" not in page.rules
    addresses = [
        value
        for _, attributes in page.elements
        for name, value in attributes.items()
        if name in ("src", "href", "action", "srcset", "data")
    ]
    assert addresses == []


@pytest.mark.parametrize("build", [lambda document: to_html(document).decode(), picture_page], ids=["page", "picture"])
def test_texts_of_strangers_stay_texts(build: Any) -> None:
    result = result_of(["post", "city"], [([post("p", EVIL, permalink="javascript:alert(3)"), EVIL], 5)])
    result = replace(result, metric=metric_of(label=EVIL))
    document = document_of(result, headline=EVIL, sentence=EVIL, notes=[EVIL], link="javascript:alert(4)")
    page = Parsed(build(document))
    tags = {tag for tag, _ in page.elements}
    assert len([text for attributes, text in page.scripts if attributes.get("type") != "application/json"]) == 2
    assert not [attributes for _, attributes in page.elements if any(name.startswith("on") for name in attributes)]
    assert "a" not in tags, "no link of strangers can be clicked"
    told = [*page.words, *(cell for row in page.rows for cell in row)]
    if build is not picture_page:
        assert any("<img src=x onerror=alert(2)>" in words for words in told)
        assert "img" not in tags


def test_data_can_be_read_by_the_page_and_end_no_script() -> None:
    page = page_of(result_of(["city"], [([EVIL], 5)]), view=View(chart="bars"))
    assert page.data("live")["data"]
    raw = [text for attributes, text in page.scripts if attributes.get("type") == "application/json"]
    assert not any("<" in text for text in raw)


def test_the_picture_is_a_slide_on_white_with_headline_and_source() -> None:
    page = page_of(DAILY, headline="Reach rose", sentence="Sum of Reach, daily.")
    layout = page.data("picture")["layout"]
    assert (layout["paper_bgcolor"], layout["plot_bgcolor"]) == ("#FFFFFF", "#FFFFFF")
    assert "Reach rose" in layout["title"]["text"]
    assert "Statusbrew Insights API, as of 30 Nov 2026, 09:00" in layout["title"]["text"]
    about = page.data("about")
    assert (about["width"] * about["scale"], about["height"] * about["scale"]) == (1600, 900)
    assert about["name"] == "reach_by-date_2026-11-16_2026-11-22"


def test_a_number_alone_is_drawn_large() -> None:
    page = page_of(result_of([], [([], 1_240_331)]))
    assert any("1.2\u202fM" in note["text"] for note in page.data("picture")["layout"]["annotations"])


def test_a_table_is_drawn_as_the_chart_that_suits_it() -> None:
    page = page_of(DAILY, view=View(chart="table"))
    assert {trace["type"] for trace in page.data("live")["data"]} == {"scatter"}


@pytest.mark.parametrize("rows", [[], [(["2026-11-16"], None)]], ids=["no rows", "all missing"])
def test_without_numbers_the_page_has_no_script_at_all(rows: list[Any]) -> None:
    for page in (page_of(result_of(["date"], rows)), Parsed(picture_page(document_of(result_of(["date"], rows))))):
        assert page.scripts == []
        assert "script-src 'none'" in page.rules
        assert "There is nothing to draw: no data came." in page.words


def test_half_of_a_pair_does_not_break_the_file() -> None:
    document: Document = document_of(result_of(["city"], [(["a\ud800b"], 5)]), headline="a\ud800b")
    assert "a\ufffdb" in to_html(document).decode("utf-8")


@pytest.mark.parametrize("text", ["</script>", "<!--", "\u2028", "plain & simple"])
def test_data_of_any_kind_comes_back_as_it_was_and_ends_no_script(text: str) -> None:
    page = Parsed(data_block("x", {"text": text}) + data_block("y", json.dumps(text, ensure_ascii=False)))
    assert (page.data("x"), page.data("y")) == ({"text": text}, text)
    assert not any("<" in told or "\u2028" in told for _, told in page.scripts)
