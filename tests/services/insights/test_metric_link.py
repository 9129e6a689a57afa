"""Links to the page Metrics: what they open, and that whatever they hold is read or named."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from services.insights.metric_link import MetricLink, metric_link_of, read_metric_link

WORDS = st.text(min_size=1, max_size=20)
MAYBE = st.none() | WORDS


@given(
    place=st.tuples(MAYBE, MAYBE),
    metric=WORDS,
    compared=MAYBE,
    words=st.text(max_size=20),
    narrowed=st.tuples(MAYBE, MAYBE, MAYBE, MAYBE),
)
def test_a_link_gives_back_what_it_was_made_of(
    place: tuple[str | None, str | None],
    metric: str,
    compared: str | None,
    words: str,
    narrowed: tuple[str | None, str | None, str | None, str | None],
) -> None:
    category, network, dimension, condition = narrowed
    link = MetricLink(
        organization=place[0],
        space=place[1],
        metric=metric,
        compared=compared if compared != metric else None,
        words=words,
        category=category,
        network=network,
        dimension=dimension,
        filter=condition,
    )
    assert read_metric_link(metric_link_of(link)) == link


@given(
    st.dictionaries(st.text(max_size=8) | st.sampled_from(["metric", "with", "by"]), st.lists(st.text(), max_size=3))
)
def test_whatever_an_address_holds_is_read_or_named(address: dict[str, list[str]]) -> None:
    link = read_metric_link(address)
    assert all(isinstance(problem, str) and problem for problem in link.problems)
    assert link.compared is None or link.metric is not None


def test_what_is_no_part_of_it_is_named_with_the_nearest_and_what_others_add_is_not() -> None:
    link = read_metric_link({"metrik": ["post_total"], "utm_source": ["mail"], "with": ["post_likes"]})
    assert link.problems == (
        '"metrik" is no part of a link to a metric, so it was left out. Did you mean "metric"?',
        '"with" compares a metric with another, so it was left out. Add metric=….',
    )
    assert read_metric_link({"metric": ["a"], "with": ["a"]}).compared is None
