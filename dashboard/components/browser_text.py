"""What the parts that the browser itself writes have in common: how their text looks, and how they say a time to go."""

from __future__ import annotations

from typing import Final

__all__ = ["CLOCK_JS", "TEXT_CSS"]

TEXT_CSS: Final = """
p {
  margin: 0;
  font-size: 0.875rem;
  line-height: 1.5;
  overflow-wrap: anywhere;
  font-family: var(--st-font);
  color: var(--st-text-color);
  font-variant-numeric: tabular-nums;
}
"""
"""Small text in the colours and the font of the page; its figures keep their width while they count."""

CLOCK_JS: Final = """
// Seconds to go as "1:42", and a moment (in ms) as the clock of whoever reads it shows it.
const clock = (seconds) => {
  const whole = Math.max(0, Math.ceil(seconds))
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`
}
const time = (at) => new Date(at).toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" })
// With the full second: whatever counts on one page changes in one frame.
const nextSecond = (act) => setTimeout(act, 1000 - (Date.now() % 1000))
"""
