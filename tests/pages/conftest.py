"""The app in AppTest, asking a sandbox of its own over real HTTP."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import streamlit as st
from streamlit.components.v2 import manifest_scanner
from streamlit.runtime.scriptrunner.script_cache import ScriptCache
from streamlit.testing.v1 import AppTest, local_script_runner

from dashboard import state
from tests.conftest import SandboxProgram

ENTRY = Path(__file__).resolve().parents[2] / "dashboard" / "app.py"
OpenApp = Callable[[SandboxProgram], AppTest]


@pytest.fixture(autouse=True, scope="session")
def components_are_found_once() -> Iterator[None]:
    """AppTest reads about each installed package whenever it opens an app, which takes longer than the app."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(manifest_scanner, "scan_component_manifests", cache(manifest_scanner.scan_component_manifests))
        yield


@pytest.fixture(autouse=True, scope="session")
def scripts_are_compiled_once() -> Iterator[None]:
    """As on a server: AppTest compiles app and page anew for every run."""
    compiled = ScriptCache()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(local_script_runner, "ScriptCache", lambda: compiled)
        yield


@pytest.fixture
def open_app(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[OpenApp]:
    """Opens the app as one more visitor's session; memory and budget are shared by the sessions of one test."""
    monkeypatch.setenv("STATUSBREW_STATE_FILE", str(tmp_path / "state.sqlite3"))
    monkeypatch.setenv("STATUSBREW_BOARDS_URL", f"sqlite:///{tmp_path / 'boards.sqlite3'}")
    st.cache_resource.clear()

    def open_one(sandbox: SandboxProgram) -> AppTest:
        monkeypatch.setenv("STATUSBREW_API_URL", sandbox.url)
        monkeypatch.setenv("STATUSBREW_API_TOKEN", sandbox.token)
        return AppTest.from_file(str(ENTRY), default_timeout=60).run()

    yield open_one
    st.cache_resource.clear()


def go_to(app: AppTest, link: Mapping[str, str | list[str]]) -> AppTest:
    """Open another address in the same session, as Back, Forward and a hand in the address bar do."""
    app.query_params.clear()
    for key, value in link.items():
        app.query_params[key] = value
    return app.run()


def address(app: AppTest) -> dict[str, list[str]]:
    """The query of the address, each key with its values."""
    held = {key: app.query_params[key] for key in app.query_params}
    return {key: [value] if isinstance(value, str) else list(value) for key, value in held.items()}


def search(app: AppTest, words: str) -> AppTest:
    """Open the search if another metric is chosen, and type."""
    if state.CHANGE_METRIC in {button.key for button in app.button}:
        app.button(key=state.CHANGE_METRIC).click().run()
    return app.text_input(key=state.SEARCH).set_value(words).run()


def choose(app: AppTest, metric: str, *dimensions: str) -> AppTest:
    """Find the metric of that wire name as a visitor does, and choose it."""
    search(app, metric)
    app.button(key=state.pick_key(metric)).click().run()
    if dimensions:
        break_down(app, *dimensions)
    return app


def break_down(app: AppTest, *dimensions: str) -> AppTest:
    """Tick these dimensions, in this order, and no others."""
    for name in broken_down(app):
        app.checkbox(key=state.dimension_key(name)).uncheck().run()
    for name in dimensions:
        app.checkbox(key=state.dimension_key(name)).check().run()
    return app


def broken_down(app: AppTest) -> list[str]:
    """The dimensions that are ticked, in the order in which they were."""
    chosen = list(app.session_state[state.DIMENSIONS])
    ticked = [box.key for box in app.checkbox if box.value]
    assert sorted(ticked) == sorted(map(state.dimension_key, chosen))
    return chosen


def run(app: AppTest) -> AppTest:
    return app.button(key=state.RUN).click().run()


def run_label(app: AppTest) -> str:
    """What Run says, without its colour."""
    label: str = app.button(key=state.RUN).label
    return label.removeprefix(":blue[**").removesuffix("**]")


def told(app: AppTest, key: str) -> dict[str, Any]:
    """What the component of that key is given to show: AppTest has no browser that would."""
    (component,) = (element for element in app.get("bidi_component") if element.key == key)
    found: dict[str, Any] = json.loads(component.proto.json)
    return found


def left_for_charts(app: AppTest) -> int:
    """How many requests charts may use still, as the sidebar says."""
    meter = told(app, "requests_left")
    return int(meter["limit"] - meter["reserve"] - len(meter["comesBack"]))


def words(app: AppTest) -> str:
    """All that the page says, in its order within each kind."""
    kinds: tuple[Any, ...] = (
        *(app.title, app.subheader, app.markdown, app.caption),
        *(app.info, app.warning, app.error),
    )
    return "\n".join(element.value for kind in kinds for element in kind)


def plain_words(app: AppTest) -> str:
    """The same as a reader sees it: without the marks that keep text from being read as Markdown."""
    return words(app).replace("\\", "").replace("\u2060", "")
