"""Which posts, and which numbers beside them: the pickers, free of charge, and the one button that says the price."""

from __future__ import annotations

import streamlit as st

from dashboard import decks, open_posts, state
from dashboard.cards import Standing, loading_plan
from dashboard.components.period_picker import pick_period
from dashboard.components.posts_shelf import Shelf, offered_metrics, usual_metrics
from dashboard.draft import CUSTOM, load_period
from dashboard.pricing import price_words
from dashboard.text import distinct, in_markdown
from services.insights.client import Client
from services.insights.models import MetricName
from services.insights.periods import DateRange, Preset
from services.posts.asked import MOST_METRICS, AskedPosts
from services.results.labels import named

__all__ = ["fill", "posts_settings"]

_NAME_LENGTH = 60


def fill(wanted: AskedPosts) -> None:
    """Put these into the pickers."""
    load_period(wanted.period, key=state.POSTS_PERIOD, days_key=state.POSTS_DATES)
    st.session_state[state.POSTS_METRICS] = list(wanted.metrics)
    st.session_state[state.POSTS_HAS_TAGS] = wanted.has_tags
    st.session_state[state.POSTS_SEEN] = wanted


def posts_settings(client: Client, shelf: Shelf) -> None:
    """The pickers and the button. What memory has all of is shown without a click."""
    held: AskedPosts | None = st.session_state.get(state.POSTS_SEEN)
    if held is None or held.space != shelf.space:
        fill(open_posts.asked() or AskedPosts(space=shelf.space, metrics=usual_metrics(client, shelf)))
    with st.container(border=True, key="posts.settings", gap="small"):
        when, what = st.columns([1, 1.6], gap="medium")
        with when:
            state.hold(state.POSTS_PERIOD, default=Preset.LAST_30_DAYS.value)
            period = pick_period(shelf.calendar, key=state.POSTS_PERIOD, days_key=state.POSTS_DATES)
        with what:
            metrics = _pick_metrics(client, shelf)
        row = st.container(horizontal=True, vertical_alignment="center", gap="medium")
        has_tags = _pick_tags(shelf, row)
        if period is None:
            return
        draft = AskedPosts(space=shelf.space, period=period, metrics=metrics, has_tags=has_tags)
        with row:
            _load_button(client, shelf, draft)
        _tell_price(client, shelf, draft)


def _pick_metrics(client: Client, shelf: Shelf) -> tuple[MetricName, ...]:
    state.hold(state.POSTS_METRICS, default=[])
    chosen: list[MetricName] = st.session_state[state.POSTS_METRICS]
    offered = list(dict.fromkeys([*offered_metrics(client, shelf), *chosen]))
    labels = distinct({name: named(shelf.metrics[name]) for name in offered if name in shelf.metrics}, _NAME_LENGTH)
    return tuple(
        st.multiselect(
            "Numbers beside each post",
            offered,
            format_func=lambda name: labels.get(name, name),
            key=state.POSTS_METRICS,
            persist_state="session",
            max_selections=MOST_METRICS,
            select_all=False,
            wrap=True,
            placeholder="None: the list alone",
            help="Each is 1 request. Metrics of posts count since a post was published: the period chooses the posts.",
        )
    )


def _pick_tags(shelf: Shelf, row: st.delta_generator.DeltaGenerator) -> bool:
    if not shelf.offers_tags:
        st.session_state[state.POSTS_HAS_TAGS] = False
        return False
    return bool(
        row.toggle(
            "Tags",
            key=state.POSTS_HAS_TAGS,
            persist_state="session",
            help="With them posts can be narrowed to a tag, and it shows whether the best share one. 1 request, and 1 "
            "for the tags’ names where they are not in memory.",
        )
    )


def _unknown(client: Client, draft: AskedPosts) -> list[MetricName]:
    """The metrics of which has to be learned first what they support."""
    return [name for name in draft.metrics if client.known_config(draft.space, name) is None]


def _price(client: Client, shelf: Shelf, draft: AskedPosts) -> int:
    """What loading costs now: all that memory lacks, however old it is there, and what new metrics support."""
    lists = [client.config_price(draft.space, name) + 1 for name in _unknown(client, draft)]
    return loading_plan(client, shelf.cards(client, draft)).requests + sum(lists)


def _load_button(client: Client, shelf: Shelf, draft: AskedPosts) -> None:
    price = _price(client, shelf, draft)
    if not price and not _unknown(client, draft) and draft != open_posts.asked():
        # Free: nobody has to ask for it.
        open_posts.commit(draft)
        decks.of_posts().recall(client, shelf.cards(client, draft))
    label, is_ready = _label(client, shelf, draft, price)
    st.button(
        # Not Streamlit's filled button, as on Explore.
        f":blue[**{label}**]" if is_ready else label,
        icon=":material/download_for_offline:",
        shortcut="mod+enter",
        disabled=not is_ready,
        key=state.POSTS_LOAD,
        on_click=_ask,
        args=(draft,),
    )


def _ask(drawn: AskedPosts) -> None:
    """Load what the button said; not where the same click brought another choice, of which it said no price yet."""
    held = st.session_state
    choice = held.get(state.POSTS_PERIOD)
    is_same_period = choice == (drawn.period.value if isinstance(drawn.period, Preset) else CUSTOM)
    if isinstance(drawn.period, DateRange):
        is_same_period &= held.get(state.POSTS_DATES) == (drawn.period.start, drawn.period.end)
    is_same = tuple(held.get(state.POSTS_METRICS, ())) == drawn.metrics and is_same_period
    if is_same and bool(held.get(state.POSTS_HAS_TAGS, False)) is drawn.has_tags:
        open_posts.ask(drawn)


def _label(client: Client, shelf: Shelf, draft: AskedPosts, price: int) -> tuple[str, bool]:
    deck, asked = decks.of_posts(), open_posts.asked()
    cards = shelf.cards(client, draft)
    if asked == draft:
        if deck.awaited:
            return "Loading…", False
        lacking = loading_plan(client, cards).those(Standing.LACKING)
        if lacking and all(deck.wait_of(card) is not None for card in lacking):
            return "Waits for its turn", False
        if not price:
            return "Up to date", False
    return f"Load posts · {price_words(price)}", True


def _tell_price(client: Client, shelf: Shelf, draft: AskedPosts) -> None:
    """What the price is made of where that is not plain, and whether it has to wait."""
    unknown = _unknown(client, draft)
    if unknown:
        names = ", ".join(named(shelf.metrics[name]) for name in unknown if name in shelf.metrics)
        st.caption(f"New here: {in_markdown(names, 200)}. What a metric supports is 1 request more, once.")
    price, left = _price(client, shelf, draft), client.broker.meter().free_for_charts
    if price and left is not None and left < price and open_posts.asked() != draft:
        now = f"{left} can be asked now" if left else "None can be asked now"
        st.caption(f":material/schedule: {now}: the others wait for their turn, and then load by themselves.")
