"""The one table of operators, and filters that can't be built wrong."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.errors import QuestionInvalid
from services.insights.filters import Filter
from services.insights.operators import OPERATORS, ValueKind, operator_named

CONTRACT = {
    **dict.fromkeys(("in", "not_in"), ("one or more values", ("a", "b"))),
    **dict.fromkeys(("eq", "neq"), ("one value", ("a",))),
    **dict.fromkeys(("gt", "gte", "lt", "lte"), ("one number", (1,))),
    "between": ("two numbers", (1, 2)),
    **dict.fromkeys(("contains", "not_contains"), ("one text", ("a",))),
    **dict.fromkeys(("is_empty", "is_not_empty"), ("no value", ())),
}
"""Operator → what it takes in words, and an example: the contract's list."""

EVERY_OPERATOR = pytest.mark.parametrize("name", CONTRACT)


def test_the_table_holds_the_operators_of_the_contract_and_no_other() -> None:
    assert set(OPERATORS) == set(CONTRACT)
    assert all(name == operator.name for name, operator in OPERATORS.items())
    assert len({operator.label for operator in OPERATORS.values()}) == len(OPERATORS)
    assert all(operator.label and operator.words for operator in OPERATORS.values())


@EVERY_OPERATOR
def test_each_says_what_it_takes(name: str) -> None:
    assert operator_named(name).wants == CONTRACT[name][0]


@EVERY_OPERATOR
def test_each_takes_what_it_says(name: str) -> None:
    values = CONTRACT[name][1]
    assert Filter(name="x", operator=name, values=values).values == values


@EVERY_OPERATOR
@pytest.mark.parametrize("count", range(5))
def test_each_refuses_any_other_number_of_values(name: str, count: int) -> None:
    operator = operator_named(name)
    of_kind: Any = range(count) if operator.kind is ValueKind.NUMBER else [f"v{i}" for i in range(count)]
    if operator.takes(count):
        assert len(Filter(name="x", operator=name, values=tuple(of_kind)).values) == count
    else:
        with pytest.raises(QuestionInvalid) as caught:
            Filter(name="x", operator=name, values=tuple(of_kind))
        assert caught.value.problems == (f'"{operator.label}" takes {operator.wants}, not {count}.',)


@pytest.mark.parametrize("name", [name for name in CONTRACT if operator_named(name).kind is ValueKind.NUMBER])
@pytest.mark.parametrize(
    "wrong", ["1", "", True, False, float("nan"), float("inf"), float("-inf"), 10**400, -(10**400)], ids=str
)
def test_amounts_are_finite_numbers(name: str, wrong: Any) -> None:
    for place in range(len(CONTRACT[name][1])):
        values = [1, 2][: len(CONTRACT[name][1])]
        values[place] = wrong
        with pytest.raises(QuestionInvalid, match=f'^"{operator_named(name).label}" takes (one number|two numbers)'):
            Filter(name="x", operator=name, values=tuple(values))


def test_the_value_that_is_no_number_is_the_one_that_is_named() -> None:
    with pytest.raises(QuestionInvalid, match='not "many"'):
        Filter(name="x", operator="between", values=(1, "many"))


@pytest.mark.parametrize("name", ["contains", "not_contains", "resembles"])
@pytest.mark.parametrize("wrong", [1, 1.5, True], ids=str)
def test_texts_are_texts(name: str, wrong: Any) -> None:
    with pytest.raises(QuestionInvalid, match="must be all texts"):
        Filter(name="x", operator=name, values=(wrong,))


@pytest.mark.parametrize("name", ["in", "not_in", "eq", "neq"])
def test_choices_may_be_numbers(name: str) -> None:
    assert Filter(name="x", operator=name, values=(5.0,)) == Filter(name="x", operator=name, values=(5,))
    for wrong in (True, float("nan"), float("inf"), 10**400):
        with pytest.raises(QuestionInvalid, match=f'^"{operator_named(name).label}" takes'):
            Filter(name="x", operator=name, values=(wrong,))


@pytest.mark.parametrize("values", [(1, "a"), ("a", 1), ("a", True), (True, False)])
def test_choices_are_all_texts_or_all_numbers(values: Any) -> None:
    with pytest.raises(QuestionInvalid):
        Filter(name="x", operator="in", values=values)


def test_between_needs_the_smaller_number_first() -> None:
    assert Filter(name="x", operator="between", values=(2, 2)).values == (2, 2)
    with pytest.raises(QuestionInvalid, match=r"^Between 2 and 1 lies nothing: swap the two\.$"):
        Filter(name="x", operator="between", values=(2, 1))


@pytest.mark.parametrize("name", ["resembles", "IN", "", "🙂"])
@pytest.mark.parametrize("values", [(), ("b",), ("b", "a", "b")])
def test_an_unknown_operator_is_called_what_it_is_and_takes_any_texts_as_they_are(name: str, values: Any) -> None:
    operator = operator_named(name)
    assert (operator.name, operator.label, operator.words) == (name, name, name)
    assert Filter(name="x", operator=name, values=values).values == values
    assert operator.wants == "any number of texts"


@given(values=st.lists(st.text(max_size=3), min_size=1), operator=st.sampled_from(["in", "not_in"]), data=st.data())
def test_choices_in_another_order_or_repeated_are_the_same_filter(
    values: list[str], operator: str, data: st.DataObject
) -> None:
    one = Filter(name="x", operator=operator, values=tuple(values))
    other = Filter(name="x", operator=operator, values=tuple(data.draw(st.permutations(values)) + values[:1]))
    assert one == other
    assert hash(one) == hash(other)
    assert set(one.values) == set(values)
    assert list(one.values) == sorted(set(values))


@given(number=st.floats(allow_nan=False, allow_infinity=False) | st.integers(-(10**300), 10**300))
def test_a_number_is_kept_as_it_is_and_whole_ones_are_whole(number: float) -> None:
    (kept,) = Filter(name="x", operator="gt", values=(number,)).values
    assert kept == number
    assert isinstance(kept, int) == (number == int(number))


def test_a_filter_can_not_be_changed() -> None:
    with pytest.raises(AttributeError):
        Filter(name="x", operator="in", values=("a",)).values = ()  # type: ignore[misc]
