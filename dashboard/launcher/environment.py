"""A Python that has the pinned requirements: the running one if it has them, else one in `.venv`."""

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import TypeVar

from dashboard.launcher.child import Child
from dashboard.launcher.installed import has_module, installed_versions
from dashboard.launcher.lock import held_alone
from dashboard.launcher.messages import LaunchError, say
from dashboard.launcher.pip_trouble import explained
from dashboard.launcher.requirements import Requirements, read_requirements

__all__ = ["VirtualEnvironment", "python_in", "python_with"]

AnyPath = TypeVar("AnyPath", bound=PurePath)

OLDEST = (3, 11)
FULL_BYTES = 1_000_000
PIP = ("install", "--disable-pip-version-check", "--no-input", "--no-user", "--progress-bar", "off")


def python_with(root: Path, *names: str) -> str:
    """The path of a Python that has what these requirements files of the root name; makes `.venv` if it must."""
    files = [read_requirements(root / name) for name in names]
    wanted = [name for file in files for name in file.names]
    here = installed_versions(wanted)
    if all(file.are_met(here) for file in files):
        say(f"Using the Python that runs this, which has all of {_listed(files)}: {sys.executable}")
        return sys.executable
    environment = VirtualEnvironment(root / ".venv")
    if not environment.is_ready(files):
        environment.prepare(files)
    else:
        say("Using the environment in .venv.")
    return str(environment.python)


def python_in(folder: AnyPath, system: str = os.name) -> AnyPath:
    """Where an environment in this folder has its Python, on a system named as `os.name` does."""
    return folder / "Scripts" / "python.exe" if system == "nt" else folder / "bin" / "python"


@dataclass(frozen=True, slots=True)
class _Look:
    """What stands in an environment."""

    runs: bool
    has_pip: bool = False
    versions: tuple[tuple[str, str], ...] = ()


