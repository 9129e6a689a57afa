"""What goes over the wire, and what becomes of a connection that goes wrong: over real sockets."""

from __future__ import annotations

import gzip
import ssl
import threading
from collections.abc import Iterator
from typing import Any

import pytest
import requests
import urllib3.exceptions

from services.broker import Answer, HttpTransport, Timeouts, Unanswered
from services.broker.exchange import Exchange
from services.broker.troubles import trouble
from services.errors import AnswerTimedOut, AnswerUnreadable, ConnectionTrouble, SettingsInvalid
from tests.services.broker.asking import TOKEN, insights, request_for
from tests.services.broker.fakes import FakeServer, breaks, raw, refuses, says, sends, trickles

HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"


@pytest.fixture
def transport(server: FakeServer) -> Iterator[HttpTransport]:
    made = HttpTransport(base_url=server.url, token=TOKEN)
    yield made
    made.close()


@pytest.fixture
def impatient(server: FakeServer) -> Iterator[HttpTransport]:
    """Gives up after half a second, and waits a quarter for each read."""
    made = HttpTransport(
        base_url=server.url,
        token=TOKEN,
        timeouts=Timeouts(connect_seconds=1, read_seconds=0.25, total_seconds=0.5),
    )
    yield made
    made.close()


def unanswered(outcome: Any, kind: type[Exception], says_what: str) -> Unanswered:
    assert isinstance(outcome, Unanswered)
    assert type(outcome.error) is kind
    assert says_what in str(outcome.error)
    assert outcome.error.endpoint in str(outcome.error)
    return outcome


def test_a_get_carries_the_token_and_asks_for_json(server: FakeServer, transport: HttpTransport) -> None:
    answer = transport.send(request_for("/spaces/a%2Fb/tags"))
    assert answer == Answer(status=200, content_type="application/json", body=b'{"value": 1}')
    [arrival] = server.arrivals
    assert (arrival.method, arrival.path, arrival.body) == ("GET", "/v1/spaces/a%2Fb/tags", b"")
    assert arrival.headers["Authorization"] == f"Bearer {TOKEN}"
    assert arrival.headers["Accept"] == "application/json"
    assert arrival.headers["User-Agent"] == "statusbrew-dashboard"
    assert "Content-Type" not in arrival.headers


def test_a_post_carries_its_body_to_the_byte(server: FakeServer, transport: HttpTransport) -> None:
    transport.send(insights('{"a":"ü"}'.encode()))
    [arrival] = server.arrivals
    assert (arrival.method, arrival.body) == ("POST", '{"a":"ü"}'.encode())
    assert arrival.headers["Content-Type"] == "application/json"


def test_cookies_are_not_sent_back(server: FakeServer, transport: HttpTransport) -> None:
    server.queue(says({}, headers={"Set-Cookie": "who=you; Path=/"}))
    transport.send(request_for())
    transport.send(request_for())
    assert "Cookie" not in server.arrivals[1].headers


