"""The one place that names what a session remembers.

The draft is what the pickers hold, kept under these keys for the whole session. The committed question is what was run
last; everything that is drawn depends on it alone. Editing the draft costs nothing. How committed questions follow one
another is told in `dashboard/history.py`, how the one of now stands in `dashboard/progress.py`.
"""

from __future__ import annotations

from typing import Final

import streamlit as st

__all__ = [
    "ACTIVE",
    "ADDED",
    "ADDRESS",
    "ADD_FILTER",
    "ADD_METRIC",
    "ADD_TO_BOARD",
    "ADJUST",
    "AGGREGATOR",
    "ALL_REPORTS",
    "ASK_TOTAL",
    "ASK_WITHIN",
    "BOARD_CHANGE",
    "BOARD_COMPARE",
    "BOARD_COMPARE_DATES",
    "BOARD_DATES",
    "BOARD_DECK",
    "BOARD_DELETED",
    "BOARD_NAME",
    "BOARD_PAST",
    "BOARD_PERIOD",
    "BOARD_SAVES",
    "BOARD_SEEN",
    "BREAKDOWN",
    "BROWSER_MEMORY",
    "BUILDER",
    "CATALOGUE",
    "CATALOGUE_BY",
    "CATALOGUE_CATEGORY",
    "CATALOGUE_CLEAR",
    "CATALOGUE_MORE",
    "CATALOGUE_NETWORK",
    "CATALOGUE_SEARCH",
    "CATALOGUE_SHOWN",
    "CATALOGUE_WHERE",
    "CHART_METRIC",
    "CLOSE_METRIC",
    "COMPARED_METRIC",
    "COMPARE_METRIC",
    "COMPARE_SUPPORT",
    "LEARNING",
    "LEARN_REST",
    "METRIC_CARD",
    "METRIC_NOTES",
    "METRIC_STEP",
    "OPEN_METRIC",
    "SHOW_SUPPORT",
    "STOP_LEARNING",
    "SUPPORT_DUE",
    "CANCEL_WAITING",
    "CANDIDATE",
    "CARD_ACTION",
    "CARD_ACTIONS",
    "CARD_FOCUS",
    "CATEGORY",
    "CHANGE_METRIC",
    "CHART",
    "CHART_TYPE",
    "CHECK",
    "CHECK_FOUND",
    "CHECK_IS_DUE",
    "CHECK_RUN",
    "DRY_RUN",
    "DRY_RUN_CONFIG",
    "DRY_RUN_DUE",
    "DRY_RUN_METRIC",
    "DRY_RUN_SEND",
    "DRY_RUN_SENT",
    "CLICKED",
    "CLOSE_BOARD",
    "CLOSE_REPORT",
    "COMPARE",
    "COMPARE_DATES",
    "COUNTDOWN",
    "DATES",
    "DERIVED",
    "DIMENSIONS",
    "DOWNLOAD",
    "END_PRESENTATION",
    "FILES",
    "FILTER_ROWS",
    "FOCUS",
    "FORGET_TOKEN",
    "GRAIN",
    "HAS_EMAILS",
    "HAS_ONE_PERIOD",
    "HIDDEN",
    "HIDE_MARK",
    "HISTORY",
    "HISTORY_ALL",
    "HISTORY_BUTTON",
    "HISTORY_CHOSEN",
    "HISTORY_COMPARE",
    "HISTORY_COMPARED",
    "IMPORT_BOARD",
    "IS_AGGREGATOR_CHOSEN",
    "IS_ARRANGING",
    "IS_PRESENTING",
    "IS_RAW",
    "IS_REMEMBERED",
    "IS_SEARCHING",
    "KEEP_METRIC",
    "KEPT_ADDRESS",
    "KEY_HELP",
    "LAST_FILTER_ROW",
    "LEAVE_REPORT",
    "LEFT_OUT",
    "LINE",
    "LINK_NOTES",
    "LOAD_ALL",
    "LOG_OUT",
    "MARK",
    "MEMORY",
    "METER",
    "METRIC",
    "NETWORK",
    "NEW_BOARD",
    "NEW_BOARD_NAME",
    "NOTE_OF_BOARD",
    "OPEN_BOARD",
    "OPEN_REPORT",
    "ORGANIZATION",
    "OTHERS",
    "OTHER_CHARTS",
    "OWN_CLIENT",
    "PAGE",
    "PART_NAMES",
    "PASSED_ON",
    "PENDING",
    "PERIOD",
    "PICTURE",
    "PLACE",
    "PLACE_NOTES",
    "POSTS_ASKED",
    "POSTS_BODY",
    "POSTS_DATES",
    "POSTS_DECK",
    "POSTS_DOWNLOAD",
    "POSTS_DUE",
    "POSTS_EXPLORE",
    "POSTS_FILTERS",
    "POSTS_HAS_TAGS",
    "POSTS_KEEP",
    "POSTS_LINK",
    "POSTS_LOAD",
    "POSTS_LOOK",
    "POSTS_LOOK_SEEN",
    "POSTS_METRICS",
    "POSTS_NETWORKS",
    "POSTS_NOTES",
    "POSTS_PAGE",
    "POSTS_PERIOD",
    "POSTS_PROFILES",
    "POSTS_RESET",
    "POSTS_SEARCH",
    "POSTS_SEEN",
    "POSTS_SHOW",
    "POSTS_SORT",
    "POSTS_TABLE",
    "POSTS_TAGS",
    "POSTS_TYPES",
    "PREFERENCES",
    "PREFERRED_FORMAT",
    "PREFERRED_LAG",
    "PREFERRED_WEEK_START",
    "RESET_PREFERENCES",
    "PRESENT",
    "REDO",
    "REFILLED",
    "REFRESH",
    "REFRESH_STALE",
    "REMEMBERED",
    "REPORT_COMPARE",
    "REPORT_COMPARE_DATES",
    "REPORT_DATES",
    "REPORT_DECK",
    "REPORT_FILTERS",
    "REPORT_NOTES",
    "REPORT_PERIOD",
    "REPORT_SEARCH",
    "REPORT_SEEN",
    "REPORT_SPACE",
    "RESET_VIEW",
    "RESULT",
    "RESULT_BODY",
    "RETRY_RESULT",
    "RUN",
    "RUNS",
    "SCOPE",
    "SCOPE_FILTERS",
    "SEARCH",
    "SHARE",
    "SHOW_ALL_REPORTS",
    "SORT",
    "SPACE",
    "SPACE_LISTS_DUE",
    "SPACE_SEARCH",
    "SPACE_SEEN",
    "SPACE_TROUBLES",
    "START_BOARD",
    "START_OVER",
    "STOP_LOADING",
    "SUGGESTION",
    "TABLE",
    "TABLE_SEARCH",
    "TARGET",
    "TITLE",
    "TITLE_TOLD",
    "TOKEN_ROUND",
    "TOKEN_TROUBLE",
    "TOP",
    "TOUR",
    "TOUR_STEP",
    "UNDO",
    "UNDO_BOARD",
    "UNDO_DELETE",
    "UNOPENED",
    "USE_NEAREST",
    "USE_TOKEN",
    "WHY",
    "WHY_AGAINST",
    "WHY_AGGREGATOR",
    "WHY_DATES",
    "WHY_DUE",
    "WHY_EXPLAIN",
    "WHY_EXPLAINED",
    "WHY_IS_FINAL_ONLY",
    "WHY_METRIC",
    "WHY_OF",
    "WHY_PERIOD",
    "WHY_ZONE",
    "board_key",
    "card_key",
    "chosen_metric",
    "closer_key",
    "dimension_key",
    "dry_run_key",
    "filter_key",
    "forget_account",
    "hold",
    "metric_key",
    "login_key",
    "next_step_key",
    "pick_key",
    "report_key",
    "run_key",
    "series_key",
    "space_list_key",
    "star_key",
    "starter_key",
    "tile_key",
    "token_key",
]

