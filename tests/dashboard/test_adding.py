"""Other pages add metrics to the draft of Explore, or begin a question within a report there."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from dashboard import draft, state, within
from dashboard.committed import Chosen
from dashboard.draft import Drafted
from services.insights.filters import Filter
from services.insights.models import FilterSpec, Metric, MetricConfig, MetricName, ReportId, SpaceId, WidgetId
from services.insights.question import ReportScope, Series, SpaceScope, WidgetScope

SPACE, REPORT = SpaceId("spce_1"), ReportId("rprt_1")
WHOLE = "The question is of the whole space: the report's profiles and filters don't apply to it."
REEL = Filter(name="post_type", operator="contains", values=("reel",))


def script() -> None:
    import streamlit as st

    act = st.session_state.pop("test.act", None)
    st.session_state["test.said"] = act() if act else None


def drafted(label: str, *, filters: tuple[Filter, ...] = (), aggregator: str = "sum") -> Drafted:
    name = MetricName(label.casefold())
    config = MetricConfig(
        metric=name,
        aggregators=("sum", "average"),
        dimensions=(),
        filters=(FilterSpec(name="post_type", label="Post type", operators=("contains",)),),
    )
    metric = Metric(name=name, label=label, description="", category="", networks=())
    series = Series(metric=name, filters=filters, aggregator=aggregator)
    return Drafted(series=series, chosen=Chosen(metric=metric, config=config))


REACH, VIEWS, LIKES, SAVES, CLICKS = (drafted(name) for name in ("Reach", "Views", "Likes", "Saves", "Clicks"))


class Desk:
    """A session whose draft can be acted on, as callbacks of any page do."""

    def __init__(self) -> None:
        self.app = AppTest.from_function(script, default_timeout=60).run()

    def does(self, act: Any) -> Any:
        self.app.session_state["test.act"] = act
        self.app.run()
        assert not self.app.exception
        return self.app.session_state["test.said"]

    def adds(self, *items: Drafted) -> str:
        said: str = self.does(lambda: draft.add_series(items, SPACE))
        # Explore tells it when it is opened.
        assert self.does(draft.added) == said
        return said

    def others(self) -> list[Drafted]:
        return list(self.does(draft.others))

    def metric(self) -> str | None:
        held: str | None = self.does(state.chosen_metric)
        return held


@pytest.fixture
def desk() -> Desk:
    return Desk()


def test_the_first_metric_goes_into_the_empty_pickers_and_the_others_beside_it(desk: Desk) -> None:
    assert desk.adds(REACH, VIEWS) == f"“Reach” and “Views” were added to the question. {WHOLE}"
    assert desk.metric() == "reach"
    assert desk.others() == [VIEWS]
    assert desk.adds(LIKES) == f"“Likes” was added to the question. {WHOLE}"
    assert desk.others() == [VIEWS, LIKES]


def test_what_the_pickers_hold_stays_there_and_keeps_its_place(desk: Desk) -> None:
    desk.adds(REACH, VIEWS)
    desk.does(lambda: draft.take_up(0, REACH, SPACE))
    desk.adds(LIKES)
    assert desk.metric() == "views"
    assert desk.does(lambda: draft.with_active(VIEWS)) == (REACH, VIEWS, LIKES)


def test_the_same_metric_is_added_once_and_asked_otherwise_once_more(desk: Desk) -> None:
    filtered = drafted("Reach", filters=(REEL,))
    desk.adds(filtered)
    assert desk.adds(filtered) == "“Reach” is in the question already, asked the same way."
    assert desk.others() == []
    assert desk.adds(REACH).startswith("“Reach” was added")
    average = drafted("Reach", aggregator="average")
    assert desk.adds(average, REACH).startswith(
        "“Reach” was added to the question. “Reach” is in the question already, asked the same way."
    )
    assert desk.others() == [REACH, average]


def test_more_than_can_be_read_together_find_no_room_and_are_named(desk: Desk) -> None:
    said = desk.adds(REACH, VIEWS, LIKES, SAVES, CLICKS)
    assert said == (
        "“Reach”, “Views”, “Likes” and “Saves” were added to the question. "
        f"There is no room for “Clicks”: 4 metrics can be read together. Remove one. {WHOLE}"
    )
    assert len(desk.others()) == 3
    assert desk.adds(CLICKS) == "There is no room for “Clicks”: 4 metrics can be read together. Remove one."


def test_while_another_metric_is_looked_for_the_added_one_takes_its_place(desk: Desk) -> None:
    desk.adds(REACH)
    desk.does(lambda: draft.put_aside(REACH))
    desk.adds(VIEWS)
    assert desk.does(lambda: draft.with_active(VIEWS)) == (REACH, VIEWS)
    assert desk.app.session_state[state.IS_SEARCHING] is False


def test_a_question_within_a_report_says_so_of_what_is_added(desk: Desk) -> None:
    desk.does(lambda: draft.begin_within(REPORT, SPACE))
    assert desk.adds(REACH).endswith("within a report: the profiles and filters of that report apply to it.")
    desk.does(lambda: within.apply_report_filters(are_on=False))
    assert desk.adds(VIEWS).endswith("within a report, without its profiles and filters.")


def test_to_begin_within_a_report_empties_the_pickers_and_the_next_question_is_within_it(desk: Desk) -> None:
    desk.adds(REACH, VIEWS)
    desk.does(lambda: draft.begin_within(REPORT, SPACE))
    assert desk.metric() is None
    assert (desk.others(), desk.does(draft.added)) == ([], "")
    assert desk.does(lambda: within.scope_in(SPACE)) == ReportScope(space_id=SPACE, report_id=REPORT)
    desk.does(draft.clear)
    assert desk.does(lambda: within.scope_in(SPACE)) == SpaceScope(space_id=SPACE)


def test_the_filters_off_and_on_again_are_the_widget_as_before(desk: Desk) -> None:
    widget = WidgetScope(space_id=SPACE, report_id=REPORT, widget_id=WidgetId("rpwd_1"))
    raw = ReportScope(space_id=SPACE, report_id=REPORT, ignore_report_filters=True)
    desk.does(lambda: within.ask_within(widget))
    desk.does(lambda: within.apply_report_filters(are_on=False))
    assert desk.does(lambda: within.scope_in(SPACE)) == raw
    desk.does(lambda: within.apply_report_filters(are_on=True))
    assert desk.does(lambda: within.scope_in(SPACE)) == widget
    desk.does(lambda: within.ask_within(raw))
    desk.does(lambda: within.apply_report_filters(are_on=True))
    assert desk.does(lambda: within.scope_in(SPACE)) == replace(raw, ignore_report_filters=False)


def test_another_space_forgets_the_report(desk: Desk) -> None:
    desk.does(lambda: draft.begin_within(REPORT, SPACE))
    assert desk.does(lambda: within.scope_in(SpaceId("spce_2"))) == SpaceScope(space_id=SpaceId("spce_2"))
    assert desk.does(lambda: within.scope_in(SPACE)) == SpaceScope(space_id=SPACE)
