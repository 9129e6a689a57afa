"""Columns as a table of HTML: numbers at the right with all their digits, days and moments in words, texts as texts.

Only a web address can be clicked, and it says where it leads.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from dashboard.exports.browser import as_html
from dashboard.exports.document import in_zone
from dashboard.exports.table import Column, Kind
from dashboard.exports.web_address import as_link
from services.insights.models import Unit
from services.results.number_format import in_digits
from services.results.values import NO_DATA, full, short

__all__ = ["MOST_ROWS", "TABLE_STYLE", "table_html", "told_rows"]

MOST_ROWS: Final = 1_000
"""A browser draws no more of them quickly, and nobody reads these."""

_CELL_LENGTH: Final = 300

TABLE_STYLE: Final = """
.scroll { overflow: auto; max-height: 32rem; border: 1px solid var(--line); border-radius: .5rem; }
table { border-collapse: collapse; width: 100%; font-size: .92rem; }
caption { text-align: left; padding: .5rem .75rem; color: var(--soft); }
th, td { padding: .3rem .75rem; text-align: left; vertical-align: top; border-bottom: 1px solid var(--line); }
th { position: sticky; top: 0; background: var(--raised); font-weight: 600; }
.number { text-align: right; white-space: nowrap; font-variant-numeric: tabular-nums; }
@media print { .scroll { max-height: none; overflow: visible; } th { position: static; } }
"""


def table_html(columns: Sequence[Column], zone: str, *, told: str, label: str, has_links: bool = False) -> str:
    """The table with at most MOST_ROWS rows, in a part of the page that scrolls by itself and is called `label`.

    `told` is what its caption says; moments are written in `zone`. With `has_links` a text that is a web address can be
    clicked.
    """
    head = "".join(f'<th scope="col"{_class(column)}>{as_html(column.header_in(zone))}</th>' for column in columns)
    cells = [
        [
            f"<td{_class(column)}>{_words(value, column, zone, has_links=has_links)}</td>"
            for value in column.head(MOST_ROWS).cells
        ]
        for column in columns
    ]
    lines = "\n".join(f"<tr>{''.join(row)}</tr>" for row in zip(*cells, strict=True))
    return (
        f'<div class="scroll" tabindex="0" role="region" aria-label="{as_html(label)}">\n'
        f"<table>\n<caption>{as_html(told)}</caption>\n<thead><tr>{head}</tr></thead>\n<tbody>\n{lines}\n</tbody>\n"
        "</table>\n</div>"
    )


def told_rows(count: int, *, which: str = "first", where: str = "the workbook and the CSV hold all") -> str:
    """How many of `count` rows a table has: "7 rows", "The first 1,000 of 1,500 rows; the workbook … hold all."."""
    if count > MOST_ROWS:
        shown = f"{in_digits(MOST_ROWS)} largest" if which == "largest" else f"first {in_digits(MOST_ROWS)}"
        return f"The {shown} of {in_digits(count)} rows; {where}."
    return f"{in_digits(count)} row{'' if count == 1 else 's'}"


def _class(column: Column) -> str:
    return ' class="number"' if column.kind is Kind.NUMBER else ""


def _words(value: Any, column: Column, zone: str, *, has_links: bool) -> str:
    match column.kind:
        case _ if value is None:
            return NO_DATA if column.kind is Kind.NUMBER else ""
        case Kind.NUMBER:
            # Nobody reads 15,850 s; the other files hold the seconds.
            return (short if column.unit is Unit.SECONDS else full)(value, column.unit)
        case Kind.DAY:
            return f"{value:%Y-%m-%d}"
        case Kind.MOMENT:
            return f"{in_zone(value, zone):%Y-%m-%d %H:%M}"
        case Kind.TEXT:
            return (has_links and as_link(value)) or as_html(value, _CELL_LENGTH)