ORGANIZATION: Final = "frame.organization"
SPACE: Final = "frame.space"

METRIC: Final = "explore.metric"
"""The wire name of the chosen metric; no widget's, so that no list of options can change it."""
IS_SEARCHING: Final = "explore.is_searching"
CHANGE_METRIC: Final = "explore.change_metric"
KEEP_METRIC: Final = "explore.keep_metric"
SEARCH: Final = "explore.search"
CATEGORY: Final = "explore.category"
NETWORK: Final = "explore.network"
DIMENSIONS: Final = "explore.dimensions"
"""The wire names of the chosen dimensions, in the order in which they were chosen; no widget's."""
BREAKDOWN: Final = "explore.breakdown"
AGGREGATOR: Final = "explore.aggregator"
IS_AGGREGATOR_CHOSEN: Final = "explore.is_aggregator_chosen"
OTHERS: Final = "explore.others"
"""The series of the draft beside the one that the pickers hold, in order."""
ACTIVE: Final = "explore.active"
"""Before how many of them stands the one that the pickers hold."""
ADD_METRIC: Final = "explore.add_metric"
ADDED: Final = "explore.added"
"""What another page has added to the draft, in words."""
SCOPE: Final = "explore.scope"
"""The report or widget within which the draft asks, with the report's filters; nothing for a whole space."""
IS_RAW: Final = "explore.is_raw"
"""Whether it asks without the report's data sources and saved filters; no widget's, so that no page forgets it."""
SCOPE_FILTERS: Final = "explore.scope_filters"
LEAVE_REPORT: Final = "explore.leave_report"
PERIOD: Final = "explore.period"
COMPARE: Final = "explore.compare"
COMPARE_DATES: Final = "explore.compare_dates"
DATES: Final = "explore.dates"
FILTER_ROWS: Final = "explore.filter_rows"
"""The numbers of the filter rows on screen, in order; a number is never used twice in a session."""
ADD_FILTER: Final = "explore.add_filter"
LAST_FILTER_ROW: Final = "explore.last_filter_row"
PART_NAMES: Final = "explore.part_names"
"""What the parts of the metric chosen last are called, so that those a new metric lacks can be named."""
LEFT_OUT: Final = "explore.left_out"
"""What the last change of metric left out, in words."""
START_OVER: Final = "explore.start_over"
RUN: Final = "explore.run"

