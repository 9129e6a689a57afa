"""The snapshot taken apart as a browser does it: every number is the answer's, nothing is loaded, no text runs."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from html.parser import HTMLParser
from typing import Any

import pytest
from plotly.io import templates

from dashboard import asking
from dashboard.committed import Answered, Chosen, Committed, Due
from dashboard.exports import Collection, Entry, Note
from dashboard.exports.document import in_zone
from dashboard.exports.snapshot import collection_snapshot
from services.broker import Broker, MemoryBudget
from services.insights.client import Client
from services.insights.comparison import Against
from services.insights.models import MetricName, OrganizationId, SpaceId, Unit
from services.insights.periods import Preset
from services.insights.question import Question, Series, SpaceScope
from services.insights.view import View
from services.results.frame import VALUE, ResultFrame
from services.results.values import full, short
from services.settings import Settings
from tests.conftest import FakeClock, SandboxProgram
from tests.dashboard.exports.collections_made import (
    DAILY,
    DAILY_BEFORE,
    VIEWS,
    by_network,
    collection_of,
    entry_of,
    every_kind,
    lacking_of,
    metric,
    of_every_kind,
)
from tests.dashboard.exports.documents import WEEK_BEFORE
from tests.dashboard.exports.hostile import FORMULAS
from tests.services.results.answers import FETCHED_AT, days, large, metric_of, post, result_of

MADE_AT = datetime(2026, 12, 2, 9, 2, tzinfo=UTC)
EVIL = "</script><script>alert(1)</script><img src=x onerror=alert(2)>&amp;\"'\u202e\u2028${7*7}"
VOID = {"meta", "br", "link", "img", "input", "hr"}


@dataclass
class Element:
    tag: str
    attributes: dict[str, str | None]
    inside: list[Element | str] = field(default_factory=list)

    @property
    def words(self) -> str:
        """What a reader sees of it, on one line."""
        parts = (part if isinstance(part, str) else part.words for part in self.inside)
        return "" if self.tag in ("script", "style") else " ".join("".join(parts).split(" ")).strip()

    def all(self, tag: str = "", **attributes: str) -> list[Element]:
        """Those within, in order, of that tag that have these attributes; `kind` is one of its classes."""
        kind = attributes.pop("kind", "")
        found: list[Element] = []
        for part in self.inside:
            if isinstance(part, str):
                continue
            is_asked = not tag or part.tag == tag
            is_asked &= not kind or kind in (part.attributes.get("class") or "").split()
            if is_asked and all(
                (part.attributes.get(name, value + "?") or "") == value for name, value in attributes.items()
            ):
                found.append(part)
            found += part.all(tag, kind=kind, **attributes)
        return found

    def one(self, tag: str = "", **attributes: str) -> Element:
        (found,) = self.all(tag, **attributes)
        return found


class Parsed(HTMLParser):
    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Element("", {})
        self._open = [self.root]
        self.feed(page)
        assert [element.tag for element in self._open] == [""], "every element ends"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, dict(attrs))
        self._open[-1].inside.append(element)
        if tag not in VOID:
            self._open.append(element)

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop().tag == tag

    def handle_data(self, data: str) -> None:
        self._open[-1].inside.append(data)


def page_of(collection: Collection) -> Element:
    return Parsed(collection_snapshot(collection).decode("utf-8")).root


def card_of(*results: ResultFrame, **words: Any) -> Element:
    return page_of(collection_of(entry_of(*results, **words))).one("article")


def cells(table: Element) -> list[list[str]]:
    """Its rows, without the header's."""
    return [[cell.words for cell in row.all("td")] for row in table.all("tr")[1:]]


def header(table: Element) -> list[str]:
    return [cell.words for cell in table.all("th")]


def figures(card: Element) -> list[dict[str, Any]]:
    """What the script is given to draw in that card."""
    return [
        json.loads("".join(map(str, data.inside)))
        for data in card.all("script", type="application/json")
        if (data.attributes.get("id") or "").startswith("figure-")
    ]


def numbers_of(result: ResultFrame) -> list[str]:
    """The result's numbers as they are written in full, in the order of its rows."""
    write = short if result.unit is Unit.SECONDS else full
    return [write(value, result.unit) for value in result.frame[VALUE]]


@pytest.fixture(scope="module")
def every() -> dict[str, Element]:
    """The card of each widget of every kind, by its title."""
    cards = page_of(replace(of_every_kind(), made_at=MADE_AT)).all("article")
    return {card.all("h3")[0].words: card for card in cards}


