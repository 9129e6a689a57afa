"""What is configured is what the README promises: loopback only, no telemetry, no token in git, everything pinned."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
VARIABLE = re.compile(r"\bSTATUSBREW_[A-Z_]*[A-Z]\b")
PIN = re.compile(r"[a-z][a-z0-9-]*==[0-9][0-9.]*")

ASK_STREAMLIT = """
import json, sys
from streamlit import config
print(json.dumps({name: config.get_option(name) for name in sys.argv[1:]}))
"""


def as_streamlit_reads_it(*names: str, home: Path) -> dict[str, object]:
    """The options that a plain `streamlit run` of a user without settings of his own has in our folder."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("STREAMLIT_")}
    answer = subprocess.run(
        [sys.executable, "-c", ASK_STREAMLIT, *names],
        cwd=ROOT,
        env={**inherited, "HOME": str(home), "USERPROFILE": str(home)},
        capture_output=True,
        text=True,
        check=True,
    )
    told: dict[str, object] = json.loads(answer.stdout)
    return told


def requirement_lines(name: str) -> list[str]:
    lines = (ROOT / name).read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line.strip() and not line.startswith("#")]


def source_texts(*folders: str) -> dict[Path, str]:
    files = [file for folder in folders for file in sorted((ROOT / folder).rglob("*.py"))]
    return {file: file.read_text(encoding="utf-8") for file in files}


def test_streamlit_listens_on_this_machine_only_and_sends_no_telemetry(tmp_path: Path) -> None:
    told = as_streamlit_reads_it("server.address", "browser.gatherUsageStats", home=tmp_path)
    assert told == {"server.address": "localhost", "browser.gatherUsageStats": False}


@pytest.mark.skipif(shutil.which("git") is None, reason="git says what git ignores")
def test_git_ignores_the_file_with_the_token_and_not_the_settings_beside_it(tmp_path: Path) -> None:
    # In a repository of its own, so that it is our .gitignore that speaks and nobody's personal one.
    git = ["git", "-c", f"core.excludesFile={os.devnull}", "-C", str(tmp_path)]
    subprocess.run([*git, "init", "-q"], check=True)
    shutil.copy(ROOT / ".gitignore", tmp_path)
    names = [".streamlit/secrets.toml", ".streamlit/config.toml"]
    answer = subprocess.run([*git, "check-ignore", *names], capture_output=True, text=True, check=True)
    assert answer.stdout.split() == [".streamlit/secrets.toml"]


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt"])
def test_every_requirement_is_pinned_to_one_version_and_named_once(name: str) -> None:
    pins = [line.partition("#")[0].strip() for line in requirement_lines(name)]
    assert pins
    assert not [pin for pin in pins if not PIN.fullmatch(pin)]
    packages = [pin.partition("==")[0] for pin in pins]
    assert len(set(packages)) == len(packages)


def test_every_requirement_of_the_app_has_its_reason_beside_it() -> None:
    assert not [line for line in requirement_lines("requirements.txt") if not line.partition("#")[2].strip()]


def test_the_readme_names_the_two_commands_on_lines_of_their_own() -> None:
    lines = README.splitlines()
    assert "python3 -m dashboard" in lines
    assert "python3 -m dashboard test" in lines


def test_the_readme_names_every_variable_that_the_code_reads_and_no_other() -> None:
    texts = source_texts("dashboard", "services", "pages")
    in_code = {name for text in texts.values() for name in VARIABLE.findall(text)}
    assert in_code
    assert in_code == set(VARIABLE.findall(README))


def test_continuous_integration_runs_the_test_command() -> None:
    lines = (ROOT / ".ci" / "run").read_text(encoding="utf-8").splitlines()
    commands = [line for line in lines if not line.lstrip().startswith("#")]
    assert sum(line.startswith("python3 -m dashboard test") for line in commands) == 1


def test_no_message_is_left_to_the_browsers_memory_which_a_cut_short_run_may_have_emptied() -> None:
    # With Streamlit's default, sessions stopped with "Cached ForwardMsg MISS" when Run was clicked out of a text field.
    settings = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
    assert settings["global"]["minCachedMessageSize"] >= 10**9