UNDO: Final = "explore.undo"
REDO: Final = "explore.redo"
CHART_TYPE: Final = "explore.chart_type"
TOP: Final = "explore.top"
ADJUST: Final = "explore.adjust"
GRAIN: Final = "explore.grain"
DERIVED: Final = "explore.derived"
SORT: Final = "explore.sort"
HIDDEN: Final = "explore.hidden"
TARGET: Final = "explore.target"
RESET_VIEW: Final = "explore.reset_view"
MARK: Final = "explore.mark"
"""The place of the chosen mark in the list of those that the chart shows."""
CLICKED: Final = "explore.clicked"
"""The mark that was clicked last."""
OTHER_CHARTS: Final = "explore.other_charts"
HIDE_MARK: Final = "explore.hide_mark"
DOWNLOAD: Final = "result.download"
PICTURE: Final = "result.picture"
ASK_TOTAL: Final = "result.ask_total"
TABLE_SEARCH: Final = "explore.table_search"
FOCUS: Final = "explore.focus"
"""How often the focus was moved, and to what."""
SHARE: Final = "explore.share"

BUILDER: Final = "builder"
METER: Final = "meter"
RESULT: Final = "result"
RESULT_BODY: Final = "result.body"
CHART: Final = "chart"
TABLE: Final = "table"
MEMORY: Final = "memory"
LINE: Final = "line"
FILES: Final = "files"
"""The fragments, by key: a change of one does not run the others."""

PENDING: Final = "address.pending"
"""What a link or a ready question asks for and no run has settled yet."""
UNOPENED: Final = "address.unopened"
"""What a link or a ready question asked for and could not be opened, to be tried again."""
LINK_NOTES: Final = "address.notes"
SUGGESTION: Final = "address.suggestion"
USE_NEAREST: Final = "explore.use_nearest"
ADDRESS: Final = "address.written"
"""The query that was written or followed last, by page."""
REFILLED: Final = "address.refilled"
"""The query with which a bare address was filled last, by page."""
PASSED_ON: Final = "address.passed_on"
"""The query with which another page was gone to last, by the page that was left."""
PAGE: Final = "address.page"