@pytest.mark.parametrize("title", [title for title, results in every_kind().items() if len(results[0].frame)])
def test_every_row_of_every_table_has_the_answers_number(every: dict[str, Element], title: str) -> None:
    results = every_kind()[title]
    tables = every[title].all("table")
    for result in results:
        (table,) = [table for table in tables if result.metric.label in header(table)]
        column = header(table).index(result.metric.label)
        found = [row[column] for row in cells(table)]
        names = header(table)[: len(result.query.dimensions)]
        told = {tuple(row[: len(names)]): row[column] for row in cells(table)}
        assert len(told) == len(cells(table)), "no row is there twice"
        if result.time_dimension or not names:
            assert found == numbers_of(result), "in the order of time"
        else:
            own = {number for number in numbers_of(result) if number != "--"}
            assert {number for number in found if number != "--"} == own
        labels = [str(value) for value in result.frame.iloc[:, 0]] if names == ["Network"] else []
        for label, number in zip(labels, numbers_of(result), strict=bool(labels)):
            assert told[(label,)] == number


def test_the_other_days_stand_beside_in_the_table_and_in_the_figure(every: dict[str, Element]) -> None:
    table = every["Line"].one("table")
    assert header(table) == ["Date", "Reach", "Date · compared", "Reach · compared"]
    assert cells(table)[0] == ["2026-11-16", "100", "2026-11-09", "90"]
    assert [row[3] for row in cells(table)] == numbers_of(DAILY_BEFORE)
    figure = every["Figure"].one(kind="figures")
    assert figure.one(kind="value").words == "1.2\u202fM"
    assert figure.one(kind="value").attributes["title"] == "1,240,331"
    assert "+13\u202f% on 1.1\u202fM in 9–15 Nov 2026" in figure.words
    assert cells(every["Figure"].one("table")) == [["1,240,331", "1,100,000"]]


def test_a_figure_says_that_it_is_worse_in_colour_and_sign_and_why_it_has_no_change() -> None:
    lost = result_of([], [([], 90)], metric=metric_of(label="Followers lost", name="profile_followers_lost"))
    card = card_of(replace(lost, before=replace(lost, frame=lost.frame.assign(**{VALUE: 60}))))
    assert card.one("strong", kind="worse").words == "+50\u202f%"
    nothing = result_of([], [([], None)], dates=WEEK_BEFORE)
    card = card_of(replace(result_of([], [([], 5)]), before=nothing))
    assert card.one(kind="value").words == "5"
    assert card.all("strong") == []


def test_metrics_of_one_breakdown_share_a_table_and_others_have_their_own(every: dict[str, Element]) -> None:
    table = every["Bars of three"].one("table")
    assert header(table) == ["Network", "Likes", "Comments", "Shares"]
    assert cells(table) == [["X", "70", "--", "6"], ["Instagram", "50", "9", "5"], ["TikTok", "30", "8", "--"]]
    several = every["Otherwise broken down"].all("table")
    assert [header(table) for table in several] == [["Date", "Reach"], ["Network", "Likes"]]
    assert every["Otherwise broken down"].one("details", open="").one("summary").words == "Table · 7 rows, 3 rows"
    assert [cells(every[title].one("table"))[0][1] for title in ("Two units", "Durations")] == ["40", "1 h 30 min"]


def test_each_card_says_what_its_document_says(every: dict[str, Element]) -> None:
    for title, results in every_kind().items():
        document = entry_of(*results, title=title, view=VIEWS.get(title, View())).document
        assert document is not None
        words = every[title].words
        for said in (document.headline, document.sentence, "Statusbrew Insights API, as of 30 Nov 2026, 09:00"):
            assert said in words
        assert "Europe/Berlin" in every[title].all("dl")[0].words


def test_charts_are_drawn_of_the_answers_numbers_and_tables_stay_open_until_then(every: dict[str, Element]) -> None:
    drawn = {title: len(figures(card)) for title, card in every.items()}
    without = {"Figure", "Posts", "Nothing", "All missing", "Top posts"}
    assert {title for title, count in drawn.items() if not count} == without
    (line,) = figures(every["Line"])
    assert [trace["y"] for trace in line["data"]] == [list(DAILY_BEFORE.frame[VALUE]), list(DAILY.frame[VALUE])]
    assert "template" not in line["layout"], "whichever theme is set while it is made"
    for title in drawn.keys() - without:
        chart = every[title].one(kind="chart")
        assert chart.attributes["role"] == "img"
        assert (chart.attributes["aria-label"] or "").startswith(f"{title}: ")
        assert every[title].all("details", open=""), "without a script its numbers are in sight"
    assert len(every["Posts"].all("details")) == 1, "what is a table is not folded"


