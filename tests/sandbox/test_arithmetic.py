"""The arithmetic's laws, on facts that hypothesis makes up."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from services.sandbox.arithmetic import Facts, aggregate, group
from services.sandbox.facts import parts

amounts = arrays(np.float64, st.shared(st.integers(1, 40), key="n"), elements=st.integers(0, 10**7).map(float))
codes = arrays(np.int64, st.shared(st.integers(1, 40), key="n"), elements=st.integers(0, 5))


def facts(kind: str, amount: np.ndarray, base: np.ndarray | None = None) -> Facts:
    order = np.arange(len(amount))
    return Facts(kind=kind, amount=amount, base=base, unit=order, day=order)


@given(amount=amounts, key=codes)
def test_sums_of_groups_add_up_exactly(amount: np.ndarray, key: np.ndarray) -> None:
    whole = aggregate(facts("sum", amount), group((), len(amount)), "sum")
    assert aggregate(facts("sum", amount), group((key,), len(amount)), "sum").sum() == whole[0] == amount.sum()


@given(amount=amounts, key=codes)
def test_people_of_groups_overlap(amount: np.ndarray, key: np.ndarray) -> None:
    (whole,) = aggregate(facts("unique", amount), group((), len(amount)), "sum")
    by_group = aggregate(facts("unique", amount), group((key,), len(amount)), "sum")
    assert by_group.max() <= whole <= by_group.sum() + len(by_group)  # each is rounded down
    if len(amount) == 1:
        assert whole == amount[0]


@given(amount=amounts, base=amounts, key=codes)
def test_a_weighted_average_lies_between_those_of_its_groups(
    amount: np.ndarray, base: np.ndarray, key: np.ndarray
) -> None:
    base = base + 1
    (whole,) = aggregate(facts("rate", amount, base), group((), len(amount)), "average")
    by_group = aggregate(facts("rate", amount, base), group((key,), len(amount)), "average")
    assert by_group.min() * (1 - 1e-9) <= whole <= by_group.max() * (1 + 1e-9)


@given(amount=amounts, key=codes, aggregator=st.sampled_from(["sum", "average", "min", "max"]))
def test_what_is_unknown_changes_nothing(amount: np.ndarray, key: np.ndarray, aggregator: str) -> None:
    more = np.concatenate([amount, np.full(len(amount), np.nan)])
    keys = np.concatenate([key, key])
    known = aggregate(facts("sum", amount), group((key,), len(amount)), aggregator)
    assert np.array_equal(aggregate(facts("sum", more), group((keys,), len(more)), aggregator), known)


@given(amount=amounts, key=codes)
def test_min_of_mins_and_max_of_maxes_are_exact(amount: np.ndarray, key: np.ndarray) -> None:
    groups = group((key,), len(amount))
    assert aggregate(facts("sum", amount), groups, "min").min() == amount.min()
    assert aggregate(facts("sum", amount), groups, "max").max() == amount.max()


@given(amount=amounts, keys=st.tuples(codes, codes))
def test_groups_are_the_pairs_that_occur(amount: np.ndarray, keys: tuple[np.ndarray, np.ndarray]) -> None:
    groups = group(keys, len(amount))
    pairs = set(zip(*(key.tolist() for key in keys), strict=True))
    assert set(zip(*(code.tolist() for code in groups.codes), strict=True)) == pairs
    assert groups.count == len(pairs)


@given(
    values=arrays(np.float64, st.integers(1, 20), elements=st.integers(-1000, 10**8).map(float)),
    weights=arrays(np.float64, st.integers(1, 72), elements=st.floats(0.001, 100)),
)
def test_whole_numbers_fall_into_whole_parts_that_add_up(values: np.ndarray, weights: np.ndarray) -> None:
    split = parts(values, weights)
    assert np.array_equal(split.sum(axis=1), values)
    assert np.array_equal(split, np.round(split))
    assert (split[values >= 0] >= 0).all()
