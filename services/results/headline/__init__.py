"""What is said first about a result, in one line: "89 K in total, up 12 % on the day before; X brought 65 %".

Every number in it stands in a row of the answer, counts rows, is a median, or is a total, a share or a change that
`rollup` and `change` vouch for. What a claim does not speak of is named before it: "Final days only: …", "Apart from
(none), 9: …".
"""

from __future__ import annotations

from collections.abc import Sequence

from services.results.frame import ResultFrame
from services.results.headline.several import told_together
from services.results.headline.single import told_alone

__all__ = ["headline"]


def headline(results: ResultFrame | Sequence[ResultFrame], target: float | None = None) -> str:
    """What an analyst would say first: level and change, target, the unusual, who brought most, peak and low.

    Of several results the levels are told, and what stands out in the first. `target` is in the metric's unit. Plain
    text, one line without a full stop, at most 140 characters unless names and limits alone are longer.
    """
    told = (results,) if isinstance(results, ResultFrame) else tuple(results)
    return told_alone(told[0], target) if len(told) == 1 else told_together(told, target)