HISTORY: Final = "history.steps"
PLACE: Final = "history.place"
RUNS: Final = "history.runs"
"""The runs that are kept, by their number (`dashboard.history`)."""
HISTORY_BUTTON: Final = "explore.history"
HISTORY_ALL: Final = "history.all"
"""The button that shows a long list of runs to its end."""
HISTORY_CHOSEN: Final = "history.chosen"
"""The numbers of the runs that are ticked, and no widget's: the list may make room for the comparison of two."""
HISTORY_COMPARE: Final = "history.compare"
HISTORY_COMPARED: Final = "history.compared"
"""The numbers of the two runs that stand side by side, or None."""
REMEMBERED: Final = "browser.remembered"
IS_REMEMBERED: Final = "browser.is_remembered"
BROWSER_MEMORY: Final = "browser.memory"
"""The component that reads and writes it."""

PREFERENCES: Final = "browser.preferences"
"""How this session counts days and writes numbers (`dashboard.preferences`)."""

OWN_CLIENT: Final = "account.client"
"""Leads to the client of the token that was pasted into this session, as long as it is held (`runtime.hold`)."""
CANDIDATE: Final = "account.candidate"
"""Leads to the client of a token of which the API has still to say whose it is."""
TOKEN_TROUBLE: Final = "account.trouble"  # noqa: S105 -- a key, as the next one
"""Why the token that was pasted last is not used: what happened and what to do."""
TOKEN_ROUND: Final = "account.round"  # noqa: S105
"""How often the form was sent: each time its field is a new one, so that no browser sends the old one's text again."""

USE_TOKEN: Final = "account.use"  # noqa: S105
FORGET_TOKEN: Final = "account.forget"  # noqa: S105

LOG_OUT: Final = "login.out"
KEPT_ADDRESS: Final = "login.address"

_OF_THE_BROWSER: Final = frozenset({REMEMBERED, IS_REMEMBERED, BROWSER_MEMORY, PREFERENCES, PAGE, TOKEN_ROUND})
"""What a session keeps when it goes over to another account: nothing in it comes from the API."""

PREFERRED_LAG: Final = "connection.lag"
PREFERRED_WEEK_START: Final = "connection.week_start"
PREFERRED_FORMAT: Final = "connection.number_format"
RESET_PREFERENCES: Final = "connection.reset"
CHECK: Final = "connection.check"
"""The fragment of the check of every endpoint."""
CHECK_FOUND: Final = "connection.check_found"
"""The check of every endpoint, as far as it has come (`services.insights.checkup.Check`)."""
CHECK_IS_DUE: Final = "connection.check_is_due"
CHECK_RUN: Final = "connection.check_run"
DRY_RUN: Final = "connection.dry_run"
"""The fragment that shows a request and tries other names for its parts."""
DRY_RUN_METRIC: Final = "connection.dry_run_metric"
DRY_RUN_CONFIG: Final = "connection.dry_run_config"
DRY_RUN_SEND: Final = "connection.dry_run_send"
DRY_RUN_DUE: Final = "connection.dry_run_due"
"""The request that is to be sent once."""
DRY_RUN_SENT: Final = "connection.dry_run_sent"
"""The request that was sent last, and what came of it."""

CANCEL_WAITING: Final = "waiting.cancel"
COUNTDOWN: Final = "waiting.countdown"
RETRY_RESULT: Final = "retry.result"
REFRESH: Final = "result.refresh"


PLACE_NOTES: Final = "address.place_notes"
"""What of the place of the link that was opened last is not known, in words."""
SPACE_SEEN: Final = "space.seen"
"""The space that the page showed last."""
SPACE_SEARCH: Final = "space.search"
"""Begins the keys of the fields that search the lists of the page."""
SPACE_LISTS_DUE: Final = "space.due"
"""The lists of the page that somebody wants to see and that are not asked for yet, by name."""
SPACE_TROUBLES: Final = "space.troubles"
"""Why lists of the page could not be had, by space and name, until they are asked for again."""
HAS_EMAILS: Final = "space.emails"
"""Whether the e-mail addresses of members are shown."""

