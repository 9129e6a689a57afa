"""Connection: whose numbers these are, one’s own settings, another token, what was asked, a check of what answers."""

import streamlit as st

from dashboard.components import (
    account_card,
    connect_steps,
    dry_run,
    endpoint_check,
    ledger_table,
    preferences_card,
    token_form,
)

st.title("Connection", anchor=False)
account, settings = st.columns(2, gap="medium")
with account:
    zone = account_card.show()
with settings:
    preferences_card.show()
token, ledger, check, wording, steps = st.tabs(["Token", "Requests", "Check", "Wording", "Connect"])
with token:
    token_form.show()
with ledger:
    ledger_table.show(zone)
with check:
    endpoint_check.show()
with wording:
    dry_run.show()
with steps:
    connect_steps.show()
