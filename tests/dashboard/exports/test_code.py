"""A question as code to copy asks what the app asks, runs nothing that a value holds, and never holds the token."""

from __future__ import annotations

import ast
import json
import os
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import requests
from hypothesis import example, given, settings
from hypothesis import strategies as st

from dashboard.exports.code import to_curl, to_json, to_python
from services.broker import Broker, MemoryBudget
from services.insights import wire
from services.insights.answer import InsightsAnswer
from services.insights.client import ApiCall, Client
from services.insights.filters import Filter
from services.insights.models import MetricName, OrganizationId, ReportId, SpaceId, WidgetId
from services.insights.periods import DateRange
from services.insights.question import InsightsQuery, ReportScope, SpaceScope, WidgetScope
from services.settings import Settings
from tests.conftest import TOKEN, SandboxProgram
from tests.services.insights.conftest import Api

WEEK = DateRange(start=date(2026, 11, 9), end=date(2026, 11, 15))
SPACE = SpaceScope(space_id=SpaceId("spce_1"))

HOSTILE = [
    "'", '"', "''", "'; touch pwned; '", "$(touch pwned)", "`touch pwned`", "${HOME}", "$STATUSBREW_API_TOKEN", "!!",
    "\\", "\\'", '\\"', "\\\n", "a\nb", "a\r\nb", "\n", "\t", "\0", "\x1b[201~", "\x7f", "\x9b", "#", "\n#",
    "@/etc/passwd", "%s", "%0a", "{0}", "{url}", "{{}}", "{a,b}", "[1-9]", "*", "~", "&& touch pwned", "| cat",
    "> pwned", "<x", '"""', "'''", '""" + __import__("os").getcwd() + """', "\\N{DIGIT ONE}", "\\x41", "\\u0041",
    "Köln ☕ 👩‍👩‍👧", "مرحبا", "\u202e", "\u200b", "\ufeff", "\u2028", "\u2029", "\x85", "\U000e0041", "", " ",
    "  a  ", "-d", "--next", "a" * 500, "the words of a sentence " * 20,
]  # fmt: skip

texts = st.one_of(
    st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=30),
    st.text(alphabet="'\"\\$`!(){}\n\r\t #;&|~", max_size=12),
    st.sampled_from(HOSTILE),
    st.lists(st.sampled_from(HOSTILE), max_size=3).map("".join),
)
numbers = st.integers(-(2**70), 2**70) | st.floats(allow_nan=False, allow_infinity=False)
queries = st.builds(
    InsightsQuery,
    scope=st.just(SPACE),
    dates=st.just(WEEK),
    metrics=texts.map(lambda text: (MetricName(f"m{text}"),)),
    dimensions=texts.map(lambda text: (f"d{text}",)),
    filters=st.lists(
        st.builds(Filter, name=texts, operator=st.just("in"), values=st.lists(texts, min_size=1, max_size=3).map(tuple))
        | st.builds(Filter, name=texts, operator=st.just("gt"), values=st.tuples(numbers)),
        max_size=3,
    ).map(tuple),
    aggregator=st.none() | texts,
)


def client_of(api_url: str, **changes: Any) -> Client:
    broker = Broker(base_url=api_url, token=TOKEN, budget=MemoryBudget())
    return Client(broker, settings=Settings(api_url=api_url, token=TOKEN, **changes))


def query(**changes: Any) -> InsightsQuery:
    parts: dict[str, Any] = {"scope": SPACE, "dates": WEEK, "metrics": ("profile_reach",), "aggregator": "sum"}
    return InsightsQuery(**(parts | changes))


def holding(text: str) -> InsightsQuery:
    """A query that holds the text wherever it can."""
    only = Filter(name=text, operator="in", values=(text, "x"))
    return query(metrics=(f"m{text}",), dimensions=(f"d{text}",), aggregator=text, filters=(only,))


def arguments(curl: str) -> list[str]:
    """The command's words, read as a POSIX shell reads them, with the token put in."""
    words = shlex.split(curl.replace("\\\n", " "))
    header = "Authorization: Bearer $STATUSBREW_API_TOKEN"
    assert curl.count(f'"{header}"') >= 1, "in double quotes the shell puts the token in"
    return [f"Authorization: Bearer {TOKEN}" if word == header else word for word in words]


