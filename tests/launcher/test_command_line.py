"""What is typed is understood, or answered with what can be typed."""

import ast
import sys

import pytest

from tests.launcher.stage import REPOSITORY, Stage


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--port", "0"], "'0' is no port; a port is a number from 1 to 65535"),
        (["--port", "65536"], "is no port"),
        (["--port=abc"], "is no port"),
        (["--port"], "expected one argument"),
        (["--host", ""], "is no address"),
        (["--host", "http://x"], "is no address"),
        (["--prot", "3"], "There is no option --prot; --port is the nearest."),
        (["--browser"], "There is no option --browser; --no-browser is the nearest."),
        (["--frobnicate"], "There is no option --frobnicate; known are --port, --host, --no-browser, --help."),
        (["tset"], "There is no command tset; test is the nearest."),
        (["start"], "known are export, test, bench; to start the dashboard, name none."),
        (["export"], "Name the link to export, in quotes."),
        (["export", "/?space=s"], "Say where to: --to FILE."),
        (["export", "/?space=s", "--two", "x.csv"], "There is no option --two; --to is the nearest."),
        (
            ["export", "/?space=s", "metric=m", "--to", "x.csv"],
            "What follows the link is too much: metric=m; put the link in quotes",
        ),
        (["export", "/?space=s", "--to", "x.csv", "--decimal", ";"], "invalid choice"),
    ],
)
def test_a_mistake_is_named_in_one_line_with_the_usage(stage: Stage, arguments: list[str], words: str) -> None:
    status, said = stage.run(*arguments)
    first, usage = said.split("\n", 1)
    assert status == 2
    assert words in first
    assert usage.startswith("usage: python3 -m dashboard [--port N]")
    assert not stage.venv.exists()


@pytest.mark.parametrize(
    "arguments", [["--help"], ["-h"], ["test", "--help"], ["bench", "-h"], ["--port", "--help"], ["export", "-h"]]
)
def test_help_names_every_option_and_command(stage: Stage, arguments: list[str]) -> None:
    status, said = stage.run(*arguments)
    assert status == 0
    for word in ("--port", "--host", "--no-browser", "export ", "--to FILE", "test ", "bench ", "Ctrl-C"):
        assert word in said


@pytest.mark.parametrize("file", ["__init__.py", "__main__.py"])
def test_an_old_python_can_read_the_entry(file: str) -> None:
    source = (REPOSITORY / "dashboard" / file).read_text("utf-8")
    assert source.isascii()  # the very old ones stumble over anything else
    tree = ast.parse(source, feature_version=(3, 4))
    assert not [node for node in ast.walk(tree) if isinstance(node, ast.JoinedStr)]


@pytest.mark.parametrize("version", [(3, 6, 15), (3, 10, 13)])
def test_an_old_python_is_told_which_one_is_needed(stage: Stage, version: tuple[int, ...]) -> None:
    pretend = f"import runpy, sys; sys.version_info = {version}; runpy.run_module('dashboard', run_name='__main__')"
    status, said = stage.run(command=("-c", pretend))
    assert status == 1
    assert said.startswith("The dashboard needs Python 3.11 or newer; this is Python " + ".".join(map(str, version)))
    assert sys.executable in said
    assert "Traceback" not in said
    assert not stage.venv.exists()
