"""A real PostgreSQL server of the tests' own, in a folder that goes with it, reached by a socket alone."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import uuid4

import psycopg

HASTY_PASSWORD = "hush/@:9c41"
"""Of the role `locked`, which is the only one that is asked for one."""

_ACCESS = """local all locked scram-sha-256
local all all trust
"""


def programs() -> Path | None:
    """The folder with `initdb` and `pg_ctl`, which Debian does not put on the path; None where there is no server."""
    found = [Path(where).resolve().parent for where in (shutil.which("initdb"),) if where]
    found += sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    return next((folder for folder in found if (folder / "initdb").exists() and (folder / "pg_ctl").exists()), None)


class Server:
    """A running server, with databases made on demand."""

    def __init__(self, folder: Path, bin_folder: Path, as_user: dict[str, Any]) -> None:
        self.folder = folder
        self._bin = bin_folder
        self._as_user = as_user
        self._data = folder / "data"

    def make(self) -> None:
        self._run("initdb", "--pgdata", str(self._data), *("-U", "postgres", "-E", "UTF8", "--no-locale", "--no-sync"))
        (self._data / "pg_hba.conf").write_text(_ACCESS, encoding="utf-8")
        self.start()
        with self.connected() as connection:
            connection.execute(f"CREATE ROLE locked LOGIN PASSWORD '{HASTY_PASSWORD}'")
            connection.execute("CREATE ROLE looking LOGIN")

    def start(self) -> None:
        settings = f"-c listen_addresses='' -c fsync=off -c max_connections=60 -k {self.folder}"
        log = str(self.folder / "log")
        self._run("pg_ctl", "start", "--wait", "--pgdata", str(self._data), "--log", log, "--options", settings)

    def stop(self) -> None:
        self._run("pg_ctl", "stop", "--wait", "--mode", "immediate", "--pgdata", str(self._data))

    def url(self, database: str, *, user: str = "postgres", password: str = "") -> str:
        secret = f":{password}" if password else ""
        return f"postgresql://{user}{secret}@/{database}?host={self.folder}"

    def new_database(self, *, encoding: str = "UTF8") -> str:
        """The name of an empty database."""
        name = f"boards_{uuid4().hex}"
        with self.connected() as connection:
            connection.execute(f"CREATE DATABASE {name} ENCODING '{encoding}' TEMPLATE template0")
        return name

    @contextmanager
    def connected(self, database: str = "postgres") -> Iterator[psycopg.Connection]:
        with psycopg.connect(host=str(self.folder), user="postgres", dbname=database, autocommit=True) as connection:
            yield connection

    def _run(self, program: str, *arguments: str) -> None:
        # Not a pipe: the server would inherit it and hold it open.
        with (self.folder / "output").open("wb") as output:
            subprocess.run(
                [str(self._bin / program), *arguments], check=True, cwd=self.folder, stdout=output, stderr=output,
                **self._as_user,
            )  # fmt: skip


@contextmanager
def running() -> Iterator[Server]:
    """A server that ends with the block. It can't run as root, so then it does as the user of Debian's package."""
    bin_folder = programs()
    assert bin_folder is not None
    folder = Path(tempfile.mkdtemp(prefix="boards"))  # short: a socket's path holds 107 bytes
    as_user: dict[str, Any] = {}
    if os.geteuid() == 0:
        user = pwd.getpwnam("postgres")
        os.chown(folder, user.pw_uid, user.pw_gid)
        as_user = {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}
    server = Server(folder, bin_folder, as_user)
    try:
        server.make()
        yield server
    finally:
        server.stop()
        shutil.rmtree(folder)
