"""What pip's own words mean to the person who started the dashboard."""

__all__ = ["explained"]

_DISK = "There is not enough space on the disk for the packages: about 1 GB is needed. Make room, then start again."
_PERMISSION = (
    "The packages can't be written into .venv: permission denied. Does the folder belong to somebody else, "
    "or does another dashboard run from it?"
)
_CERTIFICATE = (
    "The package index can't be trusted: its certificate is unknown here. In a company network, set PIP_CERT "
    "to the file with the company's certificates, then start again."
)
_NETWORK = (
    "The packages can't be fetched: the package index doesn't answer. Check the network (behind a proxy, set "
    "HTTPS_PROXY), then start again."
)
_PYTHON = (
    "The packages don't support this version of Python. Start with another one, for instance: python3.12 -m dashboard. "
    "Delete the folder .venv first."
)
# Signs in the output, most telling first.
_CAUSES: tuple[tuple[str, tuple[str, ...]], ...] = (
    (_DISK, ("No space left on device", "not enough space on the disk")),
    (_PERMISSION, ("Permission denied", "Access is denied", "Read-only file system")),
    (_PYTHON, ("requires a different Python", "require a different python version")),
    (_CERTIFICATE, ("CERTIFICATE_VERIFY_FAILED", "SSLError")),
    (
        _NETWORK,
        (
            "Failed to establish a new connection",
            "Connection refused",
            "NewConnectionError",
            "NameResolutionError",
            "ConnectTimeoutError",
            "Read timed out",
            "ReadTimeoutError",
            "ProxyError",
            "Connection reset",
            "(from versions: none)",
        ),
    ),
)


def explained(output: str) -> str:
    """What went wrong and what to do, as far as pip's words tell; else its last words."""
    for words, signs in _CAUSES:
        if any(sign in output for sign in signs):
            return words
    lines = [line.strip() for line in output.splitlines() if line.strip()]
    errors = [line for line in lines if line.lower().startswith("error")]
    last = (errors or lines or ["it said nothing"])[-1]
    return f"The packages could not be installed: {last.removesuffix('.')}."
