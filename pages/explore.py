"""Explore: a question on the left, its result on the right."""

import streamlit as st

from dashboard import frame, history, opening
from dashboard.components import question_builder, result_panel, tour

builder, result = st.columns([1.2, 2.6], gap="medium")
space, organization = frame.space(), frame.organization()
with builder, st.container(key="builder"):
    is_ready = opening.prepare(space, organization)
    if is_ready:
        question_builder.build(space, organization)
        tour.tour()
with result:
    if is_ready or history.committed():
        result_panel.show()