def test_posts_have_what_counts_beside_their_words_the_largest_first_and_links_to_the_web(
    every: dict[str, Element],
) -> None:
    table = every["Posts"].one("table")
    assert header(table) == ["Post", "Reach", "Network", "Published (Europe/Berlin)", "Link"]
    assert [row[:2] for row in cells(table)] == [[f"Post {place}", f"{10 * place}"] for place in range(14, 0, -1)]
    links = table.all("a")
    assert len(links) == 14
    for link in links:
        assert (link.attributes["href"] or "").startswith("https://")
        assert link.attributes["rel"] == "noopener noreferrer"


@pytest.mark.parametrize("address", ["javascript:alert(1)", "http://example.com/p", "https://u:p@example.com/", "x"])
def test_a_permalink_that_is_no_safe_address_is_text(address: str) -> None:
    card = card_of(result_of(["post"], [([post("p", "Hello", permalink=address)], 5)]), view=View(chart="table"))
    assert card.all("a") == []
    assert address in card.one("table").words


def test_an_empty_answer_and_missing_numbers_say_so(every: dict[str, Element]) -> None:
    assert "No data is not zero." in every["Nothing"].words
    assert every["Nothing"].all("table") == []
    assert cells(every["All missing"].one("table")) == [["X", "--"]]


def test_what_lacks_has_its_card_with_the_reason(every: dict[str, Element]) -> None:
    assert every["Top posts"].words.split("\n") == [
        "Top posts",
        "No numbers in this snapshot",
        "Statusbrew is in trouble (503). Try again in 5 minutes.",
    ]


def test_the_head_is_dated_and_never_says_how_long_ago_that_was() -> None:
    old = replace(DAILY, fetched_at=FETCHED_AT - timedelta(days=2))
    page = page_of(collection_of(entry_of(DAILY), entry_of(old), lacking_of("x"), made_at=MADE_AT))
    head = page.one("header")
    assert head.one(kind="age").words == (
        "Oldest numbers as of 28 Nov 2026, 09:00; made 2 Dec 2026, 10:02 (Europe/Berlin)."
    )
    assert head.one("time").attributes["datetime"] == in_zone(old.fetched_at, "Europe/Berlin").isoformat()
    assert "2 of 3 widgets; 1 is lacking: “x”" in head.words
    assert not re.search(r"just now|\bago\b|\btoday\b", page.one("main").words)
    assert page_of(collection_of(entry_of(DAILY))).one(kind="age").words == (
        "Numbers as of 30 Nov 2026, 09:00 (Europe/Berlin)."
    )
    assert page_of(collection_of(lacking_of("x"), made_at=MADE_AT)).one(kind="age").words == (
        "Made 2 Dec 2026, 09:02 (UTC)."
    )
    assert page_of(collection_of(lacking_of("x"))).all(kind="age") == []


def test_sections_notes_and_widths_stand_as_on_the_board() -> None:
    note = Note(text="# Why\nPaid **reach**\nof two\n\n- one\n- two\n3. three", width=1.0)
    page = page_of(
        collection_of(
            entry_of(DAILY, section="", title="A", width=0.25),
            Note(text=" \n"),
            note,
            entry_of(DAILY, section="Audience", title="B", width=0.75),
            entry_of(DAILY, section="Audience", title="C"),
        )
    )
    first, second = page.all(kind="grid")
    assert [(heading.tag, heading.words) for heading in page.all() if re.fullmatch(r"h\d", heading.tag)] == [
        ("h1", "Weekly overview"),
        ("h2", "A"),
        ("h2", "Why"),
        ("h2", "Audience"),
        ("h3", "B"),
        ("h3", "C"),
    ]
    widths = [part.attributes["class"] for part in (*first.inside, *second.inside) if isinstance(part, Element)]
    assert widths == ["card w1", "card note w4", "card w3", "card w2"]
    told = first.one(kind="note")
    assert told.one("p").words == "Paid reachof two"
    assert [part.tag for part in told.one("p").inside if isinstance(part, Element)] == ["strong", "br"]
    assert [[point.words for point in told.one(tag).all("li")] for tag in ("ul", "ol")] == [["one", "two"], ["three"]]
    assert told.one("ol").one("li").attributes["value"] == "3"


