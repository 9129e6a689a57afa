"""Metrics: the catalogue, what each metric supports, and the same the other way round."""

from dashboard import boundary, frame
from dashboard.components import attention, catalogue_page

with boundary.shown("metrics"):
    catalogue_page.catalogue_page(frame.space(), frame.organization())
    attention.follow_focus()
