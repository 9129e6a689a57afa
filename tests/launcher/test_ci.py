"""`.ci/run` fails when a test of the browser or of PostgreSQL was left out, and with whatever `test` fails with."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.launcher.stage import REPOSITORY

PASSED = '<testcase classname="tests.browser.test_x" name="test_y[1]" />'
SKIPPED = '<testcase classname="tests.browser.test_x" name="test_z"><skipped message="no Chromium" /></testcase>'
STORED = '<testcase classname="tests.services.boards.test_store.TestX" name="test_u[postgresql]" />'
NOT_STORED = '<testcase classname="tests.services.boards.test_postgresql" name="test_t"><skipped /></testcase>'
IN_A_FILE = '<testcase classname="tests.services.boards.test_store.TestX" name="test_u[sqlite]"><skipped /></testcase>'
LEFT_OUT = '<testcase classname="" name="tests.browser.test_w"><skipped message="not collected" /></testcase>'
ELSEWHERE = '<testcase classname="tests.services.test_x" name="test_v"><skipped message="why not" /></testcase>'

# Stands in for `python3 -m dashboard test`: leaves a report and ends with a status.
TEST_RUN = """
import pathlib, sys
assert sys.argv[1] == "test"
report = next(word.partition("=")[2] for word in sys.argv if word.startswith("--junitxml="))
cases = {cases!r}
if cases is not None:
    pathlib.Path(report).write_text("<testsuites><testsuite>" + cases + "</testsuite></testsuites>")
print("== 1 passed in 0.1 s ==")
sys.exit({status})
"""

# Installs what it has, the last word, and says so in a file.
APT_GET = """#!/bin/sh
case "$1" in update) exit 0 ;; esac
for package; do :; done
case "$package" in {offered}) echo "$package" >> "{log}" ;; *) exit 100 ;; esac
"""


@pytest.mark.parametrize(
    ("cases", "tests_status", "status", "words"),
    [
        (PASSED + STORED + ELSEWHERE, 0, 0, "All 1 browser tests ran."),
        (PASSED + STORED + IN_A_FILE, 0, 0, "All 1 PostgreSQL tests ran."),
        (PASSED + STORED, 1, 1, "All 1 PostgreSQL tests ran."),
        (PASSED + STORED + SKIPPED, 0, 1, "1 of 2 browser tests did not run: tests.browser.test_x.test_z"),
        (PASSED + STORED + LEFT_OUT, 0, 1, "1 of 2 browser tests did not run: tests.browser.test_w"),
        (PASSED + STORED + NOT_STORED, 0, 1, "1 of 2 PostgreSQL tests did not run: tests.services.boards.test_post"),
        (STORED + ELSEWHERE, 0, 1, "No browser test ran"),
        (PASSED + IN_A_FILE, 0, 1, "No PostgreSQL test ran"),
        (None, 1, 1, "pytest left no report"),
    ],
)
def test_the_status_is_true(tmp_path: Path, cases: str | None, tests_status: int, status: int, words: str) -> None:
    script, tools = stage(tmp_path, cases, tests_status, programs=("chromium-headless-shell", "initdb"))
    answer = run(script, path=f"{tools}{os.pathsep}{os.environ['PATH']}")
    assert answer.returncode == status, answer.stdout + answer.stderr
    assert words in answer.stdout + answer.stderr
    assert "== 1 passed in 0.1 s ==" in answer.stdout
    assert os.access(REPOSITORY / ".ci" / "run", os.X_OK)


@pytest.mark.parametrize(
    ("programs", "offered", "installed"),
    [
        (("chromium-headless-shell",), (), []),
        ((), ("chromium-headless-shell", "chromium"), ["chromium-headless-shell"]),
        (("chromium",), (), []),
        ((), ("chromium",), ["chromium"]),
    ],
    ids=["is there", "is installed", "can't be had beside Chromium", "can't be had"],
)
def test_all_of_chromium_does_where_the_one_without_windows_can_not_be_had(
    tmp_path: Path, programs: tuple[str, ...], offered: tuple[str, ...], installed: list[str]
) -> None:
    script, tools = stage(tmp_path, PASSED + STORED, 0, programs=(*programs, "initdb"))
    shop(tools, offered, log=tmp_path / "log")
    answer = run(script, path=str(tools))
    assert answer.returncode == 0, answer.stdout + answer.stderr
    log = tmp_path / "log"
    assert (log.read_text().split() if log.exists() else []) == installed


def test_without_any_chromium_nothing_is_said_to_have_passed(tmp_path: Path) -> None:
    script, tools = stage(tmp_path, PASSED + STORED, 0, programs=("initdb",))
    shop(tools, (), log=tmp_path / "log")
    answer = run(script, path=str(tools))
    assert answer.returncode != 0
    assert "passed" not in answer.stdout


def stage(folder: Path, cases: str | None, status: int, *, programs: tuple[str, ...]) -> tuple[Path, Path]:
    """The script in a folder of its own, and a folder for the path with Python and these programs, which do nothing."""
    (folder / ".ci").mkdir()
    (folder / "dashboard").mkdir()
    script = folder / ".ci" / "run"
    shutil.copy(REPOSITORY / ".ci" / "run", script)
    (folder / "dashboard" / "__main__.py").write_text(TEST_RUN.format(cases=cases, status=status))
    tools = folder / "tools"
    tools.mkdir()
    for program in programs:
        (tools / program).write_text("#!/bin/sh\n")
        (tools / program).chmod(0o755)
    (tools / "python3").symlink_to(sys.executable)
    return script, tools


def shop(tools: Path, offered: tuple[str, ...], *, log: Path) -> None:
    """Put on the path a package manager that has these, and of this machine's programs those that the script calls."""
    for program, text in (
        ("apt-get", APT_GET.format(offered="|".join((*offered, "nothing")), log=log)),
        ("sudo", '#!/bin/sh\nexec "$@"\n'),
    ):
        (tools / program).write_text(text)
        (tools / program).chmod(0o755)
    for program in ("bash", "dirname", "mktemp", "rm", "id", "env"):
        place = shutil.which(program)
        assert place is not None
        (tools / program).symlink_to(place)


def run(script: Path, *, path: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [script], cwd="/", env={**os.environ, "PATH": path}, capture_output=True, text=True, check=False
    )
