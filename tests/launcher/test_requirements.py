"""What a requirements file asks for, and whether it is there."""

from pathlib import Path

import pytest

from dashboard.launcher.installed import installed_versions
from dashboard.launcher.requirements import Requirements, read_requirements
from tests.launcher.stage import REPOSITORY


def requirements(folder: Path, text: str) -> Requirements:
    path = folder / "requirements.txt"
    path.write_text(text, "utf-8")
    return read_requirements(path)


def test_comments_and_empty_lines_are_passed_over(tmp_path: Path) -> None:
    found = requirements(tmp_path, "# top\n\nstreamlit==1.67.0   # the app\n  pandas == 3.1.1\n#x==1\n")
    assert found.pins == (("streamlit", "1.67.0"), ("pandas", "3.1.1"))
    assert found.others == ()
    assert found.count == 2


@pytest.mark.parametrize(
    "line",
    [
        "a[extra]==1",
        "a==1; sys_platform == 'win32'",
        "a>=1",
        "a==1.*",
        "a",
        "./folder",
        "a @ file:///a.whl",
        "-r b.txt",
    ],
)
def test_what_only_pip_can_judge_is_never_taken_for_met(tmp_path: Path, line: str) -> None:
    found = requirements(tmp_path, line)
    assert found.pins == ()
    assert not found.are_met({"a": "1"})


def test_options_are_not_counted_as_packages(tmp_path: Path) -> None:
    assert requirements(tmp_path, "--no-index\na==1\nb>=2\n").count == 2


@pytest.mark.parametrize(
    ("versions", "met"),
    [({"a": "1", "b": "2"}, True), ({"a": "1"}, False), ({"a": "1", "b": "2.0"}, False), ({}, False)],
)
def test_every_pin_must_be_there_at_exactly_its_version(tmp_path: Path, versions: dict[str, str], met: bool) -> None:
    assert requirements(tmp_path, "a==1\nb==2\n").are_met(versions) is met


def test_the_digest_changes_with_the_file(tmp_path: Path) -> None:
    before = requirements(tmp_path, "a==1\n").digest
    assert requirements(tmp_path, "a==1\n").digest == before
    assert requirements(tmp_path, "a==2\n").digest != before


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt"])
def test_our_own_files_hold_pins_alone_and_this_python_has_them(name: str) -> None:
    found = read_requirements(REPOSITORY / name)
    assert found.others == ()
    assert found.are_met(installed_versions(found.names))


def test_a_package_that_is_not_there_has_no_version() -> None:
    assert "no-such-package-at-all" not in installed_versions(["no-such-package-at-all", "pytest"])
