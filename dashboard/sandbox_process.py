"""The sandbox as a child process: started when first asked for, started again when it died, ended with this process.

It ends even when this process is killed, because it watches its standard input, which the system closes then.
"""

from __future__ import annotations

import secrets
import subprocess
import sys
import threading
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from services.errors import SettingsInvalid

__all__ = ["RunningSandbox", "SandboxProcess"]

_START_SECONDS = 30
"""It says its address within about a second; a busy machine may need longer."""

_ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True, slots=True, kw_only=True)
class RunningSandbox:
    api_url: str
    token: str = field(repr=False)


class SandboxProcess:
    """At most one sandbox for this process. Safe to share between threads.

    Token and port stay the same when it has to be started again, so that what was fetched before is still known.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._process: subprocess.Popen[str] | None = None
        self._running: RunningSandbox | None = None
        # Unlike any other start's token: a new sandbox has an empty window and must not inherit an old one's.
        self._token = f"sandbox-{secrets.token_hex(8)}"

    def running(self) -> RunningSandbox:
        """The sandbox's address and token. Raises SettingsInvalid where it can't be started."""
        with self._lock:
            if self._process is None or self._process.poll() is not None or self._running is None:
                self._running = self._start("0") if self._running is None else self._start_again(self._running)
            return self._running

    def stop(self) -> None:
        """End it, if it runs."""
        with self._lock:
            if self._process is not None:
                self._process.terminate()
                self._process.communicate()
                self._process = None

    def _start_again(self, before: RunningSandbox) -> RunningSandbox:
        port = str(urlsplit(before.api_url).port)
        try:
            return self._start(port)
        except SettingsInvalid:
            # Somebody else has taken the port meanwhile.
            return self._start("0")

    def _start(self, port: str) -> RunningSandbox:
        arguments = ["--port", port, "--token", self._token, "--until-stdin-closes"]
        process = subprocess.Popen(  # noqa: S603 -- our own module, our own arguments
            [sys.executable, "-m", "services.sandbox", *arguments],
            cwd=_ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self._process = process
        assert process.stdout is not None  # noqa: S101 -- asked for above
        # A child that says nothing must not keep every session waiting: it is ended, and then the line is empty.
        watchdog = threading.Timer(_START_SECONDS, process.kill)
        watchdog.start()
        address = process.stdout.readline().strip().rpartition(" ")[2]
        watchdog.cancel()
        if not address.startswith("http://"):
            process.kill()
            process.communicate()
            raise SettingsInvalid(
                "The built-in sample data could not be started. See the lines in the terminal, "
                "or set STATUSBREW_API_TOKEN to connect your account."
            )
        return RunningSandbox(api_url=address, token=self._token)