class VirtualEnvironment:
    """The environment in one folder.

    A stamp in it tells which requirements files were installed completely, or that an installation is under way.
    One left from an installation that was cut short means that nothing in the folder can be trusted.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.python = python_in(folder)
        self.log = folder / "install.log"
        self._stamp = folder / "dashboard-requirements.json"
        self._lock = folder / "dashboard-setup.lock"

    def is_ready(self, files: Sequence[Requirements]) -> bool:
        """Whether all of these files is installed. Without our stamp (somebody made it by hand) the pins tell."""
        stamp = self._read_stamp()
        if "unfinished" in stamp:
            return False
        look = self._look(files)
        versions = dict(look.versions)
        return look.runs and all(
            file.are_pins_met(versions) and stamp[file.path.name] == file.digest
            if file.path.name in stamp
            else file.are_met(versions)
            for file in files
        )

    def prepare(self, files: Sequence[Requirements]) -> None:
        """Make what is missing. Raises LaunchError when it can't; then the next start tries again."""
        if self.folder.exists() and not self.folder.is_dir():
            raise LaunchError(f"{self.folder} is a file; the environment goes there. Move it away, start again.")
        try:
            self.folder.mkdir(exist_ok=True)
            with held_alone(self._lock, lambda: say("Waiting for another start that prepares .venv…")) as lock:
                if not self.is_ready(files):
                    self._install(files, lock)
        except OSError as trouble:
            raise LaunchError(
                f"The environment in {self.folder} can't be made: {trouble.strerror or trouble}. "
                "Start the dashboard from a folder where you may write and that has about 1 GB free."
            ) from trouble

    def _install(self, files: Sequence[Requirements], lock: int) -> None:
        self.log.write_bytes(b"")
        stamp = self._read_stamp()
        look = self._look(files)
        if "unfinished" in stamp:
            say("The last installation was cut short: making .venv anew.")
            self._clear()
            stamp, look = {}, _Look(runs=False)
        elif not look.runs and (self.folder / "pyvenv.cfg").exists():
            say("The environment in .venv doesn't run (any more): making it anew.")
            self._clear()
            stamp = {}
        self._write_stamp({"unfinished": "yes"})
        if not look.runs:
            _check_that_environments_can_be_made()
            say(f"Making the environment .venv with Python {sys.version.split()[0]}…")
            self._run(_base_python(), "venv", [str(self.folder)], lock)
        elif not look.has_pip:
            self._run(str(self.python), "ensurepip", [], lock)
        count = sum(file.count for file in files)
        hint = "" if look.versions else " (about a minute the first time)"
        say(f"Installing {count} {'package' if count == 1 else 'packages'} from {_listed(files)}{hint}…")
        started = time.monotonic()
        arguments = [*PIP, *(part for file in files for part in ("-r", str(file.path)))]
        self._run(str(self.python), "pip", arguments, lock, stamp_before=stamp)
        self._write_stamp(stamp | {file.path.name: file.digest for file in files})
        say(f"Installed in {time.monotonic() - started:.0f} s.")

    def _run(
        self,
        python: str,
        module: str,
        arguments: Sequence[str],
        lock: int,
        *,
        stamp_before: dict[str, str] | None = None,
    ) -> None:
        """Run a module with its output in the log. The child holds the lock too, in case it outlives us a moment.

        A pip that ended by itself before it touched the environment leaves it as it was: `stamp_before` holds again.
        """
        start = self.log.stat().st_size
        with self.log.open("ab") as log:
            child = Child(python, module, arguments, folder=self.folder.parent, output=log, inherits=[lock])
            status = 1
            try:
                status = child.wait()
            finally:
                status = child.end()
                output = self.log.read_bytes()[start:].decode("utf-8", "replace")
                if stamp_before is not None and status > 0 and "Installing collected packages" not in output:
                    self._write_stamp(stamp_before)
        if status:
            if shutil.disk_usage(self.folder).free < FULL_BYTES:
                output += "No space left on device"  # so full that even the log could not be written
            raise LaunchError(f"{explained(output)} All that {module} said: {self.log}")

    def _look(self, files: Sequence[Requirements]) -> _Look:
        names = [name for file in files for name in file.names]
        program = Path(__file__).with_name("installed.py")
        try:
            answer = subprocess.run([self.python, "-I", program, *names], capture_output=True, check=True, timeout=60)
        except (OSError, subprocess.SubprocessError):
            return _Look(runs=False)
        facts = json.loads(answer.stdout)
        if tuple(facts["python"]) < OLDEST:
            return _Look(runs=False)
        return _Look(runs=True, has_pip=facts["pip"], versions=tuple(facts["versions"].items()))

    def _read_stamp(self) -> dict[str, str]:
        """File name → digest of what was installed from it; empty without a stamp."""
        try:
            stamp = json.loads(self._stamp.read_text("utf-8"))
        except (FileNotFoundError, NotADirectoryError):
            return {}
        except ValueError:  # cut off while it was written
            return {"unfinished": "yes"}
        return {str(name): str(digest) for name, digest in stamp.items()}

    def _write_stamp(self, stamp: dict[str, str]) -> None:
        if stamp:
            self._stamp.write_text(json.dumps(stamp, indent=1), "utf-8")
        else:
            self._stamp.unlink(missing_ok=True)

    def _clear(self) -> None:
        """Empty the folder, but for the lock that we hold, the log and the stamp (which goes last, if at all)."""
        for entry in self.folder.iterdir():
            if entry in (self._lock, self.log, self._stamp):
                continue
            if entry.is_dir() and not entry.is_symlink():
                shutil.rmtree(entry)
            else:
                entry.unlink()


def _listed(files: Iterable[Requirements]) -> str:
    return " and ".join(file.path.name for file in files)


def _base_python() -> str:
    """The Python under the environment that runs this, if it runs in one: that one may be what is made anew."""
    base: str = getattr(sys, "_base_executable", sys.executable)
    return base or sys.executable


def _check_that_environments_can_be_made() -> None:
    missing = [name for name in ("venv", "ensurepip") if not has_module(name)]
    if missing:
        raise LaunchError(
            f"This Python ({sys.executable}) comes without {' and '.join(missing)}, which make an environment for the "
            "dashboard's packages. On Debian or Ubuntu: sudo apt install python3-venv. Then start again."
        )
