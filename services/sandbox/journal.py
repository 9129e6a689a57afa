"""What was asked: an entry a request, without tokens and bodies, kept for tests and written to a file if named."""

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A request: when it arrived (seconds since 1970), what it was, and its status (0: it got no answer)."""

    time: float
    method: str
    path: str
    status: int


class Journal:
    """All requests so far."""

    def __init__(self, file: Path | None) -> None:
        self.entries: list[Entry] = []
        self.file = file.open("a", encoding="utf-8") if file else None

    def add(self, entry: Entry) -> None:
        """Keeps the entry and writes its line at once."""
        self.entries.append(entry)
        if self.file:
            self.file.write(json.dumps(asdict(entry)) + "\n")
            self.file.flush()

    def listing(self) -> list[dict[str, Any]]:
        """The entries as JSON has them."""
        return [asdict(entry) for entry in self.entries]

    def close(self) -> None:
        """Closes the file."""
        if self.file:
            self.file.close()
