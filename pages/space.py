"""Space: profiles, tags and members."""

import streamlit as st

st.title("Space", anchor=False)
