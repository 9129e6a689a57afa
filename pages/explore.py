"""Explore: a question on the left, its result on the right."""

import streamlit as st

from dashboard import frame
from dashboard.components import question_builder, result_panel

question, result = st.columns([1.2, 2.6], gap="medium")
with question:
    question_builder.build(frame.space(), frame.organization())
with result:
    result_panel.show()
