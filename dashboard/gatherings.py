"""What is learned of metrics while nobody waits, as the screen sees it: begun by a click, stopped by another, and taken
up again by the first visitor after a restart."""

from __future__ import annotations

import contextlib
from collections import Counter

import streamlit as st

from dashboard import runtime
from dashboard.gatherer import Gatherer
from services.clock import system_clock
from services.errors import SettingsInvalid
from services.insights.client import Client
from services.insights.gathering import Gathering, begun
from services.insights.models import Metric, MetricName, SpaceId
from services.insights.starters import fits_networks

__all__ = ["begin", "in_order", "resume", "standing", "stop"]


def begin(space: SpaceId, metrics: tuple[MetricName, ...]) -> None:
    """Learn what these metrics of the space support, from now on. For callbacks. Raises SettingsInvalid."""
    client = runtime.client()
    _gatherer().start(client, begun(space, system_clock(), metrics), kept=runtime.tasks(client))


def stop(space: SpaceId) -> None:
    """Ask for no more of that space's. For callbacks. Raises SettingsInvalid."""
    _gatherer().stop(runtime.client(), space)


def standing(client: Client, space: SpaceId) -> Gathering | None:
    """How it stands with that space now; None where nothing was begun."""
    return _gatherer().standing(client, space)


def resume() -> None:
    """Go on with what this installation had begun before it was restarted: once for each of its clients."""
    with contextlib.suppress(SettingsInvalid):
        client = runtime.client()
        if not _gatherer().meets(client):
            return
        kept = runtime.tasks(client)
        for space in kept.tasks(system_clock()) if kept is not None else ():
            _gatherer().start(client, begun(SpaceId(space), system_clock()), kept=kept)


def in_order(metrics: tuple[Metric, ...], networks: frozenset[str]) -> tuple[MetricName, ...]:
    """Their wire names in the order in which they are worth knowing: those first that the space's profiles can have,
    and of these one of each category in turn, since those of one category support much the same."""
    places: dict[MetricName, tuple[bool, int]] = {}
    met: Counter[str] = Counter()
    for metric in metrics:
        places[metric.name] = (not fits_networks(metric, networks), met[metric.category])
        met[metric.category] += 1
    return tuple(sorted(places, key=places.__getitem__))


@st.cache_resource(show_spinner=False, on_release=Gatherer.close)
def _gatherer() -> Gatherer:
    return Gatherer()
