"""What was typed after `python3 -m dashboard`."""

import argparse
import difflib
import signal
from collections.abc import Sequence
from pathlib import Path
from types import FrameType
from typing import NoReturn

from dashboard.launcher.checks import run_benchmarks, run_checks
from dashboard.launcher.child import Child
from dashboard.launcher.environment import python_with
from dashboard.launcher.messages import LaunchError, UsageError, say
from dashboard.launcher.server import FIRST_PORT, LAST_PORT, free_port, serve

__all__ = ["main"]

ROOT = Path(__file__).resolve().parents[2]
OPTIONS = ("--port", "--host", "--no-browser", "--help")
EXPORT_OPTIONS = ("--to", "--decimal", "--help")
COMMANDS = ("export", "test", "bench")
USAGE = """\
usage: python3 -m dashboard [--port N] [--host ADDRESS] [--no-browser]
       python3 -m dashboard export LINK --to FILE [--decimal MARK]
       python3 -m dashboard test [PYTEST ARGUMENTS]
       python3 -m dashboard bench [ARGUMENTS]"""
HELP = f"""\
{USAGE}

Sets itself up on the first start (in .venv, unless the Python that runs it has all of
requirements.txt), starts the dashboard and opens it in the browser. Ctrl-C ends it.

  --port N          the port to listen at, {FIRST_PORT} if not named; if it is taken, the next free one
  --host ADDRESS    the address to listen at: localhost if not named, so that only this machine
                    can open the dashboard; 0.0.0.0 opens it to the network
  --no-browser      don't open the browser
  -h, --help        this text

  export            write what a link of the dashboard asks to a file, without a server, as for
                    a schedule; LINK in quotes; the FILE's name says what is written: .csv,
                    .excel.csv, .xlsx, .pptx or .html. Status 75: try again later
  --to FILE         where to; what is there already is replaced
  --decimal MARK    "." or ",": how .excel.csv writes decimals, "." if not named

  test              check format, style, types and layers, and run the tests;
                    what follows goes to pytest: test -k explore
  bench             run the programs in tests/benchmarks and print what they measure"""


def main(arguments: Sequence[str]) -> int:
    """Do what was typed; gives the exit status."""
    _listen_for_signals()
    try:
        return _run(arguments)
    except LaunchError as trouble:
        say(str(trouble), trouble=True)
        return trouble.status
    except KeyboardInterrupt as stop:
        say("\nStopped.", trouble=True)
        number = stop.args[0] if stop.args else signal.SIGINT
        return 128 + int(number)


def _run(arguments: Sequence[str]) -> int:
    command = arguments[0] if arguments else ""
    if "-h" in arguments[:2] or "--help" in arguments[:2]:
        say(HELP)
        return 0
    if command == "export":
        return _export(arguments[1:])
    if command == "test":
        return run_checks(_python_for_developers(), ROOT, arguments[1:])
    if command == "bench":
        return run_benchmarks(_python_for_developers(), ROOT, arguments[1:])
    typed = _parsed(arguments)
    free_port(typed.host, typed.port)  # an address that can't be listened at is refused before anything is installed
    python = python_with(ROOT, "requirements.txt")
    return serve(python, ROOT, host=typed.host, port=typed.port, browser=typed.browser)


def _export(arguments: Sequence[str]) -> int:
    typed = _parsed_export(arguments)
    python = python_with(ROOT, "requirements.txt")
    # The program runs in our folder; what was typed is meant in the one where it was typed.
    words = ["--to", str(Path(typed.to).absolute()), "--decimal", typed.decimal, "--", typed.link]
    with Child(python, "dashboard.export_command", words, folder=ROOT) as child:
        return child.wait()


def _python_for_developers() -> str:
    return python_with(ROOT, "requirements.txt", "requirements-dev.txt")


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        raise UsageError(f"{message[:1].upper()}{message[1:].removesuffix('.')}.\n{USAGE}")


def _parsed(arguments: Sequence[str]) -> argparse.Namespace:
    parser = _Parser(add_help=False, allow_abbrev=False)
    parser.add_argument("--port", type=_port, default=FIRST_PORT)
    parser.add_argument("--host", type=_host, default="localhost")
    parser.add_argument("--no-browser", dest="browser", action="store_false")
    typed, unknown = parser.parse_known_args(arguments)
    if unknown:
        parser.error(_unknown(unknown[0]))
    return typed


def _parsed_export(arguments: Sequence[str]) -> argparse.Namespace:
    parser = _Parser(add_help=False, allow_abbrev=False)
    parser.add_argument("link", nargs="?")
    parser.add_argument("--to")
    parser.add_argument("--decimal", choices=(".", ","), default=".")
    typed, unknown = parser.parse_known_args(arguments)
    options = [word for word in unknown if word.startswith("-")]
    if options:
        parser.error(_unknown(options[0], EXPORT_OPTIONS))
    if unknown:
        parser.error(f"what follows the link is too much: {unknown[0]}; put the link in quotes, or a shell reads its &")
    if not typed.link:
        parser.error("name the link to export, in quotes")
    if not typed.to:
        parser.error("say where to: --to FILE")
    return typed


def _unknown(word: str, options: Sequence[str] = OPTIONS) -> str:
    kind, known = ("option", options) if word.startswith("-") else ("command", COMMANDS)
    near = difflib.get_close_matches(word.partition("=")[0], known, n=1)
    if near:
        return f"there is no {kind} {word}; {near[0]} is the nearest"
    to_start = "; to start the dashboard, name none" if kind == "command" else ""
    return f"there is no {kind} {word}; known are {', '.join(known)}{to_start}"


def _port(text: str) -> int:
    if text.isascii() and text.isdigit() and 1 <= int(text) <= LAST_PORT:
        return int(text)
    raise argparse.ArgumentTypeError(f"{text!r} is no port; a port is a number from 1 to {LAST_PORT}")


def _host(text: str) -> str:
    if text and not text.startswith("-") and "/" not in text and not text.isspace():
        return text
    raise argparse.ArgumentTypeError(f"{text!r} is no address; name one like localhost or 0.0.0.0")


def _listen_for_signals() -> None:
    """Every way to be told to end interrupts like Ctrl-C, also where a shell started us to ignore that."""

    def interrupt(number: int, _frame: FrameType | None) -> NoReturn:
        raise KeyboardInterrupt(number)

    for name in ("SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK"):
        number = getattr(signal, name, None)
        if number is None or (name == "SIGHUP" and signal.getsignal(number) == signal.SIG_IGN):  # nohup
            continue
        signal.signal(number, interrupt)
