"""The app as a running server: a free port, its start, its health, the browser."""

import errno
import http.client
import ipaddress
import os
import socket
import sys
import threading
import time
import tomllib
import webbrowser
from pathlib import Path

from dashboard.launcher.child import Child
from dashboard.launcher.messages import LaunchError, say

__all__ = ["address_of", "free_port", "has_login", "is_only_here", "serve"]

FIRST_PORT = 8501
LAST_PORT = 65535
PORTS_TRIED = 100
START_SECONDS = 120.0
ANYWHERE = ("0.0.0.0", "::")


def serve(python: str, root: Path, *, host: str, port: int, browser: bool) -> int:
    """Run the app until it ends or somebody ends it; gives the exit status."""
    if not is_only_here(host) and not has_login(root):
        say(
            f"Warning: at {host} anybody on the network can open the dashboard and use its token, "
            "while no login is set."
        )
    while True:
        free = free_port(host, port)
        if free != port:
            say(f"Port {port} is taken: using {free}.")
        say("Starting the dashboard…")
        status = _serve_at(python, root, host=host, port=free, browser=browser)
        if status == 0 or not _is_taken(host, free):
            return status
        port = free  # another program took the port between our look and the app's


def has_login(root: Path) -> bool:
    """Whether people have to log in: an `[auth]` table in the user's secrets file or this folder's, as Streamlit reads
    them. One that can't be read is none."""
    for folder in (Path.home(), root):
        try:
            secrets = tomllib.loads((folder / ".streamlit" / "secrets.toml").read_text("utf-8"))
        except (OSError, ValueError):
            continue
        if secrets.get("auth"):
            return True
    return False


def _serve_at(python: str, root: Path, *, host: str, port: int, browser: bool) -> int:
    arguments = [
        "run",
        str(Path("dashboard", "app.py")),
        f"--server.address={host}",
        f"--server.port={port}",
        "--server.headless=true",
        "--browser.gatherUsageStats=false",
        "--logger.hideWelcomeMessage=true",
    ]
    with Child(python, "streamlit", arguments, folder=root) as child:
        if not _is_up(child, host, port):
            if child.has_ended_within(0):
                if not _is_taken(host, port):
                    say("The dashboard could not start. What it said is above.", trouble=True)
                return 1
            raise LaunchError(
                f"The dashboard doesn't answer at {address_of(host, port)} {START_SECONDS:.0f} s after its start. "
                "What it said is above. Start it again; if that doesn't help, restart the computer."
            )
        _announce(host, port, browser=browser)
        try:
            status = child.wait()
        except KeyboardInterrupt:
            child.end()
            say("The dashboard has ended.")
            return 0
    if status and not _is_taken(host, port):
        say(f"The dashboard ended by itself (status {status}). What it said is above.", trouble=True)
    return 1 if status else 0


def _announce(host: str, port: int, *, browser: bool) -> None:
    address = address_of(host, port)
    elsewhere = f" (from other machines: http://{socket.gethostname()}:{port})" if host in ANYWHERE else ""
    say(f"The dashboard is at {address}{elsewhere}. Ctrl-C ends it.")
    if browser:
        threading.Thread(target=_open_browser, args=[address], daemon=True).start()


def _open_browser(address: str) -> None:
    """Open the browser if there is one; a text browser would take over the terminal, so it doesn't count."""
    has_screen = (
        sys.platform in ("win32", "darwin")
        or "BROWSER" in os.environ
        or "DISPLAY" in os.environ
        or "WAYLAND_DISPLAY" in os.environ
    )
    try:
        if not has_screen or not webbrowser.open(address):
            say(f"There is no browser to open here: open {address} yourself.")
    except (OSError, webbrowser.Error):
        say(f"The browser did not open: open {address} yourself.")


def _is_up(child: Child, host: str, port: int) -> bool:
    """Whether the app answers, looked at until it does, has ended, or the time is up."""
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        if child.has_ended_within(0.1):
            return False
        if _is_healthy(host, port):
            return True
    return False


def _is_healthy(host: str, port: int) -> bool:
    connection = http.client.HTTPConnection(_reachable(host), port, timeout=5)  # no proxy, whatever is set
    try:
        connection.request("GET", "/_stcore/health")
        return connection.getresponse().status == http.HTTPStatus.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def _reachable(host: str) -> str:
    """The address where this machine reaches a server that listens at `host`."""
    return {"0.0.0.0": "127.0.0.1", "::": "::1", "localhost": "127.0.0.1"}.get(host, host)


def address_of(host: str, port: int) -> str:
    name = "localhost" if host in ANYWHERE else f"[{host}]" if ":" in host else host
    return f"http://{name}:{port}"


def is_only_here(host: str) -> bool:
    """Whether only this machine reaches a server that listens at `host`."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def free_port(host: str, first: int) -> int:
    """The first port from `first` on that nobody listens at."""
    last = min(first + PORTS_TRIED, LAST_PORT)
    for port in range(first, last + 1):
        if not _is_taken(host, port):
            return port
    raise LaunchError(f"All ports from {first} to {last} are taken. Name another: --port {FIRST_PORT}")


def _is_taken(host: str, port: int) -> bool:
    try:
        # A browser may try localhost as ::1 first and would see what listens there.
        return _is_bound(_reachable(host) if host == "localhost" else host, port) or (
            host == "localhost" and _is_loopback_6_taken(port)
        )
    except socket.gaierror:
        reason = "it isn't known"
    except PermissionError:
        if sys.platform == "win32":  # a range that the system keeps for itself
            return True
        raise LaunchError(
            f"You may not listen at port {port}: ports below 1024 belong to the system. "
            f"Name another: --port {FIRST_PORT}"
        ) from None
    except OSError as trouble:
        reason = trouble.strerror or str(trouble)
    raise LaunchError(
        f"The dashboard can't listen at {host}: {reason}. Leave --host out for this machine only, "
        "or use 0.0.0.0 for all its addresses."
    )


def _is_loopback_6_taken(port: int) -> bool:
    try:
        return _is_bound("::1", port)
    except OSError:  # no IPv6 here
        return False


def _is_bound(address: str, port: int) -> bool:
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        if sys.platform != "win32":  # there, it would share a port that another program listens at
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((address, port))
        except OSError as trouble:
            if trouble.errno == errno.EADDRINUSE:
                return True
            raise
    return False
