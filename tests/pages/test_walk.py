"""A random walk through the real page, beside a model of what must come of each step.

The model knows the API by asking the sandbox itself. Of the app it knows only what a visitor may rely on: whatever can
be picked works, what was picked stays, a price is what is sent, and everything else is free.
"""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any, ClassVar
from unittest import mock
from zoneinfo import ZoneInfo

import pytest
import requests
import streamlit
from hypothesis import HealthCheck, assume, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule, run_state_machine_as_test
from streamlit.runtime.forward_msg_queue import ForwardMsgQueue
from streamlit.runtime.scriptrunner_utils.script_requests import ScriptRequests
from streamlit.testing.v1 import AppTest, app_test
from streamlit.testing.v1.local_script_runner import LocalScriptRunner

from dashboard import state
from dashboard.draft import AUTOMATIC
from tests.conftest import SandboxProgram, start_sandbox
from tests.pages.conftest import ENTRY, broken_down, left_for_charts, run_label, words

ZONE = "Europe/Berlin"
EXPLORE, CONNECTION = "explore", "connection"
PRESETS = ("yesterday", "last_7_days", "last_30_days", "last_90_days", "this_month", "last_month", "this_year")
AGGREGATORS = {"sum": "Sum", "average": "Average", "min": "Minimum", "max": "Maximum", "percent": "Share of total"}
ADVERBS = {"date": "daily", "week": "weekly", "month": "monthly"}
LISTED = {"dataSources": "channels", "channel": "channels", "tag": "tags", "member": "members"}
"""Dimension or filter → the list whose ids are its values."""

CHOICE, NUMBER, TEXT = "choice", "number", "text"
FREE = (None, TEXT, "starts_with")
OPERATORS: Mapping[str, tuple[int | None, str, str]] = {
    "in": (None, CHOICE, "is one of"),
    "not_in": (None, CHOICE, "is none of"),
    "eq": (1, CHOICE, "is"),
    "neq": (1, CHOICE, "is not"),
    "gt": (1, NUMBER, "is more than"),
    "gte": (1, NUMBER, "is at least"),
    "lt": (1, NUMBER, "is less than"),
    "lte": (1, NUMBER, "is at most"),
    "between": (2, NUMBER, "is between"),
    "contains": (1, TEXT, "contains"),
    "not_contains": (1, TEXT, "does not contain"),
    "is_empty": (0, TEXT, "is empty"),
    "is_not_empty": (0, TEXT, "is not empty"),
}
"""Wire name → how many values (None: one or more), of which kind, and what its picker calls it."""

TEXTS = ("coffee", "a~b", "50% off", "c&d=e", "*é* :smile:")
CHARTS = {"line": "Line", "bars": "Bars"}
LIMIT = 1000
"""Far more requests than a walk sends; they are counted all the same."""

NUMBERS = (0, 1, 3, 12.5, 250, 100_000, -4)


# ---------------------------------------------------------------------------------------------------- the API, itself


class Api:
    """What the sandbox says, asked by plain HTTP and remembered for the whole module."""

    def __init__(self, program: SandboxProgram) -> None:
        self.program = program
        self._known: dict[str, Any] = {}
        self.organizations: list[dict[str, Any]] = self._get("/organizations")
        self.spaces: list[dict[str, Any]] = self._get("/spaces")
        self.walked = self._walked_metrics()

    def metrics(self, space: str) -> dict[str, dict[str, Any]]:
        groups = self._get(f"/spaces/{space}/report_metrics")
        return {
            metric["name"]: metric | {"category": group["category"]} for group in groups for metric in group["metrics"]
        }

    def config(self, space: str, metric: str) -> dict[str, Any]:
        return self._get(f"/spaces/{space}/report_metric_config/{metric}")

    def networks(self, space: str) -> set[str]:
        return {channel["network"] for channel in self._get(f"/spaces/{space}/channels")}

    def fits(self, space: str, metric: str) -> bool:
        able = self.metrics(space)[metric]["networks"]
        return not able or not self.networks(space).isdisjoint(able)

    def spaces_of(self, organization: str) -> list[str]:
        return [space["id"] for space in self.spaces if space["organizationId"] == organization]

    def owns(self, organization: str) -> bool:
        return next(item["isOwner"] for item in self.organizations if item["id"] == organization)

    def values(self, name: str, space: str, organization: str) -> list[str]:
        """The values of a list; none where it may not be seen."""
        listed = LISTED.get(name)
        if listed == "members":
            members = self._get(f"/organizations/{organization}/members") if self.owns(organization) else []
            return [member["id"] for member in members]
        if listed is None:
            return []
        return [item["urn" if listed == "channels" else "id"] for item in self._get(f"/spaces/{space}/{listed}")]

    def lists(self, names: Iterable[str], space: str, organization: str) -> set[Part]:
        """The lists that name the values of these dimensions and filters, as far as they may be seen."""
        places = {LISTED.get(name) for name in names} - {None, *(() if self.owns(organization) else ["members"])}
        own = {"members": f"/v1/organizations/{organization}/members"}
        return {Part(own.get(place, f"/v1/spaces/{space}/{place}")) for place in places if place}

    def rows(self, ask: Ask) -> list[dict[str, Any]]:
        first, last = ask.days()
        body = {
            "metrics": [ask.metric],
            "dimensions": list(ask.by),
            "aggregator": ask.aggregator,
            "filters": [
                {"name": item.name, "operator": item.operator, "values": list(item.values)} for item in ask.where
            ],
            "startDate": first.isoformat(),
            "endDate": last.isoformat(),
        }
        key = f"{ask.space} {body}"
        if key not in self._known:
            answer = requests.post(f"{self.program.url}/spaces/{ask.space}/insights", json=body, headers=self._headers)
            assert answer.status_code == 200, answer.text
            self._known[key] = answer.json()["data"]
        return self._known[key]

    @property
    def _headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.program.token}"}

    def _get(self, path: str) -> Any:
        if path not in self._known:
            answer = requests.get(self.program.url + path, headers=self._headers)
            assert answer.status_code == 200, answer.text
            self._known[path] = answer.json()["data"]
        return self._known[path]

    def _walked_metrics(self) -> list[str]:
        """One metric of each shape (unit, breakdowns, filters, aggregators), those with fewest fellows too."""
        space = self.spaces[0]["id"]
        by_shape: dict[str, str] = {}
        for name, metric in self.metrics(space).items():
            config = self.config(space, name)
            parts = [[item["name"] for item in config[part]] for part in ("dimensions", "filters")]
            by_shape.setdefault(str((metric.get("unit"), parts, config["aggregators"])), name)
        return list(by_shape.values())


# ------------------------------------------------------------------------------------------------ questions and links


@dataclass(frozen=True)
class Part:
    """What one request gives, and memory has from then on. Answers of one address are told apart by their question."""

    path: str
    ask: Ask | None = None


@dataclass(frozen=True)
class Condition:
    name: str
    operator: str
    values: tuple[Any, ...]


