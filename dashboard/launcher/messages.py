"""Lines for people, and the one exception that becomes such a line."""

import sys

__all__ = ["LaunchError", "UsageError", "say"]


class LaunchError(Exception):
    """Something that the person who starts the app can mend; the message says how."""

    status = 1


class UsageError(LaunchError):
    """The command line can't be understood."""

    status = 2


def say(text: str, *, end: str = "\n", trouble: bool = False) -> None:
    """Print a line at once, to standard error if it tells of trouble. A closed terminal doesn't matter."""
    stream = sys.stderr if trouble else sys.stdout
    try:
        stream.write(text + end)
        stream.flush()
    except UnicodeEncodeError:
        stream.write(text.encode("ascii", "replace").decode() + end)
    except (OSError, ValueError):  # the terminal was closed, the pipe's reader has gone
        pass
