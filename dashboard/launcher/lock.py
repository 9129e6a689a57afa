"""One process at a time. The system takes the lock away from a process that ends, so it can't go stale."""

import errno
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

__all__ = ["held_alone"]


@contextmanager
def held_alone(path: Path, when_waiting: Callable[[], None]) -> Iterator[int]:
    """Hold the lock while the block runs; if another holds it, call `when_waiting` once and wait.

    Gives the file descriptor of the lock: a child that inherits it holds the lock too, until it ends.
    """
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        if not _taken(descriptor, wait=False):
            when_waiting()
            while not _taken(descriptor, wait=True):
                pass
        yield descriptor
    finally:
        os.close(descriptor)


if sys.platform == "win32":
    import msvcrt

    def _taken(descriptor: int, *, wait: bool) -> bool:
        try:
            # LK_LOCK tries for ten seconds, then gives up.
            msvcrt.locking(descriptor, msvcrt.LK_LOCK if wait else msvcrt.LK_NBLCK, 1)
        except OSError as trouble:
            if trouble.errno in (errno.EACCES, errno.EDEADLOCK):
                return False
            raise
        return True

else:
    import fcntl

    def _taken(descriptor: int, *, wait: bool) -> bool:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        except BlockingIOError:
            return False
        except OSError as trouble:
            # Some network drives have no locks: go on without rather than not at all.
            return trouble.errno in (errno.ENOLCK, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS)
        return True