@dataclass(frozen=True)
class Ask:
    """A question, all of it in the API's words."""

    space: str
    metric: str
    by: tuple[str, ...]
    where: tuple[Condition, ...]
    aggregator: str
    period: str | tuple[date, date]
    compare: str = "none"

    def days(self) -> tuple[date, date]:
        """The first and the last day; with a lag of one day, reports end yesterday."""
        if not isinstance(self.period, str):
            return self.period
        end = today() - timedelta(days=1)
        before = end.replace(day=1) - timedelta(days=1)
        return {
            "yesterday": (end - timedelta(days=1), end - timedelta(days=1)),
            "last_7_days": (end - timedelta(days=6), end),
            "last_30_days": (end - timedelta(days=29), end),
            "last_90_days": (end - timedelta(days=89), end),
            "this_month": (end.replace(day=1), end),
            "last_month": (before.replace(day=1), before),
            "this_year": (end.replace(month=1, day=1), end),
        }[self.period]

    def part(self, first: date | None = None, last: date | None = None) -> Part:
        """The answer over these days, else over its own: the same days under another name are the same."""
        own = self.days()
        days = (first or own[0], last or own[1])
        return Part(f"/v1/spaces/{self.space}/insights", replace(self, period=days, compare="none"))

    def before(self) -> tuple[date, date]:
        """As many days, right before its own."""
        first, last = self.days()
        return first - (last - first) - timedelta(days=1), first - timedelta(days=1)

    def is_splittable(self) -> bool:
        """Whether one answer over both periods tells which rows belong to which."""
        first, _ = self.days()
        finest = next((name for name in ("date", "week", "month") if name in self.by), None)
        fits = {"date": True, "week": first.weekday() == 0, "month": first.day == 1, None: False}
        return fits[finest] and self.aggregator != "percent"

    def ways(self) -> list[list[Part]]:
        """What may be asked for it, that which fetches least first; its own days' answer leads each."""
        own, before = self.part(), self.part(*self.before())
        joint = self.part(self.before()[0])
        separate = [own] if self.compare == "none" else [own, before]
        return [separate, [joint]] if self.is_splittable() else [separate]


@dataclass(frozen=True)
class Step:
    """A question that was run, where, and how its result is looked at."""

    ask: Ask
    organization: str
    chart: str | None = None
    top: int | None = None

    def link(self) -> dict[str, list[str]]:
        ask = self.ask
        period = ask.period if isinstance(ask.period, str) else "..".join(day.isoformat() for day in ask.period)
        parts = {
            "org": [self.organization],
            "space": [ask.space],
            "metric": [ask.metric],
            "by": list(ask.by),
            "where": ["~".join(map(_packed, (item.name, item.operator, *item.values))) for item in ask.where],
            "agg": [ask.aggregator],
            "period": [period],
            "compare": [] if ask.compare == "none" else [ask.compare],
            "chart": [self.chart] if self.chart else [],
            "top": [str(self.top)] if self.top else [],
        }
        return {key: values for key, values in parts.items() if values}


def _packed(value: object) -> str:
    return str(value).replace("%", "%25").replace("~", "%7E")


def ask_of(link: Mapping[str, Sequence[str]]) -> Ask:
    """The question of a ready question's address, which has no filters."""
    assert "where" not in link
    one = {key: values[0] for key, values in link.items()}
    by = tuple(link.get("by", ()))
    return Ask(one["space"], one["metric"], by, (), one["agg"], one["period"], one.get("compare", "none"))


# ------------------------------------------------------------------------------------------------------ a browser's tab


class Drawn(ForwardMsgQueue):
    """What stands on the page: a run of some of its parts leaves the others, as in a browser."""

    def clear(self, retain_lifecycle_msgs: bool = False, fragment_ids_this_run: list[str] | None = None) -> None:
        kept = []
        if fragment_ids_this_run is not None:
            places = [path(sent) for sent in self._queue if sent.delta.fragment_id in fragment_ids_this_run]
            kept = [sent for sent in self._queue if not any(path(sent)[: len(place)] == place for place in places)]
        self._queue = [sent for sent in kept if sent.HasField("delta")]
        self._delta_index_map = {}


def path(sent: Any) -> tuple[int, ...]:
    return tuple(sent.metadata.delta_path)


class Tab:
    """One session of the app, run as a browser has it run: a widget runs only the part of the page that it stands in,
    another page begins with an empty query, and the addresses that were come back by Back and Forward."""

    _components: ClassVar[Any] = None
    """What each session would look for anew among the installed packages."""

    def __init__(self, link: Mapping[str, Sequence[str]] | None = None) -> None:
        self.app = AppTest.from_file(str(ENTRY), default_timeout=60)
        self.app._bidi_component_manager = Tab._components
        self.page = EXPLORE
        self._drawn = Drawn()
        self.visited: list[tuple[str, dict[str, list[str]]]] = [(EXPLORE, {})]
        self.place = 0
        self.app.query_params = dict(link or {})
        self._run(self.app)

    @property
    def query(self) -> dict[str, list[str]]:
        held = self.app.query_params
        return {key: [value] if isinstance(value, str) else list(value) for key, value in held.items()}

    def use(self, widget: Any) -> None:
        """Have run what the browser has run when the widget was used."""
        self._run(widget, part=self._part_of(widget))

    def reload(self) -> None:
        """Run the whole page again."""
        self._run(self.app)

    def go_to(self, page: str) -> None:
        """Click a page in the bar along the top."""
        self.page = page
        self.app.query_params = {}
        self.app.switch_page(f"../pages/{page}.py")
        self.visited = [*self.visited[: self.place + 1], (page, {})]
        self.place += 1
        self._run(self.app)

    def go_back_to(self, place: int) -> None:
        """Back or forward to an entry of the browser's history."""
        self.place = place
        self.page, query = self.visited[self.place]
        self.app.query_params = dict(query)
        self.app.switch_page(f"../pages/{self.page}.py")
        self._run(self.app, is_history=True)

    def follow(self, link: Mapping[str, Sequence[str]]) -> None:
        """Another address in the same session, as Back and Forward bring one from before."""
        self.app.query_params = dict(link)
        self._run(self.app, is_history=True)

    def _part_of(self, widget: Any) -> str:
        for sent in self._drawn._queue:
            element = sent.delta.new_element
            kind = element.WhichOneof("type")
            if kind and getattr(getattr(element, kind), "id", "") == widget.id:
                return str(sent.delta.fragment_id)
        raise AssertionError(f"{widget} is not on the page")

    def _run(self, what: Any, *, part: str = "", is_history: bool = False) -> None:
        drawn = self._drawn

        class Runner(LocalScriptRunner):
            def __init__(self, *given: Any, **named: Any) -> None:
                super().__init__(*given, **named)
                self.forward_msg_queue = drawn
                # It comes with a request to run the whole page, which would take in any other.
                self._requests = ScriptRequests()

            def request_rerun(self, rerun_data: Any) -> bool:
                asked = replace(rerun_data, fragment_id=part or None, is_history_navigation=is_history)
                return super().request_rerun(asked)

        with mock.patch.object(app_test, "LocalScriptRunner", Runner):
            what.run()
        Tab._components = self.app._bidi_component_manager
        entry = (self.page, self.query)
        if is_history:
            self.visited[self.place] = entry
        elif self.visited[self.place] != entry:
            self.visited = [*self.visited[: self.place + 1], entry]
            self.place += 1

    def widget(self, kind: str, key: str) -> Any:
        """The widget of that key, or None where it is not on the page."""
        return next((item for item in self.app.get(kind) if item.key == key), None)

    def click(self, key: str) -> None:
        self.use(self.app.button(key=key).click())

    def said(self) -> str:
        return plain(words(self.app))


