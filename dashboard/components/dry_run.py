"""How this app words its requests: the names of their parts, a question as it would be sent, other names tried."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

import streamlit as st

from dashboard import boundary, frame, history, runtime, state
from dashboard.components.finding_view import ICONS, draw_finding, headed
from dashboard.exports.code import to_json
from dashboard.pricing import price_words
from dashboard.text import distinct, in_markdown
from services.broker import ApiRequest
from services.errors import BudgetSpent, SettingsInvalid
from services.insights import endpoints
from services.insights.checkup import Finding, look_at_insights, small_question
from services.insights.client import ApiCall, Client
from services.insights.models import MetricName, SpaceId
from services.insights.plan import queries_of
from services.insights.question import InsightsQuery, SpaceScope
from services.settings import REQUEST_FIELDS

__all__ = ["show"]

_WORDS: Final[Mapping[str, str]] = {
    "metrics": "The metric",
    "dimensions": "The breakdowns",
    "aggregator": "The aggregator",
    "filters": "The filters",
    "filter_name": "In a filter: what is filtered",
    "filter_operator": "In a filter: the operator",
    "filter_values": "In a filter: its values",
    "start_date": "The first day",
    "end_date": "The last day",
    "ignore_report_filters": "Without a report’s own filters",
}
_LAST_QUESTION: Final = ""
_POST_TOTAL: Final = MetricName("post_total")
"""The one metric whose name is public."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sent:
    """A request that was sent from here, and what came of it."""

    request: ApiRequest
    finding: Finding


@st.fragment(key=state.DRY_RUN)
def show() -> None:
    """The names, the request, and a way to try others. Nothing is sent before its button is pressed."""
    st.header("How questions are worded", anchor=False)
    st.markdown(
        "Statusbrew does not publish how the parts of a request are called, so this app assumes names. If your account "
        "refuses questions that its own lists allow, try the names of Statusbrew’s reference here. What is tried "
        "changes nothing else."
    )
    with boundary.shown("dry_run"):
        _body(runtime.client())


def _body(client: Client) -> None:
    space = frame.space()
    if space is None:
        st.info("Choose a space first: a request is about one.", icon=":material/info:")
        return
    query = _chosen(client, space)
    if query is None:
        return
    fields = _names(client)
    if fields is None:
        return
    request = endpoints.insights(query, fields)
    url = client.settings.api_url.rstrip("/") + request.path
    st.markdown("**This would be sent**, with your token in the header *Authorization*:")
    call = ApiCall(method=request.method, url=url, body=json.loads(request.body or b"{}"))
    # As plain text: the colours of code can't all be read on our grounds.
    st.code(to_json(call), language=None, wrap_lines=True)
    _send_button(client, query, request)
    _tell_settings(client, fields)


def _chosen(client: Client, space: SpaceId) -> InsightsQuery | None:
    """The question that is looked at: the last one of Explore, or a small one about a metric; None where what that
    supports is not known, since a refusal would say nothing of the names then."""
    committed = history.committed()
    known = client.broker.last_good(endpoints.catalogue(space))
    metrics = {metric.name: metric.label or metric.name for metric in known.value} if known else {}
    options = {_LAST_QUESTION: "The last question of Explore"} if committed is not None else {}
    options |= distinct(metrics or {_POST_TOTAL: _POST_TOTAL}, 60)
    chosen = st.selectbox(
        "Question",
        list(options),
        format_func=lambda name: options.get(name, name),
        key=state.DRY_RUN_METRIC,
        help="A metric is asked for over two days, by day where it can be.",
    )
    if chosen == _LAST_QUESTION and committed is not None:
        return queries_of(client.plan(committed.question, committed.calendar))[0]
    metric = MetricName(chosen)
    config = client.known_configs(space, [metric]).get(metric)
    if config is None:
        _config_button(client, space, metric)
        return None
    return small_question(client, SpaceScope(space_id=space), config.value)


