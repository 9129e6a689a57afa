"""Runs a program that ends when its starter does: `python guarded.py MODULE [ARGUMENTS]`, or `MODULE:FUNCTION`.

Its standard input is a pipe that the starter holds open. When the starter closes it, after a word, or ends in whatever
way, without one, the pipe ends, on every system. Then the program is interrupted as with Ctrl-C; what is left of it and
of what it started is killed after a while.
"""

import atexit
import importlib
import os
import runpy
import signal
import subprocess
import sys
import threading
from pathlib import Path

GRACE_SECONDS = 4.0


def main() -> None:
    target, *_ = sys.argv = sys.argv[1:]
    sys.path[0] = str(Path.cwd())  # as `python -m` has it, instead of this file's folder
    guard(_own_pipe())
    module, _, function = target.partition(":")
    if function:
        sys.exit(getattr(importlib.import_module(module), function)())
    runpy.run_module(module, run_name="__main__", alter_sys=True)


def guard(pipe: int) -> None:
    """Watch the pipe from another thread for as long as this process lives."""
    alone, told = threading.Event(), threading.Event()
    starter = os.getppid()

    def watch() -> None:
        try:
            while os.read(pipe, 1):
                told.set()
        except OSError:
            pass
        alone.set()
        _interrupt_main_thread()
        threading.Event().wait(GRACE_SECONDS)
        kill_group()

    def leave_nothing_behind() -> None:
        # A starter that lives kills the group itself, and wants to know our exit status. One that ends closes the pipe
        # a moment before its children have another parent: that it said nothing tells.
        if alone.is_set() and (not told.is_set() or os.getppid() != starter or sys.platform == "win32"):
            kill_group()

    atexit.register(leave_nothing_behind)  # registered first, so it runs last
    threading.Thread(target=watch, name="guard", daemon=True).start()


def _own_pipe() -> int:
    """The pipe, out of reach for the program and what it starts; they find an empty standard input."""
    pipe = os.dup(0)
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)
    return pipe


if sys.platform == "win32":

    def _interrupt_main_thread() -> None:
        signal.raise_signal(signal.SIGINT)

    def kill_group() -> None:
        """Kill this process and all that it started."""
        subprocess.run(["taskkill", "/T", "/F", "/PID", str(os.getpid())], capture_output=True, check=False)
        os._exit(1)

else:

    def _interrupt_main_thread() -> None:
        # Sent to that thread so that a system call it waits in returns.
        signal.pthread_kill(threading.main_thread().ident or 0, signal.SIGINT)

    def kill_group() -> None:
        """Kill this process and all that it started."""
        if os.getpgrp() == os.getpid():
            os.killpg(os.getpid(), signal.SIGKILL)
        os._exit(1)


if __name__ == "__main__":
    main()
