"""The app in AppTest, asking a sandbox of its own over real HTTP."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from dashboard import state
from tests.conftest import SandboxProgram

ENTRY = Path(__file__).resolve().parents[2] / "dashboard" / "app.py"
OpenApp = Callable[[SandboxProgram], AppTest]


@pytest.fixture
def open_app(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[OpenApp]:
    """Opens the app as one more visitor's session; memory and budget are shared by the sessions of one test."""
    monkeypatch.setenv("STATUSBREW_STATE_FILE", str(tmp_path / "state.sqlite3"))
    st.cache_resource.clear()

    def open_one(sandbox: SandboxProgram) -> AppTest:
        monkeypatch.setenv("STATUSBREW_API_URL", sandbox.url)
        monkeypatch.setenv("STATUSBREW_API_TOKEN", sandbox.token)
        return AppTest.from_file(str(ENTRY), default_timeout=60).run()

    yield open_one
    st.cache_resource.clear()


def choose(app: AppTest, metric: str, *dimensions: str) -> AppTest:
    app.selectbox(key=state.METRIC).select(metric).run()
    if dimensions:
        app.pills(key=state.DIMENSIONS).set_value(list(dimensions)).run()
    return app


def run(app: AppTest) -> AppTest:
    return app.button(key=state.RUN).click().run()


def words(app: AppTest) -> str:
    """All that the page says, in its order within each kind."""
    kinds: tuple[Any, ...] = (app.markdown, app.subheader, app.caption, app.info, app.warning, app.error)
    return "\n".join(element.value for kind in kinds for element in kind)
