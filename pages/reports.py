"""Reports: those that people have in Statusbrew, live here, with their price before anything is loaded."""

import streamlit as st

from dashboard import boundary, frame, open_report, runtime
from dashboard.components import attention, report_choice, report_shelf, report_view

with boundary.shown("reports"):
    with st.skeleton(height=320):
        shelf = report_shelf.read_shelf(runtime.client(), frame.space(), frame.organization())
    report_choice.tell_link_notes(shelf)
    report = shelf.report(open_report.current().report)
    if report is None:
        report_choice.choose_report(shelf)
    else:
        report_view.report_view(shelf, report)
    attention.follow_focus()
