"""How to see one's own numbers: what a token is, where it comes from, where it goes."""

from __future__ import annotations

import streamlit as st

__all__ = ["show"]


def show() -> None:
    """The steps, for whoever runs this app."""
    st.header("Connect an account for good", anchor=False)
    st.markdown(
        "1. **Get a token.** The Insights API comes with Statusbrew's Enterprise plan on request, or as a paid add-on. "
        "Your Statusbrew account manager (sales\\@statusbrew.com) issues, renews and revokes tokens; "
        "the product's own screens don't.\n"
        "2. **Give it to this app** in one of two ways, on the machine on which it runs:"
    )
    st.code("STATUSBREW_API_TOKEN=… python3 -m dashboard", language=None, wrap_lines=True)
    st.markdown("or in the file `.streamlit/secrets.toml`, which git ignores:")
    st.code('[statusbrew]\napi_token = "…"', language=None, wrap_lines=True)
    st.markdown(
        "3. **Start again.** The badge *Sample data* is gone, and this page names you, in every session.\n\n"
        "This app only reads. The token is shown nowhere: no address, log, error, file or export holds it. "
        "One that has become known to others has to be revoked at once."
    )
