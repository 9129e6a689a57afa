"""The link that somebody opened before they had to log in: kept by the browser's tab, and opened afterwards.

The login's own pages lead back to the first page of the app. It is kept in the tab (sessionStorage) alone.
"""

from __future__ import annotations

import streamlit as st

from dashboard import state

__all__ = ["keep_address", "return_to_address"]

_PLACE = "social-media-insights-wanted"

_KEEP = st.components.v2.component(
    "keep_address",
    js=f"""
export default function () {{
  // Storage may be switched off or forbidden: then one arrives at the first page, as without this.
  try {{ sessionStorage.setItem("{_PLACE}", location.pathname + location.search) }} catch {{}}
}}
""",
)

_RETURN = st.components.v2.component(
    "return_to_address",
    js=f"""
export default function () {{
  try {{
    const wanted = sessionStorage.getItem("{_PLACE}")
    sessionStorage.removeItem("{_PLACE}")
    // A path of this site and nothing else: "//elsewhere" would lead away.
    if (wanted?.startsWith("/") && !wanted.startsWith("//") && wanted !== location.pathname + location.search)
      location.replace(wanted)
  }} catch {{}}
}}
""",
)


def keep_address() -> None:
    """Have the tab remember the address that stands in it now."""
    _KEEP(key=state.KEPT_ADDRESS)


def return_to_address() -> None:
    """Open the address that the tab remembers, once; nothing where it remembers none."""
    _RETURN(key=state.KEPT_ADDRESS)
