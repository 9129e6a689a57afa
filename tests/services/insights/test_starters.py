"""Ready questions come from the space's own catalogue and profiles, and each can be asked as it stands."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.insights.check import check
from services.insights.client import Client
from services.insights.models import Basis, Dimension, Listing, Metric, MetricConfig, MetricName, SpaceId
from services.insights.periods import Calendar
from services.insights.plan import queries_of
from services.insights.question import SpaceScope
from services.insights.starters import STARTERS, fits_networks, starters
from tests.conftest import SandboxProgram
from tests.services.insights.catalogues import client_of


@pytest.fixture(scope="module")
def client(unlimited_sandbox: SandboxProgram) -> Client:
    return client_of(unlimited_sandbox)


@pytest.mark.parametrize("space", ["spce_roast", "spce_ferry", "spce_pilot", "spce_aster", "spce_spa"])
def test_each_space_gets_six_that_its_profiles_can_answer_and_that_the_api_accepts(client: Client, space: str) -> None:
    identifier = SpaceId(space)
    catalogue = client.catalogue(identifier).value
    networks = {channel.network for channel in client.channels(identifier).value}
    found = starters(catalogue, networks)
    assert len(found) == STARTERS
    assert len({starter.metric.name for starter in found}) == STARTERS
    assert len({starter.title for starter in found}) == STARTERS
    for starter in found:
        assert fits_networks(starter.metric, networks)
        config = client.config(identifier, starter.metric.name).value
        question = starter.question(config, SpaceScope(space_id=identifier), client.calendar())
        assert check(question.series[0], config) == ()
        for query in queries_of(client.plan(question, client.calendar())):
            client.insights(query)


CALENDAR = Calendar(today=date(2026, 11, 24), lag_days=1, timezone="Europe/Berlin")


def metric(name: str, label: str, *networks: str, basis: Basis | None = None, category: str = "General") -> Metric:
    return Metric(name=MetricName(name), label=label, description="", category=category, networks=networks, basis=basis)


def test_a_question_is_answered_by_the_metric_of_most_networks_and_of_the_basis_it_means() -> None:
    catalogue = (
        metric("a", "Instagram: Reach", "instagram", basis=Basis.PERIOD),
        metric("b", "Post Reach", "instagram", "facebook", basis=Basis.LIFETIME),
        metric("c", "Profile Reach", "instagram", "facebook", basis=Basis.PERIOD),
        metric("d", "Profile Reach Rate", "instagram", "facebook", basis=Basis.PERIOD),
    )
    first = starters(catalogue, {"instagram"})[0]
    assert (first.title, first.metric.name) == ("How many people do we reach?", "c")


def test_a_catalogue_of_other_words_still_gives_questions() -> None:
    catalogue = tuple(metric(str(place), f"Zeta {place}", category=f"C{place}") for place in range(9))
    found = starters(catalogue, ())
    assert [starter.title for starter in found] == [f"How does Zeta {place} develop?" for place in range(STARTERS)]


def test_no_metric_that_no_profile_can_have_is_asked_for() -> None:
    assert starters((metric("a", "Followers", "tiktok"),), {"facebook"}) == ()
    assert starters((), {"facebook"}) == ()


def test_a_network_is_known_by_all_its_names() -> None:
    assert fits_networks(metric("a", "A", "twitter"), {"x"})


def test_the_breakdown_is_the_first_that_the_config_offers_whole() -> None:
    (starter,) = starters((metric("a", "Followers"),), ())

    def dimensions(*offered: str) -> tuple[str, ...]:
        config = MetricConfig(
            metric=MetricName("a"),
            aggregators=(),
            dimensions=tuple(Dimension(name=name, label=name) for name in offered),
            filters=(),
        )
        return starter.question(config, SpaceScope(space_id=SpaceId("s")), CALENDAR).series[0].dimensions

    assert dimensions("network", "date") == ("date", "network")
    assert dimensions("network", "week") == ("week",)
    assert dimensions("city") == ()


@given(st.lists(st.text(max_size=20), max_size=12), st.sets(st.sampled_from(["x", "facebook"])))
def test_any_catalogue_gives_at_most_six_distinct_questions(labels: list[str], networks: set[str]) -> None:
    catalogue = Listing(items=tuple(metric(f"m{place}", label) for place, label in enumerate(labels)))
    found = starters(catalogue, networks)
    assert len({starter.metric.name for starter in found}) == len(found) <= STARTERS
