"""The catalogue of metrics as CSV: a row a metric, and what it supports as far as that is known."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from datetime import UTC
from typing import Final

from dashboard.exports.cells import as_text_cell, fitted
from services.broker import Fetched
from services.insights.aggregators import aggregator_label
from services.insights.models import Metric, MetricConfig, MetricName
from services.results.definitions import basis_in_words, filters_in_words, networks_in_words, unit_in_words

__all__ = ["catalogue_csv"]

_HEADERS: Final = (
    "Name",
    "Label",
    "Category",
    "Description",
    "Basis",
    "Unit",
    "Networks",
    "Broken down by",
    "Filtered on",
    "Aggregated by",
    "Support as of (UTC)",
)


def catalogue_csv(metrics: Iterable[Metric], configs: Mapping[MetricName, Fetched[MetricConfig]]) -> bytes:
    """The file's bytes: UTF-8, commas, CRLF. The last four cells of a metric whose config is not known are empty."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n", quoting=csv.QUOTE_ALL)
    writer.writerow(_HEADERS)
    for metric in metrics:
        cells = (*_definition(metric), *_support(configs.get(metric.name)))
        writer.writerow(as_text_cell(fitted(cell)) for cell in cells)
    return text.getvalue().encode("utf-8")


def _definition(metric: Metric) -> tuple[str, ...]:
    return (
        metric.name,
        metric.label,
        metric.category,
        metric.description,
        basis_in_words(metric),
        unit_in_words(metric),
        networks_in_words(metric),
    )


def _support(known: Fetched[MetricConfig] | None) -> tuple[str, ...]:
    if known is None:
        return ("", "", "", "")
    config = known.value
    return (
        ", ".join(dimension.label or dimension.name for dimension in config.dimensions),
        "; ".join(filters_in_words(config)),
        ", ".join(map(aggregator_label, config.aggregators)),
        known.fetched_at.astimezone(UTC).isoformat(timespec="minutes"),
    )
