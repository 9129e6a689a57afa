"""A program that we start, and that never outlives us."""

import contextlib
import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import IO, Self

from dashboard.launcher import guarded

__all__ = ["Child"]


class Child:
    """A running Python program, in a group of its own: Ctrl-C reaches it through `end` alone.

    `target` is a module to run, or `module:function` to call. As a context manager it ends the program
    at the end of the block.
    """

    def __init__(
        self,
        python: str,
        target: str,
        arguments: Sequence[str] = (),
        *,
        folder: Path,
        output: IO[bytes] | None = None,
        inherits: Sequence[int] = (),
    ) -> None:
        command = [python, "-u", str(Path(guarded.__file__)), target, *arguments]
        windows = sys.platform == "win32"
        self._process = subprocess.Popen(
            command,
            cwd=folder,
            stdin=subprocess.PIPE,
            stdout=output,
            stderr=None if output is None else subprocess.STDOUT,
            start_new_session=not windows,
            creationflags=getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0),
            pass_fds=() if windows else tuple(inherits),
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.end()

    def wait(self) -> int:
        """Its exit status, when it has ended."""
        return self._process.wait()

    def has_ended_within(self, seconds: float) -> bool:
        try:
            self._process.wait(seconds)
        except subprocess.TimeoutExpired:
            return False
        return True

    def end(self) -> int:
        """Ask it to end, kill what doesn't, and give its exit status. A second interruption kills at once."""
        try:
            if self._process.poll() is None:
                self._let_go()
                self._process.wait(guarded.GRACE_SECONDS + 1)
        except (subprocess.TimeoutExpired, KeyboardInterrupt):
            pass
        finally:
            self._let_go()
            self._kill_rest()
        return self._process.wait()

    def _let_go(self) -> None:
        pipe = self._process.stdin
        if pipe is None or pipe.closed:
            return
        # It may have ended meanwhile; closing writes what is left, too.
        with contextlib.suppress(OSError):
            pipe.write(b"end")
        with contextlib.suppress(OSError):
            pipe.close()

    def _kill_rest(self) -> None:
        if sys.platform == "win32":
            if self._process.poll() is None:
                tree = ["taskkill", "/T", "/F", "/PID", str(self._process.pid)]
                subprocess.run(tree, capture_output=True, check=False)
        else:
            with contextlib.suppress(ProcessLookupError, PermissionError):  # nothing is left of it
                os.killpg(self._process.pid, signal.SIGKILL)