KEY_HELP: Final = "keys.help"
TOUR: Final = "tour"
"""The fragment of the tour for a first visit."""
TOUR_STEP: Final = "tour.step"
"""How many of its steps are done."""
TITLE: Final = "title"
"""The fragment that gives the browser's tab its title."""
TITLE_TOLD: Final = "title.told"
"""What the tab says now."""

OPEN_REPORT: Final = "reports.open"
"""What is open (`dashboard.open_report.OpenReport`)."""
REPORT_SPACE: Final = "reports.space"
"""The space of the report that is open, where it is known."""
REPORT_NOTES: Final = "reports.notes"
"""What of the link that was opened last is not known, in words."""
REPORT_PERIOD: Final = "reports.period"
REPORT_DATES: Final = "reports.dates"
REPORT_COMPARE: Final = "reports.compare"
REPORT_COMPARE_DATES: Final = "reports.compare_dates"
REPORT_FILTERS: Final = "reports.filters"
"""Whether the report's own data sources and filters hold."""
REPORT_SEEN: Final = "reports.seen"
"""What the pickers of the page were filled from last: what was opened since, by a link say, fills them anew."""
REPORT_DECK: Final = "reports.deck"
"""What became of the cards of the open report (`dashboard.cards.Deck`)."""
CLOSE_REPORT: Final = "reports.close"
REPORT_SEARCH: Final = "reports.search"
ALL_REPORTS: Final = "reports.all"
"""Whether a long list of reports is shown to its end."""
SHOW_ALL_REPORTS: Final = "reports.show_all"
ASK_WITHIN: Final = "reports.ask_within"

WHY: Final = "why"
"""The fragment that asks why a widget's number differs from another."""
WHY_OF: Final = "why.of"
"""The widget that it was asked of last: of another, nothing is chosen yet."""
WHY_METRIC: Final = "why.metric"
WHY_AGAINST: Final = "why.against"
WHY_PERIOD: Final = "why.period"
WHY_DATES: Final = "why.dates"
WHY_AGGREGATOR: Final = "why.aggregator"
WHY_ZONE: Final = "why.zone"
WHY_IS_FINAL_ONLY: Final = "why.is_final_only"
WHY_EXPLAIN: Final = "why.explain"
WHY_DUE: Final = "why.due"
"""The two sides that were to be explained and are not yet."""
WHY_EXPLAINED: Final = "why.explained"
"""The two sides that were explained last, and how."""

OPEN_METRIC: Final = "metrics.open"
"""The wire name of the metric that is open, and of the one beside it; no widget's."""
COMPARED_METRIC: Final = "metrics.compared"
METRIC_NOTES: Final = "metrics.notes"
"""What of the link that was opened last is not known, in words."""
METRIC_STEP: Final = "metrics.step"
"""How often a metric was opened: each time a phone's screen shows it."""
METRIC_CARD: Final = "metrics.card"
CATALOGUE: Final = "metrics.catalogue"
"""The fragment with the search and what it finds."""
CATALOGUE_SEARCH: Final = "metrics.search"
CATALOGUE_CATEGORY: Final = "metrics.category"
CATALOGUE_NETWORK: Final = "metrics.network"
CATALOGUE_BY: Final = "metrics.by"
CATALOGUE_WHERE: Final = "metrics.where"
CATALOGUE_SHOWN: Final = "metrics.shown"
"""How many hits are shown, once somebody wanted more."""
CATALOGUE_MORE: Final = "metrics.more"
CATALOGUE_CLEAR: Final = "metrics.clear"
CHART_METRIC: Final = "metrics.chart"
COMPARE_METRIC: Final = "metrics.compare"
COMPARE_SUPPORT: Final = "metrics.compare_support"
CLOSE_METRIC: Final = "metrics.close"
SHOW_SUPPORT: Final = "metrics.show_support"
SUPPORT_DUE: Final = "metrics.support_due"
"""The metrics whose support is to be asked for at the next run."""
LEARN_REST: Final = "metrics.learn_rest"
STOP_LEARNING: Final = "metrics.stop_learning"
LEARNING: Final = "metrics.learning"
"""The component that says when the next metrics are asked."""

