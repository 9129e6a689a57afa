"""What this browser remembers between visits: favourite metrics, those used last, that the tour is over, and how
somebody wants days counted and numbers written.

It is kept in the browser (localStorage), so that colleagues who share one installation don't share it, and holds no
numbers and no token. The browser tells it once after the page has opened; from then on the session writes it. How days
are counted decides what is asked, so that stands in a cookie too, which comes before.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import Any, Final

import streamlit as st

from dashboard import preferences, state
from dashboard.preferences import Preferences

__all__ = ["Memory", "end_tour", "is_known", "keep", "remembered", "toggle_favourite", "use"]

_RECENT: Final = 8
_MOST: Final = 100
_LONGEST_NAME: Final = 200

_COMPONENT = st.components.v2.component(
    "browser_memory",
    js="""
const PLACE = "social-media-insights"
const YEAR = 31536000

function read() {
  // Storage may be switched off, full or forbidden: then nothing is remembered, and nothing breaks.
  try { return window.localStorage.getItem(PLACE) ?? "{}" } catch { return "{}" }
}

export default function ({ data, setStateValue }) {
  if (data.write === null) {
    setStateValue("remembered", read())
  } else {
    try { window.localStorage.setItem(PLACE, data.write) } catch {}
    // The next visit's first page knows these before anything is asked: the browser sends them with its first request.
    const seconds = data.preferences ? YEAR : 0
    document.cookie = `${PLACE}=${encodeURIComponent(data.preferences)}; path=/; max-age=${seconds}; SameSite=Lax`
  }
}
""",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Memory:
    """Wire names of metrics, the newest first, and whether the tour for a first visit is over."""

    favourites: tuple[str, ...] = ()
    recent: tuple[str, ...] = ()
    is_tour_over: bool = False


@st.fragment(key=state.MEMORY)
def keep() -> None:
    """The invisible part of the page that reads and writes the browser's memory."""
    known: Memory | None = st.session_state.get(state.REMEMBERED)
    told = preferences.of_session().told()
    data = {
        "write": _written(known) if is_known() and known else None,
        "preferences": json.dumps(told) if told else "",
    }
    _COMPONENT(key=state.BROWSER_MEMORY, data=data, on_remembered_change=_learn)


def remembered() -> Memory:
    """What the browser remembers; nothing until it has told."""
    memory: Memory = st.session_state.get(state.REMEMBERED, Memory())
    return memory


def is_known() -> bool:
    """Whether the browser has told what it remembers."""
    return bool(st.session_state.get(state.IS_REMEMBERED, False))


def use(metric: str) -> bool:
    """Put the metric before those used last; whether that changed anything."""
    memory = remembered()
    if memory.recent[:1] == (metric,):
        return False
    recent = (metric, *(name for name in memory.recent if name != metric))
    st.session_state[state.REMEMBERED] = replace(memory, recent=recent[:_RECENT])
    return True


def toggle_favourite(metric: str) -> None:
    """Make the metric a favourite, or no longer one."""
    memory = remembered()
    others = tuple(name for name in memory.favourites if name != metric)
    favourites = others if metric in memory.favourites else (metric, *others)
    st.session_state[state.REMEMBERED] = replace(memory, favourites=favourites[:_MOST])


def end_tour(*, is_over: bool = True) -> None:
    """Never show the tour again in this browser, or show it once more."""
    st.session_state[state.REMEMBERED] = replace(remembered(), is_tour_over=is_over)


def _learn() -> None:
    """Take over what the browser told, beside what was done before it did."""
    text = str(st.session_state[state.BROWSER_MEMORY].get("remembered", ""))
    told = _read(text)
    own = remembered()
    st.session_state[state.IS_REMEMBERED] = True
    st.session_state[state.REMEMBERED] = Memory(
        favourites=_joined(own.favourites, told.favourites)[:_MOST],
        recent=_joined(own.recent, told.recent)[:_RECENT],
        is_tour_over=own.is_tour_over or told.is_tour_over,
    )
    if preferences.of_session() == Preferences():
        preferences.hold(_preferences(text))
    st.rerun()


def _joined(first: tuple[str, ...], second: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*first, *second)))


def _written(memory: Memory) -> str:
    return json.dumps(
        {
            "favourites": memory.favourites,
            "recent": memory.recent,
            "isTourOver": memory.is_tour_over,
            "preferences": preferences.of_session().told(),
        }
    )


def _read(text: str) -> Memory:
    """The memory that a text spells. Whatever else stands there (an older version's, a tampered one) is nothing."""
    told = _object(text)
    return Memory(
        favourites=_names(told.get("favourites"))[:_MOST],
        recent=_names(told.get("recent"))[:_RECENT],
        # Whoever has read the hints that stood here before the tour knows what it tells.
        is_tour_over=told.get("isTourOver") is True or told.get("areHintsRead") is True,
    )


def _preferences(text: str) -> Preferences:
    return preferences.read(_object(text).get("preferences"))


def _object(text: str) -> dict[str, Any]:
    """The object that a text spells; an empty one where it spells none."""
    try:
        told: Any = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    return told if isinstance(told, dict) else {}


def _names(value: Any) -> tuple[str, ...]:
    if not isinstance(value, list):
        return ()
    return tuple(dict.fromkeys(name for name in value if isinstance(name, str) and len(name) <= _LONGEST_NAME))