def plain(text: str) -> str:
    """The words without what keeps them from being Markdown."""
    return text.replace("\\", "").replace("\u2060", "")


# -------------------------------------------------------------------------------------------------- what pickers hold


@dataclass
class Row:
    number: int
    what: str | None = None
    operator: str | None = None
    held: dict[tuple[Any, ...], Any] = field(default_factory=dict)
    """What each of its fields holds: a list of values, one of them, or numbers."""

    def shape(self, spec: Mapping[str, Any]) -> tuple[int | None, str]:
        """How many values of which kind its operator takes for this filter."""
        most, kind, _ = OPERATORS.get(self.operator or "", FREE)
        is_numeric = any(OPERATORS.get(name, FREE)[1] == NUMBER for name in spec["operators"])
        return most, NUMBER if kind == CHOICE and is_numeric and not spec.get("options") else kind

    def key(self, part: str) -> str:
        return f"explore.filter.{self.number}.{part}"

    def hold(self, spec: Mapping[str, Any], space: str, value: Any) -> None:
        self.held[self.field(spec, space)] = value

    def field(self, spec: Mapping[str, Any], space: str) -> tuple[Any, ...]:
        place = space if spec["name"] in LISTED and not spec.get("options") else ""
        return (spec["name"], *self.shape(spec), place)

    def values(self, spec: Mapping[str, Any], space: str) -> tuple[Any, ...]:
        most, kind = self.shape(spec)
        held = self.held.get(self.field(spec, space), ()) if most != 0 else ()
        if kind == NUMBER:
            return tuple(_whole(number) for number in held if number is not None)
        return (held,) if isinstance(held, str) and held else tuple(held or ())

    def condition(self, spec: Mapping[str, Any], space: str) -> Condition | None:
        """The filter, or None while it lacks something."""
        most, _ = self.shape(spec)
        values = self.values(spec, space)
        if len(values) != most if most is not None else not values:
            return None
        if self.operator == "between" and values[0] > values[1]:
            return None
        if most is None and OPERATORS.get(self.operator or "", FREE)[1] == CHOICE:
            values = tuple(sorted(set(values)))
        return Condition(spec["name"], self.operator or "", values)


def _whole(number: float) -> int | float:
    return int(number) if float(number).is_integer() else number


@dataclass
class Draft:
    """What the pickers must hold."""

    api: Api
    space: str
    organization: str
    metric: str | None = None
    is_searching: bool = False
    search: str = ""
    category: str | None = None
    network: str | None = None
    by: list[str] = field(default_factory=list)
    aggregator: str | None = None
    is_aggregator_chosen: bool = False
    period: str = "last_7_days"
    days: tuple[date, ...] | None = None
    compare: str | None = None
    """What somebody chose; None where the app does."""
    rows: list[Row] = field(default_factory=list)
    last_row: int = 0
    left_out: tuple[str, ...] = ()
    labels: dict[str, str] = field(default_factory=dict)
    """What the parts of the metric before were called."""

    @property
    def is_picking(self) -> bool:
        return self.metric is None or self.is_searching

    @property
    def config(self) -> dict[str, Any]:
        assert self.metric is not None
        return self.api.config(self.space, self.metric)

    @property
    def specs(self) -> dict[str, dict[str, Any]]:
        return {spec["name"]: spec for spec in self.config["filters"]}

    def load(self, step: Step) -> None:
        """Hold what was asked, in place of all else."""
        ask = step.ask
        self.organization, self.space = step.organization, ask.space
        self.metric, self.is_searching, self.left_out = ask.metric, False, ()
        self.by, self.aggregator = list(ask.by), ask.aggregator
        self.is_aggregator_chosen = ask.aggregator != self.config["aggregators"][0]
        if isinstance(ask.period, str):
            self.period = ask.period
        else:
            self.period, self.days = "custom", ask.period
        self.compare = None if ask.compare == self.compare_by_itself(ask) else ask.compare
        self.rows = []
        for item in ask.where:
            row = self.add_row()
            row.what, row.operator = item.name, item.operator
            spec = self.specs[item.name]
            most, kind = row.shape(spec)
            values = list(item.values)
            row.hold(spec, self.space, values if kind == NUMBER or most != 1 else values[0])

    def add_row(self) -> Row:
        self.last_row += 1
        self.rows.append(Row(self.last_row))
        return self.rows[-1]

    def clear(self) -> None:
        self.metric, self.by, self.aggregator, self.is_aggregator_chosen = None, [], None, False
        self.period, self.rows, self.left_out, self.search, self.compare = "last_7_days", [], (), "", None

    def fit(self) -> None:
        """Leave out what the metric does not offer, and keep all the rest."""
        if self.is_picking:
            return
        config, specs = self.config, self.specs
        offered = {item["name"] for item in config["dimensions"]}
        dropped = [name for name in self.by if name not in offered]
        self.by = [name for name in self.by if name in offered]
        dropped += [row.what for row in self.rows if row.what and row.what not in specs]
        self.rows = [row for row in self.rows if not row.what or row.what in specs]
        left_out = [self.labels.get(name, name) for name in dropped]
        for row in self.rows:
            if row.what and row.operator not in specs[row.what]["operators"]:
                row.operator = specs[row.what]["operators"][0]
        if self.is_aggregator_chosen and self.aggregator not in config["aggregators"]:
            self.is_aggregator_chosen = False
            left_out.append(AGGREGATORS[self.aggregator or ""])
        if not self.is_aggregator_chosen:
            self.aggregator = config["aggregators"][0]
        if left_out:
            self.left_out = tuple(left_out)
        self.labels = {item["name"]: item["label"] for part in ("dimensions", "filters") for item in config[part]}

    def question(self) -> Ask | None:
        """What Run would ask, or None while something lacks."""
        if self.is_picking or (self.period == "custom" and len(self.shown_days()) != 2):
            return None
        chosen = [row.condition(self.specs[row.what], self.space) for row in self.rows if row.what]
        if None in chosen:
            return None
        where = sorted(
            set(filter(None, chosen)), key=lambda item: (item.name, item.operator, tuple(map(str, item.values)))
        )
        period: Any = self.shown_days() if self.period == "custom" else self.period
        assert self.metric is not None
        assert self.aggregator is not None
        ask = Ask(self.space, self.metric, tuple(self.by), tuple(where), self.aggregator, period)
        return replace(ask, compare=self.compare or self.compare_by_itself(ask))

    def compare_by_itself(self, ask: Ask) -> str:
        """The period before, where only time is told apart, one request brings both, and posts are of no age."""
        is_lifetime = self.api.metrics(self.space)[ask.metric].get("basis") == "lifetime"
        is_free = ask.is_splittable() and set(ask.by) <= set(ADVERBS)
        return "previous" if is_free and not is_lifetime else "none"

    def shown_days(self) -> tuple[date, ...]:
        return self.days or Ask("", "", (), (), "", "last_7_days").days()

    def lists(self) -> set[Part]:
        """The lists that name the values in the rows."""
        found: set[Part] = set()
        for row in self.rows:
            spec = self.specs.get(row.what or "")
            if spec and not spec.get("options") and row.shape(spec)[0] != 0 and row.shape(spec) != (1, TEXT):
                found |= self.api.lists([spec["name"]], self.space, self.organization)
        return found

    def check(self, tab: Tab) -> None:
        """That the pickers hold it, and offer what the metric's config offers."""
        if self.is_picking:
            self._check_search(tab)
            return
        config = self.config
        app = tab.app
        labels = {item["name"]: item["label"] for item in config["dimensions"]}
        assert [(box.key, box.label) for box in app.checkbox] == [
            (state.dimension_key(name), label) for name, label in labels.items()
        ]
        assert [box.value for box in app.checkbox] == [name in self.by for name in labels]
        assert not self.by or broken_down(app) == self.by
        assert [box.disabled for box in app.checkbox] == [len(self.by) == 3 and name not in self.by for name in labels]
        assert app.radio(key=state.AGGREGATOR).value == self.aggregator
        assert app.radio(key=state.AGGREGATOR).options == [AGGREGATORS[name] for name in config["aggregators"]]
        assert app.selectbox(key=state.PERIOD).value == self.period
        if self.period == "custom":
            assert tuple(app.date_input(key=state.DATES).value) == self.shown_days()
        if self.question():
            assert app.selectbox(key=state.COMPARE).value == (self.compare or AUTOMATIC)
        shown = [box.key for box in app.selectbox if box.key.endswith(".what")]
        assert shown == [row.key("what") for row in self.rows]
        for row in self.rows:
            self._check_row(tab, row)
        told = [text for text in map(plain, values_of(app.caption)) if "so left out: " in text]
        assert [text.partition("left out: ")[2] for text in told] == (
            [f"{', '.join(self.left_out)}."] if self.left_out else []
        )

    def _check_row(self, tab: Tab, row: Row) -> None:
        assert tab.app.selectbox(key=row.key("what")).value == row.what
        fields = fields_of(tab, row)
        if row.what is None:
            assert not fields
            return
        spec = self.specs[row.what]
        assert tab.app.selectbox(key=row.key("operator")).value == row.operator
        held = row.held.get(row.field(spec, self.space))
        shown = values_of(fields)
        most, kind = row.shape(spec)
        if most == 0:
            assert not shown
        elif kind == NUMBER:
            assert shown == (list(held) if held else [None] * len(fields))
        else:
            assert shown in ([held], [held or []], [held or None], [held or ""])

    def _check_search(self, tab: Tab) -> None:
        assert tab.app.text_input(key=state.SEARCH).value == self.search
        assert tab.app.selectbox(key=state.CATEGORY).value == self.category
        assert tab.app.selectbox(key=state.NETWORK).value == self.network
        assert not tab.widget("button", state.RUN)
        assert (tab.widget("button", state.KEEP_METRIC) is not None) == (self.metric is not None)
        for name, button in picks(tab).items():
            assert button.disabled != self.api.fits(self.space, name)


