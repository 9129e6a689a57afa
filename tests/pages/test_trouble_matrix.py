"""Pages × troubles × what is cached: a card that says what to do, and a whole page once the trouble is over.

The pages are those of the table of pages: a new one is in here without a word. Trouble meets every request while it
lasts. Where a page finds all that it needs in memory it asks nothing, and is whole.
"""

from __future__ import annotations

import itertools
import socket
import sqlite3
import ssl
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from enum import Enum
from pathlib import Path
from typing import Any, NoReturn

import pytest
import streamlit as st
from requests.adapters import HTTPAdapter
from streamlit.testing.v1 import AppTest

from dashboard import state
from dashboard.navigation import PAGES, PageEntry
from services.broker import FileBudget, Lane, Limit, token_fingerprint
from tests.conftest import SandboxProgram, start_sandbox
from tests.pages.conftest import ENTRY, plain_words
from tests.tls_server import PAIR, TlsServer

EXPLORE = ""
CLOSED_PORT = "http://127.0.0.1:1/v1"
UNKNOWN_NAME = "https://nobody.invalid/v1"


class Held(Enum):
    """What there is when the trouble begins."""

    NOTHING = "nothing cached"
    SOMETHING = "something cached"
    ONE_SLOT = "budget spent"
    """Nothing is cached, and one request of fifty is left."""


@dataclass(frozen=True, kw_only=True)
class Trouble:
    """`answer` is what the sandbox says; without one the trouble lies before it. `ways` are words of what to do, of a
    list and of a question alike or, if they differ, of a question."""

    name: str
    ways: tuple[str, ...]
    ways_of_lists: tuple[str, ...] = ()
    answer: dict[str, Any] = field(default_factory=dict)


CHECK_ADDRESS = ("STATUSBREW_API_URL",)
LATER = ("The question is fine: try again in a few minutes",)
SHORTER = ("Ask for a shorter period or fewer breakdowns",)
LATER_TOO = ("Try again in a few minutes",)
UNREADABLE = ("Try again; if it stays so, check STATUSBREW_API_URL", "Please report these words")
MANAGER = ("account manager (sales@statusbrew.com)", "revoked at once", "only reads")

TROUBLES = (
    Trouble(name="400", answer={"status": 400}, ways=("change that part", "request_fields")),
    Trouble(name="401", answer={"status": 401}, ways=("copied whole", *MANAGER)),
    Trouble(name="403", answer={"status": 403}, ways=("organization's owner", *MANAGER)),
    Trouble(name="404", answer={"status": 404}, ways=("choose another",)),
    Trouble(name="405", answer={"status": 405}, ways=CHECK_ADDRESS),
    Trouble(name="415", answer={"status": 415}, ways=CHECK_ADDRESS),
    Trouble(name="429", answer={"status": 429}, ways=("Nothing is lost",)),
    Trouble(name="500", answer={"fault": "500"}, ways=LATER),
    Trouble(name="503", answer={"fault": "503"}, ways=LATER),
    Trouble(name="524", answer={"fault": "524"}, ways=SHORTER, ways_of_lists=LATER_TOO),
    Trouble(name="no network", ways=("refused the connection", "Check the network connection")),
    Trouble(name="DNS", ways=("could not be found (DNS)", "Check the network connection")),
    Trouble(name="TLS", ways=("certificate", "the token was not sent")),
    Trouble(name="time-out", answer={"fault": "slow=60s"}, ways=SHORTER, ways_of_lists=LATER_TOO),
    Trouble(name="HTML", answer={"fault": "html"}, ways=("a web page", *UNREADABLE)),
    Trouble(name="empty", answer={"fault": "empty"}, ways=("is empty", *UNREADABLE)),
    Trouble(name="cut off", answer={"fault": "cutoff"}, ways=("cut off", *UNREADABLE)),
    Trouble(name="garbage", answer={"fault": "garbage"}, ways=UNREADABLE),
    Trouble(name="wrong JSON", answer={"status": 200, "body": '{"data": {"surprise": 1}}'}, ways=UNREADABLE),
    Trouble(name="broken connection", answer={"fault": "drop"}, ways=("Check the network connection",)),
)
MATRIX = tuple(
    (page, trouble, held)
    for (place, page), (number, trouble), (stage, held) in itertools.product(
        enumerate(PAGES), enumerate(TROUBLES), enumerate(Held)
    )
    # All of the first page, whose way the others go; each trouble meets two of these.
    if page.address == EXPLORE or (number % 3 == place % 3 and stage == (number + place) % 3)
)
WAIT = ("Nothing is lost: you can run it again at ",)


