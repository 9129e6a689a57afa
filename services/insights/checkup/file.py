"""A check as one file that may be shown to the project's maintainers: findings and samples, and nobody's data."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

from services.insights.checkup.check import Check
from services.insights.checkup.finding import Finding
from services.insights.checkup.sample import masked
from services.settings import DEFAULT_API_URL

__all__ = ["as_file"]


def as_file(check: Check, *, version: str, api_url: str, now: datetime) -> str:
    """The check as JSON. `now` is aware; an address that is not Statusbrew's own is somebody's, and is left out."""
    is_official = api_url.rstrip("/") == DEFAULT_API_URL
    told = {
        "what": "How this app read the answers of Statusbrew's Insights API. Names, texts, numbers, ids and dates of "
        "the account are replaced by stand-ins of the same form.",
        "app": version,
        "address": DEFAULT_API_URL if is_official else "another one",
        "checked": f"{now.astimezone(UTC):%Y-%m-%d}",
        "endpoints": [_entry(finding) for finding in check.findings],
    }
    return json.dumps(told, ensure_ascii=False, indent=1)


def _entry(finding: Finding) -> dict[str, Any]:
    entry: dict[str, Any] = {"endpoint": finding.endpoint, "verdict": finding.verdict.value}
    if finding.status is not None:
        entry |= {"status": finding.status, "milliseconds": finding.milliseconds, "form": finding.form}
    facts = {"understood": finding.understood, "because": finding.reason, "unexpected": list(finding.unexpected)}
    entry |= {name: fact for name, fact in facts.items() if fact}
    if finding.said:
        entry["said"] = masked(finding.said, 300)
    if finding.sample:
        entry["sample"] = _sample(finding.sample)
    return entry


def _sample(text: str) -> Any:
    """The sample as JSON within the file where it is JSON."""
    try:
        return json.loads(text)
    except ValueError:
        return text
