"""A small OpenID Connect provider over real HTTP: its login page lists its people, and one click logs in as one."""

from __future__ import annotations

import base64
import hashlib
import secrets
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from html import escape
from typing import Any
from urllib.parse import urlencode

import uvicorn
from joserfc import jwt
from joserfc.jwk import RSAKey
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from tests.browser.programs import free_port

CLIENT_ID = "dashboard"
CLIENT_SECRET = "canary-client-secret-8d2b"


@dataclass
class OidcProvider:
    """The authorization code flow of OpenID Connect Core 1.0; `people` are the claims of those whom it knows."""

    people: Mapping[str, Mapping[str, Any]]
    issuer: str = ""
    codes: dict[str, dict[str, str]] = field(default_factory=dict)
    key: RSAKey = field(default_factory=lambda: RSAKey.generate_key(2048, {"kid": "one", "use": "sig", "alg": "RS256"}))

    def app(self) -> Starlette:
        return Starlette(
            routes=[
                Route("/.well-known/openid-configuration", self.metadata),
                Route("/authorize", self.authorize),
                Route("/token", self.token, methods=["POST"]),
                Route("/jwks", self.jwks),
            ]
        )

    async def metadata(self, _: Request) -> Response:
        return JSONResponse(
            {
                "issuer": self.issuer,
                "authorization_endpoint": f"{self.issuer}/authorize",
                "token_endpoint": f"{self.issuer}/token",
                "jwks_uri": f"{self.issuer}/jwks",
                "response_types_supported": ["code"],
                "subject_types_supported": ["public"],
                "id_token_signing_alg_values_supported": ["RS256"],
                "code_challenge_methods_supported": ["S256"],
            }
        )

    async def authorize(self, request: Request) -> Response:
        asked = dict(request.query_params)
        if asked.get("client_id") != CLIENT_ID or asked.get("response_type") != "code":
            return HTMLResponse("unknown client", status_code=400)
        if (person := asked.pop("person", "")) not in self.people:
            links = "".join(
                f'<p><a href="/authorize?{escape(urlencode({**asked, "person": name}))}">{escape(name)}</a></p>'
                for name in self.people
            )
            return HTMLResponse(f"<h1>Who are you?</h1>{links}")
        code = secrets.token_urlsafe(16)
        self.codes[code] = {**asked, "person": person}
        return RedirectResponse(
            f"{asked['redirect_uri']}?{urlencode({'code': code, 'state': asked['state']})}", status_code=302
        )

    async def token(self, request: Request) -> Response:
        form = await request.form()
        # A code is good for one login.
        asked = self.codes.pop(str(form.get("code")), None)
        if asked is None or asked["redirect_uri"] != form.get("redirect_uri") or not self._is_client(request, form):
            return JSONResponse({"error": "invalid_grant"}, status_code=400)
        if (challenge := asked.get("code_challenge")) and challenge != _hashed(str(form.get("code_verifier"))):
            return JSONResponse({"error": "invalid_grant"}, status_code=400)
        now = int(time.time())
        claims = {
            "iss": self.issuer,
            "aud": CLIENT_ID,
            "iat": now,
            "exp": now + 300,
            "nonce": asked.get("nonce"),
            **self.people[asked["person"]],
        }
        token = jwt.encode({"alg": "RS256", "kid": "one"}, claims, self.key)
        return JSONResponse(
            {"access_token": secrets.token_urlsafe(16), "token_type": "Bearer", "expires_in": 300, "id_token": token}
        )

    async def jwks(self, _: Request) -> Response:
        return JSONResponse({"keys": [self.key.as_dict(private=False)]})

    @staticmethod
    def _is_client(request: Request, form: Mapping[str, Any]) -> bool:
        if form.get("client_secret"):
            return (form.get("client_id"), form.get("client_secret")) == (CLIENT_ID, CLIENT_SECRET)
        told = request.headers.get("authorization", "").removeprefix("Basic ")
        return base64.b64decode(told).decode() == f"{CLIENT_ID}:{CLIENT_SECRET}"


def _hashed(verifier: str) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()


@contextmanager
def oidc_provider(people: Mapping[str, Mapping[str, Any]]) -> Iterator[OidcProvider]:
    """A provider that runs until the block ends."""
    provider, port = OidcProvider(people=people), free_port()
    provider.issuer = f"http://localhost:{port}"
    server = uvicorn.Server(uvicorn.Config(provider.app(), host="localhost", port=port, log_level="warning"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    try:
        yield provider
    finally:
        server.should_exit = True
        thread.join(10)
