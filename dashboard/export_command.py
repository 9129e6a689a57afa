"""`python3 -m dashboard export LINK --to FILE`: asks what a link asks, and writes the answer to a file.

For Monday's cron: no server has to run. It keeps to the same settings, memory of lists and window of requests as the
app, so that together they never send a request too many. A file is there whole or not at all.

Exit status: 0 written; 1 it could not be done, and why; 2 what was typed or linked can't be understood; 75 later it can
(the requests are used up, or Statusbrew is in trouble), as `sysexits.h` calls it.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

from dashboard.clients import Clients
from dashboard.exports import EXPORTS, Document, Export
from dashboard.sandbox_process import SandboxProcess
from dashboard.secrets_file import SECRETS_FILES, read_table
from dashboard.unattended import address_of, document_of
from services.errors import (
    BudgetSpent,
    ConnectionTrouble,
    DashboardError,
    QuestionInvalid,
    RateLimited,
    ServiceTrouble,
)
from services.insights.client import Client
from services.settings import Settings, read_preferences, read_settings

__all__ = ["main"]

FAILED, NOT_UNDERSTOOD, LATER = 1, 2, 75
_LATER: Final = (BudgetSpent, RateLimited, ServiceTrouble, ConnectionTrouble)
_PICTURES: Final = (".png", ".svg", ".jpg", ".jpeg", ".pdf")


class _FileTrouble(Exception):
    """The file can't be written; the message says why."""


def main(
    arguments: Sequence[str],
    *,
    environment: Mapping[str, str] = os.environ,
    secrets_files: Sequence[Path] = SECRETS_FILES,
) -> int:
    """Do what was typed after `export`; gives the exit status. One line on standard output, or on standard error."""
    typed = _parsed(arguments)
    sandbox = SandboxProcess()
    try:
        address_of(typed.link)
        path = Path(typed.to).absolute()
        export = _export_of(path)
        _check_place(path)
        client = Clients().of_installation(_settings(environment, read_table(secrets_files), sandbox))
        document = document_of(client, typed.link)
        _write(path, export.build(document, decimal=typed.decimal))
    except QuestionInvalid as error:
        return _refused(" ".join(error.problems), NOT_UNDERSTOOD)
    except _LATER as error:
        return _refused(str(error), LATER)
    except (DashboardError, _FileTrouble) as error:
        return _refused(str(error), FAILED)
    finally:
        sandbox.stop()
    _say(f"Wrote {path}: {_told(document, client)}")
    return 0


def _parsed(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python3 -m dashboard export", allow_abbrev=False)
    parser.add_argument("link")
    parser.add_argument("--to", required=True)
    parser.add_argument("--decimal", choices=(".", ","), default=".")
    return parser.parse_args(arguments)


def _export_of(path: Path) -> Export:
    """The format that the file's name ends with: the longest that fits, so that ".excel.csv" is not ".csv"."""
    name = path.name.lower()
    fitting = [export for export in EXPORTS if name.endswith(f".{export.ending}")]
    if fitting:
        return max(fitting, key=lambda export: len(export.ending))
    known = ", ".join(f".{export.ending} ({export.label})" for export in EXPORTS)
    if path.suffix.lower() in _PICTURES:
        raise _FileTrouble(
            f'A picture is made in the browser: export to "{path.stem}.html", open it and save the picture there. '
            f"The name may end with: {known}."
        )
    raise _FileTrouble(f'The name "{path.name}" does not say what to write. It may end with: {known}.')


def _check_place(path: Path) -> None:
    """Before anything is asked: an answer that can't be written would have cost its requests."""
    try:
        is_folder = path.is_dir()
    except OSError as trouble:
        raise _unwritable(path, trouble) from trouble
    if is_folder:
        raise _FileTrouble(f"{path} is a folder. Name a file in it.")
    if not path.parent.is_dir():
        raise _FileTrouble(f"There is no folder {path.parent}. Make it, or name another.")
    if not os.access(path.parent, os.W_OK):
        raise _FileTrouble(f"You may not write in {path.parent}. Name another folder.")


def _settings(environment: Mapping[str, str], secrets: Mapping[str, Any], sandbox: SandboxProcess) -> Settings:
    """Those of the installation; without a token the sandbox's, as in the app. Raises SettingsInvalid."""
    account = read_settings(environment, secrets)
    if account is not None:
        return account
    running = sandbox.running()
    preferences = read_preferences(environment, secrets)
    return Settings(api_url=running.api_url, token=running.token, is_sample_data=True, **preferences)


def _write(path: Path, content: bytes) -> None:
    """Beside its place first, then in it: whoever opens the file finds the old one or the new one, whole."""
    part = path.with_name(f".{path.name[:100]}.{os.getpid()}.part")
    try:
        with part.open("xb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    except OSError as trouble:
        raise _unwritable(path, trouble) from trouble
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)


def _unwritable(path: Path, trouble: OSError) -> _FileTrouble:
    return _FileTrouble(f"{path} can't be written: {trouble.strerror or trouble}.")


def _told(document: Document, client: Client) -> str:
    rows = sum(len(result.frame) for result in document.results)
    spent = sum(entry.was_paid for entry in client.broker.ledger.entries())
    sample = " Sample data: no token is set." if client.settings.is_sample_data else ""
    return (
        f"{rows:,} row{'' if rows == 1 else 's'}, {spent} request{'' if spent == 1 else 's'} spent. "
        f"{document.receipt}.{sample}"
    )


def _refused(why: str, status: int) -> int:
    _say(f"Nothing was written. {' '.join(why.split())}", is_trouble=True)
    return status


def _say(line: str, *, is_trouble: bool = False) -> None:
    stream = sys.stderr if is_trouble else sys.stdout
    encoding = stream.encoding or "utf-8"
    stream.write(line.encode(encoding, "replace").decode(encoding) + "\n")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
