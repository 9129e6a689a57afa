"""Why the API refused a question, by the metric's config as it is now, and the question that it should take.

The official rule: a config lists exactly what its metric supports. So either it names the culprit, or the choice was
right and the form of our request, whose key names are assumed, was not what the API expects.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from services.insights.aggregators import aggregator_label
from services.insights.check import Part, Problem, check
from services.insights.mending import Change, label_of_dimension, label_of_filter, label_of_value, mend
from services.insights.models import MetricConfig
from services.insights.operators import operator_named
from services.insights.question import Question, Series

__all__ = ["Diagnosis", "diagnose"]

_OFFERED: Final = 8
"""A filter may have hundreds of options: so many are told."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Diagnosis:
    """`problems` say each culprit in a sentence, with what is offered; `mended` asks the same without them.

    Both are empty, and `mended` is None, where the config allows the question: then no choice of the user's is wrong.
    """

    problems: tuple[str, ...]
    changes: tuple[Change, ...]
    mended: Question | None

    @property
    def words(self) -> str:
        """What `mended` has otherwise: "with Day instead of Time of day, without the filter City"."""
        return ", ".join(change.words for change in self.changes)


def diagnose(question: Question, config: MetricConfig, *, was: MetricConfig, called: str) -> Diagnosis:
    """What of the question `config` does not offer, and the same question without that.

    `config` is the one of now; `was` that by which the question was built, for the labels of what is gone; `called` is
    what the metric is called. Series of other metrics stay as they are.
    """
    problems: list[str] = []
    changes: list[Change] = []
    mended = []
    for series in question.series:
        found = check(series, config) if series.metric == config.metric else ()
        if not found:
            mended.append(series)
            continue
        problems += [_told(problem, series, config, was, called) for problem in found]
        better, changed = mend(series, config, was=was)
        mended.append(better)
        changes += changed
    return Diagnosis(
        problems=tuple(problems),
        changes=tuple(changes),
        mended=replace(question, series=tuple(mended)) if problems else None,
    )


def _told(problem: Problem, series: Series, config: MetricConfig, was: MetricConfig, called: str) -> str:
    match problem.part:
        case Part.DIMENSION:
            head = f"{called} can't be broken down by “{label_of_dimension(problem.given, was)}”."
        case Part.AGGREGATOR if series.aggregator is None:
            head = f"{called} needs an aggregator."
        case Part.AGGREGATOR:
            head = f"{called} can't be aggregated by “{aggregator_label(problem.given)}”."
        case Part.FILTER:
            head = f"{called} can't be filtered by “{label_of_filter(problem.given, was)}”."
        case Part.OPERATOR:
            head = f"“{problem.of} {operator_named(problem.given).label}” is no condition that {called} takes."
        case Part.VALUE:
            # The problem names its filter by the label, which is the same in both configs or not to be had.
            known = next((spec for spec in (*was.filters, *config.filters) if spec.label == problem.of), None)
            head = f"The filter {problem.of} does not take “{label_of_value(problem.given, known)}”."
    if not problem.offered:
        return f"{head} Nothing is offered there."
    more = len(problem.offered) - _OFFERED
    offered = ", ".join(problem.offered[:_OFFERED]) + (f" and {more} more" if more > 0 else "")
    return f"{head} {problem.part.value}: {offered}."
