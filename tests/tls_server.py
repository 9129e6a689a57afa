"""A server with a certificate that nobody vouches for."""

from __future__ import annotations

import contextlib
import re
import socket
import ssl
import threading
from collections.abc import Iterator
from pathlib import Path

PAIR = """\
-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQg82462HWT3ZNxxJRl
00LYnVfjQxFwOn6oUWgNJEUx7t+hRANCAARztno0L+VHxCNGDNpFhNqVj86jaQ3r
6C/CEdR9CTKlQ+zQFcSJklQAmMALrFVmVfMjjAXjXyJJRFXP9SWCuIco
-----END PRIVATE KEY-----
-----BEGIN CERTIFICATE-----
MIIBdjCCAR2gAwIBAgIBATAKBggqhkjOPQQDAjAUMRIwEAYDVQQDDAlsb2NhbGhv
c3QwIBcNMjAwMTAxMDAwMDAwWhgPMjEyMDAxMDEwMDAwMDBaMBQxEjAQBgNVBAMM
CWxvY2FsaG9zdDBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABHO2ejQv5UfEI0YM
2kWE2pWPzqNpDevoL8IR1H0JMqVD7NAVxImSVACYwAusVWZV8yOMBeNfIklEVc/1
JYK4hyijXjBcMBoGA1UdEQQTMBGCCWxvY2FsaG9zdIcEfwAAATAPBgNVHRMBAf8E
BTADAQH/MB0GA1UdDgQWBBSPlPtvoWuaKO9kvir7DU3S1e6zZzAOBgNVHQ8BAf8E
BAMCAoQwCgYIKoZIzj0EAwIDRwAwRAIgVlCL38wJpk3PV6WPVz3VlP2SGYIsQVcA
2zTvc738mOkCIA9wXujF+YM7dSwdSTayjut3Su8MxqVEQU4NlMWgNMFw
-----END CERTIFICATE-----
"""
"""The key and the certificate of nobody, made once for this test: signed by itself, for localhost, valid until 2120."""

REPLY = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}"


class TlsServer:
    """Answers one connection after another over TLS; keeps what it could read of each."""

    def __init__(self, certificate: Path) -> None:
        self._context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self._context.load_cert_chain(certificate)
        self._listening = socket.create_server(("127.0.0.1", 0))
        self._thread = threading.Thread(target=self._serve)
        self.connections = 0
        self.read = b""

    @property
    def url(self) -> str:
        return f"https://127.0.0.1:{self._listening.getsockname()[1]}/v1"

    @contextlib.contextmanager
    def running(self) -> Iterator[TlsServer]:
        self._thread.start()
        try:
            yield self
        finally:
            # Wakes the thread out of accept; closing alone would not.
            self._listening.shutdown(socket.SHUT_RDWR)
            self._thread.join()
            self._listening.close()

    def _serve(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                plain, _ = self._listening.accept()
                self.connections += 1
                with plain, contextlib.suppress(OSError):
                    plain.settimeout(10)
                    with self._context.wrap_socket(plain, server_side=True) as connection:
                        self.read += _request(connection)
                        connection.sendall(REPLY)


def _request(connection: ssl.SSLSocket) -> bytes:
    """The whole request: closing before it is read would break the connection instead of ending it."""
    received = b""
    while True:
        head, end, body = received.partition(b"\r\n\r\n")
        length = re.search(rb"(?i)content-length: *(\d+)", head)
        if end and len(body) >= int(length[1] if length else 0):
            return received
        more = connection.recv(65536)
        if not more:
            return received
        received += more
