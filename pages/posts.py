"""Posts: every post of a period with its numbers; which did best, what those share, and when posts do well."""

import streamlit as st

from dashboard import boundary, frame, open_posts, runtime
from dashboard.components import attention, link_notes, posts_loading, posts_settings, posts_shelf, posts_view

with boundary.shown("posts"):
    st.title("Posts", anchor=False)
    st.markdown("Every post of a period with its numbers: which did best, what those share, when posts do well.")
    with st.skeleton(height=320):
        shelf = posts_shelf.read_shelf(runtime.client(), frame.space(), frame.organization())
    if shelf.problem:
        st.info(shelf.problem, icon=":material/block:")
    else:
        posts_loading.load_what_is_due(runtime.client(), shelf)
        link_notes.tell_notes(open_posts.notes())
        posts_settings.posts_settings(runtime.client(), shelf)
        posts_view.posts_view(runtime.client(), shelf)
    attention.follow_focus()
