"""Why a widget's number differs from another: a chain of questions that changes one cause at a time, each asked.

`plan_of` lays the way from one side to the other, `price` says what it costs, `explain` has it answered and told.
"""

from services.reports.difference.explain import Effect, Explanation, explain
from services.reports.difference.readings import Reading
from services.reports.difference.route import Route, Step, plan_of, price
from services.reports.difference.rows import DIFFERENCE, HERE, THERE, RowByRow, row_by_row
from services.reports.difference.sides import Side, in_zone
from services.reports.difference.stations import Cause, Differing
from services.reports.difference.words import sides_in_words

__all__ = [
    "DIFFERENCE",
    "HERE",
    "THERE",
    "Cause",
    "Differing",
    "Effect",
    "Explanation",
    "Reading",
    "Route",
    "RowByRow",
    "Side",
    "Step",
    "explain",
    "in_zone",
    "plan_of",
    "price",
    "row_by_row",
    "sides_in_words",
]
