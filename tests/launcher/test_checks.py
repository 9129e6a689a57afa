"""`test` and `bench` run every step and tell the truth about it."""

from pathlib import Path

import pytest

from tests.launcher.stage import Stage

SETTINGS = """
[tool.ruff]
include = ["tests/*.py"]
[tool.mypy]
files = ["tests"]
[tool.pytest.ini_options]
testpaths = ["tests"]
addopts = "-p no:cacheprovider --import-mode=importlib"
[tool.importlinter]
root_packages = ["dashboard"]
[[tool.importlinter.contracts]]
name = "The launcher knows no app"
type = "forbidden"
source_modules = ["dashboard.launcher"]
forbidden_modules = ["dashboard.app"]
"""
GOOD = "def test_good() -> None:\n    assert True\n\n\ndef test_fine() -> None:\n    assert True\n"
STEPS = ["ruff format --check", "ruff check", "mypy", "lint-imports", "pytest"]


@pytest.fixture
def project(stage: Stage) -> Stage:
    stage.write("pyproject.toml", SETTINGS)
    stage.write("tests/test_a.py", GOOD)
    return stage


def test_every_step_passes_and_pytest_gets_its_arguments(project: Stage, tmp_path: Path) -> None:
    status, said = project.run("test", "-n0", "-k", "fine", folder=tmp_path, command=(str(project.root / "dashboard"),))
    assert status == 0, said
    for step in STEPS:
        assert f"\n{step} passed (" in said
    assert "1 passed, 1 deselected" in said
    assert said.endswith("All 5 steps passed.\n")


def test_all_steps_run_after_one_that_failed_and_the_status_tells(project: Stage) -> None:
    project.write("tests/test_b.py", 'import os\n\ndef test_bad() -> int:\n    assert 1 == 2\n    return "x"\n')
    project.write("dashboard/launcher/__init__.py", "import dashboard.app\n")
    project.write("dashboard/app.py", "")
    status, said = project.run("test", "-n0")
    assert status == 1
    for step in STEPS:
        assert f"\n{step} FAILED with status" in said
    assert "`os` imported but unused" in said
    assert "Incompatible return value type" in said
    assert "The launcher knows no app BROKEN" in said
    assert "1 failed, 2 passed" in said
    assert said.endswith(f"5 of 5 steps failed: {', '.join(STEPS)}.\n")


def test_a_failure_of_pytest_alone_fails_the_whole(project: Stage) -> None:
    project.write("tests/test_a.py", GOOD.replace("assert True", "raise ValueError", 1))
    status, said = project.run("test", "-n0")
    assert status == 1
    assert "1 failed, 1 passed" in said
    assert said.endswith("1 of 5 steps failed: pytest.\n")


def test_without_benchmarks_that_is_said(project: Stage) -> None:
    assert project.run("bench")[0] == 0
    assert "no bench_*.py in tests/benchmarks" in project.run("bench")[1]


def test_every_benchmark_runs_with_the_arguments_and_one_that_fails_fails_the_whole(project: Stage) -> None:
    project.write("tests/benchmarks/bench_a.py", "import sys\nimport dashboard\nsys.exit('slow ' + sys.argv[1])\n")
    project.write("tests/benchmarks/bench_b.py", "import sys\nprint('fast', sys.argv[1:], __name__)\n")
    status, said = project.run("bench", "--rows=5")
    assert status == 1
    assert "slow --rows=5\nbench_a FAILED with status 1" in said
    assert "fast ['--rows=5'] __main__\nbench_b passed" in said
    assert said.endswith("1 of 2 benchmarks failed: bench_a.\n")