# ----------------------------------------------------------------------------------------------------------- the walk


class Walk(RuleBasedStateMachine):
    """One visitor's session. Each rule tells the model what must come of it, does it, then looks at the page."""

    api: Api

    def __init__(self) -> None:
        super().__init__()
        self._folder = tempfile.TemporaryDirectory()
        self._environment = pytest.MonkeyPatch()
        self._environment.setenv("STATUSBREW_STATE_FILE", str(Path(self._folder.name) / "state.sqlite3"))
        self._environment.setenv("STATUSBREW_API_URL", self.api.program.url)
        self._environment.setenv("STATUSBREW_API_TOKEN", self.api.program.token)
        self._environment.setenv("STATUSBREW_LIMIT", f"{LIMIT}/300")
        streamlit.cache_resource.clear()
        self.api.program.reset()
        first = self.api.organizations[0]["id"]
        self.draft = Draft(self.api, self.api.spaces_of(first)[0], first)
        self.memory: set[Part] = set()
        self.steps: list[Step | None] = [None]
        self.place = 0
        self.links: dict[str, Step] = {}
        self.favourites: list[str] = []
        self.recent: list[str] = []
        self.freshness = freshness()
        self.is_sound = False

    @initialize()
    def open(self) -> None:
        self.tab = Tab()
        self.act(self.tab.reload, sent_before=0)

    def teardown(self) -> None:
        try:
            if self.is_sound and self.is_on_explore and self.step:
                self.open_elsewhere(self.step)
        finally:
            streamlit.cache_resource.clear()
            self._environment.undo()
            self._folder.cleanup()

    # --------------------------------------------------------------------------------------------- what holds each time

    @property
    def step(self) -> Step | None:
        """The question that was run last or gone back to; None at the start."""
        return self.steps[self.place]

    @property
    def is_on_explore(self) -> bool:
        return self.tab.page == EXPLORE

    def act(
        self,
        use: Callable[[], None],
        *,
        asks: Collection[Part] = (),
        learn: Callable[[], Collection[Part]] | None = None,
        sent_before: int | None = None,
    ) -> None:
        """Do it: nothing is sent but what it `asks` and what the pickers lack, and the page shows what the model holds.

        `learn` takes over what only the page can tell, and gives what was asked.
        """
        assume(freshness() == self.freshness)
        self.is_sound = False
        before = len(self.api.program.log()) if sent_before is None else sent_before
        use()
        sent = self.api.program.log()[before:]
        if learn:
            asks = learn()
        self.draft.fit()
        wanted = {*self.needs(), *asks}
        assert not [entry for entry in sent if entry["status"] != 200]
        assert Counter(entry["path"] for entry in sent) == Counter(part.path for part in wanted - self.memory)
        self.memory |= wanted
        self.check()
        if self.step:
            self.links[str(self.step.link())] = self.step
        self.is_sound = True

    def needs(self) -> set[Part]:
        """What must be in memory for the page to be drawn."""
        space, metric = self.draft.space, self.draft.metric
        found = {Part("/v1/me"), Part("/v1/organizations"), Part("/v1/spaces")}
        if self.is_on_explore:
            found |= {Part(f"/v1/spaces/{space}/report_metrics"), Part(f"/v1/spaces/{space}/channels")}
        if self.is_on_explore and metric and not self.draft.is_picking:
            found |= {config_part(space, metric), *self.draft.lists()}
        return found

    def costs(self, ask: Ask, organization: str) -> set[Part]:
        """What it takes to answer the question and to name what it shows, less what memory has."""
        specs = {spec["name"]: spec for spec in self.api.config(ask.space, ask.metric)["filters"]}
        named = [item.name for item in ask.where if item.values and not specs[item.name].get("options")]
        return {*self.way(ask), *self.api.lists([*ask.by, *named], ask.space, organization)} - self.memory

    def way(self, ask: Ask) -> list[Part]:
        """The cheapest way to answer it now."""
        return min(ask.ways(), key=lambda way: len({*way} - self.memory))

    def check(self) -> None:
        app, said = self.tab.app, self.tab.said()
        assert not app.exception
        assert not app.error
        assert not app.warning
        assert "Traceback" not in said
        assert left_for_charts(app) == LIMIT - 5 - len(self.memory)
        assert app.selectbox(key=state.ORGANIZATION).value == self.draft.organization
        assert app.selectbox(key=state.SPACE).value == self.draft.space
        if not self.is_on_explore:
            assert "Mara Lindqvist" in said
            return
        assert self.tab.query == (self.step.link() if self.step else {})
        self.draft.check(self.tab)
        self.check_buttons()
        if self.step is None:
            assert "What do you want to know?" in said
            assert len(self.starters()) == 6
        elif self.step.ask.space != self.draft.space:
            assert "You changed the space" in said
            assert not [*app.dataframe, *app.metric, *app.get("plotly_chart")]
        else:
            check_result(self.api, self.tab, self.step)

    def check_buttons(self) -> None:
        undo, redo = (self.tab.widget("button", key) for key in (state.UNDO, state.REDO))
        if any(self.steps) or self.draft.metric:
            assert undo.disabled == (self.place == 0)
            assert redo.disabled == (self.place == len(self.steps) - 1)
        else:
            assert (undo, redo) == (None, None)
        if not self.draft.is_picking:
            assert (run_label(self.tab.app), self.tab.app.button(key=state.RUN).disabled) == self.run_says()

    def run_says(self) -> tuple[str, bool]:
        """What stands on Run, and whether it can't be pressed."""
        ask = self.draft.question()
        if ask is None:
            return "Run", True
        price = len(self.costs(ask, self.draft.organization))
        if not price and self.step and self.step.ask == ask:
            return "Up to date", True
        return f"Run · {price_words(price)}", False

    def starters(self) -> dict[str, str]:
        """The ready questions: the metric of each, and the price in its caption."""
        keys = [item.key for item in self.tab.app.button if item.key.startswith(state.starter_key(""))]
        prices = [text for text in map(plain, values_of(self.tab.app.caption)) if " · last 30 days · " in text]
        names = [key.removeprefix(state.starter_key("")) for key in keys]
        return {name: text.rpartition(" · ")[2] for name, text in zip(names, prices, strict=True)}

    def commit(self, step: Step | None) -> None:
        self.steps = [*self.steps[: self.place + 1], step]
        self.place += 1

    def to_explore(self) -> None:
        if not self.is_on_explore:
            self.act(lambda: self.tab.go_to(EXPLORE))

    def to_pickers(self, data: st.DataObject) -> None:
        """Have the pickers beside the metric on the page."""
        self.to_explore()
        if self.draft.metric is None:
            able = [name for name in self.api.walked if self.api.fits(self.draft.space, name)]
            self.find(data.draw(st.sampled_from(able), label="metric"))
        elif self.draft.is_searching:
            self.draft.is_searching = False
            self.act(lambda: self.tab.click(state.KEEP_METRIC))

    # ---------------------------------------------------------------------------------------------------------- metric

    @rule(data=st.data())
    def choose_a_metric(self, data: st.DataObject) -> None:
        self.to_explore()
        self.find(data.draw(st.sampled_from(self.api.walked), label="metric"))
        self.perhaps_run(data)

    def find(self, name: str) -> None:
        """Look for the metric by its name, and choose it where the space has a profile for it."""
        self.to_search()
        for key, value in ((state.CATEGORY, self.draft.category), (state.NETWORK, self.draft.network)):
            if value:
                self.narrow(key, None)
        self.draft.search = name
        self.act(lambda: self.tab.use(self.tab.app.text_input(key=state.SEARCH).set_value(name)))
        self.choose(name)

    def to_search(self) -> None:
        if not self.draft.is_picking:
            self.draft.is_searching = True
            self.act(lambda: self.tab.click(state.CHANGE_METRIC))

    def choose(self, name: str) -> None:
        """Choose it of the list, which says whether a choice costs something and why it is none."""
        new = [item for item in picks(self.tab) if config_part(self.draft.space, item) not in self.memory]
        assert ("A metric chosen for the first time costs 1 request" in self.tab.said()) == bool(new)
        if not self.api.fits(self.draft.space, name):
            # What can be chosen stands first, so what can't may not be listed at all.
            assert name not in picks(self.tab) or picks(self.tab)[name].disabled
            return
        self.draft.metric, self.draft.is_searching, self.draft.search, self.draft.left_out = name, False, "", ()
        self.act(lambda: self.tab.click(state.pick_key(name)))

    @rule(data=st.data())
    def browse(self, data: st.DataObject) -> None:
        """Narrow the list of metrics to a category or a network; perhaps choose of what it shows."""
        self.to_explore()
        self.to_search()
        metrics = self.api.metrics(self.draft.space).values()
        if not any((self.draft.search, self.draft.category, self.draft.network)):
            others = [name for name in self.recent if name not in self.favourites]
            assert list(picks(self.tab)) == [*self.favourites[:8], *others[:5]]
        if data.draw(st.booleans(), label="by category"):
            found = sorted({metric["category"] for metric in metrics})
            self.narrow(state.CATEGORY, data.draw(st.sampled_from([None, *found]), label="category"))
        else:
            found = sorted({network for metric in metrics for network in metric["networks"]})
            self.narrow(state.NETWORK, data.draw(st.sampled_from([None, *found]), label="network"))
        able = [name for name, button in picks(self.tab).items() if not button.disabled]
        if able and data.draw(st.booleans(), label="choose"):
            self.choose(data.draw(st.sampled_from(able), label="metric"))

    def narrow(self, key: str, value: str | None) -> None:
        if key == state.CATEGORY:
            self.draft.category = value
        else:
            self.draft.network = value
        self.act(lambda: self.tab.use(self.tab.app.selectbox(key=key).select(value)))

    def star_the_metric(self) -> None:
        name = self.draft.metric or ""
        if name in self.favourites:
            self.favourites.remove(name)
        else:
            self.favourites.insert(0, name)
        self.act(lambda: self.tab.click(state.star_key(name)))

    # --------------------------------------------------------------------------------------------------- other pickers

    @rule(data=st.data())
    def toggle_a_breakdown(self, data: st.DataObject) -> None:
        self.to_pickers(data)
        boxes = {box.key: box for box in self.tab.app.checkbox if not box.disabled}
        names = [item["name"] for item in self.draft.config["dimensions"] if state.dimension_key(item["name"]) in boxes]
        if names:
            name = data.draw(st.sampled_from(names), label="breakdown")
            is_ticked = name not in self.draft.by
            others = [item for item in self.draft.by if item != name]
            self.draft.by = [*others, name] if is_ticked else others
            self.act(lambda: self.tab.use(boxes[state.dimension_key(name)].set_value(is_ticked)))
        self.perhaps_run(data)

    @rule(data=st.data())
    def choose_the_aggregator(self, data: st.DataObject) -> None:
        self.to_pickers(data)
        name = data.draw(st.sampled_from(self.draft.config["aggregators"]), label="aggregator")
        if name != self.draft.aggregator:
            self.draft.aggregator, self.draft.is_aggregator_chosen = name, True
            self.act(lambda: self.tab.use(self.tab.app.radio(key=state.AGGREGATOR).set_value(name)))
        self.perhaps_run(data)

    @rule(data=st.data(), period=st.sampled_from([*PRESETS, "custom", "custom"]))
    def choose_the_period(self, data: st.DataObject, period: str) -> None:
        self.to_pickers(data)
        if period == "custom":
            self.draft.days = self.draft.shown_days()
        self.draft.period = period
        self.act(lambda: self.tab.use(self.tab.app.selectbox(key=state.PERIOD).select(period)))
        if period == "custom":
            self.choose_days(
                data.draw(st.integers(0, 400), label="ago"), data.draw(st.integers(-1, 45), label="length")
            )
        self.perhaps_run(data)

    @rule(data=st.data(), compare=st.sampled_from(["none", "previous", None]))
    def choose_the_comparison(self, data: st.DataObject, compare: str | None) -> None:
        self.to_pickers(data)
        if self.draft.question():
            self.draft.compare = compare
            picker = self.tab.app.selectbox(key=state.COMPARE)
            self.act(lambda: self.tab.use(picker.select(compare or AUTOMATIC)))
        self.perhaps_run(data)

    def choose_days(self, ago: int, length: int) -> None:
        """The first and the last day, or only the first: half of what the field wants."""
        first = today() - timedelta(days=ago)
        self.draft.days = (first,) if length < 0 else (first, min(first + timedelta(days=length), today()))
        self.act(lambda: self.tab.use(self.tab.app.date_input(key=state.DATES).set_value(self.draft.days)))

    @rule(data=st.data())
    def add_a_filter(self, data: st.DataObject) -> None:
        self.to_pickers(data)
        if len(self.draft.rows) < 4:
            row = self.draft.add_row()
            self.act(lambda: self.tab.click(state.ADD_FILTER))
            self.check_filter_prices()
            self.choose_what(row, data)
            if row.what:
                self.choose_condition(row, data)
            self.choose_values(row, data)
        self.perhaps_run(data)

    def check_filter_prices(self) -> None:
        """An empty row says which filters cost a request for their names when they are chosen."""
        specs = self.draft.specs.values()
        place = self.draft.space, self.draft.organization
        paid = [
            spec["label"]
            for spec in specs
            if not spec.get("options") and self.api.lists([spec["name"]], *place) - self.memory
        ]
        told = f"Choosing one of these costs 1 request for its names, once: {', '.join(paid)}."
        assert (told in self.tab.said()) == bool(paid)

    @rule(data=st.data(), part=st.sampled_from(["what", "condition", "values", "values", "remove"]))
    def change_a_filter(self, data: st.DataObject, part: str) -> None:
        self.to_pickers(data)
        if not self.draft.rows:
            self.add_a_filter(data)
        row = data.draw(st.sampled_from(self.draft.rows), label="row")
        if part == "what" or (row.what is None and part != "remove"):
            self.choose_what(row, data)
        elif part == "condition":
            self.choose_condition(row, data)
        elif part == "values":
            self.choose_values(row, data)
        else:
            self.draft.rows.remove(row)
            self.act(lambda: self.tab.click(row.key("remove")))
        self.perhaps_run(data)

    def choose_what(self, row: Row, data: st.DataObject) -> None:
        what = data.draw(st.sampled_from([*self.draft.specs, None]), label="what")
        if what != row.what:
            row.operator = None
        row.what = what
        self.act(lambda: self.tab.use(self.tab.app.selectbox(key=row.key("what")).select(row.what)))

    def choose_condition(self, row: Row, data: st.DataObject) -> None:
        row.operator = data.draw(st.sampled_from(self.draft.specs[row.what or ""]["operators"]), label="condition")
        self.act(lambda: self.tab.use(self.tab.app.selectbox(key=row.key("operator")).select(row.operator)))

    def choose_values(self, row: Row, data: st.DataObject) -> None:
        for place in range(len(fields_of(self.tab, row))):
            self.fill(row, place, data)

    def fill(self, row: Row, place: int, data: st.DataObject) -> None:
        """Give one field of a row another value, perhaps none."""
        spec, widget = self.draft.specs[row.what or ""], fields_of(self.tab, row)[place]
        most, kind = row.shape(spec)
        options = [option["value"] for option in spec.get("options", ())]
        options = options or self.api.values(spec["name"], self.draft.space, self.draft.organization)
        if kind == NUMBER:
            value = data.draw(st.sampled_from([*NUMBERS, None]), label="number")
            held = row.held.get(row.field(spec, self.draft.space)) or [None] * (most or 1)
            row.hold(spec, self.draft.space, [*held[:place], value, *held[place + 1 :]])
        else:
            one = st.sampled_from(TEXTS if kind == TEXT and most == 1 else options or TEXTS)
            value = data.draw(one if most == 1 else st.lists(one, max_size=4, unique=True), label="value")
            row.hold(spec, self.draft.space, value)
        if widget.type == "selectbox" and not options:
            # What is typed into a list of choices is one of them from then on.
            widget.options += [value]
        self.act(lambda: self.tab.use(widget.set_value(value)))

    # ------------------------------------------------------------------------------------------ questions, run and back

    @rule(data=st.data())
    def run(self, data: st.DataObject) -> None:
        self.to_pickers(data)
        if not self.run_says()[1]:
            self.run_now(lambda: self.tab.click(state.RUN))

    def perhaps_run(self, data: st.DataObject) -> None:
        if not self.draft.is_picking and data.draw(st.booleans(), label="run"):
            self.run(data)

    def run_now(self, use: Callable[[], None]) -> None:
        ask, now, organization = self.draft.question(), self.step, self.draft.organization
        assert ask is not None
        asks, is_known = self.costs(ask, organization), self.way(ask)[0] in self.memory
        view = {"chart": now.chart, "top": now.top} if now and now.ask.by == ask.by else {}
        self.commit(Step(ask, organization, **view))
        self.draft.left_out = ()
        self.recent = [ask.metric, *(name for name in self.recent if name != ask.metric)][:8]
        self.act(use, asks=asks)
        cost = price_words(len(asks)) if asks else "free"
        assert f"{'From memory' if is_known else 'Live'}, {cost} · " in self.tab.said()

    @rule(data=st.data(), text=st.sampled_from(TEXTS))
    def type_and_run_at_once(self, data: st.DataObject, text: str) -> None:
        """One request of the browser brings both: the new text of a field and the click on Run."""
        self.to_pickers(data)
        typed = [
            (row, item) for row in self.draft.rows for item in fields_of(self.tab, row) if item.type == "text_input"
        ]
        if typed and not self.run_says()[1]:
            row, widget = data.draw(st.sampled_from(typed), label="field")
            row.hold(self.draft.specs[row.what or ""], self.draft.space, text)
            widget.set_value(text)
            self.run_now(lambda: self.tab.click(state.RUN))

    @precondition(lambda self: len(self.steps) > 1)
    @rule(by=st.sampled_from([-3, -2, -1, -1, 1, 2]))
    def undo_or_redo(self, by: int) -> None:
        self.to_explore()
        one = -1 if by < 0 else 1
        for place in range(self.place + one, self.place + by + one, one):
            if not 0 <= place < len(self.steps):
                return
            self.place = place
            if self.step:
                self.draft.load(self.step)
            self.act(lambda: self.tab.click(state.UNDO if by < 0 else state.REDO))

    @precondition(lambda self: self.step)
    @rule()
    def start_over(self) -> None:
        self.to_explore()
        self.draft.clear()
        self.commit(None)
        self.act(lambda: self.tab.click(state.START_OVER))

    @rule(data=st.data())
    def take_a_ready_question(self, data: st.DataObject) -> None:
        if self.step:
            self.start_over()
        self.to_explore()
        prices = self.starters()
        name = data.draw(st.sampled_from(list(prices)), label="metric")
        missing = {config_part(self.draft.space, name)} - self.memory

        def learn() -> set[Part]:
            ask = ask_of(self.tab.query)
            assert (ask.metric, ask.space, ask.period) == (name, self.draft.space, "last_30_days")
            assert ask.aggregator == self.api.config(ask.space, name)["aggregators"][0]
            asks = self.costs(ask, self.draft.organization)
            assert price_words(len(asks | missing)) == prices[name]
            self.commit(Step(ask, self.draft.organization))
            self.draft.load(Step(ask, self.draft.organization))
            return asks

        self.act(lambda: self.tab.click(state.starter_key(name)), learn=learn)

    # ------------------------------------------------------------------------------------------- how a result is seen

    @rule(data=st.data())
    def look_otherwise(self, data: st.DataObject) -> None:
        """Another chart type, more or fewer of the largest, a search of the table: as far as each is offered."""
        if not self.step or not self.step.ask.by or self.step.ask.space != self.draft.space:
            self.take_a_ready_question(data)
        self.to_explore()
        chart = self.tab.widget("radio", state.CHART_TYPE)
        if chart and offered_charts(chart):
            name = data.draw(st.sampled_from(offered_charts(chart)), label="chart")
            self.look(chart, name, chart=name)
        if top := self.tab.widget("selectbox", state.TOP):
            number = data.draw(st.sampled_from([int(text.split()[1]) for text in top.options]), label="top")
            self.look(top, number, top=number)
        if search := self.tab.widget("text_input", state.TABLE_SEARCH):
            text = data.draw(st.sampled_from(["", "a", "2026", "nowhere to be found"]), label="text")
            self.look(search, text)

    def look(self, widget: Any, value: Any, **change: Any) -> None:
        if value != widget.value and self.step:
            self.steps[self.place] = replace(self.step, **change)
            self.act(lambda: self.tab.use(widget.set_value(value)))
            assert self.tab.widget(widget.type, widget.key).value == value

    # ------------------------------------------------------------------------------------------- places and addresses

    @rule(data=st.data(), is_far=st.booleans())
    def change_the_space(self, data: st.DataObject, is_far: bool) -> None:
        if is_far:
            names = [item["id"] for item in self.api.organizations]
            self.draft.organization = data.draw(st.sampled_from(names), label="organization")
            if self.draft.space not in self.api.spaces_of(self.draft.organization):
                self.draft.space = self.api.spaces_of(self.draft.organization)[0]
            key, value = state.ORGANIZATION, self.draft.organization
        else:
            spaces = self.api.spaces_of(self.draft.organization)
            self.draft.space = data.draw(st.sampled_from(spaces), label="space")
            key, value = state.SPACE, self.draft.space
        self.act(lambda: self.tab.use(self.tab.app.selectbox(key=key).select(value)))

    @rule(data=st.data(), way=st.sampled_from([EXPLORE, CONNECTION, CONNECTION, "again", "star"]))
    def do_what_changes_no_question(self, data: st.DataObject, way: str) -> None:
        """Go to a page (perhaps the present one), have the whole page run again, make the metric a favourite."""
        if way == "star":
            self.to_pickers(data)
            self.star_the_metric()
        elif way == "again":
            self.act(self.tab.reload)
        else:
            learn = self.learn_whether_this_is_the_start if way == self.tab.page else None
            self.act(lambda: self.tab.go_to(way), learn=learn)

    @rule(data=st.data())
    def go_back_or_forward(self, data: st.DataObject) -> None:
        """Through the browser's history; an address of a question brings the question, as it was looked at last."""
        if len(self.tab.visited) == 1:
            self.take_a_ready_question(data)
        place = data.draw(st.integers(max(self.tab.place - 3, 0), min(self.tab.place + 3, len(self.tab.visited) - 1)))
        page, link = self.tab.visited[place]
        asks = self.follow(self.links[str(link)]) if page == EXPLORE and link else set()
        is_start = page == self.tab.page == EXPLORE and not link
        self.act(
            lambda: self.tab.go_back_to(place),
            asks=asks,
            learn=self.learn_whether_this_is_the_start if is_start else None,
        )

    def learn_whether_this_is_the_start(self) -> set[Part]:
        """A bare address is the start, or the entry that a change of page left and that leads back to where one was."""
        if self.is_on_explore and self.step and not self.tab.query:
            self.commit(None)
        return set()

    @rule(data=st.data(), chart=st.sampled_from([None, *CHARTS]), top=st.sampled_from([None, 5, 20]))
    def open_the_draft_as_a_link(self, data: st.DataObject, chart: str | None, top: int | None) -> None:
        """The address that a colleague has who asks what stands in the pickers, in this session."""
        self.to_pickers(data)
        ask = self.draft.question()
        if ask:
            step = Step(ask, self.draft.organization, chart, top)
            asks = self.follow(step)
            self.act(lambda: self.tab.follow(step.link()), asks=asks)

    def follow(self, step: Step) -> set[Part]:
        """The address is that of this step: the one beside the present one that asks the same, or a new one."""
        if self.step and self.step.link() == step.link():
            return set()
        near = [self.place, self.place - 1, self.place + 1]
        beside = [place for place in near if 0 <= place < len(self.steps)]
        same = [place for place in beside if (other := self.steps[place]) and other.ask == step.ask]
        asks = set() if same else self.costs(step.ask, step.organization)
        if same:
            self.place = same[0]
            self.steps[self.place] = step
        else:
            self.commit(step)
        self.draft.load(step)
        return asks

    def open_elsewhere(self, step: Step) -> None:
        """The address, in a new session: the same question, the same table, from memory."""
        before = len(self.api.program.log())
        other = Tab(self.tab.query)
        assert len(self.api.program.log()) == before
        assert other.query == step.link()
        assert run_label(other.app) == "Up to date"
        draft = Draft(self.api, step.ask.space, step.organization)
        draft.load(step)
        draft.check(other)
        check_result(self.api, other, step)


