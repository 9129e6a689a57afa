"""Metrics: the catalogue, and what each metric supports."""

import streamlit as st

st.title("Metrics", anchor=False)
