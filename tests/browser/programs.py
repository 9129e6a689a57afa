"""The app as its own program, and Debian's Chromium: what browser tests and benchmarks start."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

__all__ = ["CHROMIUM", "FLAGS", "ROOT", "WINDOWLESS", "RunningApp", "free_port", "start_program"]

ROOT: Final = Path(__file__).resolve().parents[2]
CHROMIUM: Final = shutil.which("chromium") or shutil.which("chromium-browser")
WINDOWLESS: Final = shutil.which("chromium-headless-shell") or CHROMIUM
"""The same engine without windows, which are a quarter of the work; where there is none, all of Chromium."""

FLAGS: Final = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
_START_SECONDS: Final = 60


@dataclass
class RunningApp:
    url: str
    output: Path
    process: subprocess.Popen[bytes]

    def stop(self) -> None:
        self.process.send_signal(signal.SIGINT)
        self.process.wait(30)


def start_program(port: int, command: Sequence[str], environment: Mapping[str, str], *, output: Path) -> RunningApp:
    """Start a module of this Python that serves an app at `port`, with its own state beside `output`, and wait for it.

    Raises RuntimeError, with what it said, where it does not start.
    """
    with output.open("wb") as file:  # a pipe that nobody reads would fill up and stop the server
        process = subprocess.Popen(
            [sys.executable, "-m", *command],
            cwd=ROOT,
            stdout=file,
            stderr=subprocess.STDOUT,
            env=_environment(output.parent, environment),
        )
    app = RunningApp(url=f"http://localhost:{port}", output=output, process=process)
    deadline = time.monotonic() + _START_SECONDS
    while time.monotonic() < deadline and not _has_ended(process):
        try:
            with urllib.request.urlopen(f"{app.url}/_stcore/health", timeout=2) as answer:
                if answer.read() == b"ok":
                    return app
        except OSError:
            continue  # not listening yet
    process.kill()
    raise RuntimeError(f"the app did not start:\n{output.read_text(errors='replace')}")


def free_port() -> int:
    """A port of this machine at which nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


def _environment(folder: Path, own: Mapping[str, str]) -> dict[str, str]:
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("STATUSBREW_")}
    kept = {
        "STATUSBREW_STATE_FILE": str(folder / "state.sqlite3"),
        # Never the boards of whoever runs the tests.
        "STATUSBREW_BOARDS_URL": f"sqlite:///{folder / 'boards.sqlite3'}",
    }
    return {**inherited, **kept, **own}


def _has_ended(process: subprocess.Popen[bytes]) -> bool:
    """Whether it has, looked at for a tenth of a second: what waits for its start need not wait for its end."""
    try:
        process.wait(0.1)
    except subprocess.TimeoutExpired:
        return False
    return True