def test_a_netrc_does_not_replace_the_token(
    server: FakeServer, transport: HttpTransport, tmp_path: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    netrc = tmp_path / "netrc"
    netrc.write_text("default login somebody password else\n")
    netrc.chmod(0o600)
    monkeypatch.setenv("NETRC", str(netrc))
    # On loopback the environment is not asked at all; here it is, as it is for the real API.
    transport._session.trust_env = True
    transport.send(request_for())
    assert server.arrivals[0].headers["Authorization"] == f"Bearer {TOKEN}"


def test_a_proxy_of_the_network_is_not_used_for_this_computer(
    server: FakeServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1")
    transport = HttpTransport(base_url=server.url, token=TOKEN)
    assert isinstance(transport.send(request_for()), Answer)
    transport.close()


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_is_not_followed(server: FakeServer, transport: HttpTransport, status: int) -> None:
    server.queue(says({}, status=status, headers={"Location": f"{server.url}/elsewhere"}))
    answer = transport.send(request_for())
    assert isinstance(answer, Answer)
    assert answer.status == status
    assert len(server.arrivals) == 1


@pytest.mark.parametrize("status", [500, 503, 429, 524])
def test_the_transport_itself_repeats_nothing(server: FakeServer, transport: HttpTransport, status: int) -> None:
    server.queue(refuses(status, Retry_After="7"))
    answer = transport.send(request_for())
    assert isinstance(answer, Answer)
    assert (answer.status, answer.retry_after, len(server.arrivals)) == (status, "7", 1)


def test_a_packed_answer_is_unpacked(server: FakeServer, transport: HttpTransport) -> None:
    server.queue(sends(gzip.compress(b'{"a": 1}'), headers={"Content-Encoding": "gzip"}))
    answer = transport.send(request_for())
    assert isinstance(answer, Answer)
    assert answer.body == b'{"a": 1}'


def test_an_answer_that_can_not_be_unpacked_is_unreadable(server: FakeServer, transport: HttpTransport) -> None:
    server.queue(sends(b"not gzip at all", headers={"Content-Encoding": "gzip"}))
    unanswered(transport.send(request_for()), AnswerUnreadable, "could not be unpacked")


@pytest.mark.parametrize(
    "reply",
    [
        raw(HEAD + b'Content-Length: 500\r\n\r\n{"data": ['),
        raw(HEAD + b'Transfer-Encoding: chunked\r\n\r\na\r\n{"data": [\r\n'),
        raw(HEAD + b'Transfer-Encoding: chunked\r\n\r\nfff\r\n{"data": ['),
        raw(HEAD + b"Transfer-Encoding: chunked\r\n\r\n"),
        raw(HEAD + b"Content-Length: 500\r\n\r\n"),
    ],
    ids=["by length", "between chunks", "inside a chunk", "before a chunk", "before the body"],
)
def test_an_answer_cut_off_is_unreadable_and_not_repeated(
    server: FakeServer, transport: HttpTransport, reply: Any
) -> None:
    server.queue(reply)
    outcome = unanswered(transport.send(request_for()), AnswerUnreadable, "cut off")
    assert outcome.was_sent
    assert not outcome.may_repeat
    assert outcome.error.status == 200


@pytest.mark.parametrize(
    "reply",
    [raw(), breaks(), breaks(HEAD + b'Content-Length: 500\r\n\r\n{"data": [')],
    ids=["closed", "reset", "reset in the body"],
)
def test_a_connection_that_breaks_may_be_repeated(server: FakeServer, transport: HttpTransport, reply: Any) -> None:
    server.queue(reply)
    outcome = unanswered(transport.send(request_for()), ConnectionTrouble, "broke before the answer was complete")
    assert outcome.was_sent
    assert outcome.may_repeat


def test_what_is_not_http_is_unreadable(server: FakeServer, transport: HttpTransport) -> None:
    server.queue(raw(b"SSH-2.0-OpenSSH_9.2\r\n\r\n"))
    unanswered(transport.send(request_for()), AnswerUnreadable, "not HTTP")


def test_a_refusal_whose_text_is_cut_off_is_still_a_refusal(server: FakeServer, transport: HttpTransport) -> None:
    server.queue(raw(b'HTTP/1.1 403 No\r\nContent-Length: 500\r\n\r\n{"error'))
    answer = transport.send(request_for())
    assert isinstance(answer, Answer)
    assert (answer.status, answer.body) == (403, b"")


def test_an_answer_that_does_not_come_is_given_up(server: FakeServer, impatient: HttpTransport) -> None:
    server.queue(trickles(server, b"", drop=b""))
    outcome = unanswered(impatient.send(request_for()), AnswerTimedOut, "no complete answer in time")
    assert outcome.was_sent
    assert not outcome.may_repeat


@pytest.mark.parametrize(
    "start",
    [
        b"",
        b"HTTP/1.1 200 OK\r\nX-Slow: ",
        HEAD + b"Content-Length: 90000\r\n\r\n",
        HEAD + b"Connection: close\r\n\r\n",
        HEAD + b"Connection: close\r\nContent-Length: 90000\r\n\r\n",
    ],
    ids=["status line", "header", "body", "body without length", "body before the end"],
)
def test_an_answer_that_comes_drop_by_drop_is_given_up_as_a_whole(
    server: FakeServer, impatient: HttpTransport, start: bytes
) -> None:
    """Each read is quick, so no read time-out ever strikes."""
    server.queue(trickles(server, start))
    unanswered(impatient.send(request_for()), AnswerTimedOut, "no complete answer")


def test_a_chunked_answer_that_comes_drop_by_drop_is_given_up(server: FakeServer, impatient: HttpTransport) -> None:
    server.queue(trickles(server, HEAD + b"Transfer-Encoding: chunked\r\n\r\n", drop=b"1\r\n \r\n"))
    unanswered(impatient.send(request_for()), AnswerTimedOut, "no complete answer")


def test_after_a_request_was_given_up_the_next_one_is_fine(server: FakeServer, impatient: HttpTransport) -> None:
    server.queue(trickles(server, HEAD + b"Content-Length: 90000\r\n\r\n"))
    assert isinstance(impatient.send(request_for()), Unanswered)
    assert isinstance(impatient.send(request_for()), Answer)


def test_a_connection_that_opens_too_late_carries_nothing(server: FakeServer) -> None:
    transport = HttpTransport(base_url=server.url, token=TOKEN, timeouts=Timeouts(total_seconds=0))
    for _ in range(20):
        # The timer runs beside, so now and then the request is quicker; then it may arrive.
        before = len(server.arrivals)
        outcome = transport.send(request_for())
        if isinstance(outcome, Unanswered) and not outcome.was_sent:
            assert len(server.arrivals) == before
            unanswered(outcome, ConnectionTrouble, "did not take the connection in time")
    transport.close()


@pytest.mark.parametrize("is_packed", [False, True])
def test_an_answer_longer_than_memory_is_not_read_to_its_end(server: FakeServer, is_packed: bool) -> None:
    body = b" " * 5_000_000
    server.queue(sends(gzip.compress(body), headers={"Content-Encoding": "gzip"}) if is_packed else sends(body))
    transport = HttpTransport(base_url=server.url, token=TOKEN, max_body_bytes=100_000)
    unanswered(transport.send(request_for()), AnswerUnreadable, "longer than")
    transport.close()


def test_a_refused_connection_is_named_and_nothing_was_sent(server: FakeServer) -> None:
    transport = HttpTransport(base_url="http://127.0.0.1:1", token=TOKEN)
    outcome = unanswered(transport.send(request_for()), ConnectionTrouble, "refused the connection")
    assert not outcome.was_sent
    assert not outcome.may_repeat
    transport.close()


def test_a_name_that_is_not_known_is_named(server: FakeServer) -> None:
    transport = HttpTransport(base_url="https://nobody.invalid/v1", token=TOKEN)
    outcome = unanswered(transport.send(request_for()), ConnectionTrouble, "could not be found (DNS)")
    assert not outcome.was_sent
    transport.close()


def test_a_server_without_tls_does_not_get_the_token(server: FakeServer) -> None:
    transport = HttpTransport(base_url=f"https://127.0.0.1:{server.port}", token=TOKEN)
    outcome = unanswered(transport.send(request_for()), ConnectionTrouble, "(TLS), so the token was not sent")
    assert not outcome.was_sent
    assert server.arrivals == []
    transport.close()


def test_a_proxy_that_does_not_work_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:1")
    transport = HttpTransport(base_url="https://nobody.invalid/v1", token=TOKEN)
    outcome = unanswered(transport.send(request_for()), ConnectionTrouble, "proxy")
    assert not outcome.was_sent
    transport.close()


@pytest.mark.parametrize(
    ("error", "says_what"),
    [
        (ssl.SSLCertVerificationError("bad"), "certificate of the server could not be verified"),
        (urllib3.exceptions.ConnectTimeoutError("slow"), "did not take the connection in time"),
        (OSError("no route to host"), "No connection to Statusbrew could be opened"),
    ],
)
def test_what_can_not_be_staged_on_loopback_is_named_too(error: Exception, says_what: str) -> None:
    exchange = Exchange(total_seconds=1)
    exchange.is_connecting = True
    wrapped = requests.ConnectionError(urllib3.exceptions.MaxRetryError(None, "/", error))  # type: ignore[arg-type]
    unanswered(trouble(wrapped, exchange, "GET /me", status=None), ConnectionTrouble, says_what)


def test_a_server_s_broken_promise_of_tls_leaves_the_slot_paid_once_it_was_sent() -> None:
    """A TLS failure in the middle of an answer comes after the request has arrived."""
    outcome = trouble(urllib3.exceptions.SSLError("mid-answer"), Exchange(total_seconds=1), "GET /me", status=200)
    assert outcome.was_sent


@pytest.mark.parametrize("token", ["", " ", "two words", "line\nbreak", "ümlaut", "tab\t"])
def test_what_can_not_be_a_token_is_refused_without_being_repeated(server: FakeServer, token: str) -> None:
    with pytest.raises(SettingsInvalid, match="copied whole") as caught:
        HttpTransport(base_url=server.url, token=token)
    assert not token.strip() or token not in str(caught.value)


def test_a_made_up_token_that_is_a_word_is_not_struck_from_data(server: FakeServer) -> None:
    server.queue(says({"name": "sandbox"}))
    transport = HttpTransport(base_url=server.url, token="sandbox")
    answer = transport.send(request_for())
    assert isinstance(answer, Answer)
    assert answer.body == b'{"name": "sandbox"}'
    transport.close()


@pytest.mark.parametrize(
    ("token", "said", "left"),
    [
        ("short-1", b'{"error":{"message":"short-1 is bad"}}', b'{"error":{"message":"[token] is bad"}}'),
        ("abc", b"abcabc is bad", b"****** is bad"),
        ("to/ken+1=", b'"to\\/ken+1=" to/ken+1=', b'"[token]" [token]'),
        ('to"ken\\1', b'"to\\"ken\\\\1" to"ken\\1', b'"[token]" [token]'),
    ],
)
def test_a_short_token_of_an_account_is_struck_from_what_repeats_it(
    server: FakeServer, token: str, said: bytes, left: bytes
) -> None:
    server.queue(sends(said), sends(said, status=401))
    transport = HttpTransport(base_url="https://api.statusbrew.com/v1", token=token)
    transport.base_url = server.url  # carried here instead of there
    for _ in range(2):
        answer = transport.send(request_for())
        assert isinstance(answer, Answer)
        assert answer.body == left
    transport.close()


def test_a_long_token_is_struck_on_loopback_too(server: FakeServer, transport: HttpTransport) -> None:
    server.queue(sends(TOKEN.encode()))
    answer = transport.send(request_for())
    assert isinstance(answer, Answer)
    assert answer.body == b"[token]"


def test_an_answer_without_the_token_is_not_copied() -> None:
    body = b" " * 1_000_000
    transport = HttpTransport(base_url="https://api.statusbrew.com/v1", token="a/b")
    assert transport._auth.struck_from(body) is body
    transport.close()


def test_certificates_are_always_verified(transport: HttpTransport) -> None:
    assert transport._session.verify is True


def test_many_threads_share_one_transport(server: FakeServer, transport: HttpTransport) -> None:
    outcomes: list[Any] = []
    threads = [
        threading.Thread(target=lambda n=n: outcomes.append((n, transport.send(request_for(f"/x/{n}")))))
        for n in range(40)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(outcomes) == 40
    assert all(isinstance(outcome, Answer) and outcome.status == 200 for _, outcome in outcomes)
    assert sorted(a.path for a in server.arrivals) == sorted(f"/v1/x/{n}" for n in range(40))
