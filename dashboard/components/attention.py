"""Where the eye and the keys go after a step that replaces what stood there: only the browser can do that.

Streamlit draws a part anew and leaves the focus nowhere when what had it is gone; and on a phone a result appears below
what the screen shows.
"""

from __future__ import annotations

import streamlit as st

from dashboard import state

__all__ = ["enter_popover", "follow_focus", "move_focus", "return_focus", "show_on_phone"]

_COMPONENT = st.components.v2.component(
    "attention",
    js="""
const MOST_FRAMES = 300
const CALM_FRAMES = 30
const seen = new WeakMap()

// The target may be drawn some frames after this part is told of it; `act` says whether it is done.
function whenThere(selector, act, frames = 0) {
  const target = document.querySelector(selector)
  const isDone = target && act(target)
  if (!isDone && frames < MOST_FRAMES) requestAnimationFrame(() => whenThere(selector, act, frames + 1))
}

// What had the focus may still stand for a moment, the target not yet, or only as it was before and will not stay: it
// has the focus when it kept it for a while. Whoever has gone on to another field stays there.
function focusWhenThere(selector, leaving) {
  const origin = document.activeElement
  let calm = 0
  whenThere(selector, (target) => {
    const now = document.activeElement
    if (now === document.body || (leaving && now.closest(leaving))) {
      (target.querySelector("input, textarea") ?? target.querySelector("button"))?.focus()
    } else if (!target.contains(now) && now !== origin) return true
    calm = target.contains(document.activeElement) ? calm + 1 : 0
    return calm > CALM_FRAMES
  })
}

// What opened a window may be gone when that closes, as an entry of a menu is: the focus would be nowhere.
function whenWindowCloses(act) {
  whenThere("[role=dialog]", (opened) => {
    const watch = new MutationObserver(() => {
      if (opened.isConnected) return
      watch.disconnect()
      requestAnimationFrame(() => requestAnimationFrame(act))
    })
    watch.observe(document.body, { childList: true, subtree: true })
    return true
  })
}

// A popover is drawn behind all of the page: Tab would come to it last. A mouse needs no focus in it.
function enterPopover(part) {
  // Streamlit gives each part a root of its own.
  const body = (part.getRootNode().host ?? part).closest("[data-testid=stPopoverBody]")
  const first = body?.querySelector("input, button")
  if (first && document.activeElement.matches("[aria-expanded=true]:focus-visible")) first.focus()
}

export default function ({ data, parentElement }) {
  const before = seen.get(parentElement)
  seen.set(parentElement, data.step)
  if (data.kind === "enter" && before === undefined) {
    requestAnimationFrame(() => enterPopover(parentElement))
    return
  }
  if (before === data.step || data.step === 0) return
  if (data.kind === "return") {
    whenWindowCloses(() => {
      const isNowhere = document.activeElement === document.body
      if (isNowhere) document.querySelector(data.target)?.querySelector("button")?.focus()
    })
    return
  }
  if (data.kind === "focus") {
    focusWhenThere(data.target, data.leaving)
    return
  }
  whenThere(data.target, (target) => {
    if (window.innerWidth <= 640) {
      // Below the page's own bar, which stays in place.
      target.style.scrollMarginTop = "5rem"
      target.scrollIntoView({ block: "start" })
    }
    return true
  })
}
""",
)


def move_focus(target: str, *, leaving: str = "") -> None:
    """Have the focus go to the first field of the container or widget of that key, where nothing has it any more or,
    still, the one of the key `leaving`. For callbacks."""
    step, *_ = st.session_state.get(state.FOCUS, (0, "", ""))
    st.session_state[state.FOCUS] = (step + 1, target, leaving)


def follow_focus() -> None:
    """The invisible part that moves the focus; at the end of the part that is drawn anew."""
    step, target, leaving = st.session_state.get(state.FOCUS, (0, "", ""))
    data = {
        "kind": "focus",
        "step": step,
        "target": f".{_css_class(target)}",
        "leaving": f".{_css_class(leaving)}" if leaving else "",
    }
    _COMPONENT(key="attention.focus", data=data)


def enter_popover(name: str) -> None:
    """Have the focus go to the first field of the popover that this is drawn in, the last of it, when it was opened by
    keyboard; `name` tells those of a page apart."""
    _COMPONENT(key=f"attention.enter.{name}", data={"kind": "enter", "step": 0, "target": ""})


def return_focus(target: str, step: int) -> None:
    """Have the focus go back to the button of that key when the next window closes, once for each `step` but 0."""
    _COMPONENT(key="attention.return", data={"kind": "return", "step": step, "target": f".{_css_class(target)}"})


def show_on_phone(target: str, step: int) -> None:
    """Have a phone's screen show the container of that key, once for each `step` but 0."""
    _COMPONENT(key="attention.show", data={"kind": "show", "step": step, "target": f".{_css_class(target)}"})


def _css_class(key: str) -> str:
    """The class that Streamlit gives to the element of a key."""
    return "st-key-" + "".join(mark if mark.isalnum() or mark in "-_" else "-" for mark in key)
