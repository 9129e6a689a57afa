"""The environment is made once, mended when broken, and left alone otherwise."""

import os
import shutil
import signal
import socket
import subprocess
import sys
from pathlib import Path, PurePosixPath, PureWindowsPath

import pytest

from dashboard.launcher.environment import VirtualEnvironment, python_in
from dashboard.launcher.requirements import read_requirements
from tests.launcher.stage import SPECIMEN, Program, Stage, build_specimen

OFFLINE = {"PIP_NO_INDEX": "1"}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An environment that a start made, for copying: making one takes seconds."""
    stage = Stage(tmp_path_factory.mktemp("made"))
    packages = tmp_path_factory.mktemp("packages")
    build_specimen(packages, "1.0")
    stage.write("requirements.txt", f"{SPECIMEN}==1.0\n")
    with stage.prepare(environment=OFFLINE | {"PIP_FIND_LINKS": str(packages)}) as program:
        assert program.ended() == 0, program.said
    assert program.said.splitlines()[:2] == [
        f"Making the environment .venv with Python {sys.version.split()[0]}…",
        "Installing 1 package from requirements.txt (about a minute the first time)…",
    ]
    return stage.venv


@pytest.fixture
def packages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that is all that pip can see."""
    folder = tmp_path / "packages"
    build_specimen(folder, "1.0")
    monkeypatch.setenv("PIP_CONFIG_FILE", os.devnull)
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(folder))
    return folder


@pytest.fixture
def installed(stage: Stage, made: Path, packages: Path) -> Stage:
    """A stage whose environment holds the specimen in version 1.0."""
    shutil.copytree(made, stage.venv, symlinks=True)
    stage.write("requirements.txt", f"{SPECIMEN}==1.0\n")
    return stage


def prepared(stage: Stage) -> str:
    """What a start said that ended well."""
    with stage.prepare() as program:
        assert program.ended() == 0, program.said
    assert f"ready: {VirtualEnvironment(stage.venv).python}" in program.said
    return program.said


def refused(program: Program) -> str:
    """The one line of a start that could not be."""
    with program:
        assert program.ended() == 1, program.said
    assert "Traceback" not in program.said
    assert "ready" not in program.said
    return program.said.splitlines()[-1]


def specimen_version(stage: Stage) -> str:
    words = "import launcher_specimen; print(launcher_specimen.VERSION)"
    answer = subprocess.run(
        [VirtualEnvironment(stage.venv).python, "-c", words], capture_output=True, text=True, check=True
    )
    return answer.stdout.strip()


def test_a_python_that_has_every_pin_is_used_as_it_is(stage: Stage) -> None:
    with stage.prepare() as program:
        assert program.ended() == 0
    assert f"ready: {sys.executable}" in program.said
    assert not stage.venv.exists()


def test_unchanged_requirements_install_nothing(installed: Stage, packages: Path) -> None:
    shutil.rmtree(packages)
    said = prepared(installed)
    assert said.startswith("Using the environment in .venv.\n")
    assert "Installing" not in said


def test_changed_requirements_are_installed_once(installed: Stage, packages: Path) -> None:
    build_specimen(packages, "2.0")
    installed.write("requirements.txt", f"{SPECIMEN}==2.0\n")
    said = prepared(installed)
    assert said.startswith("Installing 1 package from requirements.txt…\nInstalled in ")
    assert specimen_version(installed) == "2.0"
    assert prepared(installed).startswith("Using the environment in .venv.")


def test_a_package_that_somebody_removed_comes_back(installed: Stage) -> None:
    python = VirtualEnvironment(installed.venv).python
    subprocess.run([python, "-m", "pip", "uninstall", "-qy", SPECIMEN], check=True)
    assert "Installing 1 package" in prepared(installed)
    assert specimen_version(installed) == "1.0"


def test_an_environment_made_by_hand_is_used_when_it_has_the_pins(installed: Stage) -> None:
    (installed.venv / "dashboard-requirements.json").unlink()
    assert prepared(installed).startswith("Using the environment in .venv.")


@pytest.mark.parametrize("stamp", ['{"unfinished": "yes"}', '{"requirem', ""])
def test_nothing_is_trusted_after_an_installation_that_was_cut_short(installed: Stage, stamp: str) -> None:
    file = read_requirements(installed.root / "requirements.txt")
    assert VirtualEnvironment(installed.venv).is_ready([file])
    (installed.venv / "dashboard-requirements.json").write_text(stamp)
    assert not VirtualEnvironment(installed.venv).is_ready([file])


def test_a_launcher_killed_while_it_installs_is_followed_by_one_that_mends(installed: Stage, packages: Path) -> None:
    installed.write("requirements.txt", f"{SPECIMEN}==2.0\n")
    with socket.create_server(("127.0.0.1", 0)) as silent:
        index = f"http://127.0.0.1:{silent.getsockname()[1]}/"
        with installed.prepare(environment={"PIP_NO_INDEX": "", "PIP_INDEX_URL": index}) as program, silent.accept()[0]:
            program.process.kill()
            program.ended()
    build_specimen(packages, "2.0")
    left = installed.write(".venv/lib/half-installed", "")
    said = prepared(installed)
    assert "The last installation was cut short: making .venv anew.\nMaking the environment" in said
    assert not left.exists()
    assert specimen_version(installed) == "2.0"