def test_a_long_table_has_its_largest_rows_and_says_where_the_rest_is() -> None:
    card = card_of(large(1_500))
    table = card.one("table")
    assert table.one("caption").words == "The 1,000 largest of 1,500 rows; the workbook holds all."
    assert [row[1] for row in cells(table)] == [f"{number:,}" for number in range(1_499, 499, -1)]
    assert card.one("details", open="").one("summary").words == "Table · 1,500 rows"


def test_a_title_that_is_the_headline_stands_once() -> None:
    document = entry_of(DAILY).document
    assert document is not None
    card = page_of(collection_of(Entry(title=document.headline, section="", document=document))).one("article")
    told = [part.words for part in card.inside if isinstance(part, Element) and part.tag != "details"]
    assert told.count(document.headline) == 1


def test_nothing_is_loaded_and_only_scripts_of_ours_run() -> None:
    page = page_of(replace(of_every_kind(), made_at=MADE_AT, link="https://dash.example.com/?board=1"))
    rules = page.one("meta", **{"http-equiv": "Content-Security-Policy"}).attributes["content"] or ""
    assert rules.startswith("default-src 'none'; script-src 'sha256-")
    assert not re.search(r"https?:|\*|unsafe-(eval|hashes)|connect-src|font-src", rules)
    running = [
        "".join(map(str, one.inside)) for one in page.all("script") if one.attributes.get("type") != "application/json"
    ]
    hashes = {base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() for text in running}
    assert len(running) == 2
    assert hashes == set(re.findall(r"'sha256-([^']+)'", rules))
    loading = [(one.tag, name) for one in page.all() for name in one.attributes if name in ("src", "srcset", "action")]
    assert loading == []
    addresses = [one for one in page.all() if "href" in one.attributes]
    assert {one.tag for one in addresses} == {"a"}
    assert {one.attributes["rel"] for one in addresses} == {"noopener noreferrer"}
    style = "".join(map(str, page.one("style").inside))
    assert "url(" not in style
    assert "@import" not in style


def test_without_a_chart_plotly_stays_out() -> None:
    content = collection_snapshot(collection_of(entry_of(result_of([], [([], 5)])), lacking_of("x")))
    assert len(content) < 20_000


def test_texts_of_strangers_stay_texts_everywhere() -> None:
    result = result_of(
        ["post", "city"], [([post("p", EVIL, permalink="javascript:alert(3)"), EVIL], 5)], metric=metric(EVIL)
    )
    bars = result_of(["city"], [([text], place) for place, text in enumerate([EVIL, *FORMULAS])], metric=metric(EVIL))
    collection = collection_of(
        Note(text=f"# {EVIL}\n**{EVIL}**\n- {EVIL}\n1. [x](javascript:alert(5)) {EVIL}"),
        entry_of(result, title=EVIL, section=EVIL, note=EVIL, view=View(chart="table")),
        entry_of(bars, title=EVIL, section=EVIL),
        lacking_of(EVIL, EVIL, EVIL),
        title=EVIL,
        subtitle=EVIL,
        link="javascript:alert(4)",
        noun="chart",
    )
    page = page_of(collection)
    every = page.all()
    assert len([one for one in every if one.tag == "script" and one.attributes.get("type") != "application/json"]) == 2
    assert {"img", "iframe", "a", "object", "embed"}.isdisjoint(one.tag for one in every)
    assert not [one for one in every if any(name.startswith("on") for name in one.attributes)]
    words = page.one("main").words
    assert words.count("<img src=x onerror=alert(2)>") > 8
    assert "\u202e" not in words
    data = ["".join(map(str, one.inside)) for one in page.all("script", type="application/json")]
    assert data
    assert not [text for text in data if "<" in text or "\u2028" in text]


@pytest.mark.parametrize("link", ["http://localhost:8501/boards?board=1", "https://127.0.0.1/x", ""])
def test_an_address_of_the_makers_own_machine_is_left_out(link: str) -> None:
    entry = entry_of(DAILY)
    assert entry.document is not None
    content = collection_snapshot(
        collection_of(replace(entry, document=replace(entry.document, link=link)), link=link)
    ).decode()
    body = content[content.index("<main>") : content.index("</main>")]
    assert "href" not in body
    assert "http" not in body


