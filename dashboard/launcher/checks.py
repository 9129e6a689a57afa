"""`test` and `bench`: the steps, one line each, and whether all went well."""

import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from dashboard.launcher.child import Child
from dashboard.launcher.messages import say

__all__ = ["run_benchmarks", "run_checks"]

# What the step is called, what runs. Each works on the whole folder, with the settings in pyproject.toml.
STEPS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("ruff format --check", "ruff", ("format", "--check", ".")),
    ("ruff check", "ruff", ("check", ".")),
    ("mypy", "mypy", ()),
    ("lint-imports", "importlinter.cli:lint_imports_command", ()),
)
# tests/conftest.py says what runs where, and what first. `-n0`: all in one process.
PYTEST = ("-n", "auto", "--maxprocesses", "4", "--dist", "loadscope", "--no-loadscope-reorder")


def run_checks(python: str, root: Path, pytest_arguments: Sequence[str]) -> int:
    """Run every step, even after one that failed; 0 if all passed, else 1."""
    failed = [name for name, target, arguments in STEPS if not _passes(python, root, name, target, arguments)]
    say("pytest:")
    started = time.monotonic()
    with Child(python, "pytest", (*PYTEST, *pytest_arguments), folder=root) as child:
        status = child.wait()
    say(f"pytest {_result(status, started)}")
    if status:
        failed.append("pytest")
    total = len(STEPS) + 1
    if failed:
        say(f"{len(failed)} of {total} steps failed: {', '.join(failed)}.")
        return 1
    say(f"All {total} steps passed.")
    return 0


def _passes(python: str, root: Path, name: str, target: str, arguments: Sequence[str]) -> bool:
    """Run a step that is quiet when it passes; its output is shown when it fails."""
    say(f"{name} ", end="")
    started = time.monotonic()
    with tempfile.TemporaryFile() as output:
        with Child(python, target, arguments, folder=root, output=output) as child:
            status = child.wait()
        say(_result(status, started))
        if status:
            output.seek(0)
            say(output.read().decode("utf-8", "replace").rstrip())
    return status == 0


def run_benchmarks(python: str, root: Path, arguments: Sequence[str]) -> int:
    """Run each tests/benchmarks/bench_*.py as a program with these arguments; 0 if all went well, else 1."""
    programs = sorted((root / "tests" / "benchmarks").glob("bench_*.py"))
    if not programs:
        say("There is nothing to measure: no bench_*.py in tests/benchmarks.")
        return 0
    failed = []
    for program in programs:
        say(f"{program.stem}:")
        started = time.monotonic()
        with Child(python, f"tests.benchmarks.{program.stem}", arguments, folder=root) as child:
            status = child.wait()
        say(f"{program.stem} {_result(status, started)}")
        if status:
            failed.append(program.stem)
    if failed:
        say(f"{len(failed)} of {len(programs)} benchmarks failed: {', '.join(failed)}.")
    return 1 if failed else 0


def _result(status: int, started: float) -> str:
    seconds = f"{time.monotonic() - started:.1f} s"
    return f"passed ({seconds})" if status == 0 else f"FAILED with status {status} ({seconds})"
