"""pip's own words, as recorded, become what the user can do."""

import pytest

from dashboard.launcher.pip_trouble import explained

UNTRUSTED = """\
Could not fetch URL https://x/: There was a problem confirming the ssl certificate: Max retries exceeded (Caused by
SSLError(SSLCertVerificationError(1, '[SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed'))) - skipping
ERROR: Could not find a version that satisfies the requirement a==1 (from versions: none)
"""
UNREACHABLE = """\
WARNING: Retrying (Retry(total=0)) after connection broken by 'NewConnectionError('<HTTPConnection>: Failed to
establish a new connection: [Errno 111] Connection refused')': /a/
ERROR: No matching distribution found for a==1
"""
RECORDED = [
    ("ERROR: Could not install packages due to an OSError: [Errno 28] No space left on device\n", "Make room"),
    ("OSError: [WinError 112] There is not enough space on the disk\n", "Make room"),
    (
        "ERROR: Could not install packages due to an OSError: [WinError 5] Access is denied: 'numpy.pyd'\n",
        "does another dashboard run from it?",
    ),
    ("ERROR: Could not install packages due to an OSError: [Errno 13] Permission denied: '/x'\n", "permission denied"),
    ("ERROR: Package 'a' requires a different Python: 3.15.0 not in '<3.15,>=3.11'\n", "Start with another one"),
    (UNTRUSTED, "PIP_CERT"),
    (UNREACHABLE, "Check the network"),
    ("NameResolutionError(\"Failed to resolve 'x' ([Errno -3] Temporary failure in name resolution)\")", "HTTPS_PROXY"),
    ("pip._vendor.urllib3.exceptions.ReadTimeoutError: HTTPSConnectionPool: Read timed out.\n", "Check the network"),
]


@pytest.mark.parametrize(("output", "words"), RECORDED)
def test_a_known_cause_is_named_with_the_way_out(output: str, words: str) -> None:
    assert words in explained(output)


def test_an_unknown_cause_is_told_in_pips_last_words() -> None:
    output = "Collecting a\nERROR: No matching distribution found for a==9 (from versions: 1, 2).\n\nnotice: x\n"
    assert "No matching distribution found for a==9 (from versions: 1, 2)." in explained(output)
    assert "it said nothing" in explained("")
