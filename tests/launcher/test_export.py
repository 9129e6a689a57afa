"""`export` hands over to the program that does it, as it was meant where it was typed, and gives on what it says."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.launcher.stage import Stage

PROGRAM = (
    "import sys\n\nprint('heard:', *sys.argv[1:], sep='|')\nprint('trouble', file=sys.stderr)\nsys.exit({status})\n"
)


@pytest.mark.parametrize("status", [0, 1, 2, 75])
def test_link_and_place_are_handed_over_and_the_status_comes_back(stage: Stage, tmp_path: Path, status: int) -> None:
    stage.write("dashboard/export_command.py", PROGRAM.format(status=status))
    link = "http://localhost:8501/?space=s&where=a~in~b c"
    ended, said = stage.run(
        "export", link, "--to", "report.csv", command=(str(stage.root / "dashboard"),), folder=tmp_path
    )
    assert ended == status
    assert f"heard:|--to|{tmp_path / 'report.csv'}|--decimal|.|--|{link}" in said
    assert "trouble" in said


def test_a_link_that_begins_like_an_option_is_still_a_link(stage: Stage) -> None:
    stage.write("dashboard/export_command.py", PROGRAM.format(status=0))
    status, said = stage.run("export", "--to", "a.csv", "--decimal", ",", "--", "-?space=s")
    assert status == 0
    assert "--decimal|,|--|-?space=s" in said