def picks(tab: Tab) -> dict[str, Any]:
    """The metrics that the search lists, each with its button."""
    key = state.pick_key("")
    return {item.key.removeprefix(key): item for item in tab.app.button if item.key.startswith(key)}


def fields_of(tab: Tab, row: Row) -> list[Any]:
    """The widgets of a row's values."""
    widgets = [*tab.app.multiselect, *tab.app.selectbox, *tab.app.number_input, *tab.app.text_input]
    known = {row.key(part) for part in ("what", "operator", "remove")}
    return [item for item in widgets if item.key.startswith(row.key("")) and item.key not in known]


def offered_charts(control: Any) -> list[str]:
    """The chart types that can be chosen, by the names that links have for them."""
    return [name for name, label in CHARTS.items() if any(text.endswith(label) for text in control.options)]


def values_of(elements: Iterable[Any]) -> list[Any]:
    return [element.value for element in elements]


def config_part(space: str, metric: str) -> Part:
    return Part(f"/v1/spaces/{space}/report_metric_config/{metric}")


def price_words(count: int) -> str:
    return f"{count} request{'s' if count > 1 else ''}" if count else "free, from memory"


def today() -> date:
    return datetime.now(ZoneInfo(ZONE)).date()


def freshness() -> tuple[date, bool]:
    """What changes when memory grows old by the clock: the account's day, and the networks' refresh at 7:00 UTC."""
    return today(), datetime.now(UTC).hour >= 7


