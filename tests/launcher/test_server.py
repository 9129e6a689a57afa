"""Where the app listens, and a real start from the first line to the last."""

import http.client
import os
import signal
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from dashboard.launcher.messages import LaunchError
from dashboard.launcher.server import address_of, free_port, has_login, is_only_here
from tests.launcher.stage import Program, Stage, wait_until_gone

CANARY = "canary-token-that-nobody-may-print"


@pytest.fixture
def taken() -> Iterator[int]:
    """A port that somebody listens at."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


def is_healthy(port: int) -> bool:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        connection.request("GET", "/_stcore/health")
        return connection.getresponse().read() == b"ok"
    finally:
        connection.close()


def is_free(port: int) -> bool:
    return free_port("localhost", port) == port


def app_of(program: Program) -> int:
    """The process of the app that this launcher started."""
    children = Path(f"/proc/{program.process.pid}/task/{program.process.pid}/children").read_text().split()
    assert len(children) == 1
    return int(children[0])


def test_the_next_free_port_follows_one_that_is_taken(taken: int) -> None:
    assert free_port("localhost", taken) > taken
    assert free_port("127.0.0.1", taken) > taken
    assert free_port("0.0.0.0", taken) > taken


def test_a_port_taken_on_the_other_localhost_is_taken() -> None:
    if not socket.has_ipv6:
        return
    try:
        server = socket.create_server(("::1", 0), family=socket.AF_INET6)
    except OSError:  # this machine has no such address
        return
    with server:
        assert free_port("localhost", server.getsockname()[1]) > server.getsockname()[1]


def test_when_no_port_is_left_that_is_said() -> None:
    with socket.socket() as last:
        last.bind(("127.0.0.1", 65535))
        last.listen()
        with pytest.raises(LaunchError, match="All ports from 65535 to 65535 are taken"):
            free_port("127.0.0.1", 65535)


@pytest.mark.parametrize("host", ["no-such-host.invalid", "203.0.113.7"])
def test_an_address_that_is_not_ours_is_named(host: str) -> None:
    with pytest.raises(LaunchError, match=f"can't listen at {host}.*0.0.0.0 for all"):
        free_port(host, 8501)


def test_an_address_that_is_not_ours_is_named_before_anything_is_installed(stage: Stage) -> None:
    stage.write("requirements.txt", "no-such-package-at-all==1\n")
    status, said = stage.run("--host", "203.0.113.7", "--no-browser")
    assert status == 1
    assert said.count("\n") == 1
    assert "can't listen at 203.0.113.7" in said
    assert not stage.venv.exists()


@pytest.mark.parametrize(
    ("host", "only_here"),
    [
        *((host, True) for host in ("localhost", "127.0.0.1", "127.5.5.5", "::1")),
        *((host, False) for host in ("0.0.0.0", "::", "192.168.1.5", "my-computer")),
    ],
)
def test_only_loopback_is_closed_to_the_network(host: str, only_here: bool) -> None:
    assert is_only_here(host) is only_here


@pytest.mark.parametrize(
    ("host", "address"),
    [
        ("localhost", "http://localhost:8501"),
        ("0.0.0.0", "http://localhost:8501"),
        ("::1", "http://[::1]:8501"),
        ("192.168.1.5", "http://192.168.1.5:8501"),
    ],
)
def test_the_address_can_be_opened(host: str, address: str) -> None:
    assert address_of(host, 8501) == address


def test_a_start_from_another_folder_on_a_taken_port_serves_until_ctrl_c(
    stage: Stage, tmp_path: Path, taken: int
) -> None:
    program = stage.start(
        f"--port={taken}",
        "--no-browser",
        command=(str(stage.root / "dashboard"),),
        folder=tmp_path,
        environment={"STATUSBREW_TOKEN": CANARY, "HTTP_PROXY": "http://127.0.0.1:9"},
    )
    with program:
        port = int(program.heard(r"^The dashboard is at http://localhost:(\d+)\. Ctrl-C ends it\.$")[1])
        assert port > taken
        assert f"Port {taken} is taken: using {port}." in program.said
        assert is_healthy(port)
        app = app_of(program)
        os.kill(program.process.pid, signal.SIGINT)
        assert program.ended() == 0
    wait_until_gone(app)
    assert is_free(port)
    assert program.said.rstrip().endswith("The dashboard has ended.")
    assert "Traceback" not in program.said
    assert "Warning" not in program.said
    assert CANARY not in program.said


def test_two_starts_at_once_get_two_ports_and_end_with_a_termination(stage: Stage, taken: int) -> None:
    first = stage.start(f"--port={taken}", "--no-browser")
    second = stage.start(f"--port={taken}", "--no-browser")
    with first, second:
        ports = set()
        while len(ports) < 2:
            # One may have lost a port to the other after it was found free; then it says a second address.
            for program in (first, second):
                program.heard("The dashboard is at")
            ports = {program.said.rpartition("http://localhost:")[2].split(".")[0] for program in (first, second)}
        assert all(is_healthy(int(port)) for port in ports)
        apps = [app_of(first), app_of(second)]
        for program in (first, second):
            program.process.send_signal(signal.SIGTERM)
        assert (first.ended(), second.ended()) == (0, 0)
    wait_until_gone(*apps)


def test_an_open_start_warns_and_a_killed_launcher_takes_the_app_along(stage: Stage, taken: int) -> None:
    with stage.start("--host", "0.0.0.0", f"--port={taken}", "--no-browser") as program:
        port = int(program.heard(r"The dashboard is at http://localhost:(\d+) \(from other machines: http://")[1])
        warnings = [line for line in program.said.splitlines() if line.startswith("Warning")]
        assert len(warnings) == 1
        assert "anybody on the network" in warnings[0]
        assert is_healthy(port)
        app = app_of(program)
        program.process.kill()
        program.ended()
    wait_until_gone(app)


def test_a_login_is_one_that_the_secrets_file_of_the_user_or_of_this_folder_sets(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home, root = tmp_path / "home", tmp_path / "root"
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("USERPROFILE", str(home))
    assert not has_login(root)
    for folder in (home, root):
        file = folder / ".streamlit" / "secrets.toml"
        file.parent.mkdir(parents=True)
        for written in ('[statusbrew]\napi_token = "x"', "[auth]", '[auth\nclient_id = "x"'):
            file.write_text(written)
            assert not has_login(root)
        file.write_text('[auth]\nclient_id = "x"')
        assert has_login(root)
        file.unlink()


@pytest.fixture
def telling_browser(tmp_path: Path) -> Path:
    """A browser that tells in the terminal which address it was given."""
    browser = tmp_path / "browser"
    browser.write_text('#!/bin/sh\necho "opened: $*"\n')
    browser.chmod(0o755)
    return browser


def test_the_browser_opens_at_the_printed_address(stage: Stage, taken: int, telling_browser: Path) -> None:
    with stage.start(f"--port={taken}", environment={"BROWSER": str(telling_browser)}) as program:
        address = program.heard(r"^The dashboard is at (http://localhost:\d+)\. Ctrl-C ends it\.$")[1]
        assert program.heard("^opened: (.*)$")[1] == address
        program.process.send_signal(signal.SIGINT)
        assert program.ended() == 0
    assert program.said.count("opened: ") == 1
    assert "yourself" not in program.said


def test_no_browser_opens_when_none_is_wanted(stage: Stage, taken: int, telling_browser: Path) -> None:
    with stage.start(f"--port={taken}", "--no-browser", environment={"BROWSER": str(telling_browser)}) as program:
        program.heard("^The dashboard is at ")
        program.process.send_signal(signal.SIGINT)
        assert program.ended() == 0
    assert "opened: " not in program.said


def test_a_missing_browser_does_not_matter(stage: Stage, taken: int) -> None:
    with stage.start(f"--port={taken}", environment={"BROWSER": "no-such-browser-at-all"}) as program:
        program.heard(r"open http://localhost:\d+ yourself")
        program.process.send_signal(signal.SIGINT)
        assert program.ended() == 0


def test_an_app_that_cannot_start_gives_a_status(stage: Stage, taken: int) -> None:
    stage.write("dashboard/app.py", "")
    (stage.root / "dashboard" / "app.py").unlink()
    status, said = stage.run(f"--port={taken}", "--no-browser")
    assert status == 1
    assert "app.py" in said
    assert "The dashboard could not start" in said
