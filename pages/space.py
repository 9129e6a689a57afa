"""Space: its profiles and whether they still deliver, its tags, its members."""

from dashboard import boundary, frame
from dashboard.components import space_view

with boundary.shown("space"):
    space_view.space_view(frame.space(), frame.organization())
