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
    (tmp_path / ".ci").mkdir()
    (tmp_path / "dashboard").mkdir()
    script = tmp_path / ".ci" / "run"
    shutil.copy(REPOSITORY / ".ci" / "run", script)
    (tmp_path / "dashboard" / "__main__.py").write_text(TEST_RUN.format(cases=cases, status=tests_status))
    tools = tmp_path / "tools"
    tools.mkdir()
    for program in ("chromium", "initdb"):
        (tools / program).write_text("#!/bin/sh\n")
        (tools / program).chmod(0o755)
    (tools / "python3").symlink_to(sys.executable)
    answer = subprocess.run(
        [script],
        cwd="/",
        env={**os.environ, "PATH": f"{tools}{os.pathsep}{os.environ['PATH']}"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert answer.returncode == status, answer.stdout + answer.stderr
    assert words in answer.stdout + answer.stderr
    assert "== 1 passed in 0.1 s ==" in answer.stdout
    assert os.access(REPOSITORY / ".ci" / "run", os.X_OK)
