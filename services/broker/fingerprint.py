"""Names for tokens and questions that tell nothing about them."""

from __future__ import annotations

import hashlib

from services.broker.request import ApiRequest

__all__ = ["token_fingerprint", "request_key"]


def token_fingerprint(token: str) -> str:
    """32 hex digits that stand for the token and don't lead back to it."""
    return hashlib.sha256(b"statusbrew-dashboard token\0" + token.encode()).hexdigest()[:32]


def request_key(fingerprint: str, base_url: str, request: ApiRequest) -> str:
    """64 hex digits that stand for what is asked, where, and with which token."""
    digest = hashlib.sha256()
    # Each part is preceded by its length, so that no two lists of parts give the same bytes.
    for part in (fingerprint.encode(), base_url.encode(), request.method.encode(), request.path.encode(), request.body):
        digest.update(b"-" if part is None else f"{len(part)}:".encode() + part)
    return digest.hexdigest()