def token_of(page: PageEntry, trouble: Trouble, held: Held) -> str:
    """Nobody else's, so that memory and budget are not either; one for all that have something cached, but for 429,
    which stops whoever has that token for minutes."""
    if held is Held.SOMETHING and trouble.name != "429":
        return "canary-matrix-warm"
    return f"canary-matrix-{page.address or 'explore'}-{trouble.name}-{held.name}".replace(" ", "-")


@pytest.fixture(scope="module")
def sandbox() -> Iterator[SandboxProgram]:
    """One that knows every token of the matrix and has no limit of its own."""
    tokens = sorted({token_of(*case) for case in MATRIX})
    known = itertools.chain.from_iterable(("--token", token) for token in tokens[1:])
    program = start_sandbox("--limit", "0", *known, token=tokens[0])
    yield program
    program.stop()
    st.cache_resource.clear()


@pytest.fixture(scope="module")
def tls_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TlsServer]:
    certificate = tmp_path_factory.mktemp("tls") / "pair.pem"
    certificate.write_text(PAIR, encoding="ascii")
    with TlsServer(certificate).running() as running:
        yield running


@pytest.fixture(scope="module")
def state_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("state") / "state.sqlite3"


@dataclass
class Stage:
    """Makes the trouble and ends it."""

    sandbox: SandboxProgram
    tls_server: TlsServer
    patch: pytest.MonkeyPatch

    def begin(self, trouble: Trouble, *, is_connected: bool) -> None:
        self.sandbox.reset()
        if trouble.answer:
            self.sandbox.queue([trouble.answer] * 30)
        if trouble.name == "time-out":
            self._lose_patience()
        elif not trouble.answer and is_connected:
            # Whoever has something cached has it from this address: there the way to it breaks.
            self._lose(trouble)
        elif not trouble.answer:
            places = {"no network": CLOSED_PORT, "DNS": UNKNOWN_NAME, "TLS": self.tls_server.url}
            self.patch.setenv("STATUSBREW_API_URL", places[trouble.name])

    def end(self) -> None:
        self.patch.undo()
        self.sandbox.reset()

    def _lose_patience(self) -> None:
        patiently = HTTPAdapter.send

        def send(adapter: HTTPAdapter, *request: Any, **options: Any) -> Any:
            return patiently(adapter, *request, **{**options, "timeout": (5, 0.1)})

        self.patch.setattr(HTTPAdapter, "send", send)

    def _lose(self, trouble: Trouble) -> None:
        def fail(*_: object, **__: object) -> NoReturn:
            raise {
                "no network": ConnectionRefusedError("refused"),
                "DNS": socket.gaierror(socket.EAI_NONAME, "not known"),
                "TLS": ssl.SSLCertVerificationError("self-signed certificate"),
            }[trouble.name]

        self.patch.setattr("urllib3.connectionpool.is_connection_dropped", lambda _: True)
        self.patch.setattr("urllib3.util.connection.create_connection", fail)


@pytest.fixture
def stage(sandbox: SandboxProgram, tls_server: TlsServer) -> Iterator[Stage]:
    with pytest.MonkeyPatch.context() as patch:
        yield Stage(sandbox=sandbox, tls_server=tls_server, patch=patch)
    # No trouble is left over for the next, where a page asked for nothing.
    sandbox.reset()


