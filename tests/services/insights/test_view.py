"""A view is data beside the question: it can't be built wrong."""

from __future__ import annotations

import pytest

from services.errors import QuestionInvalid
from services.insights.view import View


@pytest.mark.parametrize("top", [0, -1])
def test_a_number_of_things_that_is_none_is_refused(top: int) -> None:
    with pytest.raises(QuestionInvalid, match="Choose 1 or more"):
        View(top=top)


def test_equal_views_are_equal_and_can_be_keys() -> None:
    assert {View(chart="line"): 1}[View(chart="line")] == 1
    assert View() != View(top=5)
