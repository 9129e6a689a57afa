"""What a click does is done whole, though the next click comes meanwhile.

Streamlit looks for the next click at every look at the session and with everything that goes to the browser, the
address too, and ends what it does for it: a callback that was cut short, or a click of which none was called yet, is
not taken up again. What was typed would be lost, or saved by halves. The next click loses nothing by waiting for their
end, after which Streamlit looks again, before it draws anything.
"""

from __future__ import annotations

from functools import wraps
from typing import Any, Final

from streamlit.runtime.state import SafeSessionState

__all__ = ["keep_clicks_whole"]

_CALL: Final = "on_script_will_rerun"
"""Where Streamlit calls the callbacks of a click."""

_LOOK: Final = "_yield_callback"
"""What looks for the next click; a method of the session's runner. No public name turns it off."""

_LOOKS: Final = "_execing"
"""Whether that runner looks at all."""


def keep_clicks_whole() -> None:
    """From now on all callbacks of this process are done to their end, whatever waits. Done once, it stays done.

    They are to be quick: until they have ended nobody sees the next click.
    """
    call = getattr(SafeSessionState, _CALL)
    if hasattr(call, "__wrapped__"):
        return

    @wraps(call)
    def call_whole(session: SafeSessionState, *arguments: Any, **named: Any) -> None:
        runner = getattr(getattr(session, _LOOK, None), "__self__", None)
        if not hasattr(runner, _LOOKS):
            call(session, *arguments, **named)
            return
        setattr(runner, _LOOKS, False)
        try:
            call(session, *arguments, **named)
        finally:
            setattr(runner, _LOOKS, True)

    setattr(SafeSessionState, _CALL, call_whole)
