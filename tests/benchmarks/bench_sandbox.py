"""How long a newcomer waits for sample data: from the sandbox's start as a program to its first insights answer.

Plain is a Python that only imports what any such server needs: what is above 1 is our own work.
"""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from tests.benchmarks.paired import ratio

BODY = json.dumps(
    {
        "metrics": ["profile_reach"],
        "dimensions": ["date", "network"],
        "aggregator": "sum",
        "filters": [],
        "startDate": "2026-11-02",
        "endDate": "2026-11-15",
    }
).encode()
PROGRAM = (sys.executable, "-m", "services.sandbox", "--port", "0", "--day", "2026-11-20", "--until-stdin-closes")


def first_answer() -> float:
    """Start it, ask once, and give the seconds until the whole answer was there."""
    started = time.perf_counter()
    with subprocess.Popen(PROGRAM, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdin is not None
        url = process.stdout.readline().split()[-1]
        headers = {"Authorization": "Bearer sandbox", "Content-Type": "application/json"}
        request = urllib.request.Request(f"{url}/spaces/spce_roast/insights", data=BODY, headers=headers)
        with urllib.request.urlopen(request) as answer:
            rows = json.load(answer)["data"]
        seconds = time.perf_counter() - started
        process.kill()
    assert len(rows) > 14
    return seconds


def bare_start() -> None:
    subprocess.run([sys.executable, "-c", "import starlette, uvicorn"], cwd=ROOT, check=True)


def main() -> None:
    seconds: list[float] = []
    lowest, median, highest = ratio(lambda: seconds.append(first_answer()), bare_start)
    # The first is the one that `ratio` does not count either.
    absolute = sorted(seconds[1:])
    print(
        "the sandbox's start and first insights answer, scale 1 ÷ a Python that imports starlette and uvicorn: "
        f"{median:.2f} (lowest {lowest:.2f}, highest {highest:.2f}; median of pairs)"
    )
    print(
        f"that is {statistics.median(absolute):.2f} s "
        f"(lowest {absolute[0]:.2f}, highest {absolute[-1]:.2f}; median of {len(absolute)})"
    )


if __name__ == "__main__":
    main()
