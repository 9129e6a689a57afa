"""The list of saved reports, by itself: what stands in it, what a search leaves, what it says where there is none."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from streamlit.testing.v1 import AppTest

from dashboard import state
from services.insights.models import Listing, Report, Widget
from services.sandbox.hostile import PAYLOADS
from tests.pages.conftest import plain_words
from tests.services.reports.saved import METRICS, condition, report, widget


def _page(reports, labels):  # type: ignore[no-untyped-def] # AppTest runs its text alone, which knows no types
    import streamlit as st

    from dashboard.components.report_head import report_head
    from dashboard.components.report_list import report_list
    from tests.services.reports.saved import METRICS

    def keep(identifier: str) -> None:
        st.session_state["opened"] = identifier

    for saved in list(reports)[:1]:
        report_head(saved, labels)
    report_list(reports, metrics=METRICS, labels=labels, standing=lambda one: f"price of {one.name}", on_open=keep)


def shown(reports: Sequence[Report], *, labels: Any = None, is_cut_off: bool = False) -> AppTest:
    listing = Listing(items=tuple(reports), is_cut_off=is_cut_off)
    app = AppTest.from_function(_page, args=(listing, labels or {}), default_timeout=30).run()
    assert not app.exception
    return app


def names(app: AppTest) -> list[str]:
    """The reports that can be opened, in order."""
    opens = [button for button in app.button if button.key != state.SHOW_ALL_REPORTS]
    return [button.label.removeprefix(":blue[**").removesuffix("**]").replace("\\", "") for button in opens]


def many(count: int) -> list[Report]:
    return [report(f"Report {number}", ("", [widget(f"Widget {number}")])) for number in range(count)]


def test_a_report_is_told_and_opened_by_its_name() -> None:
    saved = report("Weekly", ("Glance", [widget("Reach by day", dimensions=["date"])]), sources=["x:1"])
    app = shown([saved], labels={"dataSources": {"x:1": "Acme"}})
    said = plain_words(app)
    assert "1 section, 1 widget · price of Weekly" in said
    assert "1 profile: Acme" in said
    assert "Reach by day  \n:small[:gray[Line · Sum of Profile Reach, daily]]" in said
    app.button(key=state.report_key(saved.id, "open")).click().run()
    assert app.session_state["opened"] == saved.id


def test_few_reports_need_no_search_and_many_say_what_is_beyond_sight() -> None:
    assert not shown(many(3)).text_input
    app = shown(many(50))
    assert len(names(app)) == 30
    app.button(key=state.SHOW_ALL_REPORTS).click().run()
    assert names(app) == [f"Report {number}" for number in range(50)]


def test_what_is_typed_leaves_what_fits_and_says_where() -> None:
    app = shown([*many(4), report("Other", ("", [widget("Answers")]))])
    app.text_input(key=state.REPORT_SEARCH).set_value("answers").run()
    assert names(app) == ["Other"]
    assert "Widget: Answers" in plain_words(app)
    app.text_input(key=state.REPORT_SEARCH).set_value("qqzzxx").run()
    assert names(app) == []
    assert "Nothing found." in plain_words(app)


def test_no_report_says_what_to_do_and_a_list_that_is_cut_off_says_so() -> None:
    assert "Make one in Statusbrew" in plain_words(shown([]))
    assert "listed none" in plain_words(shown([], is_cut_off=True))
    assert "more reports than it listed" in plain_words(shown(many(1), is_cut_off=True))


def test_reports_with_one_name_are_told_apart_and_two_with_one_id_are_one() -> None:
    twins = [report("Weekly"), report("Weekly "), report("Daily"), report("Daily")]
    assert names(shown(twins)) == ["Weekly", "Weekly (2)", "Daily"]


def test_tags_without_names_are_ids_and_that_is_said() -> None:
    saved = report("Care", filters=[condition("tag", "in", "tag_1")])
    assert "Tags are told by their ids" in plain_words(shown([saved]))
    assert "told by their ids" not in plain_words(shown([saved], labels={"tag": {"tag_1": "Praise"}}))
    assert "told by their ids" not in plain_words(shown([report("R", filters=[condition("tag", "is_empty")])]))


def test_what_others_wrote_is_text_wherever_it_stands() -> None:
    def dressed(text: str) -> Report:
        one: Widget = widget(text, [text, *METRICS], [text], filters=[condition(text, "contains", text)], type_=text)
        return report(text, (text, [one]), sources=[text], filters=[condition("tag", "in", text)])

    app = shown([dressed(text) for text in PAYLOADS], labels={"tag": dict.fromkeys(PAYLOADS, PAYLOADS[0])})
    searched = shown([report(f"R{place}", (text, [])) for place, text in enumerate(PAYLOADS)])
    searched.text_input(key=state.REPORT_SEARCH).set_value("evil").run()
    assert "Section: [click](" in plain_words(searched)
    for page in (app, searched):
        texts = [element.value for element in (*page.title, *page.markdown, *page.caption)]
        for text in (*texts, *(button.label for button in page.button)):
            # What is left without the marks that stand for themselves is all that could be read as a command.
            live = re.sub(r"\\.", "", text)
            assert not set("<`$!(@=") & set(live)
            assert not re.search(r"(?<!\u2060)://|www\.|:red|:material/delete", live)
