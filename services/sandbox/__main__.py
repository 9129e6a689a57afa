"""`python3 -m services.sandbox`: serves until it is interrupted, or until its parent is gone."""

import argparse
import os
import sys
import threading
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TypeVar

from services.sandbox.options import DEFAULT_TOKEN, Options, parse_duration, parse_fault, parse_limit
from services.sandbox.server import Sandbox

T = TypeVar("T")


def argument(read: Callable[[str], T]) -> Callable[[str], T]:
    """A reader of an argument whose complaint reaches the user as it is."""

    def reader(text: str) -> T:
        try:
            return read(text)
        except ValueError as wrong:
            raise argparse.ArgumentTypeError(str(wrong)) from None

    return reader


def parser() -> argparse.ArgumentParser:
    """What can be said on the command line."""
    found = argparse.ArgumentParser(prog="python3 -m services.sandbox", description="A stand-in of the Insights API.")
    add = found.add_argument
    add("--port", type=int, default=8900, help="0 takes a free one; the address is printed")
    add("--token", action="append", metavar="T", help=f"a token to accept, repeatable; otherwise {DEFAULT_TOKEN}")
    add("--seed", type=int, default=1, help="other numbers for the same agency")
    add(
        "--day",
        type=argument(date.fromisoformat),
        metavar="2026-11-20",
        help="otherwise it follows the calendar",
    )
    add("--scale", type=float, default=1.0, help="so many times the posts")
    add("--limit", type=argument(parse_limit), default="50/300", metavar="50/300", help="requests/seconds; 0 for none")
    add("--latency", type=argument(parse_duration), default="0s", metavar="80ms", help="before every answer")
    kinds = "500, 503, 524, slow (slow=5s), cutoff, garbage, html, empty or drop"
    add(
        "--fault",
        type=argument(parse_fault),
        action="append",
        default=[],
        metavar="503:0.1",
        help=f"{kinds}, and how often; repeatable",
    )
    add("--log", type=Path, metavar="FILE", help="one line of JSON a request")
    add("--hostile", action="store_true", help="names and texts that try to break whatever shows them")
    add("--until-stdin-closes", action="store_true", help="end when standard input ends, as with a parent process")
    return found


def announce(url: str) -> None:
    """Says where it listens."""
    print(f"Sandbox listening on {url}", flush=True)


def stop_with_stdin(sandbox: Sandbox) -> None:
    """Ends the sandbox when standard input is at its end. Read by its number: the stream's lock could block our end."""
    try:
        while os.read(0, 4096):
            pass
    except OSError:
        pass
    sandbox.stop()


def main(arguments: list[str] | None = None) -> int:
    """Serves; gives the exit status."""
    given = parser()
    said = given.parse_args(arguments)
    try:
        options = Options(
            port=said.port,
            tokens=tuple(said.token or [DEFAULT_TOKEN]),
            seed=said.seed,
            day=said.day,
            scale=said.scale,
            limit=said.limit,
            latency_seconds=said.latency,
            faults=tuple(said.fault),
            log=said.log,
            hostile=said.hostile,
        )
        sandbox = Sandbox(options)
    except ValueError as wrong:
        given.error(str(wrong))
    except OSError as wrong:
        print(f"The sandbox cannot start on port {said.port}: {wrong}", file=sys.stderr)
        return 1
    if said.until_stdin_closes:
        threading.Thread(target=stop_with_stdin, args=(sandbox,), daemon=True).start()
    try:
        sandbox.serve(announce)
    except KeyboardInterrupt:
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main())
