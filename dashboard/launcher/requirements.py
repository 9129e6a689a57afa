"""What a requirements file asks for."""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

__all__ = ["Requirements", "read_requirements"]

_PIN = re.compile(r"(?P<name>[A-Za-z0-9][A-Za-z0-9._-]*)\s*==\s*(?P<version>[A-Za-z0-9.!+_-]+)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Requirements:
    """One requirements file."""

    path: Path
    pins: tuple[tuple[str, str], ...]
    """Lines `name==version`."""
    others: tuple[str, ...]
    """Lines that only pip can judge: options, extras, markers, addresses."""
    digest: str

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(name for name, _ in self.pins)

    @property
    def count(self) -> int:
        """How many packages it names."""
        return len(self.pins) + sum(not line.startswith("-") for line in self.others)

    def are_pins_met(self, versions: Mapping[str, str]) -> bool:
        return all(versions.get(name) == version for name, version in self.pins)

    def are_met(self, versions: Mapping[str, str]) -> bool:
        """Whether these versions are surely all that the file asks for."""
        return not self.others and self.are_pins_met(versions)


def read_requirements(path: Path) -> Requirements:
    content = path.read_bytes()
    pins = []
    others = []
    for raw in content.decode("utf-8").splitlines():
        line = re.sub(r"(^|\s)#.*", "", raw).strip()
        if not line:
            continue
        if pin := _PIN.fullmatch(line):
            pins.append((pin["name"], pin["version"]))
        else:
            others.append(line)
    return Requirements(path=path, pins=tuple(pins), others=tuple(others), digest=hashlib.sha256(content).hexdigest())
