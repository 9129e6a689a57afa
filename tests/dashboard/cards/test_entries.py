"""A card in a file: what it shows, and nothing that is true of its picture on the page alone."""

from __future__ import annotations

from dashboard import asking
from dashboard.cards import Outcome, entry_of, look_at
from dashboard.committed import Answered, Due
from tests.dashboard.cards.conftest import Agency


def test_what_the_cards_own_picture_leaves_out_is_not_said_of_a_file_that_draws_another(agency: Agency) -> None:
    report = next(one for one in agency.reports("spce_roast") if one.id == "rprt_content")
    card = next(one for one in agency.cards(report, "spce_roast") if one.title == "Posts by type")
    assert card.committed is not None
    agency.client.config(card.committed.question.scope.space_id, card.committed.question.series[0].metric)
    (card,) = (one for one in agency.cards(report, "spce_roast") if one.title == "Posts by type")
    assert card.committed is not None
    answered = asking.answer(agency.client, card.committed, Due.ASK)
    assert isinstance(answered, Answered)
    look = look_at(card, answered)
    assert "remaining 2 of 7" in look.told, "a donut has room for five"
    entry = entry_of(card, Outcome(committed=card.committed, answered=answered))
    assert entry.document is look.document
    assert entry.note == look.note == ""


def test_how_statusbrew_draws_it_is_said_in_a_file_too(agency: Agency) -> None:
    report = next(one for one in agency.reports("spce_roast") if one.id == "rprt_content")
    card = next(one for one in agency.cards(report, "spce_roast") if one.title == "Top posts")
    assert card.committed is not None
    answered = asking.answer(agency.client, card.committed, Due.ASK)
    assert isinstance(answered, Answered)
    assert entry_of(card, Outcome(committed=card.committed, answered=answered)).note.startswith(
        "Statusbrew draws cards"
    )
