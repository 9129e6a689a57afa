"""Why the rows don't add up to the total that was asked for: said before a reader wonders."""

from __future__ import annotations

from typing import Any

import pandas as pd

from services.insights.view import Derived
from services.results.additivity import adds_up, name_of, nouns_of, rule, tolerance
from services.results.frame import VALUE, ResultFrame
from services.results.values import full, short

__all__ = ["check_sum"]


def check_sum(result: ResultFrame) -> str:
    """One sentence where the asked total is known and the rows make another number: by how much, and why; else "".

    Sums are added up; of averages the plain mean is compared, of minimum and maximum the lowest and the highest row.
    """
    whole = result.whole
    if whole is None or len(whole.frame) != 1 or not result.query.dimensions or not result.has_values:
        return ""
    if not whole.has_values or result.worked_out not in (None, Derived.SHARE):
        return ""
    rows, total = result.frame[VALUE], float(whole.frame[VALUE].iloc[0])
    match result.query.aggregator:
        case "sum" | "percent":
            return _of_sum(result, rows, total)
        case "average":
            return _of_average(result, rows, total)
        case "min" | "max" as which:
            return _of_extreme(result, rows, total, which)
        case _:
            return ""


def _of_sum(result: ResultFrame, rows: pd.Series[Any], total: float) -> str:
    added = float(rows.astype("Float64").sum())
    if abs(added - total) <= tolerance(rows, total):
        return ""
    more = added > total
    by = f"{short(abs(added - total) / abs(total) * 100, None)} % " if total else ""
    told = (
        f"The rows add up to {full(added, result.unit)}, {by}{'more' if more else 'less'} than the total of "
        f"{full(total, result.unit)}"
    )
    return f"{told}: {_reason(result, more=more)}"


def _reason(result: ResultFrame, *, more: bool) -> str:
    names = result.query.dimensions
    verdict = rule(result, names)
    several = " and ".join(nouns_of(result, name) for name in names)
    if result.is_cut_off:
        return "not all rows came."
    metric_reason = adds_up(result.metric, result.config, names[0])
    if metric_reason and more:
        # It begins with the metric's own name, as it is written.
        return metric_reason
    if "tag" in names:
        return "what has two tags counts under both." if more else "what has no tag is in no row."
    if verdict.is_exact:
        return (
            f"Statusbrew answers both; some of it {'counts more than once' if more else f'has none of the {several}'}."
        )
    return f"some of it {'counts in several rows' if more else f'is under none of the {several}'}."


def _of_average(result: ResultFrame, rows: pd.Series[Any], total: float) -> str:
    mean = float(rows.astype("Float64").mean())
    unit = result.unit
    # Said only where a reader would see it.
    if short(mean, unit) == short(total, unit):
        return ""
    return (
        f"The total of {short(total, unit)} is not the mean of the rows, {short(mean, unit)}: "
        f"{nouns_of(result, result.query.dimensions[0])} with more behind them count for more in it."
    )


def _of_extreme(result: ResultFrame, rows: pd.Series[Any], total: float, which: str) -> str:
    found, word = (float(rows.min()), "lowest") if which == "min" else (float(rows.max()), "highest")
    if abs(found - total) <= 1e-6 * abs(total):
        return ""
    return (
        f"The total of {full(total, result.unit)} is not the {word} of the rows, {full(found, result.unit)}: it is the "
        f"{word} {name_of(result.metric)} of all {nouns_of(result, result.query.dimensions[-1])} together."
    )
