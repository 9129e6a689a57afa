"""Trouble on purpose: what goes wrong, how often, and how it looks from outside."""

import json
from collections.abc import Sequence
from dataclasses import dataclass

from numpy.random import Generator

from services.sandbox.randomness import stream
from services.sandbox.refusals import CODES, error_body

SLOW_SECONDS = 200.0
STATUSES = {kind: int(kind) for kind in ("500", "503", "524")}
KINDS = (*STATUSES, "slow", "cutoff", "garbage", "html", "empty", "drop")
HTML_OF_524 = (
    "<!DOCTYPE html>\n<html><head><title>api | 524: A timeout occurred</title></head>"
    "<body><h1>Error 524</h1><p>A timeout occurred</p></body></html>"
)
HTML_PAGE = "<!DOCTYPE html>\n<html><head><title>Sign in</title></head><body><h1>Sign in</h1></body></html>"
GARBAGE = b'\x00\xff{"data": [<not json>'


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One kind of trouble. `slow` waits so many seconds and then answers as usual."""

    kind: str
    probability: float = 1.0
    seconds: float = SLOW_SECONDS

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise ValueError(f"there is no fault {self.kind!r}; known are {', '.join(KINDS)}")
        if not 0 <= self.probability <= 1:
            raise ValueError(f"fault {self.kind}: the probability {self.probability} is not between 0 and 1")


@dataclass(frozen=True, slots=True, kw_only=True)
class Broken:
    """What a fault sends: status, type and bytes. `drop` says nothing at all, `cutoff` promises more than it sends."""

    status: int
    content_type: str = "application/json"
    body: bytes = b""


class Dice:
    """Draws faults: the same seed gives the same trouble at the same request."""

    def __init__(self, faults: Sequence[Fault], seed: int) -> None:
        self.faults = faults
        self.generator: Generator = stream(seed, "faults")

    def roll(self) -> Fault | None:
        """The fault of the next request, if it has one; the first that comes up wins."""
        draws = self.generator.random(len(self.faults))
        hit = (fault for fault, draw in zip(self.faults, draws, strict=True) if draw < fault.probability)
        return next(hit, None)


def broken(fault: Fault) -> Broken | None:
    """What the fault answers instead; None when the real answer still comes (slow, cutoff) or none at all (drop)."""
    match fault.kind:
        case "524":
            return Broken(status=524, content_type="text/html; charset=UTF-8", body=HTML_OF_524.encode())
        case "500" | "503":
            status = STATUSES[fault.kind]
            message = CODES[status].replace("_", " ")
            return Broken(status=status, body=json.dumps(error_body(status, message)).encode())
        case "garbage":
            return Broken(status=200, body=GARBAGE)
        case "html":
            return Broken(status=200, content_type="text/html; charset=UTF-8", body=HTML_PAGE.encode())
        case "empty":
            return Broken(status=200)
        case _:
            return None
