"""A copy of the launcher with a tiny app, and programs that are waited for by what they say, never by time."""

import os
import re
import shutil
import signal
import subprocess
import sys
import threading
import time
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Self

REPOSITORY = Path(__file__).parents[2]
DEADLINE_SECONDS = 60.0


class Program:
    """A started program whose output goes to a file."""

    def __init__(self, process: subprocess.Popen[bytes], output: Path) -> None:
        self.process = process
        self._output = output

    @property
    def said(self) -> str:
        return self._output.read_text("utf-8", "replace")

    def heard(self, pattern: str) -> re.Match[str]:
        """The first match in what it says, waited for."""
        deadline = time.monotonic() + DEADLINE_SECONDS
        while True:
            ended = self._has_ended_within(0.02)
            if match := re.search(pattern, self.said, re.MULTILINE):
                return match
            assert not ended, f"ended without saying {pattern!r}:\n{self.said}"
            assert time.monotonic() < deadline, f"did not say {pattern!r} in time:\n{self.said}"

    def ended(self) -> int:
        """The exit status, waited for."""
        return self.process.wait(DEADLINE_SECONDS)

    def _has_ended_within(self, seconds: float) -> bool:
        try:
            self.process.wait(seconds)
        except subprocess.TimeoutExpired:
            return False
        return True

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        # First a chance to take its own children along.
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            if not self._has_ended_within(15):
                self.process.kill()
        self.process.wait()


class Stage:
    """A folder like the repository's, with the launcher as it is and nothing else but what a test puts there."""

    def __init__(self, folder: Path) -> None:
        self.root = folder / "repo with spaces"
        shutil.copytree(
            REPOSITORY / "dashboard" / "launcher",
            self.root / "dashboard" / "launcher",
            ignore=shutil.ignore_patterns("__pycache__"),
        )
        for name in (
            "dashboard/__init__.py",
            "dashboard/__main__.py",
            "requirements.txt",
            "requirements-dev.txt",
            ".streamlit/config.toml",
        ):
            self.write(name, (REPOSITORY / name).read_text("utf-8"))
        self.write("dashboard/app.py", "import streamlit as st\n\nst.write('A tiny app')\n")
        self._outputs = folder / "outputs"
        self._outputs.mkdir()
        self._started = 0

    @property
    def venv(self) -> Path:
        return self.root / ".venv"

    def write(self, name: str, text: str) -> Path:
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
        return path

    def start(
        self,
        *arguments: str,
        command: Sequence[str] = ("-m", "dashboard"),
        folder: Path | None = None,
        environment: Mapping[str, str] | None = None,
    ) -> Program:
        """Start `python -m dashboard` with these arguments, or another command of this Python."""
        self._started += 1
        output = self._outputs / f"{self._started}.txt"
        with output.open("wb") as stream:
            process = subprocess.Popen(
                [sys.executable, *command, *arguments],
                cwd=folder or self.root,
                env={**os.environ, "PYTHONIOENCODING": "utf-8", **(environment or {})},
                stdin=subprocess.DEVNULL,
                stdout=stream,
                stderr=subprocess.STDOUT,
            )
        return Program(process, output)

    def run(self, *arguments: str, **how: object) -> tuple[int, str]:
        """The exit status and output of `start`, when it has ended."""
        with self.start(*arguments, **how) as program:  # type: ignore[arg-type]
            return program.ended(), program.said

    def prepare(self, **how: object) -> Program:
        """Start the first half of a start alone: it makes the environment and says which Python it is."""
        words = "import sys, pathlib; from dashboard.launcher import command_line, environment, messages; "
        words += "command_line._run = lambda _: messages.say('ready: ' + environment.python_with("
        words += "pathlib.Path.cwd(), 'requirements.txt')) or 0; sys.exit(command_line.main([]))"
        return self.start(command=("-c", words), **how)  # type: ignore[arg-type]


SPECIMEN = "launcher-specimen"


def build_specimen(folder: Path, version: str) -> None:
    """Put a package into the folder, ready for pip, that nothing but these tests knows."""
    folder.mkdir(exist_ok=True)
    information = f"launcher_specimen-{version}.dist-info"
    files = {
        "launcher_specimen.py": f"VERSION = {version!r}\n",
        f"{information}/METADATA": f"Metadata-Version: 2.1\nName: {SPECIMEN}\nVersion: {version}\n",
        f"{information}/WHEEL": "Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }
    record = "".join(f"{name},,\n" for name in [*files, f"{information}/RECORD"])
    with zipfile.ZipFile(folder / f"launcher_specimen-{version}-py3-none-any.whl", "w") as wheel:
        for name, text in {**files, f"{information}/RECORD": record}.items():
            wheel.writestr(name, text)


def is_alive(process: int) -> bool:
    """Whether a process runs; one that has ended and waits to be collected doesn't."""
    try:
        os.kill(process, 0)
        if not Path("/proc/self").exists():
            return True
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except (ProcessLookupError, FileNotFoundError):
        return False


def wait_until_gone(*processes: int) -> None:
    deadline = time.monotonic() + DEADLINE_SECONDS
    never = threading.Event()
    while any(is_alive(process) for process in processes):
        assert time.monotonic() < deadline, f"still running: {processes}"
        never.wait(0.02)
