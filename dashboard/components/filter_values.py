"""The values of one filter row: real names where a list or the config has them, numbers, texts."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from dashboard import draft_filters
from dashboard.text import distinct, in_markdown, shown
from services.insights.client import Client
from services.insights.models import FilterSpec, OrganizationId, SpaceId
from services.insights.operators import Operator, ValueKind
from services.results.naming import names_for

__all__ = ["pick_values"]

_LARGEST = 1e15
"""Far above any count; a browser writes larger numbers in a form that no API expects."""


def pick_values(
    client: Client,
    row: int,
    spec: FilterSpec,
    operator: Operator,
    space: SpaceId,
    organization: OrganizationId | None,
) -> None:
    """The widgets for the values; the draft reads what they hold. May fetch the names, once."""
    if operator.most == 0:
        return
    kind, key = spec.kind_of(operator), draft_filters.values_key(row, spec, operator, space)
    if kind is ValueKind.NUMBER and operator.most is not None:
        _draw_numbers(key, operator)
    elif kind is ValueKind.TEXT and operator.most == 1:
        st.text_input("Text", key=key, persist_state="session", max_chars=200)
    else:
        _draw_choices(key, operator, _choices(client, spec, space, organization))


def _choices(
    client: Client, spec: FilterSpec, space: SpaceId, organization: OrganizationId | None
) -> Mapping[str, str]:
    """Value → label of what may be chosen; empty where the values are free."""
    if spec.options:
        return spec.option_labels
    names = names_for(client, space=space, organization=organization, asked=[spec.name])
    for note in names.notes:
        st.caption(in_markdown(note, 400))
    return names.labels.get(spec.name, {})


def _draw_choices(key: str, operator: Operator, labels: Mapping[str, str]) -> None:
    held: str | list[str] | None = st.session_state.get(key)
    chosen = [held] if isinstance(held, str) else held or []
    # What was typed, or came by a link and is in no list: shown, so that it can be seen and taken away.
    told = distinct({**labels, **{value: value for value in chosen if value not in labels}}, 80)

    def words(value: str) -> str:
        return told.get(value) or shown(value, 80)

    if operator.most == 1:
        st.selectbox(
            "Value",
            list(told),
            index=None,
            format_func=words,
            accept_new_options=not labels,
            placeholder="Choose" if labels else "Type a value",
            key=key,
            persist_state="session",
        )
        return
    st.multiselect(
        "Values",
        list(told),
        format_func=words,
        accept_new_options=not labels,
        placeholder="Choose" if labels else "Type a value, then Enter",
        key=key,
        persist_state="session",
    )


def _draw_numbers(key: str, operator: Operator) -> None:
    names = draft_filters.number_names(operator)
    for column, name in zip(st.columns(len(names)), names, strict=True):
        column.number_input(
            name,
            value=None,
            min_value=-_LARGEST,
            max_value=_LARGEST,
            # As it was typed: 100, not 100.00.
            format="%g",
            key=f"{key}.{name}",
            persist_state="session",
        )