LOAD_ALL: Final = "cards.load_all"
CARD_ACTION: Final = "cards.action"
"""The card and the action that were chosen in its menu, until it is done."""
CARD_ACTIONS: Final = "cards.actions"
"""The fragment that does it."""
CARD_FOCUS: Final = "cards.focus"
"""How often something was chosen from a card's menu, and the last menu: there the focus goes back."""
REFRESH_STALE: Final = "cards.refresh_stale"
STOP_LOADING: Final = "cards.stop"


POSTS_ASKED: Final = "posts.asked"
"""What was loaded last (`services.posts.asked.AskedPosts`)."""
POSTS_LOOK: Final = "posts.look"
"""How it is looked at (`services.posts.look.Look`)."""
POSTS_DUE: Final = "posts.due"
"""What is to be loaded in the next run of the page."""
POSTS_LINK: Final = "posts.link"
"""The link that was opened, until its parts are known."""
POSTS_NOTES: Final = "posts.notes"
"""What of the link, or of what was to be loaded, could not be used, in words."""
POSTS_DECK: Final = "posts.deck"
"""What became of what was asked on the page (`dashboard.cards.Deck`)."""
POSTS_TABLE: Final = "posts.table"
"""The table that was made last, and of which answers."""
POSTS_SEEN: Final = "posts.seen"
"""What the pickers of the page were filled from last."""
POSTS_LOOK_SEEN: Final = "posts.look_seen"
"""What the choices of how to look were filled from last."""
POSTS_PERIOD: Final = "posts.period"
POSTS_DATES: Final = "posts.dates"
POSTS_METRICS: Final = "posts.metrics"
POSTS_HAS_TAGS: Final = "posts.has_tags"
POSTS_LOAD: Final = "posts.load"
POSTS_BODY: Final = "posts.body"
"""The fragment that draws the posts: how they are looked at runs nothing else."""
POSTS_SEARCH: Final = "posts.search"
POSTS_TYPES: Final = "posts.types"
POSTS_NETWORKS: Final = "posts.networks"
POSTS_PROFILES: Final = "posts.profiles"
POSTS_TAGS: Final = "posts.tags"
POSTS_SORT: Final = "posts.sort"
POSTS_SHOW: Final = "posts.show"
POSTS_PAGE: Final = "posts.page"
POSTS_FILTERS: Final = "posts.filters"
POSTS_RESET: Final = "posts.reset"
POSTS_DOWNLOAD: Final = "posts.download"
POSTS_EXPLORE: Final = "posts.explore"
POSTS_KEEP: Final = "posts.add_to_board"

OPEN_BOARD: Final = "boards.open"
"""The id of the board that is open; None for the list."""
IS_ARRANGING: Final = "boards.is_arranging"
IS_PRESENTING: Final = "boards.is_presenting"
BOARD_CHANGE: Final = "boards.change"
"""A change that could not be saved, since somebody else had saved before: what it does, to which board, who it was."""
BOARD_PAST: Final = "boards.past"
"""What the open board was before each change of this session, the newest last."""
BOARD_SAVES: Final = "boards.saves"
"""The ids and revisions that this session has saved."""
BOARD_DELETED: Final = "boards.deleted"
"""The board that was deleted last, until something else is done: its id and name."""
BOARD_DECK: Final = "boards.deck"
"""What became of the cards of boards in this session (`dashboard.cards.Deck`)."""
BOARD_NAME: Final = "boards.name"
BOARD_SEEN: Final = "boards.seen"
"""What the pickers of the page were filled from last."""
HAS_ONE_PERIOD: Final = "boards.has_one_period"
BOARD_PERIOD: Final = "boards.period"
BOARD_DATES: Final = "boards.dates"
BOARD_COMPARE: Final = "boards.compare"
BOARD_COMPARE_DATES: Final = "boards.compare_dates"
CLOSE_BOARD: Final = "boards.close"
NEW_BOARD: Final = "boards.new"
NEW_BOARD_NAME: Final = "boards.new_name"
PRESENT: Final = "boards.present"
END_PRESENTATION: Final = "boards.end_presentation"
UNDO_BOARD: Final = "boards.undo"
UNDO_DELETE: Final = "boards.undo_delete"
NOTE_OF_BOARD: Final = "boards.add_note"
ADD_TO_BOARD: Final = "result.add_to_board"
IMPORT_BOARD: Final = "boards.import"
START_BOARD: Final = "boards.start"


