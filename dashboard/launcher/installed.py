"""What a Python has installed. As a program, `python -I installed.py NAME…`, it tells so as JSON."""

import importlib.metadata
import importlib.util
import json
import sys
from collections.abc import Iterable

__all__ = ["has_module", "installed_versions"]


def installed_versions(names: Iterable[str]) -> dict[str, str]:
    """The version of each of these packages that is installed; the others are left out."""
    versions: dict[str, str] = {}
    for name in names:
        try:
            # A package whose removal was cut short may be there without saying its version.
            version: str | None = importlib.metadata.version(name)
        except (importlib.metadata.PackageNotFoundError, KeyError):
            continue
        if version:
            versions[name] = version
    return versions


def has_module(name: str) -> bool:
    return importlib.util.find_spec(name) is not None


if __name__ == "__main__":
    sys.stdout.write(
        json.dumps(
            {
                "python": list(sys.version_info[:2]),
                "pip": has_module("pip"),
                "versions": installed_versions(sys.argv[1:]),
            }
        )
    )
