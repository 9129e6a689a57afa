"""What is known of metrics' support: from memory and the file, fresh or not, and asked the other way round."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from services.broker import Source
from services.insights.client import Client
from services.insights.models import Dimension, FilterSpec, MetricConfig, MetricName
from services.insights.supports import dimensions_offered, filters_offered, is_offered
from tests.services.insights.conftest import Api, FakeClock
from tests.services.insights.samples import CONFIG

PATH = "/spaces/spce_1/report_metric_config"


def config(metric: str, *dimensions: str, filters: tuple[str, ...] = ()) -> MetricConfig:
    return MetricConfig(
        metric=MetricName(metric),
        aggregators=("sum",),
        dimensions=tuple(Dimension(name=name, label=name.title()) for name in dimensions),
        filters=tuple(FilterSpec(name=name, label=name.title(), operators=("in",)) for name in filters),
    )


def test_what_was_learned_before_a_restart_is_known_without_asking_however_old(
    make_client: Callable[..., Client], api: Api, clock: FakeClock
) -> None:
    names = [f"metric_{place}" for place in range(3)]
    for name in names:
        api.tell(f"{PATH}/{name}", CONFIG | {"metric": name})
    first = make_client(store=True)
    for name in names[:2]:
        first.config("spce_1", name)
    after: Any = make_client(store=True)
    sent = len(api.arrivals)
    known = after.known_configs("spce_1", [*names, names[0]])
    assert list(known) == names[:2]
    assert {fetched.source for fetched in known.values()} == {Source.CACHED}
    clock.tick(hours=7)
    assert {fetched.source for fetched in after.known_configs("spce_1", names).values()} == {Source.STALE}
    assert {fetched.source for fetched in make_client(store=True).known_configs("spce_1", names).values()} == {
        Source.STALE
    }
    assert list(make_client().known_configs("spce_1", names)) == []
    assert len(api.arrivals) == sent
    clock.tick(days=7)
    assert after.known_configs("spce_1", names) == {}


def test_the_other_way_round_names_come_in_their_usual_order_with_how_many_have_them() -> None:
    configs = [
        config("a", "post", "date", "zodiac", filters=("tag",)),
        config("b", "date", "network", filters=("tag", "network")),
    ]
    assert [(part.name, part.count) for part in dimensions_offered(configs)] == [
        ("date", 2),
        ("network", 1),
        ("post", 1),
        ("zodiac", 1),
    ]
    assert [(part.label, part.count) for part in filters_offered(configs)] == [("Network", 1), ("Tag", 2)]
    assert is_offered(configs[0])
    assert is_offered(configs[0], dimension="post", filter_name="tag")
    assert not is_offered(configs[0], dimension="post", filter_name="network")
    assert not is_offered(configs[1], dimension="post")
