"""What can be set when the sandbox starts, and how it is written on the command line."""

import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from services.sandbox import seasons
from services.sandbox.faults import Fault

DEFAULT_TOKEN = "sandbox"  # noqa: S105 - it opens nothing but made-up data
DURATION = re.compile(r"(\d+(?:\.\d+)?)(ms|s)")
LIMIT = re.compile(r"(\d+)/(\d+(?:\.\d+)?)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """So many arrivals in any window of so many seconds."""

    requests: int
    window_seconds: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """How a sandbox behaves. Port 0 takes a free one; without a day it follows the calendar; no limit is None."""

    port: int = 0
    tokens: tuple[str, ...] = (DEFAULT_TOKEN,)
    seed: int = 1
    day: date | None = None
    scale: float = 1.0
    limit: Limit | None = Limit(requests=50, window_seconds=300)
    latency_seconds: float = 0.0
    faults: tuple[Fault, ...] = ()
    log: Path | None = None
    hostile: bool = False

    def __post_init__(self) -> None:
        if self.day is not None and self.day < seasons.EARLIEST_DAY:
            raise ValueError(f"the day must be {seasons.EARLIEST_DAY} or later, not {self.day}")
        if self.seed < 0 or self.scale <= 0:
            raise ValueError("the seed must be 0 or more, the scale above 0")


def parse_duration(text: str) -> float:
    """Seconds, from `80ms` or `2s`."""
    if not (found := DURATION.fullmatch(text)):
        raise ValueError(f"{text!r} is no duration such as 80ms or 2s")
    return float(found[1]) / (1000 if found[2] == "ms" else 1)


def parse_limit(text: str) -> Limit | None:
    """A limit from `50/300`; None from `0`."""
    if text == "0":
        return None
    if not (found := LIMIT.fullmatch(text)) or int(found[1]) == 0 or float(found[2]) == 0:
        raise ValueError(f"{text!r} is no limit such as 50/300 (requests/seconds) or 0 for none")
    return Limit(requests=int(found[1]), window_seconds=float(found[2]))


def parse_fault(text: str) -> Fault:
    """A fault from `503:0.1`, `slow=5s:0.2` or `drop`; without a probability it always happens."""
    what, _, probability = text.partition(":")
    kind, _, duration = what.partition("=")
    if duration and kind != "slow":
        raise ValueError(f"{text!r}: only slow takes a duration")
    try:
        chance = float(probability) if probability else 1.0
    except ValueError:
        raise ValueError(f"{text!r}: {probability!r} is no probability") from None
    if duration:
        return Fault(kind=kind, probability=chance, seconds=parse_duration(duration))
    return Fault(kind=kind, probability=chance)
