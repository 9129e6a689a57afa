"""Whatever we start ends with us, and takes along what it started."""

import os
import signal
import sys
from pathlib import Path

import pytest

from dashboard.launcher.child import Child
from tests.launcher.stage import Program, Stage, wait_until_gone

# A program that starts another, and what each does when interrupted is its first argument.
FAMILY = """
import os, signal, subprocess, sys
if "deaf" in sys.argv:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
sleeper = subprocess.Popen([sys.executable, "-c", "import signal; signal.pause()"])
print("family", os.getpid(), sleeper.pid, flush=True)
print("stdin", repr(sys.stdin.read()), "path", repr(sys.path[0]), flush=True)
while True:
    signal.pause()
"""
STARTER = """
import pathlib, sys
from dashboard.launcher.child import Child
Child(sys.executable, "family", sys.argv[1:], folder=pathlib.Path.cwd()).wait()
"""


@pytest.mark.parametrize(
    ("hearing", "number"),
    [("normal", signal.SIGTERM), ("normal", signal.SIGKILL), ("deaf", signal.SIGKILL)],
)
def test_it_ends_when_its_starter_ends_in_whatever_way(stage: Stage, number: int, hearing: str) -> None:
    stage.write("family.py", FAMILY)
    with stage.start(hearing, command=("-c", STARTER)) as starter:
        found = starter.heard(r"family (\d+) (\d+)$")
        os.kill(starter.process.pid, number)
        starter.ended()
    wait_until_gone(int(found[1]), int(found[2]))


def test_a_pipe_that_ends_without_a_word_is_a_starter_that_ends_though_it_still_seems_to_live(
    stage: Stage, tmp_path: Path
) -> None:
    # As the system closes what a process held before its children have another parent.
    stage.write("family.py", FAMILY)
    output = tmp_path / "said.txt"
    with output.open("wb") as stream:
        child = Child(sys.executable, "family", folder=stage.root, output=stream)
    found = Program(child._process, output).heard(r"family (\d+) (\d+)$")
    pipe = child._process.stdin
    assert pipe is not None
    pipe.close()
    wait_until_gone(int(found[2]))
    child.wait()


def test_the_end_of_the_block_ends_all_of_it(stage: Stage, tmp_path: Path) -> None:
    stage.write("family.py", FAMILY)
    output = tmp_path / "said.txt"
    with (
        output.open("wb") as stream,
        Child(sys.executable, "family", folder=stage.root, output=stream) as child,
    ):
        found = Program(child._process, output).heard(r"family (\d+) (\d+)$")
    wait_until_gone(int(found[1]), int(found[2]))


def test_it_has_an_empty_standard_input_and_finds_modules_in_its_folder(stage: Stage, tmp_path: Path) -> None:
    stage.write("family.py", FAMILY)
    output = tmp_path / "said.txt"
    with output.open("wb") as stream, Child(sys.executable, "family", folder=stage.root, output=stream) as child:
        said = Program(child._process, output).heard("stdin (.*) path (.*)$")
    assert (said[1], said[2]) == ("''", repr(str(stage.root)))


@pytest.mark.parametrize(("target", "status"), [("seven", 7), ("seven:eight", 8), ("absent", 1)])
def test_its_exit_status_is_true(stage: Stage, tmp_path: Path, target: str, status: int) -> None:
    stage.write("seven.py", "import sys\n\ndef eight():\n    return 8\n\nif __name__ == '__main__':\n    sys.exit(7)\n")
    with (tmp_path / "said.txt").open("wb") as stream:
        with Child(sys.executable, target, folder=stage.root, output=stream) as child:
            assert child.wait() == status
        assert child.end() == status
