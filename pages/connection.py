"""Connection: whose numbers these are, what is left of the requests, another token for this session, what was asked."""

import streamlit as st

from dashboard.components import account_card, connect_steps, ledger_table, token_form

st.title("Connection", anchor=False)
account, token = st.columns(2, gap="medium")
with account:
    zone = account_card.show()
with token:
    token_form.show()
ledger_table.show(zone)
connect_steps.show()