def check_result(api: Api, tab: Tab, step: Step) -> None:
    """That what is drawn answers the question: its sentence, its columns and every number."""
    ask, app, said = step.ask, tab.app, tab.said()
    for words_of in sentence(api, ask):
        assert words_of in said
    rows = api.rows(ask)
    numbers = [row["metrics"][ask.metric] for row in rows]
    if all(number is None for number in numbers):
        assert "Nothing is wrong with it: no data is not zero" in said
        assert not app.dataframe
        assert not app.metric
        return
    if not ask.by:
        [number] = numbers
        assert not app.dataframe
        assert len(app.metric) == 1
        check_figure(app.metric[0], number)
        return
    for figure in app.metric:
        [whole] = api.rows(replace(ask, by=()))
        check_figure(figure, whole["metrics"][ask.metric])
    assert app.get("plotly_chart") or "Not for this result" in said
    chart = tab.widget("radio", state.CHART_TYPE)
    assert chart is None or step.chart not in offered_charts(chart) or chart.value == step.chart
    table = app.dataframe[0].value
    extra = ["post.published_at", "post.permalink"] if "post" in ask.by else []
    is_compared = "metric.before" in table
    assert is_compared == (ask.compare == "previous")
    by = [column for name in ask.by for column in (name, f"{name}.before") if is_compared or column == name]
    wanted = [*by, "metric.value", *(["metric.before"] if is_compared else []), *extra]
    assert list(table.columns) == [name for name in wanted if name in table]
    assert {*ask.by, "metric.value", *extra} <= {*table}
    shown = table["metric.value"].astype(object).where(table["metric.value"].notna(), None).tolist()
    search = tab.widget("text_input", state.TABLE_SEARCH)
    if search and search.value:
        # What only the period before has has no number of this one.
        assert not Counter(shown) - Counter([*numbers, *([None] * len(shown) if is_compared else [])])
        assert f"{len(shown):,} of " in said
    else:
        if not {*ask.by} & {"date", "week", "month", "hour", "weekday"}:
            # What has no order of its own stands with the largest first.
            numbers = sorted(numbers, key=lambda number: (number is None, -(number or 0)))
        if is_compared:
            # A day that only the period before has stands in its place, without a number of this one.
            shown, numbers = ([number for number in column if number is not None] for column in (shown, numbers))
        assert shown == pytest.approx(numbers, nan_ok=True)


