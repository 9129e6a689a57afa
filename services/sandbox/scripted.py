"""Answers that a test has put in line: each serves the next request that it matches."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from services.sandbox.faults import Broken, Fault
from services.sandbox.options import parse_fault
from services.sandbox.refusals import Refusal, error_body

KEYS = ("fault", "pass", "status", "headers", "body", "content_type", "path", "method")


@dataclass(frozen=True, slots=True, kw_only=True)
class Scripted:
    """One queued answer: a fault, a whole answer, or (both None) whatever the sandbox would say."""

    path: str
    method: str
    fault: Fault | None = None
    answer: Broken | None = None
    headers: Mapping[str, str]

    def fits(self, method: str, path: str) -> bool:
        """Whether it is meant for this request."""
        return path.startswith(self.path) and self.method in ("", method)


class Queue:
    """The answers in line."""

    def __init__(self) -> None:
        self.waiting: list[Scripted] = []

    def add(self, entries: Any) -> None:
        """Puts a JSON list of answers in line; a wrong one is refused, and none of the list is taken."""
        if not isinstance(entries, list):
            raise Refusal(400, "a JSON list of answers is wanted")
        self.waiting += [read(entry) for entry in entries]

    def take(self, method: str, path: str) -> Scripted | None:
        """The first answer in line that fits, taken out of it."""
        for index, scripted in enumerate(self.waiting):
            if scripted.fits(method, path):
                return self.waiting.pop(index)
        return None

    def clear(self) -> None:
        """Sends everybody home."""
        self.waiting.clear()


def read(entry: Any) -> Scripted:
    """A queued answer from its JSON."""
    if not isinstance(entry, dict) or not set(entry) <= set(KEYS):
        raise Refusal(400, f"an answer is an object with some of {', '.join(KEYS)}")
    if sum(key in entry for key in ("fault", "pass", "status")) != 1:
        raise Refusal(400, "an answer has exactly one of fault, pass, status")
    fault = answer = None
    if "fault" in entry:
        try:
            fault = parse_fault(str(entry["fault"]))
        except ValueError as wrong:
            raise Refusal(400, str(wrong)) from None
    if "status" in entry:
        status = int(entry["status"])
        body = entry.get("body", error_body(status, "queued by a test"))
        written = body if isinstance(body, str) else json.dumps(body)
        content_type = entry.get("content_type", "application/json")
        answer = Broken(status=status, content_type=content_type, body=written.encode())
    return Scripted(
        path=entry.get("path", ""),
        method=entry.get("method", ""),
        fault=fault,
        answer=answer,
        headers=entry.get("headers", {}),
    )
