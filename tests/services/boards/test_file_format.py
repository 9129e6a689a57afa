"""A board's file gives back the board; whatever else is read is refused in words, quickly, and harms nothing."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from time import thread_time
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.boards.board import Board, NoteTile, Realm
from services.boards.file_format import VERSION, moved_up, read_file, to_file
from services.boards.limits import MAX_BYTES, MAX_TILES, MAX_VALUES
from services.boards.parts import BoardParts
from services.boards.store import BoardStore
from services.errors import BoardFileInvalid, QuestionInvalid
from services.insights.filters import Filter
from services.insights.models import MetricName
from services.insights.periods import Preset
from services.insights.question import Series
from tests.services.boards.samples import (
    LATER,
    NOW,
    OURS,
    SPACE,
    THEIRS,
    WEEK,
    board_of,
    boards,
    chart,
    note,
    reach,
)

UNKNOWN_PERIOD = (
    "“period” must be 'yesterday', 'last_7_days', 'last_30_days', 'last_90_days', 'this_month', 'last_month' or "
    "'this_year'."
)
TWICE = "The same card stands on this board twice. Remove one of them."
LONG_ID = "The id of a space or an organization has 201 characters; 200 are the most. Shorten it."
LONG_NOTE = "Card 2: A note holds 2,000 characters at most, not 2,001. Shorten it."

SAMPLE = board_of(chart(title="Reach"), note()).with_period(WEEK)
GOLDEN = """{
 "compare": "previous",
 "format": "statusbrew-dashboard-board",
 "name": "Montag ü",
 "organization": "orgn_1",
 "period": "last_7_days",
 "realm": "real",
 "space": "spce_1",
 "tiles": [
  {
   "height": "high",
   "id": "0123456789abcdef0123456789abcdef",
   "kind": "chart",
   "metric_labels": [
    "Reach"
   ],
   "question": {
    "compare": {
     "end": "2026-11-08",
     "start": "2026-11-02"
    },
    "period": {
     "end": "2026-11-15",
     "start": "2026-11-09"
    },
    "scope": {
     "ignore_report_filters": true,
     "kind": "report",
     "report": "rprt_1",
     "space": "spce_1"
    },
    "series": [
     {
      "aggregator": "sum",
      "dimensions": [
       "date",
       "network"
      ],
      "filters": [
       {
        "name": "likes",
        "operator": "between",
        "values": [
         1,
         2.5
        ]
       }
      ],
      "metric": "profile_reach"
     }
    ]
   },
   "title": "",
   "view": {
    "chart": "line",
    "derived": "share",
    "grain": "week",
    "hide": [
     "tiktok"
    ],
    "sort": "name",
    "target": 1000.0,
    "top": 5
   },
   "width": "three_quarters"
  },
  {
   "id": "fedcba9876543210fedcba9876543210",
   "kind": "note",
   "text": "One\\nTwo",
   "width": "full"
  }
 ],
 "version": 1
}
"""


def content_of(board: Board = SAMPLE) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(to_file(board))
    return found


def problems(found: bytes | dict[str, Any]) -> tuple[str, ...]:
    data = found if isinstance(found, bytes) else json.dumps(found).encode()
    with pytest.raises(BoardFileInvalid) as caught:
        read_file(data)
    assert str(caught.value) == " ".join(caught.value.problems)
    return caught.value.problems


def again(board: Board) -> Board:
    """The board as it comes back from its file."""
    return read_file(to_file(board)).as_board(
        board.id,
        author=board.author,
        created_at=board.created_at,
        changed_at=board.changed_at,
        revision=board.revision,
    )


class TestThereAndBack:
    @given(board=boards)
    def test_a_file_gives_back_any_board_and_is_the_same_bytes_each_time(self, board: Board) -> None:
        back = again(board)
        assert back == board
        assert to_file(back) == to_file(board)

    def test_the_file_of_version_1_is_public_and_stays_as_it_is(self) -> None:
        parts = read_file(GOLDEN.encode())
        board = parts.as_board(SAMPLE.id, author="", created_at=NOW, changed_at=NOW, revision=1)
        assert to_file(board).decode() == GOLDEN

    def test_numbers_stay_numbers_and_texts_texts(self) -> None:
        series = Series(
            metric=MetricName("m"),
            filters=(
                Filter(name="a", operator="in", values=("5", "1.0")),
                Filter(name="b", operator="in", values=(5, 0.1)),
                Filter(name="c", operator="gt", values=(10**20,)),
            ),
            aggregator=None,
        )
        board = board_of(chart(question=replace(reach(), series=(series,))))
        values = [item.values for item in again(board).charts[0].question.series[0].filters]
        assert [list(map(type, found)) for found in values] == [[str, str], [float, int], [int]]
        assert again(board) == board

    def test_a_file_says_nobodys_name(self) -> None:
        assert b"Ada" not in to_file(SAMPLE)

    def test_what_may_be_left_out_may_be_left_out(self) -> None:
        content = content_of()
        tile = content["tiles"][0]
        for key in ("title", "view", "width", "height", "metric_labels"):
            del tile[key]
        for key in ("compare",):
            del tile["question"][key]
        del content["period"], content["space"]
        assert read_file(json.dumps(content).encode()).tiles[0].id == SAMPLE.tiles[0].id

    def test_an_editor_that_adds_a_byte_order_mark_does_no_harm(self) -> None:
        assert read_file(b"\xef\xbb\xbf" + to_file(SAMPLE)) == BoardParts.of(SAMPLE)

    def test_a_board_too_big_to_be_read_again_is_not_written(self) -> None:
        values = tuple(f"{number:0>40}" for number in range(MAX_VALUES))
        series = Series(
            metric=MetricName("m"), filters=(Filter(name="tag", operator="in", values=values),), aggregator=None
        )
        huge = board_of(*(chart(question=replace(reach(), series=(series,))) for _ in range(10)))
        with pytest.raises(QuestionInvalid, match=r"more than 2 MB\. Remove cards"):
            to_file(huge)


class TestProblems:
    @pytest.mark.parametrize(
        ("old", "new", "told"),
        [
            ('"name": "Montag', '"nam": "Montag', ("“name” is missing.", "“nam” is not known.")),
            ('"sum"', "5", ("Card 1, metric 1: “aggregator” must be a text.",)),
            ('"kind": "note"', '"kind": "video"', ("Card 2 must be of the kind 'chart', 'note'.",)),
            ('"kind": "note",', "", ("Card 2 does not say which kind it is.",)),
            ('"kind": "report"', '"kind": "x"', ("Card 1: “scope” must be of the kind 'space', 'report', 'widget'.",)),
            ("true", '"yes"', ("Card 1, scope: “ignore_report_filters” must be true or false.",)),
            ('"high"', '"tall"', ("Card 1: “height” must be 'low', 'normal' or 'high'.",)),
            ('"top": 5', '"top": 5.5', ("Card 1, view: “top” must be a whole number.",)),
            ('"top": 5', '"top": 0', ("Card 1: A chart can't show the 0 largest. Choose 1 or more.",)),
            ("1000.0", '"1000"', ("Card 1, view: “target” must be a number.",)),
            ("1000.0", "1e999", ("Card 1, view: “target” must be a number.",)),
            ("1000.0", "true", ("Card 1, view: “target” must be a number.",)),
            ("2.5", "null", ("Card 1, metric 1, filter 1, value 2 must be a text or a number.",)),
            ("2.5", "0.5", ("Card 1, metric 1, filter 1: Between 1 and 0.5 lies nothing: swap the two.",)),
            (
                '"between"',
                '"gt"',
                ('Card 1, metric 1, filter 1: "is more than" takes one number, not 2.',),
            ),
            ('"network"', '"date"', ("Card 1, metric 1: The same breakdown was chosen twice. Remove one of them.",)),
            ("2026-11-09", "9 Nov", ("Card 1, period: “start” must be a day, as 2026-11-01.",)),
            (
                "2026-11-15",
                "2026-11-01",
                ("Card 1: The period ends (2026-11-01) before it starts (2026-11-09). Swap the dates.",),
            ),
            ('"last_7_days"', '"last_8_days"', (UNKNOWN_PERIOD,)),
            ('"previous"', "7", ("“compare” must be 'none', 'previous' or 'last_year'.",)),
            ('"real"', '"imaginary"', ("“realm” must be 'sample' or 'real'.",)),
            ("fedcba98", "../../..", ("Card 2: “id” must be 32 digits from 0 to 9 and a to f.",)),
            ("fedcba9876543210" * 2, "0123456789abcdef" * 2, (TWICE,)),
            ('"orgn_1"', f'"{"x" * 201}"', (LONG_ID,)),
            ("Montag ü", "x" * 121, ("The name of a board has 121 characters; 120 are the most. Shorten it.",)),
            ('"One\\nTwo"', f'"{"x" * 2001}"', (LONG_NOTE,)),
        ],
    )
    def test_each_is_told_with_its_place(self, old: str, new: str, told: tuple[str, ...]) -> None:
        assert old in GOLDEN
        assert problems(GOLDEN.replace(old, new, 1).encode()) == told

    @pytest.mark.parametrize(
        "found",
        [b"", b"hello", b"[]", b"null", b"7", b'"x"', b"{}", b'{"format": "other"}', b"\xff\xfe\x00", b"PK\x03\x04"],
        ids=repr,
    )
    def test_what_is_no_board_at_all_is_told_what_to_choose(self, found: bytes) -> None:
        told = problems(found)
        assert told[0].startswith("This file holds no board of this app. Choose one that was saved with “Export”")

    def test_of_many_ten_are_told_and_the_rest_counted(self) -> None:
        content = content_of()
        content |= {f"key{number}": 1 for number in range(30)}
        told = problems(content)
        assert len(told) == 11
        assert told[0] == "“key0” is not known."
        assert told[-1] == "And 20 more."

    def test_a_key_of_any_length_is_told_short(self) -> None:
        assert problems(content_of() | {"x" * 5_000: 1}) == (f"“{'x' * 60}…” is not known.",)

    def test_every_card_is_looked_at(self) -> None:
        content = content_of()
        content["tiles"] = [{"kind": "note", "id": "x", "text": ""}, {"kind": "note", "id": "a" * 32, "text": 5}]
        assert [problem.partition(":")[0] for problem in problems(content)] == ["Card 1", "Card 2"]


class TestVersions:
    @pytest.mark.parametrize("version", [2, 3, 10**30])
    def test_a_newer_one_is_refused_with_what_to_do(self, version: int) -> None:
        assert problems(content_of() | {"version": version}) == (
            "This board was saved by a newer version of this app. Update the app, then open it again.",
        )

    @pytest.mark.parametrize("version", [0, -1, "1", 1.0, None, True, [1]], ids=repr)
    def test_one_that_is_none_is_named(self, version: object) -> None:
        assert "“version” must be a whole number from 1" in problems(content_of() | {"version": version})[0]

    def test_an_older_one_is_moved_up_a_step_a_version(self) -> None:
        steps = {
            1: lambda content: {**content, "name": content["title"]},
            2: lambda content: {key: value for key, value in content.items() if key != "title"},
        }
        first = {"format": "statusbrew-dashboard-board", "version": 1, "title": "Monday"}
        moved = moved_up(first, steps=steps, newest=3)
        assert moved == {"format": "statusbrew-dashboard-board", "version": 3, "name": "Monday"}
        assert first["version"] == 1

    def test_this_one_is_read_as_it_is(self) -> None:
        assert moved_up(content_of()) == content_of()
        assert content_of()["version"] == VERSION


class TestImport:
    PARTS = BoardParts.of(SAMPLE)

    def test_a_file_becomes_a_new_board_each_time(self) -> None:
        one, other = (
            self.PARTS.imported(realm=Realm.REAL, organization=OURS, author="Bo", now=LATER) for _ in range(2)
        )
        assert (one.author, one.created_at, one.revision, one.space) == ("Bo", LATER, 0, SPACE)
        ids = [board.id for board in (SAMPLE, one, other)] + [
            tile.id for board in (SAMPLE, one, other) for tile in board.tiles
        ]
        assert len(set(ids)) == len(ids)

    def test_one_of_another_organization_is_now_of_this_one(self) -> None:
        board = self.PARTS.imported(realm=Realm.REAL, organization=THEIRS, author="", now=LATER)
        assert (board.organization, board.space) == (THEIRS, None)
        assert board.charts[0].question == SAMPLE.charts[0].question

    def test_sample_data_and_an_account_never_mix(self) -> None:
        with pytest.raises(BoardFileInvalid, match="made with the numbers of an account, and this app shows sample"):
            self.PARTS.imported(realm=Realm.SAMPLE, organization=OURS, author="", now=LATER)
        sample = replace(self.PARTS, realm=Realm.SAMPLE)
        with pytest.raises(BoardFileInvalid, match="made with sample data, and this app shows the numbers of an"):
            sample.imported(realm=Realm.REAL, organization=OURS, author="", now=LATER)


def many(what: str, count: int) -> str:
    return ",".join([what] * count)


HEAD = '{"format":"statusbrew-dashboard-board","version":1,'


class TestBombs:
    @pytest.mark.parametrize(
        "found",
        [
            "[" * 1_000_000,
            '{"a":' * 300_000,
            HEAD + '"tiles":' + "[" * 1_000_000,
            HEAD + f'"tiles":[{many("1", 900_000)}]}}',
            HEAD + ",".join(f'"k{number}":1' for number in range(150_000)) + "}",
            HEAD + f'"name":[{many("1", 900_000)}]}}',
            HEAD + f'"tiles":[{many("{" + many("0", 3) + "}", 200_000)}]}}',
            HEAD + '"tiles":[' + many('{"kind":"chart","question":{"series":[' + many("[1]", 4_999) + "]}}", 60) + "]}",
            HEAD + '"version":' + "9" * 1_000_000 + "}",
            HEAD + '"name":"' + "x" * 1_900_000 + '"}',
            "x" * (MAX_BYTES + 1),
        ],
        ids=["lists", "objects", "tiles", "numbers", "keys", "a name", "no JSON", "series", "digits", "text", "bytes"],
    )
    def test_a_file_made_to_hurt_is_refused_within_a_second_or_two(self, found: str) -> None:
        started = thread_time()
        assert len(problems(found.encode())) <= 11
        assert thread_time() - started < 4  # of a processor, however busy it is

    def test_more_cards_than_a_board_has_are_counted(self) -> None:
        content = content_of() | {"tiles": [{}] * (MAX_TILES + 1)}
        assert problems(content) == ("The file holds 61 cards; 60 are the most of a board.",)


json_values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=8)
    | st.sampled_from(["chart", "note", "space", "in", "between", "last_7_days", "2026-11-01", "sum", "full"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)


def places(found: Any) -> Iterator[tuple[Any, Any]]:
    """Each object or list of the content with each of its keys."""
    keys = list(found) if isinstance(found, dict) else range(len(found)) if isinstance(found, list) else ()
    for key in keys:
        yield found, key
        yield from places(found[key])


@st.composite
def mutations(draw: st.DrawFn) -> bytes:
    """A valid file with something replaced, taken away, doubled, or with bytes overwritten."""
    content = json.loads(to_file(draw(boards)))
    for _ in range(draw(st.integers(1, 3))):
        # The spot is a number, not a choice among objects that the next change may have taken away.
        spots = list(places(content))
        holder, key = spots[draw(st.integers(0, len(spots) - 1))]
        match draw(st.sampled_from(["replace", "remove", "double", "add"])):
            case "replace":
                holder[key] = draw(json_values)
            case "remove":
                del holder[key]
            case "double" if isinstance(holder, list):
                holder.append(holder[key])
            case _ if isinstance(holder, dict):
                holder[draw(st.text(max_size=5))] = draw(json_values)
    data = bytearray(json.dumps(content).encode())
    for _ in range(draw(st.sampled_from([0, 0, 1, 3]))):
        data[draw(st.integers(0, len(data) - 1))] = draw(st.integers(0, 255))
    return bytes(data)


@pytest.fixture(scope="module")
def others(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[BoardStore, Path, bytes]]:
    """A store with boards of others in it, its file, and how these stand there."""
    file = tmp_path_factory.mktemp("boards") / "boards.sqlite3"
    store = BoardStore(f"sqlite:///{file}", lambda: NOW)
    for number in range(3):
        store.add(board_of(chart(), note(f"{number}"), organization=THEIRS))
    yield store, file, stored_in(file)
    store.close()


def imported(found: bytes) -> Board | BoardFileInvalid:
    try:
        parts = read_file(found)
        return parts.imported(realm=parts.realm, organization=OURS, author="", now=NOW)
    except BoardFileInvalid as refused:
        return refused


@settings(max_examples=250)
@given(found=mutations() | st.binary(max_size=80))
def test_what_is_read_can_be_kept_and_read_again_and_all_else_is_refused_in_words(
    others: tuple[BoardStore, Path, bytes], found: bytes
) -> None:
    store, file, before = others
    read = imported(found)
    if isinstance(read, BoardFileInvalid):
        assert 1 <= len(read.problems) <= 11
        assert all(problem.endswith(".") for problem in read.problems)
    else:
        kept = store.add(read)
        assert store.board(kept.id, kept.realm, (OURS,)) == kept
        assert read_file(to_file(kept)) == BoardParts.of(kept)
    assert stored_in(file) == before


def stored_in(file: Path) -> bytes:
    """The rows of the other organization, byte for byte."""
    with closing(sqlite3.connect(file)) as db:
        return repr(
            db.execute("SELECT * FROM statusbrew_boards WHERE organization = ? ORDER BY id", (THEIRS,)).fetchall()
        ).encode()


def test_nothing_of_a_file_is_run() -> None:
    text = "__import__('os').system('touch /tmp/owned'); =1+1; <script>alert(1)</script>; ${7*7}"
    board = board_of(note(text), name="{0.__class__} %s <b>")
    (tile,) = again(board).tiles
    assert isinstance(tile, NoteTile)
    assert (again(board).name, tile.text) == ("{0.__class__} %s <b>", text)
    assert again(board).with_period(Preset.YESTERDAY).period is Preset.YESTERDAY
