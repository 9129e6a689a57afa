"""The `[statusbrew]` table of the secrets file, for a program that runs without Streamlit's server."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from services.errors import SettingsInvalid

__all__ = ["SECRETS_FILES", "read_table"]

_FILE: Final = Path(".streamlit", "secrets.toml")

SECRETS_FILES: Final = (Path.home() / _FILE, Path(__file__).resolve().parent.parent / _FILE)
"""The user's own and this folder's, which wins: as Streamlit reads them."""


def read_table(files: Sequence[Path] = SECRETS_FILES) -> Mapping[str, Any]:
    """The table of the last of these files that has one; empty where none has.

    Raises SettingsInvalid where a file can't be read, without repeating anything of it.
    """
    table: Any = {}
    for file in files:
        try:
            content = tomllib.loads(file.read_text("utf-8"))
        except (FileNotFoundError, NotADirectoryError):
            continue
        except (OSError, ValueError):
            raise SettingsInvalid(
                f"{file} can't be read as TOML. Check its quotes and brackets, save it as UTF-8 without BOM, "
                "then start again. Until then no account is connected."
            ) from None
        table = content.get("statusbrew", table)
    if not isinstance(table, Mapping):
        raise SettingsInvalid("[statusbrew] in .streamlit/secrets.toml must be a table, with api_token below it.")
    return table
