"""A link to a report gives back what was open; what it can't give back it names with the nearest choice."""

from __future__ import annotations

from datetime import date
from urllib.parse import parse_qs, urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.insights.comparison import Against
from services.insights.models import OrganizationId, ReportId, SpaceId
from services.insights.periods import DateRange, Preset
from services.insights.report_link import ReportLink, read_report_link, report_link_of

ORGANIZATION, SPACE, REPORT = OrganizationId("orgn_1"), SpaceId("spce_1"), ReportId("rprt_1")

some_text = st.text(min_size=1, max_size=12).filter(lambda text: "\0" not in text)
days = st.dates(date(2010, 1, 1), date(2026, 12, 31))
ranges = st.tuples(days, days).map(lambda pair: DateRange(start=min(pair), end=max(pair)))
opened = st.builds(
    ReportLink,
    organization=st.none() | some_text.map(OrganizationId),
    space=st.none() | some_text.map(SpaceId),
    report=some_text.map(ReportId),
    period=st.sampled_from(Preset) | ranges,
    compare=st.sampled_from(Against) | ranges,
    raw=st.booleans(),
)


def address_of(link: ReportLink) -> dict[str, list[str]]:
    return report_link_of(
        organization=link.organization,
        space=link.space,
        report=link.report,
        period=link.period,
        compare=link.compare,
        raw=link.raw,
    )


@given(opened)
def test_a_link_gives_back_what_was_open(link: ReportLink) -> None:
    through_the_browser = parse_qs(urlencode(address_of(link), doseq=True), strict_parsing=True)
    assert read_report_link(through_the_browser) == link


def test_the_link_of_the_list_names_its_space_alone() -> None:
    listed = report_link_of(organization=ORGANIZATION, space=SPACE, report=None, raw=True)
    assert listed == {"org": ["orgn_1"], "space": ["spce_1"]}
    assert read_report_link(listed) == ReportLink(organization=ORGANIZATION, space=SPACE)


def test_a_link_always_says_its_period_and_else_only_what_was_chosen() -> None:
    plain = report_link_of(organization=None, space=SPACE, report=REPORT)
    assert plain == {"space": ["spce_1"], "report": ["rprt_1"], "period": ["last_7_days"]}
    chosen = report_link_of(
        organization=None,
        space=SPACE,
        report=REPORT,
        period=Preset.LAST_MONTH,
        compare=DateRange(start=date(2026, 9, 1), end=date(2026, 9, 30)),
        raw=True,
    )
    assert chosen == {
        "space": ["spce_1"],
        "report": ["rprt_1"],
        "period": ["last_month"],
        "compare": ["2026-09-01..2026-09-30"],
        "raw": ["1"],
    }


@pytest.mark.parametrize(
    ("part", "said"),
    [
        ({"raport": "x"}, ['"raport" is no part of a link to a report', 'Did you mean "report"?']),
        ({"metric": "x"}, ['"metric" is no part of a link to a report', "It may be: org, space, report, period"]),
        ({"period": "last_99_days"}, ["the last 7 days stand in its place", 'Did you mean "last_90_days"?']),
        ({"compare": "previus"}, ["nothing is compared", 'Did you mean "previous"?']),
        ({"raw": "on"}, ['raw="on" is not known', "It may be: 0, 1."]),
        ({"report": "", "raw": "1"}, ['"raw" belongs to no report']),
        ({"report": "", "compare": "previous"}, ['"compare" belongs to no report']),
    ],
)
def test_a_part_that_can_not_be_read_is_named_with_what_may_stand_there(part: dict[str, str], said: list[str]) -> None:
    address = {"space": "spce_1", "report": "rprt_1", **part}
    read = read_report_link({key: [value] for key, value in address.items()})
    (problem,) = read.problems
    assert not [words for words in said if words not in problem]
    assert (read.space, read.period, read.compare, read.raw) == (SPACE, Preset.LAST_7_DAYS, Against.NONE, False)


def test_what_mail_programs_add_to_an_address_is_nobodys_problem() -> None:
    assert read_report_link({"report": ["rprt_1"], "utm_source": ["mail"], "fbclid": ["x"]}).problems == ()


keys = st.sampled_from(["org", "space", "report", "period", "compare", "raw", "x"])


@given(st.dictionaries(keys | some_text, st.lists(st.text(max_size=30), max_size=4), max_size=6))
def test_nothing_that_an_address_may_hold_breaks_its_reader(address: dict[str, list[str]]) -> None:
    read = read_report_link(address)
    assert read_report_link(address_of(read)).problems == ()