def test_an_environment_whose_python_has_gone_is_made_anew(installed: Stage) -> None:
    python = VirtualEnvironment(installed.venv).python
    python.unlink()
    python.symlink_to(installed.root / "no-such-python")
    assert prepared(installed).startswith("The environment in .venv doesn't run (any more): making it anew.")


def test_without_network_the_start_says_so_and_the_next_one_goes_on(installed: Stage, packages: Path) -> None:
    installed.write("requirements.txt", f"{SPECIMEN}==2.0\n")
    unreachable = {"PIP_NO_INDEX": "", "PIP_FIND_LINKS": "", "PIP_RETRIES": "0", "PIP_INDEX_URL": "http://127.0.0.1:9/"}
    line = refused(installed.prepare(environment=unreachable))
    assert "the package index doesn't answer. Check the network" in line
    assert str(installed.venv / "install.log") in line
    assert f"No matching distribution found for {SPECIMEN}==2.0" in (installed.venv / "install.log").read_text()
    # Nothing was touched: the old requirements would do, the new ones are installed when the network is back.
    installed.write("requirements.txt", f"{SPECIMEN}==1.0\n")
    assert prepared(installed).startswith("Using the environment in .venv.")
    build_specimen(packages, "2.0")
    installed.write("requirements.txt", f"{SPECIMEN}==2.0\n")
    assert prepared(installed).startswith("Installing 1 package")


@pytest.mark.parametrize(("number", "status"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_an_interrupted_installation_ends_at_once_and_is_mended(
    installed: Stage, packages: Path, number: int, status: int
) -> None:
    installed.write("requirements.txt", f"{SPECIMEN}==2.0\n")
    build_specimen(packages, "2.0")
    # An index that takes the connection and never answers.
    with socket.create_server(("127.0.0.1", 0)) as silent:
        index = f"http://127.0.0.1:{silent.getsockname()[1]}/"
        with installed.prepare(environment={"PIP_NO_INDEX": "", "PIP_INDEX_URL": index}) as program, silent.accept()[0]:
            program.process.send_signal(number)
            assert program.ended() == status
    assert program.said.rstrip().endswith("Stopped.")
    assert "Traceback" not in program.said
    assert "Making" not in prepared(installed)
    assert specimen_version(installed) == "2.0"


def test_two_starts_at_once_install_once(installed: Stage, packages: Path) -> None:
    build_specimen(packages, "2.0")
    installed.write("requirements.txt", f"{SPECIMEN}==2.0\n")
    with installed.prepare() as one, installed.prepare() as other:
        assert (one.ended(), other.ended()) == (0, 0)
    both = one.said + other.said
    assert both.count("Installing") == 1
    assert both.count("ready: ") == 2
    assert specimen_version(installed) == "2.0"


def test_a_file_in_the_place_of_the_environment_is_named(stage: Stage, packages: Path) -> None:
    stage.write("requirements.txt", f"{SPECIMEN}==1.0\n")
    stage.write(".venv", "")
    assert f"{stage.venv} is a file" in refused(stage.prepare())


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="needs a folder where not even root may write")
def test_a_folder_that_cannot_be_written_is_named(stage: Stage, packages: Path) -> None:
    stage.write("requirements.txt", f"{SPECIMEN}==1.0\n")
    stage.venv.symlink_to("/proc/self/map_files")
    assert "can't be made" in refused(stage.prepare())


@pytest.mark.parametrize("missing", ["venv", "ensurepip"])
def test_a_python_without_the_means_says_what_to_install(stage: Stage, packages: Path, missing: str) -> None:
    stage.write("requirements.txt", f"{SPECIMEN}==1.0\n")
    words = f"import runpy, sys; sys.modules[{missing!r}] = None; runpy.run_module('dashboard', run_name='__main__')"
    line = refused(stage.start(command=("-c", words)))
    assert f"comes without {missing}" in line
    assert "sudo apt install python3-venv" in line


def test_the_python_of_an_environment_is_where_each_system_puts_it() -> None:
    windows = python_in(PureWindowsPath(r"C:\Users\Zoë Ä\my dashboard\.venv"), "nt")
    assert str(windows) == r"C:\Users\Zoë Ä\my dashboard\.venv\Scripts\python.exe"
    assert str(python_in(PureWindowsPath(r"\\server\share\.venv"), "nt")) == r"\\server\share\.venv\Scripts\python.exe"
    assert str(python_in(PurePosixPath("/home/zoë/.venv"), "posix")) == "/home/zoë/.venv/bin/python"


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
def test_a_disk_that_is_full_while_pip_works_is_named_and_the_environment_stays(
    installed: Stage, packages: Path
) -> None:
    build_specimen(packages, "2.0")
    installed.write("requirements.txt", f"{SPECIMEN}==2.0\n")
    # pip writes its report before it touches the environment: the system itself tells it that nothing fits any more.
    line = refused(installed.prepare(environment={"PIP_REPORT": "/dev/full"}))
    assert line.startswith("There is not enough space on the disk for the packages: about 1 GB is needed.")
    assert "No space left on device" in (installed.venv / "install.log").read_text("utf-8")
    assert specimen_version(installed) == "1.0"
    assert "Installing 1 package" in prepared(installed)
    assert specimen_version(installed) == "2.0"
