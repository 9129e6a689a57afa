"""The keys of the app, one table: each button that has one takes it from here, and so does the help for them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

__all__ = ["BROWSER_KEYS", "END_PRESENTATION", "HELP", "KEYS", "RUN", "Key"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Key:
    """`shortcut` as Streamlit reads it, `pressed` as people say it, `where` it works and what it `does`."""

    shortcut: str
    pressed: str
    where: str
    does: str


RUN: Final = Key(
    shortcut="mod+enter",
    pressed="Ctrl + Enter, on a Mac ⌘ + Enter",
    where="Explore, Posts",
    does="Run the question, or load the posts; from inside a field too",
)
END_PRESENTATION: Final = Key(shortcut="Esc", pressed="Esc", where="A presented board", does="Show its controls again")
HELP: Final = Key(
    shortcut="shift+k", pressed="Shift + K", where="Everywhere but in a text field", does="Open this window"
)

KEYS: Final = (RUN, HELP, END_PRESENTATION)

BROWSER_KEYS: Final = (
    ("Tab, Shift + Tab", "Everywhere", "Go to the next control, or back"),
    ("Enter or Space", "Everywhere", "Press the button or open the list that has the focus"),
    ("Arrow keys", "Lists, tabs, tables", "Go from choice to choice, from cell to cell"),
    ("Esc", "Windows, lists, menus", "Close it"),
    ("Ctrl + F, on a Mac ⌘ + F", "A table that has the focus", "Search in the table"),
    ("Ctrl + C, on a Mac ⌘ + C", "A table that has the focus", "Copy the marked cells"),
    ("R", "Everywhere but in a text field", "Draw the page again; nothing is asked for that is in memory"),
    ("Ctrl + P, on a Mac ⌘ + P", "Everywhere", "Print the page, without its controls"),
)
"""What works beside them, in the browser and in Streamlit: pressed, where, what it does."""
