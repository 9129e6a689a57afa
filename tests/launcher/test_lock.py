"""One launcher at a time prepares the environment."""

import os
import signal
from pathlib import Path

from tests.launcher.stage import Stage

HOLDER = """
import pathlib, sys
from dashboard.launcher.lock import held_alone
with held_alone(pathlib.Path(sys.argv[1]), lambda: print("waiting", flush=True)):
    print("holding", flush=True)
    if sys.argv[2:]:
        import signal
        signal.pause()
print("gave back", flush=True)
"""


def test_the_second_waits_until_the_first_has_ended_even_by_a_kill(stage: Stage, tmp_path: Path) -> None:
    lock = str(tmp_path / "lock")
    with stage.start(lock, "for ever", command=("-c", HOLDER)) as first:
        first.heard("holding")
        with stage.start(lock, command=("-c", HOLDER)) as second:
            second.heard("waiting")
            assert "holding" not in second.said
            os.kill(first.process.pid, signal.SIGKILL)
            assert second.ended() == 0
    assert second.said.split("\n")[:3] == ["waiting", "holding", "gave back"]


def test_a_lock_that_is_free_again_is_taken_without_waiting(stage: Stage, tmp_path: Path) -> None:
    lock = str(tmp_path / "lock")
    for _ in range(2):
        assert stage.run(lock, command=("-c", HOLDER)) == (0, "holding\ngave back\n")
