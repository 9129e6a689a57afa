"""How the result is looked at beside the chart type: coarser time, what is worked out of it, what is hidden, a target.

All of it is free: it comes from what is in memory. What can't be done exactly says why.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

import streamlit as st

from dashboard import history, parts, state
from dashboard.text import distinct, in_markdown
from services.insights.view import Derived, Grain, Sort, View
from services.results.dimensions import DimensionKind
from services.results.frame import ResultFrame
from services.results.rollup import series_dimension
from services.results.seen import Offer, offers

__all__ = ["tell_view", "view_controls"]

_AS_ASKED: Final = "asked"
# Texts and not members of an enumeration: Streamlit would look for the class of each.
_SORTS: Final = {Sort.VALUE.value: "By value", Sort.NAME.value: "By name"}
_MOST_HIDEABLE: Final = 200
_LABEL_LENGTH: Final = 60


def view_controls(results: Sequence[ResultFrame]) -> None:
    """The button that opens the choices; `results` are the answer as it came."""
    view = history.view()
    offered = offers(results, view)
    count = _changes(view)
    label = f"Adjust · {count} set" if count else "Adjust"
    with st.popover(label, icon=":material/tune:", key=state.ADJUST):
        st.caption("Other looks at these numbers, all free")
        _pick("Over time by", "As asked", offered.grains, view.grain, state.GRAIN)
        _pick("Show", "The numbers themselves", offered.derived, view.derived, state.DERIVED)
        if hideable := _hideable(results[0]):
            _pick_hidden(view, hideable)
            _pick_sort(view)
        _pick_target(view, results[0])
        _tell_refused((*offered.grains, *offered.derived))
        if count:
            st.button("Back to the plain numbers", key=state.RESET_VIEW, on_click=_reset)


def tell_view(view: View) -> None:
    """That some values are hidden; all else that is set the headline and the chart say."""
    if view.hide:
        st.caption(f":material/visibility_off: {len(view.hide)} hidden under *Adjust*: the total still counts them.")


def _changes(view: View) -> int:
    return sum((bool(view.grain), bool(view.derived), bool(view.hide), bool(view.sort), view.target is not None))


def _pick(title: str, plain: str, offered: Sequence[Offer], chosen: str | None, key: str) -> None:
    """The possible ones to choose from, and why the others are not."""
    labels = {_AS_ASKED: plain, **{offer.choice.value: offer.label for offer in offered if offer.is_possible}}
    if len(labels) > 1:
        st.session_state[key] = str(chosen) if chosen in labels else _AS_ASKED
        st.radio(title, list(labels), format_func=labels.__getitem__, horizontal=True, key=key, on_change=_look)


def _tell_refused(offered: Sequence[Offer]) -> None:
    """What can't be had of these numbers, what has the same reason together."""
    labels: dict[str, list[str]] = {}
    for offer in offered:
        if not offer.is_possible:
            labels.setdefault(offer.reason, []).append(offer.label)
    if labels:
        lines = [f"- {', '.join(names)}: {in_markdown(reason, 300)}" for reason, names in labels.items()]
        st.caption("Not for these numbers:\n" + "\n".join(lines))


def _hideable(result: ResultFrame) -> dict[str, str]:
    """Value as a view names it → label, of the dimension of which values can be hidden; empty where there is none."""
    name = series_dimension(result)
    if name is None or result.faces[name].kind is DimensionKind.POST:
        return {}
    told_by = f"{name}.id" if f"{name}.id" in result.frame else name
    firsts = result.frame.loc[result.frame[told_by].notna(), [told_by, name]].drop_duplicates(told_by)
    listed = zip(firsts[told_by].astype(str), firsts[name].astype(str), strict=True)
    return distinct(dict(list(listed)[:_MOST_HIDEABLE]), _LABEL_LENGTH)


def _pick_hidden(view: View, hideable: dict[str, str]) -> None:
    st.session_state[state.HIDDEN] = [value for value in view.hide if value in hideable]
    st.multiselect(
        "Hide",
        list(hideable),
        format_func=hideable.__getitem__,
        key=state.HIDDEN,
        on_change=_look,
        placeholder="Nothing is hidden",
        help="What is hidden stays in the answer and in the files.",
    )


def _pick_sort(view: View) -> None:
    st.session_state[state.SORT] = str(view.sort or Sort.VALUE)
    st.radio("Order", list(_SORTS), format_func=_SORTS.__getitem__, horizontal=True, key=state.SORT, on_change=_look)


def _pick_target(view: View, result: ResultFrame) -> None:
    st.session_state[state.TARGET] = view.target
    unit = {"percent": "in %", "seconds": "in seconds", "rating": "in stars"}.get(result.unit or "", "")
    st.number_input(
        f"Target {unit}".strip(),
        value=None,
        key=state.TARGET,
        on_change=_look,
        placeholder="None",
        help="A line in the chart; the headline says whether it is met. For times it is a ceiling.",
    )


def _look() -> None:
    """Take over what the controls hold. For callbacks."""
    view = history.view()
    grain = st.session_state.get(state.GRAIN, view.grain)
    derived = st.session_state.get(state.DERIVED, view.derived)
    sort = st.session_state.get(state.SORT, view.sort)
    looked = replace(
        view,
        grain=Grain(grain) if grain and grain != _AS_ASKED else None,
        derived=Derived(derived) if derived and derived != _AS_ASKED else None,
        sort=Sort(sort) if sort and sort != Sort.VALUE else None,
        hide=tuple(st.session_state.get(state.HIDDEN, view.hide)),
        target=st.session_state.get(state.TARGET, view.target),
    )
    history.look(looked)
    parts.rerun_after_look()


def _reset() -> None:
    view = history.view()
    history.look(View(chart=view.chart, top=view.top))
    parts.rerun_after_look()