def environment() -> dict[str, str]:
    found = {name: value for name, value in os.environ.items() if "proxy" not in name.lower()}
    return found | {"STATUSBREW_API_TOKEN": TOKEN, "PYTHONUTF8": "1", "LC_ALL": "C.UTF-8"}


def answer_of_curl(curl: str, folder: Path) -> str:
    """What the command prints; where there is no curl, what its words ask for over HTTP."""
    bash = shutil.which("bash")
    if bash and shutil.which("curl"):
        done = subprocess.run(
            [bash, "--noprofile", "--norc", "-c", curl],
            cwd=folder,
            env=environment(),
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=60,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout
    words = arguments(curl)
    headers = dict(words[place + 1].split(": ", 1) for place, word in enumerate(words) if word == "--header")
    with requests.Session() as http:
        http.trust_env = False
        body = words[words.index("--data-raw") + 1].encode()
        return http.request(words[2], words[3], headers=headers, data=body, timeout=60).text


def answer_of_python(program: str, folder: Path) -> list[Any]:
    """The rows that the program prints."""
    script = folder / "asked.py"
    script.write_text(program, "utf-8")
    done = subprocess.run(
        [sys.executable, "-W", "error", script.name],
        cwd=folder,
        env=environment(),
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    script.unlink()
    return [ast.literal_eval(line) for line in done.stdout.splitlines()]


def body_in_python(program: str) -> Any:
    """The body as the program holds it: the value of `json=`."""
    (body,) = (
        keyword.value
        for node in ast.walk(ast.parse(program))
        if isinstance(node, ast.Call)
        for keyword in node.keywords
        if keyword.arg == "json"
    )
    return ast.literal_eval(body)


@pytest.fixture(scope="module")
def api() -> Iterator[Api]:
    with Api() as running:
        running.tell("/spaces/spce_1/insights", [])
        yield running


class TestAgainstTheSandbox:
    @pytest.fixture
    def client(self, unlimited_sandbox: SandboxProgram) -> Iterator[Client]:
        client = client_of(unlimited_sandbox.url)
        yield client
        client.broker.close()

    @pytest.fixture
    def asked(self, client: Client) -> dict[str, InsightsQuery]:
        """Queries of all three scopes, with filters and breakdowns."""
        organization = next(item for item in client.organizations().value if item.is_owner)
        spaces = [item for item in client.spaces().value if item.organization_id == OrganizationId(organization.id)]
        space = spaces[0].id
        channel = client.channels(space).value.items[0].urn
        report = client.reports(space).value.items[0]
        widget = report.sections[0].grid[0]
        own = WidgetScope(space_id=space, report_id=ReportId(report.id), widget_id=WidgetId(widget.id))
        scope = SpaceScope(space_id=space)
        return {
            "space": query(
                scope=scope,
                dimensions=("date", "network"),
                filters=(Filter(name="dataSources", operator="in", values=(channel,)),),
            ),
            "text": query(
                scope=scope,
                metrics=("profile_reach_demographics",),
                dimensions=("city",),
                filters=(Filter(name="city", operator="not_contains", values=('Kö\'ln "$(x)" ☕',)),),
            ),
            "report": query(
                scope=ReportScope(space_id=space, report_id=ReportId(report.id), ignore_report_filters=True),
                dimensions=("network",),
            ),
            "widget": InsightsQuery.of_widget(own, widget, WEEK),
        }

    @pytest.mark.parametrize("kind", ["space", "text", "report", "widget"])
    def test_the_command_and_the_program_get_the_client_s_own_answer(
        self, client: Client, asked: dict[str, InsightsQuery], kind: str, tmp_path: Path
    ) -> None:
        the_query = asked[kind]
        call = client.call_of(the_query)
        expected = client.insights(the_query).value.frame
        assert len(expected), "an empty answer would be equal to any other"

        printed = answer_of_curl(to_curl(call), tmp_path)
        programmed = json.dumps({"data": answer_of_python(to_python(call), tmp_path)})
        for said in (printed, programmed):
            rows = wire.read_rows(
                said.encode(), endpoint="", metrics=the_query.metrics, dimensions=the_query.dimensions
            )
            assert InsightsAnswer.of(the_query, rows).frame.equals(expected)
        assert json.loads(printed)["data"] == json.loads(programmed)["data"]


class TestHostileValues:
    """Values that strangers wrote arrive as they are, and nothing in them is run."""

    @pytest.mark.parametrize("text", HOSTILE, ids=lambda text: ascii(text[:40]))
    def test_arrive_unharmed_from_a_shell_and_run_nothing(self, api: Api, text: str, tmp_path: Path) -> None:
        call = client_of(api.url).call_of(holding(text))
        api.arrivals.clear()
        assert answer_of_curl(to_curl(call), tmp_path) == '{"data": []}'
        (arrival,) = api.arrivals
        assert (arrival.method, arrival.path) == ("POST", "/v1/spaces/spce_1/insights")
        assert arrival.content_type == "application/json"
        assert json.loads(arrival.body) == call.body
        assert [*tmp_path.iterdir()] == [], "nothing was written by what was run"

    def test_arrive_unharmed_from_python_and_run_nothing(self, api: Api, tmp_path: Path) -> None:
        every = tuple(Filter(name=text, operator="in", values=(text, "x")) for text in HOSTILE)
        call = client_of(api.url).call_of(query(filters=every))
        api.arrivals.clear()
        assert answer_of_python(to_python(call), tmp_path) == []
        (arrival,) = api.arrivals
        assert (arrival.method, arrival.path) == ("POST", "/v1/spaces/spce_1/insights")
        assert json.loads(arrival.body) == call.body
        assert [*tmp_path.iterdir()] == []

    @settings(max_examples=15)
    @given(asked=queries)
    def test_of_any_kind_pass_a_real_shell(
        self, api: Api, tmp_path_factory: pytest.TempPathFactory, asked: Any
    ) -> None:
        call = client_of(api.url).call_of(asked)
        api.arrivals.clear()
        folder = tmp_path_factory.mktemp("shell")
        answer_of_curl(to_curl(call), folder)
        assert [json.loads(arrival.body) for arrival in api.arrivals] == [call.body]
        assert [*folder.iterdir()] == []

    @given(asked=queries)
    def test_are_read_back_from_each_text_as_they_were(self, asked: InsightsQuery) -> None:
        call = client_of("https://api.example/v1").call_of(asked)
        words = arguments(to_curl(call))
        assert json.loads(words[words.index("--data-raw") + 1]) == call.body
        assert body_in_python(to_python(call)) == call.body
        assert json.loads(to_json(call)) == {"method": call.method, "url": call.url, "body": call.body}

    @given(asked=queries)
    @example(asked=holding("\x1b[201~\u202e\u200b\x9b\U000e0041"))
    def test_show_every_mark_that_they_hold(self, asked: InsightsQuery) -> None:
        call = client_of("https://api.example/v1").call_of(asked)
        for text in (to_curl(call), to_python(call), to_json(call)):
            assert text.replace("\n", "").isprintable()
            assert text.endswith("\n")
        # Pasted into a shell, a line end inside a value would be one of the shell's.
        assert len(to_curl(call).splitlines()) == 5

    def test_letters_of_any_language_stay_letters(self) -> None:
        call = client_of("https://api.example/v1").call_of(holding("Köln ☕"))
        assert all("Köln ☕" in text for text in (to_curl(call), to_python(call), to_json(call)))


class TestTheToken:
    @given(asked=queries)
    def test_is_in_none_of_the_texts(self, asked: InsightsQuery) -> None:
        call = client_of("https://api.example/v1").call_of(asked)
        for text in (to_curl(call), to_python(call), to_json(call), repr(call)):
            assert TOKEN not in text

    def test_is_taken_from_the_environment_by_those_that_run(self) -> None:
        call = client_of("https://api.example/v1").call_of(query())
        assert '--header "Authorization: Bearer $STATUSBREW_API_TOKEN"' in to_curl(call)
        assert 'os.environ["STATUSBREW_API_TOKEN"]' in to_python(call)
        assert "TOKEN" not in to_json(call)


CALL = ApiCall(
    method="POST",
    url="https://api.example/v1/spaces/spce_1/insights",
    body={"filters": [], "flag": True, "metrics": ["profile_reach"], "startDate": "2026-11-09"},
)


@pytest.mark.parametrize("url", ["https://api.example/$(touch pwned)/v1", "https://api.example/';touch pwned;'/v1"])
def test_an_address_is_one_word_of_the_command_and_one_text_of_the_program(url: str) -> None:
    call = replace(CALL, url=url)
    assert arguments(to_curl(call))[:4] == ["curl", "--request", "POST", url]
    assert "\n    " + repr(url) + ",\n" in to_python(call)


def test_the_command_reads_like_one_that_a_person_wrote() -> None:
    assert to_curl(CALL) == (
        "curl --request POST https://api.example/v1/spaces/spce_1/insights \\\n"
        '  --header "Authorization: Bearer $STATUSBREW_API_TOKEN" \\\n'
        "  --header 'Content-Type: application/json' \\\n"
        "  --max-time 110 \\\n"
        '  --data-raw \'{"filters": [], "flag": true, "metrics": ["profile_reach"], "startDate": "2026-11-09"}\'\n'
    )


def test_the_program_reads_like_one_that_a_person_wrote() -> None:
    program = to_python(CALL)
    assert "50 requests per 5 minutes" in program
    assert program.partition("import os\n\n")[2] == (
        "import requests\n"
        "\n"
        "answer = requests.post(\n"
        "    'https://api.example/v1/spaces/spce_1/insights',\n"
        '    headers={"Authorization": "Bearer " + os.environ["STATUSBREW_API_TOKEN"]},\n'
        "    json={\n"
        "        'filters': [],\n"
        "        'flag': True,\n"
        "        'metrics': ['profile_reach'],\n"
        "        'startDate': '2026-11-09',\n"
        "    },\n"
        "    timeout=110,\n"
        ")\n"
        "answer.raise_for_status()\n"
        "found = answer.json()\n"
        'for row in found["data"] if "data" in found else found:\n'
        "    print(row)\n"
    )


def test_keys_that_settings_name_oddly_stay_as_they_are() -> None:
    body = {"it's": {'a"b': "x"}, "c\\d": [{"e\nf": 1}], "g": {}}
    call = replace(CALL, body=body)
    words = arguments(to_curl(call))
    assert body_in_python(to_python(call)) == json.loads(words[words.index("--data-raw") + 1]) == body


def test_filters_stand_on_lines_of_their_own_in_the_program() -> None:
    only = {"name": "city", "operator": "in", "values": ["it's", "x"]}
    program = to_python(replace(CALL, body={"filters": [only], "period": {"from": "2026-11-09"}}))
    assert program.partition("json=")[2].partition("timeout")[0] == (
        "{\n"
        "        'filters': [\n"
        "            {\n"
        "                'name': 'city',\n"
        "                'operator': 'in',\n"
        "                'values': [\"it's\", 'x'],\n"
        "            },\n"
        "        ],\n"
        "        'period': {\n"
        "            'from': '2026-11-09',\n"
        "        },\n"
        "    },\n"
        "    "
    )


def test_the_request_as_json_is_indented() -> None:
    assert to_json(CALL).splitlines()[:4] == [
        "{",
        '  "method": "POST",',
        '  "url": "https://api.example/v1/spaces/spce_1/insights",',
        '  "body": {',
    ]


def test_the_program_says_when_the_api_refuses(api: Api, tmp_path: Path) -> None:
    call = client_of(api.url).call_of(query(scope=SpaceScope(space_id=SpaceId("unknown"))))
    with pytest.raises(AssertionError, match="HTTPError: 404"):
        answer_of_python(to_python(call), tmp_path)


def test_the_program_reads_rows_that_come_without_an_envelope(sandbox: SandboxProgram, tmp_path: Path) -> None:
    sandbox.queue([{"status": 200, "body": [{"network": "x", "profile_reach": 5}]}])
    call = client_of(sandbox.url).call_of(query())
    assert answer_of_python(to_python(call), tmp_path) == [{"network": "x", "profile_reach": 5}]


def test_an_address_with_marks_of_the_shell_stays_one_word(api: Api, tmp_path: Path) -> None:
    space = SpaceId("a'b$(touch pwned)`c`;&{x,y}[1-2]")
    call = client_of(api.url).call_of(query(scope=SpaceScope(space_id=space)))
    api.tell(call.url.removeprefix(api.url), [])
    assert answer_of_curl(to_curl(call), tmp_path) == '{"data": []}'
    assert answer_of_python(to_python(call), tmp_path) == []
    assert [*tmp_path.iterdir()] == []
