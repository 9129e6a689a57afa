"""A question as code to copy: the very request that the app sends, for a shell, for Python, or to read.

The token is in none of them: whoever runs the code has it in STATUSBREW_API_TOKEN. Values are strangers' text, so each
is written as the language writes a literal, and marks that nobody sees are written as escapes.
"""

from __future__ import annotations

import json
import shlex
from collections.abc import Mapping
from typing import Any, Final

from services.insights.client import ApiCall

__all__ = ["to_curl", "to_json", "to_python"]

_SECONDS: Final = 110
"""As long as the app itself waits for an answer."""

_PYTHON: Final = """\
# Asks Statusbrew's Insights API once and prints the rows of its answer.
# It takes 50 requests per 5 minutes from everybody who shares the token: wait between requests in a loop.
# Needs `pip install requests`, and the token in the environment variable STATUSBREW_API_TOKEN.
import os

import requests

answer = requests.{method}(
    {url},
    headers={{"Authorization": "Bearer " + os.environ["STATUSBREW_API_TOKEN"]}},
    json={body},
    timeout={seconds},
)
answer.raise_for_status()
found = answer.json()
for row in found["data"] if "data" in found else found:
    print(row)
"""


def to_curl(call: ApiCall) -> str:
    """A command for bash or zsh. The body is one line in single quotes, in which a shell changes nothing."""
    parts = (
        f"curl --request {call.method} {shlex.quote(call.url)}",
        # In double quotes: the shell puts the token in.
        '--header "Authorization: Bearer $STATUSBREW_API_TOKEN"',
        "--header 'Content-Type: application/json'",
        f"--max-time {_SECONDS}",
        f"--data-raw {shlex.quote(_json(call.body))}",
    )
    return " \\\n  ".join(parts) + "\n"


def to_python(call: ApiCall) -> str:
    """A program for Python 3 with `requests`."""
    return _PYTHON.format(method=call.method.lower(), url=repr(call.url), body=_literal(call.body), seconds=_SECONDS)


def to_json(call: ApiCall) -> str:
    """Method, address and body, indented."""
    return _json({"method": call.method, "url": call.url, "body": call.body}, indent=2) + "\n"


def _literal(value: Any, margin: str = "    ") -> str:
    """The value as a Python expression: objects, and lists of them, with an entry a line."""
    inner = margin + "    "
    if isinstance(value, dict) and value:
        entries = [f"{key!r}: {_literal(item, inner)}" for key, item in value.items()]
        opening, closing = "{}"
    elif isinstance(value, list) and any(isinstance(item, dict) for item in value):
        entries = [_literal(item, inner) for item in value]
        opening, closing = "[]"
    else:
        return repr(value)
    lines = "".join(f"{inner}{entry},\n" for entry in entries)
    return f"{opening}\n{lines}{margin}{closing}"


def _json(value: Mapping[str, Any], *, indent: int | None = None) -> str:
    """JSON in which letters are letters, and what can't be seen (controls, marks of direction) is an escape."""
    text = json.dumps(value, ensure_ascii=False, indent=indent)
    # Breaks are the indentation's: those inside texts are escaped already.
    return "".join(mark if mark.isprintable() or mark == "\n" else json.dumps(mark)[1:-1] for mark in text)
