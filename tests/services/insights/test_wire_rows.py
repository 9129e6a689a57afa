"""The rows of an insights answer: four shapes, one result; and what is refused, where it stands."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.errors import AnswerUnreadable
from services.insights.answer import POST_COLUMNS, InsightsAnswer
from services.insights.periods import DateRange
from services.insights.question import InsightsQuery, SpaceScope
from services.insights.wire import Rows, read_rows
from services.insights.wire.values import Post
from tests.services.insights.samples import body

ENDPOINT = "POST /spaces/{spaceId}/insights"


def rows_of(answer: Any, *, metrics: tuple[str, ...] = ("reach",), dimensions: tuple[str, ...] = ("network",)) -> Rows:
    said = answer if isinstance(answer, bytes) else body(answer)
    return read_rows(said, endpoint=ENDPOINT, metrics=metrics, dimensions=dimensions)


def refusal_of(answer: Any, **asked: Any) -> AnswerUnreadable:
    with pytest.raises(AnswerUnreadable) as caught:
        rows_of(answer, **asked)
    assert caught.value.endpoint == ENDPOINT
    return caught.value


Table = list[tuple[dict[str, Any], dict[str, Any]]]
"""Rows as pairs: dimension → value, metric → value."""


def nested(table: Table) -> Any:
    return [{"dimensions": keys, "metrics": values} for keys, values in table]


def flat(table: Table) -> Any:
    return [keys | values for keys, values in table]


def matrix(table: Table) -> Any:
    headers = [*table[0][1], *table[0][0]] if table else ["reach", "likes", "date", "network", "hour", "post"]
    return {"headers": headers, "rows": [[(keys | values)[name] for name in headers] for keys, values in table]}


def matrix_with_objects(table: Table) -> Any:
    plain = matrix(table)
    return plain | {"headers": [{"name": name, "type": "?"} for name in plain["headers"]]}


def by_metric(table: Table) -> Any:
    names = list(table[0][1]) if table else ["reach", "likes"]
    return [{"metric": name, "values": [keys | {"value": values[name]} for keys, values in table]} for name in names]


def by_metric_nested(table: Table) -> Any:
    return [
        {"metric": entry["metric"], "values": [{"dimensions": keys, "value": row["value"]} for row, keys in pairs]}
        for entry in by_metric(table)
        for pairs in [[(row, {k: v for k, v in row.items() if k != "value"}) for row in entry["values"]]]
    ]


SHAPES = [nested, flat, matrix, matrix_with_objects, by_metric, by_metric_nested]
EVERY_SHAPE = pytest.mark.parametrize("shape", SHAPES, ids=lambda shape: shape.__name__)
TWO: Table = [({"network": "x"}, {"reach": 1}), ({"network": "instagram"}, {"reach": None})]


class TestShapes:
    @EVERY_SHAPE
    @pytest.mark.parametrize("keys", [(), ("data",), ("items",), ("results",), ("rows",), ("data", "rows")], ids=str)
    def test_each_is_read_in_every_envelope(self, shape: Any, keys: tuple[str, ...]) -> None:
        answer = shape(TWO)
        for key in reversed(keys):
            answer = {key: answer}
        rows = rows_of(answer)
        assert rows.dimensions == {"network": ["x", "instagram"]}
        assert rows.metrics == {"reach": [1, None]}
        assert not rows.is_cut_off

    @EVERY_SHAPE
    def test_an_undivided_question_has_one_row(self, shape: Any) -> None:
        rows = rows_of(shape([({}, {"reach": 7})]), dimensions=())
        assert (rows.dimensions, rows.metrics) == ({}, {"reach": [7]})

    @pytest.mark.parametrize("without", [{}, {"dimensions": None}, {"dimensions": {}}], ids=str)
    def test_an_undivided_row_needs_no_dimensions(self, without: Any) -> None:
        assert rows_of([{"metrics": {"reach": 7}} | without], dimensions=()).metrics == {"reach": [7]}

    @EVERY_SHAPE
    def test_no_rows_are_no_rows(self, shape: Any) -> None:
        rows = rows_of(shape([]), metrics=("reach", "likes"), dimensions=("network",))
        assert (rows.dimensions, rows.metrics) == ({"network": []}, {"reach": [], "likes": []})

    def test_keys_that_nobody_knows_are_passed_over(self) -> None:
        row = {"dimensions": {"network": "x", "y": 1}, "metrics": {"reach": 1, "z": "?"}, "share": 2}
        assert rows_of([row]).metrics == {"reach": [1]}
        assert rows_of({"headers": ["y", "reach", "network"], "rows": [["?", 1, "x"]]}).metrics == {"reach": [1]}
        told = [
            {"metric": "other", "values": [{"?": 1}]},
            {"metric": "reach", "values": [{"network": "x", "value": 1}]},
        ]
        assert rows_of(told).metrics == {"reach": [1]}

    def test_metric_by_metric_lays_rows_of_the_same_dimensions_side_by_side(self) -> None:
        answer = [
            {"metric": "likes", "values": [{"hour": 1, "value": 10}, {"hour": 2, "value": 20}]},
            {"metric": "reach", "values": [{"hour": 3, "value": 3}, {"hour": "1", "value": 1}]},
        ]
        rows = rows_of(answer, metrics=("reach", "likes"), dimensions=("hour",))
        assert rows.dimensions == {"hour": [1, 2, 3]}
        assert rows.metrics == {"reach": [1, None, 3], "likes": [10, 20, None]}

    def test_a_post_whose_text_differs_between_metrics_is_one_post(self) -> None:
        answer = [
            {"metric": "reach", "values": [{"post": {"id": 1, "text": "a"}, "value": 1}]},
            {"metric": "likes", "values": [{"post": {"id": "1", "text": "b"}, "value": 2}]},
        ]
        rows = rows_of(answer, metrics=("reach", "likes"), dimensions=("post",))
        assert rows.metrics == {"reach": [1], "likes": [2]}
        assert rows.dimensions["post"][0].text == "a"

    @pytest.mark.parametrize("shape", [nested, matrix, by_metric], ids=lambda shape: shape.__name__)
    def test_a_hundred_thousand_rows_are_read(self, shape: Any) -> None:
        table: Table = [({"network": f"n{i}"}, {"reach": i}) for i in range(100_000)]
        rows = rows_of(shape(table))
        assert rows.metrics["reach"] == list(range(100_000))
        assert rows.dimensions["network"][-1] == "n99999"


DIMENSION_VALUES: dict[str, st.SearchStrategy[tuple[Any, Any]]] = {
    "date": st.dates().map(lambda day: (day.isoformat(), day)),
    "week": st.dates().map(lambda day: (day.isoformat(), day)),
    "month": st.dates(min_value=date(1000, 1, 1)).map(lambda day: (f"{day:%Y-%m}", f"{day:%Y-%m}")),
    "hour": st.integers(0, 23).flatmap(lambda hour: st.sampled_from([(hour, hour), (str(hour), hour)])),
    "weekday": st.integers(1, 7).flatmap(lambda day: st.sampled_from([(day, day), (float(day), day)])),
    "network": st.text(max_size=4).map(lambda text: (text, text)),
    "tag": st.none().map(lambda none: (none, none)) | st.text(max_size=3).map(lambda text: (text, text)),
    "city": st.integers().map(lambda number: (number, str(number))),
    "post": st.text(max_size=3).map(lambda name: ({"id": name, "text": "hi"}, name)),
}
"""Dimension → pairs of how a value is said and how it is read (a post by its id)."""

NUMBERS = (
    st.none().map(lambda none: (none, none))
    | st.integers(-(10**20), 10**20).flatmap(lambda number: st.sampled_from([(number, number), (str(number), number)]))
    | st.floats(allow_nan=False, allow_infinity=False).flatmap(
        lambda number: st.sampled_from([(number, number), (repr(number), number)])
    )
)


@st.composite
def tables(draw: st.DrawFn) -> tuple[Table, tuple[str, ...], tuple[str, ...], Table]:
    """Rows as they are said, the metrics and dimensions asked for, and the rows as they should be read."""
    dimensions = tuple(draw(st.lists(st.sampled_from(sorted(DIMENSION_VALUES)), max_size=3, unique=True)))
    metrics = tuple(draw(st.lists(st.sampled_from(["reach", "likes", "saves"]), min_size=1, max_size=3, unique=True)))
    key = st.tuples(*(DIMENSION_VALUES[name] for name in dimensions))
    keys = draw(st.lists(key, max_size=6, min_size=1, unique_by=lambda pairs: tuple(read for _, read in pairs)))
    said: Table = []
    meant: Table = []
    for pairs in keys:
        values = draw(st.tuples(*(NUMBERS for _ in metrics)))
        said.append(
            (
                {name: pair[0] for name, pair in zip(dimensions, pairs, strict=True)},
                {name: pair[0] for name, pair in zip(metrics, values, strict=True)},
            )
        )
        meant.append(
            (
                {name: pair[1] for name, pair in zip(dimensions, pairs, strict=True)},
                {name: pair[1] for name, pair in zip(metrics, values, strict=True)},
            )
        )
    return said, metrics, dimensions, meant


class TestEveryShapeTellsTheSame:
    @settings(deadline=None, max_examples=40)
    @given(case=tables())
    def test_rows_come_back_as_they_were_whatever_the_shape(self, case: Any) -> None:
        said, metrics, dimensions, meant = case
        for shape in SHAPES:
            rows = rows_of(shape(said), metrics=metrics, dimensions=dimensions)
            read = {
                name: [value.id if isinstance(value, Post) else value for value in column]
                for name, column in rows.dimensions.items()
            }
            assert read == {name: [keys[name] for keys, _ in meant] for name in dimensions}
            assert rows.metrics == {name: [values[name] for _, values in meant] for name in metrics}

    @settings(deadline=None, max_examples=40)
    @given(case=tables(), at=st.integers(0, 5))
    def test_a_combination_that_is_told_twice_is_refused_whatever_the_shape(self, case: Any, at: int) -> None:
        said, metrics, dimensions, _ = case
        twice = [*said, said[at % len(said)]]
        for shape in SHAPES:
            refusal = refusal_of(shape(twice), metrics=metrics, dimensions=dimensions)
            assert "more than one row" in str(refusal)
            assert str(len(said)) in refusal.json_path

    @settings(deadline=None, max_examples=40)
    @given(case=tables())
    def test_every_answer_becomes_a_frame_of_the_declared_types(self, case: Any) -> None:
        said, metrics, dimensions, _ = case
        days = DateRange(start=date(2026, 11, 1), end=date(2026, 11, 7))
        query = InsightsQuery(
            scope=SpaceScope(space_id="spce_1"),
            dates=days,
            metrics=metrics[:1],
            dimensions=dimensions,
            aggregator="sum",
        )
        answer = InsightsAnswer.of(query, rows_of(nested(said), metrics=metrics, dimensions=dimensions))
        types = answer.frame.dtypes.astype(str).to_dict()
        days_and_hours = {"date": "datetime64[s]", "week": "datetime64[s]", "hour": "Int64", "weekday": "Int64"}
        for name in dimensions:
            assert types.pop(name) == days_and_hours.get(name, "str")
        if "post" in dimensions:
            for name in POST_COLUMNS:
                assert types.pop(name) == ("datetime64[s, UTC]" if name == "post.published_at" else "str")
        assert set(types) == set(metrics)
        assert set(types.values()) <= {"Int64", "Float64"}
        assert len(answer.frame) == len(said)
        assert answer.nbytes > 0


class TestValues:
    @pytest.mark.parametrize(
        ("said", "number"),
        [
            (0, 0),
            (-3, -3),
            (1.5, 1.5),
            ("12", 12),
            (" 12 ", 12),
            ("-3", -3),
            ("1.50", 1.5),
            ("1e3", 1000.0),
            (2**63, 2**63),
            (10**300, 10**300),
            (str(10**30), 10**30),
            (None, None),
        ],
        ids=str,
    )
    def test_numbers_may_be_texts(self, said: Any, number: Any) -> None:
        assert rows_of([{"network": "x", "reach": said}]).metrics == {"reach": [number]}

    @pytest.mark.parametrize(
        "said",
        [
            *("true", "false", "NaN", "Infinity", "-Infinity", "1e999", "-1e999", "[]", "{}", "[1]", '{"value": 1}'),
            *('""', '" "', '"-"', '"many"', '"NaN"', '"inf"', '"Infinity"', '"1e999"', '"1,204"', '"1_000"', '"0x10"'),
            *('"+1"', '"12 %"', '"--"', '"null"', '"true"', '"\\u0661"', '"1.2.3"', '"."', '"1e"'),
            *("1" + "0" * 400, '"1' + "0" * 400 + '"', '"' + "9" * 5000 + '"'),
        ],
        ids=lambda said: said[:20],
    )
    def test_what_is_no_finite_number_is_refused(self, said: str) -> None:
        answer = f'{{"data": [{{"network": "a", "reach": 1}}, {{"network": "x", "reach": {said}}}]}}'.encode()
        refusal = refusal_of(answer)
        assert refusal.json_path == ("" if said in {"NaN", "Infinity", "-Infinity"} else "data[1].reach")

    @pytest.mark.parametrize(
        ("dimension", "said", "meant"),
        [
            ("date", "2026-11-01", date(2026, 11, 1)),
            ("week", "2026-11-02", date(2026, 11, 2)),
            ("month", "2026-11", "2026-11"),
            ("hour", 0, 0),
            ("hour", "23", 23),
            ("weekday", 7.0, 7),
            ("channel", "x:profile:1", "x:profile:1"),
            ("tag", 17, "17"),
            ("sentiment", "", ""),
            *((name, None, None) for name in ("date", "month", "hour", "weekday", "post", "tag", "gender")),
        ],
    )
    def test_dimensions_are_read_by_their_kind_and_null_is_none(self, dimension: str, said: Any, meant: Any) -> None:
        rows = rows_of([{dimension: said, "reach": 1}], dimensions=(dimension,))
        assert rows.dimensions == {dimension: [meant]}
        assert type(rows.dimensions[dimension][0]) is type(meant)

    @pytest.mark.parametrize(
        ("dimension", "said"),
        [
            *(("date", wrong) for wrong in ("", "01.11.2026", "2026-02-30", "2026-11-01T00:00:00Z", 20261101, True)),
            *(("week", wrong) for wrong in ("2026-W60", {}, [])),
            *(("month", wrong) for wrong in ("2026-13", "2026-00", "2026-1", "2026-11-01", 202611, "November")),
            *(("hour", wrong) for wrong in (24, -1, 1.5, "noon", "", True, [], 10**400)),
            *(("weekday", wrong) for wrong in (0, 8, "Monday", False)),
            *(("network", wrong) for wrong in (True, {}, [], {"id": "x"}, float("inf"))),
            *(("post", wrong) for wrong in (1, True, [], {}, {"id": None}, {"id": True}, {"id": ["x"]}, {"text": "x"})),
        ],
        ids=str,
    )
    @pytest.mark.parametrize("shape", [nested, flat, matrix, by_metric], ids=lambda shape: shape.__name__)
    def test_a_dimension_of_another_kind_is_refused_where_it_stands(
        self, shape: Any, dimension: str, said: Any
    ) -> None:
        valid = {"post": "p", "network": "x", "hour": 1, "weekday": 1, "month": "2026-11"}.get(dimension, "2026-11-01")
        table: Table = [({dimension: valid}, {"reach": 1}), ({dimension: said}, {"reach": 1})]
        path = {
            nested: f"data[1].dimensions.{dimension}",
            flat: f"data[1].{dimension}",
            matrix: "data.rows[1][1]",
            by_metric: f"data[0].values[1].{dimension}",
        }[shape]
        assert refusal_of({"data": shape(table)}, dimensions=(dimension,)).json_path == path

    @pytest.mark.parametrize("spelling", ["publishedAt", "published_at"])
    def test_a_post_is_read_whole(self, spelling: str) -> None:
        post = {
            "id": "p1",
            "text": "Hi",
            "type": "photo",
            "network": "x",
            "channel": "x:1",
            spelling: "2026-11-01T10:00:00+02:00",
            "permalink": "https://x.com/1",
        }
        assert rows_of([{"post": post, "reach": 1}], dimensions=("post",)).dimensions["post"] == [
            Post(
                id="p1",
                text="Hi",
                type="photo",
                network="x",
                channel="x:1",
                published_at=datetime(2026, 11, 1, 8, tzinfo=UTC),
                permalink="https://x.com/1",
            )
        ]

    @pytest.mark.parametrize("moment", [None, "", "soon", "2026-11-01T10:00:00", 1_700_000_000, {}], ids=str)
    def test_a_post_without_a_certain_moment_has_none(self, moment: Any) -> None:
        (post,) = rows_of([{"post": {"id": 7, "publishedAt": moment}, "reach": 1}], dimensions=("post",)).dimensions[
            "post"
        ]
        assert (post.id, post.text, post.published_at) == ("7", "", None)

    def test_a_post_may_be_its_id_alone(self) -> None:
        assert rows_of([{"post": "p1", "reach": 1}], dimensions=("post",)).dimensions["post"][0].id == "p1"


class TestRowsThatFitNoShape:
    @pytest.mark.parametrize(
        "odd",
        [
            None,
            7,
            "x",
            [],
            {},
            {"dimensions": {"network": "y"}},
            {"dimensions": {"network": "y"}, "metrics": None},
            {"dimensions": {"network": "y"}, "metrics": {}},
            {"dimensions": {}, "metrics": {"reach": 1}},
            {"dimensions": "y", "metrics": {"reach": 1}},
            {"network": "y", "reach": 1},
        ],
        ids=str,
    )
    def test_one_in_the_middle_of_nested_rows_is_named(self, odd: Any) -> None:
        answer = nested([({"network": f"n{i}"}, {"reach": i}) for i in range(5)])
        answer[3] = odd
        refusal = refusal_of({"data": answer})
        assert refusal.json_path == "data[3]"
        assert refusal.keys_found == (tuple(odd) if isinstance(odd, dict) else ())
        assert "network, reach" in str(refusal)

    @pytest.mark.parametrize("odd", [None, {"network": "y"}, {"reach": 1}, nested(TWO)[0], [1, "x"]], ids=str)
    def test_one_in_the_middle_of_flat_rows_is_named(self, odd: Any) -> None:
        answer = flat([({"network": f"n{i}"}, {"reach": i}) for i in range(5)])
        answer[2] = odd
        assert refusal_of(answer).json_path == "[2]"

    @pytest.mark.parametrize("odd", [None, {}, "ab", [1], [1, "y", 2], []], ids=str)
    def test_one_in_the_middle_of_a_matrix_is_named(self, odd: Any) -> None:
        answer = matrix([({"network": f"n{i}"}, {"reach": i}) for i in range(5)])
        answer["rows"][1] = odd
        assert refusal_of({"data": answer}).json_path == "data.rows[1]"

    @pytest.mark.parametrize(
        "headers",
        [None, [], "reach", ["reach"], ["reach", "reach", "network"], ["reach", None], [{"title": "reach"}, "network"]],
        ids=str,
    )
    def test_headers_that_lack_a_name_or_hold_it_twice_are_refused(self, headers: Any) -> None:
        refusal = refusal_of({"headers": headers, "rows": [[1, "x"]]})
        assert refusal.json_path.startswith("headers") or refusal.keys_found == ("headers", "rows")

    @pytest.mark.parametrize(
        "answer",
        [
            [{"metric": "reach", "values": [{"network": "x", "value": 1}]}] * 2,
            [{"metric": "other", "values": [{"network": "x", "value": 1}]}],
            [{"metric": "reach", "values": [{"network": "x"}]}],
            [{"metric": "reach", "values": [{"value": 1}]}],
            [{"metric": "reach", "values": ["x"]}],
            [{"metric": "reach", "values": None}],
            [{"metric": ["reach"], "values": []}],
            [{"metric": {"name": "reach"}, "values": []}],
            [{"metric": "reach", "values": []}, {"metric": "reach"}],
        ],
        ids=str,
    )
    def test_metric_by_metric_takes_each_metric_once_and_whole(self, answer: Any) -> None:
        assert refusal_of(answer).json_path.startswith("[")

    def test_a_metric_that_was_asked_for_and_not_told_is_refused(self) -> None:
        refusal_of(by_metric(TWO), metrics=("reach", "likes"))
        refusal_of(flat(TWO), metrics=("reach", "likes"))

    def test_a_doubled_row_is_named_with_its_dimensions(self) -> None:
        answer = {"data": [{"date": day, "network": "x", "reach": 1} for day in ("2026-11-01", "20261101")]}
        refusal = refusal_of(answer, dimensions=("date", "network"))
        assert refusal.json_path == "data[1]"
        assert "more than one row for date 2026-11-01, network x" in str(refusal)

    def test_two_rows_of_an_undivided_question_are_refused(self) -> None:
        assert "an undivided question" in str(refusal_of([{"reach": 1}, {"reach": 2}], dimensions=()))

    def test_rows_that_are_divided_more_finely_than_asked_are_refused(self) -> None:
        refusal_of(json.dumps([{"network": "x", "hour": hour, "reach": 1} for hour in range(3)]).encode())

    @pytest.mark.parametrize(
        ("shape", "path"),
        [
            (nested, "data[1].metrics.reach"),
            (flat, "data[1].reach"),
            (matrix, "data.rows[1][0]"),
            (by_metric, "data[0].values[1].value"),
            (by_metric_nested, "data[0].values[1].value"),
        ],
        ids=lambda value: getattr(value, "__name__", value),
    )
    def test_a_value_that_is_no_number_is_named_by_its_place(self, shape: Any, path: str) -> None:
        table: Table = [({"network": "x"}, {"reach": 1}), ({"network": "y"}, {"reach": "many"})]
        refusal = refusal_of({"data": shape(table)})
        assert refusal.json_path == path
        assert "a number or null, but holds a text" in str(refusal)


class TestFrames:
    DAYS = DateRange(start=date(2026, 11, 1), end=date(2026, 11, 7))

    def frame(self, answer: Any, *dimensions: str) -> Any:
        query = InsightsQuery(
            scope=SpaceScope(space_id="s"), dates=self.DAYS, metrics=("reach",), dimensions=dimensions, aggregator="sum"
        )
        return InsightsAnswer.of(query, rows_of(answer, dimensions=dimensions)).frame

    @pytest.mark.parametrize(
        ("numbers", "dtype"),
        [
            ([1, None], "Int64"),
            ([None], "Int64"),
            ([], "Int64"),
            ([1, 1.5], "Float64"),
            ([2**63 - 1], "Int64"),
            ([2**63, None], "Float64"),
            ([10**300, 1.5], "Float64"),
            ([-(2**63)], "Float64"),
        ],
        ids=str,
    )
    def test_numbers_are_whole_where_all_are_and_missing_ones_are_missing(self, numbers: Any, dtype: str) -> None:
        column = self.frame([{"hour": i, "reach": number} for i, number in enumerate(numbers)], "hour")["reach"]
        assert column.dtype == dtype
        assert list(column.isna()) == [number is None for number in numbers]
        assert column.dropna().tolist() == [pytest.approx(number) for number in numbers if number is not None]

    def test_an_answer_without_rows_has_all_its_columns(self) -> None:
        assert list(self.frame([], "date", "post").columns) == ["date", "post", *POST_COLUMNS, "reach"]

    def test_days_at_the_ends_of_the_calendar_are_days(self) -> None:
        frame = self.frame([{"date": day, "reach": 1} for day in ("0001-01-01", "9999-12-31")], "date")
        assert [str(day.date()) for day in frame["date"]] == ["0001-01-01", "9999-12-31"]

    def test_a_null_post_is_missing_everywhere(self) -> None:
        frame = self.frame([{"post": None, "reach": 1}, {"post": {"id": "p"}, "reach": 2}], "post")
        assert list(frame["post"].isna()) == [True, False]
        assert frame["post.published_at"].isna().all()

    def test_half_a_letter_does_not_break_the_frame(self) -> None:
        assert list(self.frame(rb'[{"city": "\ud83d", "reach": 1}]', "city")["city"]) == ["\ufffd"]
