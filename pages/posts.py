"""Posts: every post of a period with its numbers."""

import streamlit as st

st.title("Posts", anchor=False)
