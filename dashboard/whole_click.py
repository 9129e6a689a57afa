"""A click whose callback is done whole, though the next click comes meanwhile.

Streamlit ends a callback at its next look at the session once another click waits, and never calls it again: what was
typed is lost, or saved by halves. The next click loses nothing by waiting for the callback's end, after which Streamlit
looks whether one waits before it draws anything.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from streamlit.runtime.scriptrunner import get_script_run_ctx

__all__ = ["whole_click"]

_LOOK = "_yield_callback"
"""What Streamlit's session calls before each look at it; no public name turns it off."""


@contextmanager
def whole_click() -> Iterator[None]:
    """Do the body to its end, whatever waits. For callbacks that are quick: until then nobody sees the next click."""
    context = get_script_run_ctx(suppress_warning=True)
    session = context.session_state if context is not None else None
    look = getattr(session, _LOOK, None)
    if session is None or look is None:
        yield
        return
    # Past its own attributes, which are the session's values.
    object.__setattr__(session, _LOOK, lambda: None)
    try:
        yield
    finally:
        object.__setattr__(session, _LOOK, look)