def opened(page: PageEntry, link: dict[str, str]) -> AppTest:
    """The page as one who opens it by its address sees it: AppTest knows the pages only after a first run."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("STATUSBREW_LIMIT", "a wrong setting, with which nothing is asked")
        app = AppTest.from_file(str(ENTRY), default_timeout=60).run()
    if page.address == EXPLORE:
        for key, value in link.items():
            app.query_params[key] = value
    else:
        app.switch_page(f"../{page.file}")
    return app.run()


def a_link(number: int) -> dict[str, str]:
    """A question of its own for each case: none finds its numbers in memory."""
    end = datetime.now(UTC).date() - timedelta(days=30)
    return {
        "org": "orgn_lantern",
        "space": "spce_roast",
        "metric": "post_total",
        "by": "network",
        "agg": "sum",
        "period": f"{end - timedelta(days=number)}..{end}",
    }


def retries(app: AppTest) -> list[Any]:
    return [button for button in app.button if button.key.startswith("retry.")]


def is_waiting(app: AppTest) -> bool:
    """Whether a question stands in line: then a card of another kind counts down."""
    return state.CANCEL_WAITING in {button.key for button in app.button}


def is_whole(app: AppTest) -> bool:
    return bool(app.title) and not retries(app) and not app.error


def cards_of(app: AppTest, token: str) -> str:
    """What the cards say; whatever happens, it looks like no bug and holds no token."""
    assert not app.exception
    assert plain_words(app).strip()
    assert token not in plain_words(app)
    told = [card.value for card in [*app.error, *app.warning]]
    if is_waiting(app):
        told.append(plain_words(app))
    return "\n".join(told).replace("\\", "").replace("\u2060", "")


def spend(state_file: Path, token: str) -> None:
    """All but one of the fifty requests of a token, by another program of this machine."""
    budget = FileBudget(state_file, fingerprint=token_fingerprint(token), limit=Limit.parse("50/300"))
    for _ in range(49):
        budget.take(Lane.LISTS).end()


def five_minutes_later(state_file: Path) -> None:
    """What others have sent lies back far enough."""
    with closing(sqlite3.connect(state_file)) as db, db:
        db.execute("DELETE FROM window_holds")


@pytest.mark.parametrize(
    ("page", "trouble", "held"),
    MATRIX,
    ids=[f"{page.title}-{trouble.name}-{held.value}" for page, trouble, held in MATRIX],
)
def test_every_page_says_of_every_trouble_what_to_do_and_is_whole_once_it_is_over(
    page: PageEntry,
    trouble: Trouble,
    held: Held,
    stage: Stage,
    sandbox: SandboxProgram,
    state_file: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    token = token_of(page, trouble, held)
    monkeypatch.setenv("STATUSBREW_API_URL", sandbox.url)
    monkeypatch.setenv("STATUSBREW_API_TOKEN", token)
    monkeypatch.setenv("STATUSBREW_STATE_FILE", str(state_file))
    monkeypatch.setenv("STATUSBREW_LIMIT", "50/300" if held is Held.ONE_SLOT else "0")
    if held is Held.SOMETHING:
        assert is_whole(opened(page, a_link(0)))
    elif held is Held.ONE_SLOT:
        spend(state_file, token)

    stage.begin(trouble, is_connected=held is Held.SOMETHING)
    app = opened(page, a_link(1 + MATRIX.index((page, trouble, held))))
    said = cards_of(app, token)
    if held is Held.SOMETHING and page.address != EXPLORE and not said:
        assert not sandbox.log()
        assert is_whole(app)
        return
    ways = [trouble.ways if held is Held.SOMETHING else trouble.ways_of_lists or trouble.ways]
    if held is Held.ONE_SLOT:
        # Of two lists that are asked for at once, one has got the last request.
        ways.append(WAIT)
    assert any(all(way in said for way in known) for known in ways), said
    if held is Held.SOMETHING:
        assert len(retries(app)) == 1
        assert len([*app.error, *app.warning]) == (0 if is_waiting(app) else 1)
    arrived = len(sandbox.log())
    stage.end()
    if held is Held.ONE_SLOT:
        app = retries(app)[0].click().run()
        assert all(way in cards_of(app, token) for way in WAIT)
        assert arrived + len(sandbox.log()) <= 1
        five_minutes_later(state_file)
    if trouble.name == "429":
        # Until the time that it says, nothing mends it.
        assert "nothing is sent until then" in said if is_waiting(app) else "run it again at" in said
        return
    app = retries(app)[0].click().run()
    assert not cards_of(app, token)
    assert is_whole(app)