def hold(key: str, *, default: object) -> None:
    """Keep a widget's value though the words of their options may have changed since the last run.

    Streamlit's browser side sends a choice by its words, and one whose words are gone falls back to the default. Set
    here, before the widget is drawn, the value itself is what counts.
    """
    st.session_state[key] = st.session_state.get(key, default)


def filter_key(row: int, part: str) -> str:
    """The key of one widget of a filter row: `what`, `operator`, `remove`, or the values of one kind."""
    return f"explore.filter.{row}.{part}"


def dry_run_key(field: str) -> str:
    """The key of the field for another name of that part of a request."""
    return f"connection.name.{field}"


def dimension_key(dimension: str) -> str:
    """The key of the box that breaks the number down by the dimension of that wire name."""
    return f"explore.dimension.{dimension}"


def pick_key(metric: str) -> str:
    """The key of the button that chooses the metric of that wire name."""
    return f"explore.pick.{metric}"


def star_key(metric: str) -> str:
    """The key of the button that makes the metric a favourite, or takes that back."""
    return f"explore.star.{metric}"


def starter_key(metric: str) -> str:
    """The key of the ready question that the metric of that wire name answers."""
    return f"explore.starter.{metric}"


def forget_account() -> None:
    """Forget all that this session knows of its account: what is chosen, drafted, asked, answered, pending and wrong.

    All but a few named keys, so that what somebody adds to a session later is forgotten too.
    """
    for key in set(st.session_state) - _OF_THE_BROWSER:
        st.session_state.pop(key, None)


def series_key(place: int, act: str) -> str:
    """The key of a button that acts on the series at that place of the draft: `edit`, `remove`."""
    return f"explore.series.{place}.{act}"


def next_step_key(place: int) -> str:
    """The key of the button of the next step at that place."""
    return f"explore.next.{place}"


def closer_key(place: int) -> str:
    """The key of the button of the way to look closer at that place."""
    return f"explore.closer.{place}"


def token_key(number: int) -> str:
    """The key of the field for a token after the form was sent so many times."""
    return f"account.token.{number}"


def chosen_metric() -> str | None:
    """The wire name of the metric that the draft is about, or None."""
    value: str | None = st.session_state.get(METRIC)
    return value


def report_key(report: str, act: str) -> str:
    """The key of what acts on the report of that id in the list: `open`."""
    return f"reports.{report}.{act}"


def metric_key(metric: str, act: str) -> str:
    """The key of what acts on the metric of that wire name on the page Metrics: `open`, `star`."""
    return f"metrics.{metric}.{act}"


def card_key(card: str, act: str) -> str:
    """The key of what acts on the card of that key: `load`, `menu`."""
    return f"cards.{card}.{act}"


def board_key(board: str, act: str) -> str:
    """The key of what acts on the board of that id: `open`, `menu`, `restore`."""
    return f"boards.{board}.{act}"


def login_key(provider: str) -> str:
    """The key of the button that leads to that provider's login; "" where there is but one."""
    return f"login.{provider}"


def space_list_key(name: str, act: str) -> str:
    """The key of what acts on that list of the page Space: `ask`, `again`."""
    return f"space.{name}.{act}"


def tile_key(tile: str, act: str) -> str:
    """The key of what changes the tile of that id: `earlier`, `width`, `title`, `remove`."""
    return f"boards.tile.{tile}.{act}"


def run_key(number: int, act: str) -> str:
    """The key of what acts on the run of that number: `go`, `pin`, `choose`."""
    return f"history.run.{number}.{act}"
