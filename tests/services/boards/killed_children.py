"""A program that starts children which save (or make) a database over and over, kills each at a random moment, and
looks at what is left. It prints a line of JSON a child.

    python -m tests.services.boards.killed_children saving FOLDER CHILDREN SEED

Children are forks of a program that has imported everything already: so each of them costs little.
"""

from __future__ import annotations

import json
import os
import random
import select
import signal
import sqlite3
import sys
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import alembic.command  # before the forks: a child that makes a database needs it
import alembic.config  # noqa: F401

from services.boards.board import Board, NoteTile, Realm
from services.boards.store import BoardStore
from tests.services.boards.samples import NOW, OURS, big_board, board_of, chart, note

LONGEST_SECONDS = 0.04
"""A child is killed at most so long after it began: enough for some saves."""


def text_of(revision: int) -> str:
    """What stands in every note of that revision."""
    return (f"{revision} {'—' * 20} " * 100)[:1_900]


def written(board: Board) -> Board:
    """The board with the content of the revision that a save will give it."""
    text = text_of(board.revision + 1)
    return replace(board, tiles=tuple(replace(tile, text=text) for tile in board.tiles if isinstance(tile, NoteTile)))


def store_at(file: Path) -> BoardStore:
    return BoardStore(f"sqlite:///{file}", lambda: NOW)


def killed(child: Any, rng: random.Random) -> int:
    """Run it in a fork and kill that at a random moment after it began; the last number that it reported, or 0."""
    reading, writing = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.close(reading)
        try:
            child(lambda number: os.write(writing, number.to_bytes(4, "big")))
        finally:
            os._exit(1)
    os.close(writing)
    os.read(reading, 4)  # it has begun
    select.select([], [], [], rng.uniform(0, LONGEST_SECONDS))
    os.kill(pid, signal.SIGKILL)
    _, status = os.waitpid(pid, 0)
    assert os.WIFSIGNALED(status), "the child ended before it was killed"
    reported = b""
    while chunk := os.read(reading, 4096):
        reported += chunk
    os.close(reading)
    return int.from_bytes(reported[-4:], "big")


def say(**found: Any) -> None:
    sys.stdout.write(json.dumps(found) + "\n")


def others_in(file: Path, board: Board) -> str:
    with closing(sqlite3.connect(file)) as db:
        return repr(db.execute("SELECT * FROM statusbrew_boards WHERE id != ? ORDER BY id", (board.id,)).fetchall())


def saving(folder: Path, children: int, rng: random.Random) -> None:
    """Each child saves one big board over and over, and reports each revision that was kept."""
    file = folder / "boards.sqlite3"
    store = store_at(file)
    for number in range(3):
        store.add(board_of(chart(), note(f"other {number}")))
    board = store.add(big_board("Big", text_of(1)))
    board = store.save(written(board))
    others = others_in(file, board)

    def child(report: Any) -> None:
        own = store_at(file)
        current = own.board(board.id, Realm.REAL, (OURS,))
        report(0)
        while True:
            current = own.save(written(current))
            report(current.revision)

    found = board
    for _ in range(children):
        reported = killed(child, rng) or found.revision
        was_cut_short = file.with_name(f"{file.name}-journal").exists()
        found = store.board(board.id, Realm.REAL, (OURS,))
        say(
            reported=reported,
            found=found.revision,
            is_whole=[tile.text for tile in found.tiles if isinstance(tile, NoteTile)]
            == [text_of(found.revision)] * 60,
            are_others_untouched=others_in(file, board) == others,
            was_cut_short=was_cut_short,
        )


def opening(folder: Path, children: int, rng: random.Random) -> None:
    """Each child makes a new database; then another opens it."""
    for number in range(children):
        file = folder / f"{number}.sqlite3"

        def child(report: Any, file: Path = file) -> None:
            report(0)
            store_at(file).boards(Realm.REAL, (OURS,))
            while True:
                signal.pause()

        killed(child, rng)
        kept = store_at(file).add(board_of(note("first")))
        say(is_whole=store_at(file).board(kept.id, Realm.REAL, (OURS,)) == kept)


if __name__ == "__main__":
    what, folder, children, seed = sys.argv[1:]
    {"saving": saving, "opening": opening}[what](Path(folder), int(children), random.Random(int(seed)))