def _config_button(client: Client, space: SpaceId, metric: MetricName) -> None:
    price = client.config_price(space, metric)
    st.button(
        f"Ask what it supports · {price_words(price)}",
        icon=":material/download:",
        key=state.DRY_RUN_CONFIG,
        on_click=_ask_config,
        args=(space, metric),
        help="A request may hold only what its metric supports.",
    )


def _ask_config(space: SpaceId, metric: MetricName) -> None:
    with boundary.told():
        runtime.client().config(space, metric)
    st.rerun([state.DRY_RUN, state.METER, state.LINE])


def _names(client: Client) -> Mapping[str, str] | None:
    """The names as they are tried; None where they can't all be sent."""
    now = client.settings.request_fields
    with st.expander("Names, and others to try", icon=":material/edit_note:", key="connection.names"):
        st.caption("Dots nest: “period.from” is “from” within “period”. An empty field is the name that holds now.")
        columns = st.columns(2, gap="medium")
        tried = dict(now)
        for place, (ours, words) in enumerate(_WORDS.items()):
            name = columns[place % 2].text_input(
                words,
                placeholder=now[ours],
                key=state.dry_run_key(ours),
                max_chars=80,
                help=f"In the settings: `{ours}`. Now `{now[ours]}`"
                + ("" if now[ours] == REQUEST_FIELDS[ours] else f", without a setting `{REQUEST_FIELDS[ours]}`")
                + ".",
            )
            tried[ours] = name.strip() or now[ours]
    try:
        return replace(client.settings, request_fields=tried).request_fields
    except SettingsInvalid as error:
        st.error(in_markdown(str(error), 400), icon=":material/error:")
        return None


def _send_button(client: Client, query: InsightsQuery, request: ApiRequest) -> None:
    button = st.container()
    if st.session_state.pop(state.DRY_RUN_DUE, None) == request:
        try:
            with st.spinner("Asking Statusbrew…"):
                probed = client.broker.probe(replace(request, purpose=f"dry run: {request.purpose}"))
            finding = look_at_insights(probed, query, request.endpoint)
            st.session_state[state.DRY_RUN_SENT] = _Sent(request=request, finding=finding)
            # The whole page: what it says of requests is of before.
            st.rerun()
        except BudgetSpent as error:
            st.warning(
                f"{in_markdown(error.what_happened, 300)}. It can be sent at {boundary.clock_of(error.free_at)}.",
                icon=":material/schedule:",
            )
    button.button(
        ":blue[**Send it once · 1 request**]",
        icon=":material/send:",
        key=state.DRY_RUN_SEND,
        on_click=_send,
        args=(request,),
    )
    sent: _Sent | None = st.session_state.get(state.DRY_RUN_SENT)
    if sent is not None and sent.request == request:
        with st.container(border=True, key="connection.sent"):
            st.markdown(f"{ICONS[sent.finding.verdict]} {headed(sent.finding)}")
            draw_finding(sent.finding)


def _send(request: ApiRequest) -> None:
    st.session_state[state.DRY_RUN_DUE] = request
    st.rerun([state.DRY_RUN, state.METER, state.LINE])


def _tell_settings(client: Client, fields: Mapping[str, str]) -> None:
    """What whoever runs this app has to write down, where other names are tried or set."""
    others = {ours: name for ours, name in fields.items() if name != REQUEST_FIELDS[ours]}
    if not others:
        st.caption("These are the names that this app assumes; none is set otherwise.")
        return
    is_now = fields == client.settings.request_fields
    are = "are set" if is_now else "would be set for good"
    st.markdown(f"These names {are} in `.streamlit/secrets.toml`, read when the app starts:")
    lines = [f"{ours} = {json.dumps(name, ensure_ascii=False)}" for ours, name in others.items()]
    st.code("\n".join(["[statusbrew.request_fields]", *lines]), language=None, wrap_lines=True)