def test_a_dashboard_that_others_reach_is_one_click_away() -> None:
    page = page_of(collection_of(entry_of(DAILY), link="https://dash.example.com/boards?board=1"))
    link = page.one("footer").one("a")
    assert (link.attributes["href"], link.words) == (
        "https://dash.example.com/boards?board=1",
        "Open it in the dashboard",
    )


def test_the_same_collection_gives_the_same_bytes_whatever_theme_and_user_there_are(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    collection = replace(of_every_kind(), made_at=MADE_AT)
    first = collection_snapshot(collection)
    canaries = {"USER": "canary-user", "HOME": "/home/canary-home", "STATUSBREW_API_TOKEN": "canary-token"}
    for name, value in canaries.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(templates, "default", "plotly_dark")
    second = collection_snapshot(replace(of_every_kind(), made_at=MADE_AT))
    assert first == second
    assert not [value for value in canaries.values() if value.encode() in second]


def test_what_statusbrew_answered_is_in_it_row_by_row_and_nothing_of_whose_token_asked(
    sandbox: SandboxProgram, clock: FakeClock
) -> None:
    broker = Broker(base_url=sandbox.url, token=sandbox.token, budget=MemoryBudget(clock=clock), clock=clock)
    client = Client(broker, settings=Settings(api_url=sandbox.url, token=sandbox.token), clock=clock)
    me = client.me().value
    space = SpaceId("spce_roast")
    catalogue = {metric.name: metric for metric in client.catalogue(space).value}
    collected = []
    for name, dimensions in (("post_total", ("post",)), ("profile_reach", ("date", "network")), ("post_likes", ())):
        series = Series(metric=MetricName(name), dimensions=dimensions, aggregator="sum")
        scope = SpaceScope(space_id=space)
        question = Question(scope=scope, period=Preset.LAST_7_DAYS, series=(series,), compare=Against.PREVIOUS)
        chosen = (Chosen(metric=catalogue[series.metric], config=client.config(space, series.metric).value),)
        committed = Committed(
            question=question, calendar=client.calendar(), chosen=chosen, organization=OrganizationId("orgn_lantern")
        )
        answered = asking.answer(client, committed, Due.ASK)
        assert isinstance(answered, Answered)
        collected.append((name, answered.results, View(chart="table" if dimensions == ("post",) else None)))
    broker.close()
    collection = collection_of(*(entry_of(*results, title=name, view=view) for name, results, view in collected))
    page = page_of(collection)
    for card, (_, results, _) in zip(page.all("article"), collected, strict=True):
        (result,), table = results, card.one("table")
        column = header(table).index(result.metric.label)
        ours = Counter(row[column] for row in cells(table) if row[column] != "--")
        assert ours == Counter(number for number in numbers_of(result) if number != "--")
        assert ours
    content = collection_snapshot(collection).decode()
    assert not [secret for secret in (sandbox.token, sandbox.url, me.email, me.id, me.name) if secret in content]


def test_half_of_a_pair_does_not_break_the_file() -> None:
    bars = result_of(["city"], [(["a\ud800b"], 5), (["c"], 4)])
    page = page_of(collection_of(Note(text="a\ud800b"), entry_of(bars, title="a\ud800b"), title="a\ud800b"))
    assert page.one("h1").words == "a\ufffdb"


def test_a_board_of_twelve_charts_is_one_plotly_and_little_more() -> None:
    """Measured: 4.9 MB, of which Plotly is 4.8; 90 days by four networks are 60 KB a chart."""
    rows: Sequence[Any] = [([day, name], 5) for day in days(90) for name in ("instagram", "x", "tiktok", "facebook")]
    result = result_of(["date", "network"], rows)
    one, twelve = (len(collection_snapshot(collection_of(*[entry_of(result)] * count))) for count in (1, 12))
    assert one < 5_500_000
    assert (twelve - one) / 11 < 100_000


def test_a_note_alone_is_a_page() -> None:
    page = page_of(collection_of(Note(text="Mind this."), noun="chart"))
    assert page.one(kind="note").words == "Mind this."
    assert page.one("header").one("p", kind="soft").words == "No charts"
    assert page.all("article") == []


def test_numbers_far_apart_keep_all_their_digits() -> None:
    table = card_of(by_network("Views", 1_234_567, 0, 12.3456)).one("table")
    assert cells(table) == [["Instagram", "1,234,567"], ["TikTok", "12.3456"], ["X", "0"]]
