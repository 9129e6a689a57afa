"""Has posts loaded: those that somebody wanted, or that a link asks; what of it can't be had is named."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import streamlit as st

from dashboard import decks, open_posts
from dashboard.cards import Standing, loading_plan
from dashboard.components.posts_settings import fill
from dashboard.components.posts_shelf import Shelf
from dashboard.together import all_together
from services.errors import DashboardError
from services.insights.client import Client
from services.insights.metric_search import MetricSearch
from services.insights.models import MetricName, SpaceId
from services.posts.asked import POST, AskedPosts
from services.posts.link import PostsLink
from services.results.labels import named

__all__ = ["load_what_is_due"]

_SKELETON_HEIGHT = 320


def load_what_is_due(client: Client, shelf: Shelf) -> None:
    """Begin to load what was wanted, if anything was, and take over what has come; before anything of it is drawn, so
    that all of the page tells of one moment.

    Raises what asking for what a metric supports raises; then nothing is loaded, and the pickers hold it still.
    """
    link = open_posts.take_link()
    due = open_posts.take_due()
    if link is not None and link.is_question:
        due = _wanted(link, shelf)
        fill(due)
        if open_posts.notes():
            # Posts with other numbers than the link's would pass for the link's.
            open_posts.note(["Nothing was loaded: look at what is chosen, then load it."])
            due = None
    if due is not None and due.space == shelf.space:
        with st.skeleton(height=_SKELETON_HEIGHT):
            _load(client, shelf, due)
    asked = open_posts.asked()
    if asked is not None:
        decks.of_posts().recall(client, shelf.cards(client, asked))


def _wanted(link: PostsLink, shelf: Shelf) -> AskedPosts:
    """What the link asks, of what the catalogue has; the rest is noted with the nearest."""
    unknown = [name for name in link.metrics if name not in shelf.metrics]
    search = MetricSearch(shelf.catalogue) if unknown else None
    for name in unknown:
        nearest = search.nearest(name) if search else None
        meant = f" Did you mean {named(nearest)}?" if nearest else ""
        open_posts.note([f'The metric "{name}" is not in this space\'s catalogue.{meant}'])
    if link.has_tags and not shelf.offers_tags:
        open_posts.note(["Here posts can't be broken down by tag, so their tags were left out."])
    return AskedPosts(
        space=shelf.space,
        period=link.period,
        metrics=tuple(name for name in link.metrics if name in shelf.metrics),
        has_tags=link.has_tags and shelf.offers_tags,
    )


def _load(client: Client, shelf: Shelf, wanted: AskedPosts) -> None:
    """Learn what the new metrics support, then ask for all that memory lacks."""
    lacking = [name for name in wanted.metrics if client.known_config(shelf.space, name) is None]
    for error in all_together([partial(_learn, client, shelf.space, name) for name in lacking]):
        if error is not None:
            raise error
    fit = tuple(name for name in wanted.metrics if _is_by_post(client, shelf.space, name))
    unfit = [named(shelf.metrics[name]) for name in wanted.metrics if name not in fit]
    open_posts.note([f"“{name}” can't be broken down by post, so it was left out." for name in unfit])
    asked = replace(wanted, metrics=fit)
    open_posts.commit(asked)
    fill(asked)
    deck, cards = decks.of_posts(), shelf.cards(client, asked)
    deck.recall(client, cards)
    deck.load(client, loading_plan(client, cards).those(Standing.LACKING))


def _learn(client: Client, space: SpaceId, name: MetricName) -> DashboardError | None:
    """Why it can't be known what the metric supports; None where it is known now."""
    try:
        client.config(space, name)
    except DashboardError as error:
        return error
    return None


def _is_by_post(client: Client, space: SpaceId, name: MetricName) -> bool:
    known = client.known_config(space, name)
    return known is not None and known.value.dimension(POST) is not None
