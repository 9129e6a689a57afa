"""Streamlit's entry: puts the root on the path, sets the page up, draws the frame and the page in it.

It stands in `dashboard/`, not at the root: beside a `pages/` folder Streamlit would run a page opened by its address
without this frame.
"""

import sys
from pathlib import Path

# `streamlit run` puts only this folder on the path.
ROOT = str(Path(__file__).resolve().parent.parent)
if ROOT not in sys.path:
    sys.path.insert(0, ROOT)

import streamlit as st  # noqa: E402

from dashboard import address, frame, gatherings, login, navigation, page_title, preferences, progress  # noqa: E402
from dashboard.components import browser_memory  # noqa: E402
from dashboard.components.print_style import print_style  # noqa: E402
from dashboard.whole_click import keep_clicks_whole  # noqa: E402

keep_clicks_whole()
preferences.begin()

# An emoji: the picture of a Material icon in the browser's tab would be fetched from another machine.
is_bare = frame.is_bare()
st.set_page_config(
    page_title=page_title.before(),
    page_icon="📊",
    layout="wide",
    initial_sidebar_state="collapsed" if is_bare else "auto",
)
is_open = login.is_open()
page = navigation.navigate(is_bare=is_bare or not is_open)
if not is_open:
    login.draw()
    st.stop()
login.go_on()
progress.begin()
address.follow(page.url_path)
is_ready = is_bare or frame.draw()
if frame.is_bare() != is_bare:
    st.rerun()
if not is_bare:
    frame.draw_line()
if is_ready or not navigation.needs_space(page):
    page.run()
if is_ready and not is_bare:
    frame.draw_meter()
if not is_bare:
    login.draw_who()
    frame.draw_keys()
gatherings.resume()
page_title.draw()
browser_memory.keep()
print_style()
progress.settle()
