"""What is open on the page Reports as the query of an address, and back: a public interface that stays stable.

    /reports?org=orgn_1&space=spce_1&report=rprt_1&period=last_7_days&compare=previous&raw=1

One period and one comparison hold for all widgets; `raw=1` leaves the report's data sources and saved filters out.
Without a report it is the link of the space's list.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from services.insights.comparison import Against, Comparison
from services.insights.link_parts import Address, choices, cut, is_stranger, last, read_comparison, read_period
from services.insights.link_scope import read_raw
from services.insights.models import OrganizationId, ReportId, SpaceId
from services.insights.periods import Period, Preset

__all__ = ["ReportLink", "read_report_link", "report_link_of"]

_KEYS: Final = ("org", "space", "report", "period", "compare", "raw")


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportLink:
    """What an address of the page Reports says. `problems` name each part that can't be read."""

    organization: OrganizationId | None = None
    space: SpaceId | None = None
    report: ReportId | None = None
    period: Period = Preset.LAST_7_DAYS
    compare: Comparison = Against.NONE
    raw: bool = False
    problems: tuple[str, ...] = ()


def report_link_of(
    *,
    organization: OrganizationId | None,
    space: SpaceId | None,
    report: ReportId | None,
    period: Period = Preset.LAST_7_DAYS,
    compare: Comparison = Against.NONE,
    raw: bool = False,
) -> dict[str, list[str]]:
    """The query of the address that opens this: `read_report_link` gives all of it back.

    What is the default is left out, but for a report's period, so that a link says of which days it is.
    """
    told: dict[str, str | None] = {"org": organization, "space": space}
    if report is not None:
        told |= {
            "report": report,
            "period": str(period),
            "compare": None if compare is Against.NONE else str(compare),
            "raw": "1" if raw else None,
        }
    return {key: [value] for key, value in told.items() if value}


def read_report_link(address: Address) -> ReportLink:
    """What an address opens. Never raises: what can't be read is named in `problems`, with the nearest choice."""
    problems = [
        f'"{cut(key)}" is no part of a link to a report, so it was left out. {choices(key, _KEYS)}'
        for key in address
        if key not in _KEYS and not is_stranger(key)
    ]
    organization, space, report = (last(address, key) for key in ("org", "space", "report"))
    period, compare, raw = (
        read_period(address, problems),
        read_comparison(address, problems),
        read_raw(address, problems),
    )
    if report is None:
        lost = [key for key in ("period", "compare", "raw") if last(address, key)]
        problems += [f'"{key}" belongs to no report, so it was left out. Add report=….' for key in lost]
        period, compare, raw = Preset.LAST_7_DAYS, Against.NONE, False
    return ReportLink(
        organization=OrganizationId(organization) if organization else None,
        space=SpaceId(space) if space else None,
        report=ReportId(report) if report else None,
        period=period,
        compare=compare,
        raw=raw,
        problems=tuple(problems),
    )
