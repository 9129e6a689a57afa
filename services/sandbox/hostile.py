"""Text that means trouble wherever it is not treated as text: for tests of whatever shows the API's words."""

from collections.abc import Sequence
from itertools import cycle

from services.sandbox.agency import Dress

LONG = "An endless name " * 625  # 10,000 characters
PAYLOADS = (
    "[click](http://evil.example/x)",
    "![image](http://evil.example/pixel.png)",
    "<script>alert(1)</script><img src=x onerror=alert(1)>",
    '<a href="javascript:alert(1)">Plotly</a><br><b>bold</b><extra></extra> %{x}',
    ":red[x] :material/delete: **bold** `code` $x^2$ # heading",
    '=HYPERLINK("http://x","y")',
    "+cmd|' /C calc'!A0",
    "@SUM(1+1)*cmd|' /C calc'!A0",
    "\u202egnp.exe\u202c \u200fright to left\u200e",
    "zero\u200bwidth\u200djoiner\ufeff",
    "../../etc/passwd?x=1#y&z=%2e%2e",
    "line\nbreak\ttab\r\nand \"quotes\" 'single' | pipe",
    LONG,
)


def dresser(payloads: Sequence[str]) -> Dress:
    """Puts the next of the payloads before each name."""
    following = cycle(payloads)
    return lambda name: f"{next(following)} {name}"


def mixture() -> str:
    """All payloads together, for the text of posts."""
    return " ".join(payload for payload in PAYLOADS if payload is not LONG)
