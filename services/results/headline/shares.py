"""Which share somebody brought, where the rows are parts of a whole."""

from __future__ import annotations

from typing import Any

import numpy as np

from services.insights.models import Unit
from services.results.additivity import is_the_sum, rule
from services.results.headline.rows import Rows
from services.results.number_format import written
from services.results.values import with_unit

__all__ = ["has_parts", "share"]


def has_parts(rows: Rows) -> bool:
    """Whether these rows are parts of what they sum up to: nothing counts twice, nothing is below zero, all came.

    Where the API's own total is known and is another one, they are not.
    """
    result = rows.result
    if result.query.aggregator != "sum" or result.worked_out is not None or bool((rows.values < 0).any()):
        return False
    if rule(result, result.query.dimensions).how != "sum" or (result.whole is not None and not is_the_sum(result)):
        return False
    # As floats first: the sum of huge whole numbers would run over.
    total = float(np.sum(rows.values, dtype=np.float64))
    return 0 < total < 2**63 - 1


def share(part: Any, total: Any) -> str:
    """A part of a whole in percent, without decimals from ten on: "58 %", "4.5 %"; neither 0 nor 100 unless it is."""
    percent = 100 * float(part) / float(total)
    digits = f"{percent:.1f}" if percent < 9.95 else f"{percent:.0f}"
    if digits == "100" and part < total:
        digits = f"{percent:.1f}" if percent < 99.95 else "over 99.9"
    if digits == "0.0" and part > 0:
        digits = "under 0.1"
    return with_unit(written(digits.removesuffix(".0")), Unit.PERCENT)
