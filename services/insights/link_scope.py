"""Within what a link asks: its `report`, `widget` and `raw` as scope, and what of them a space does not have."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Final, TypeVar

from services.insights.link_parts import Address, choices, cut, last
from services.insights.models import Report, ReportId, SpaceId, Widget, WidgetId
from services.insights.question import ReportScope, Scope, SpaceScope, WidgetScope

__all__ = [
    "SCOPE_KEYS",
    "LinkScope",
    "nearest_report",
    "read_raw",
    "read_scope",
    "scope_part",
    "unknown_report_in_words",
]

T = TypeVar("T")

SCOPE_KEYS: Final = ("report", "widget", "raw")
_FLAGS: Final = ("0", "1")


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkScope:
    """Within what a link asks: the space where it names no report. `raw` is the report without its data sources and
    saved filters, which its widgets can't be (only the report's own endpoint takes that)."""

    report: ReportId | None = None
    widget: WidgetId | None = None
    raw: bool = False

    def within(self, space: SpaceId) -> Scope:
        """The scope of a question of that space."""
        if self.report is None:
            return SpaceScope(space_id=space)
        if self.widget is None or self.raw:
            return ReportScope(space_id=space, report_id=self.report, ignore_report_filters=self.raw)
        return WidgetScope(space_id=space, report_id=self.report, widget_id=self.widget)

    def known(self, reports: Iterable[Report]) -> tuple[LinkScope, tuple[str, ...]]:
        """What of it these reports have, and a sentence for each part that they don't, with the nearest choice."""
        listed = tuple(reports)
        if self.report is None:
            return self, ()
        report = next((item for item in listed if item.id == self.report), None)
        if report is None:
            return LinkScope(), (unknown_report_in_words(listed, self.report),)
        widgets = {widget.id: widget for section in report.sections for widget in section.grid}
        if self.widget is None or self.widget in widgets:
            return self, ()
        near = _nearest(self.widget, {widget: item.title for widget, item in widgets.items()})
        meant = f" Did you mean {_told(widgets[near])}?" if near else ""
        problem = f'The widget "{cut(self.widget)}" is not in the report “{cut(report.name)}”.{meant}'
        return replace(self, widget=None), (problem,)


def scope_part(scope: Scope) -> dict[str, list[str]]:
    """What an address says of the scope; nothing for a whole space."""
    match scope:
        case ReportScope(report_id=report, ignore_report_filters=is_raw):
            return {"report": [report], "raw": ["1"] if is_raw else []}
        case WidgetScope(report_id=report, widget_id=widget):
            return {"report": [report], "widget": [widget]}
        case SpaceScope():
            return {}


def read_scope(address: Address, problems: list[str]) -> LinkScope:
    """Within what an address asks; what of it can't be read, or belongs to no report, is added to `problems`."""
    report, widget = last(address, "report"), last(address, "widget")
    is_raw = read_raw(address, problems)
    if report is None:
        lost = [key for key, given in (("widget", widget), ("raw", is_raw)) if given]
        problems += [f'"{key}" belongs to no report, so it was left out. Add report=….' for key in lost]
        return LinkScope()
    return LinkScope(
        report=ReportId(report),
        # Without the report's filters it is no longer the data behind that widget.
        widget=WidgetId(widget) if widget and not is_raw else None,
        raw=is_raw,
    )


def read_raw(address: Address, problems: list[str]) -> bool:
    """Whether an address leaves the report's data sources and saved filters out; what can't be read is added to
    `problems`."""
    text = last(address, "raw")
    if text not in (None, *_FLAGS):
        problems.append(f'raw="{cut(text or "")}" is not known, so the report\'s filters apply. {choices("", _FLAGS)}')
    return text == "1"


def nearest_report(reports: Iterable[Report], given: str) -> Report | None:
    """The report whose id or name is closest to what was given, or None where nothing is close."""
    listed = {report.id: report for report in reports}
    near = _nearest(given, {report: item.name for report, item in listed.items()})
    return listed[near] if near else None


def unknown_report_in_words(reports: Iterable[Report], given: str) -> str:
    """That the space has no such report, with the nearest that it has."""
    near = nearest_report(reports, given)
    meant = f" Did you mean “{cut(near.name)}” ({cut(near.id)})?" if near else ""
    return f'The report "{cut(given)}" is none of this space\'s saved reports.{meant}'


def _nearest(given: str, names: Mapping[T, str]) -> T | None:
    """The id of which the id itself or the name is closest. All ids of a kind begin alike, which makes none close."""
    by_word = {name.casefold(): item for item, name in names.items() if name}
    by_word |= {_own_part(str(item)): item for item in names}
    close = difflib.get_close_matches(_own_part(given), list(by_word), n=1) or difflib.get_close_matches(
        given.casefold(), list(by_word), n=1
    )
    return by_word[close[0]] if close else None


def _own_part(identifier: str) -> str:
    return identifier.casefold().partition("_")[2] or identifier.casefold()


def _told(widget: Widget) -> str:
    return f"“{cut(widget.title)}” ({cut(widget.id)})" if widget.title else f'"{cut(widget.id)}"'