def check_figure(figure: Any, number: float | None) -> None:
    """That a figure above the chart is what the API says without any breakdown."""
    if number is None:
        assert figure.value in ("--", "—")
    elif float(number).is_integer():
        assert f": {int(number):,}" in plain(figure.proto.help)


def sentence(api: Api, ask: Ask) -> list[str]:
    """Parts of the sentence over the result."""
    config = api.config(ask.space, ask.metric)
    label = api.metrics(ask.space)[ask.metric]["label"]
    measure = AGGREGATORS[ask.aggregator] + (" " if ask.aggregator == "percent" else " of ") + label
    labels = {item["name"]: item["label"] for item in config["dimensions"]}
    by = [labels[name].lower() for name in ask.by if name not in ADVERBS]
    if by:
        measure += " by " + " and ".join(filter(None, (", ".join(by[:-1]), by[-1])))
    adverbs = [ADVERBS[name] for name in ask.by if name in ADVERBS]
    filters = {spec["name"]: spec["label"] for spec in config["filters"]}
    parts = [", ".join([measure, *adverbs, f"{days_in_words(*ask.days())} ({ZONE})"])]
    return parts + [f", {filters[item.name]} " for item in ask.where]


def days_in_words(first: date, last: date) -> str:
    if first == last:
        return f"{first:%a} {first.day} {first:%b %Y}"
    if first.year != last.year:
        return f"{first.day} {first:%b %Y} – {last.day} {last:%b %Y}"
    if first.month != last.month:
        return f"{first.day} {first:%b} – {last.day} {last:%b %Y}"
    return f"{first.day}–{last.day} {last:%b %Y}"


@pytest.fixture(scope="module")
def api() -> Iterator[Api]:
    program = start_sandbox("--limit", "0")
    yield Api(program)
    program.stop()


@pytest.mark.timeout(900)
def test_a_random_walk_meets_no_refusal_no_traceback_no_lost_choice_and_no_wrong_price(api: Api) -> None:
    Walk.api = api
    run_state_machine_as_test(
        Walk,
        settings=settings(
            max_examples=3,
            stateful_step_count=25,
            deadline=None,
            print_blob=True,
            suppress_health_check=list(HealthCheck),
        ),
    )
