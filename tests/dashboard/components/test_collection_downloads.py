"""The button that takes a whole page along: what it offers, what it says of what lacks, and what drawing it costs."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.exports import COLLECTION_EXPORTS


def page(count: int, lacking: int) -> None:
    from dashboard.components.collection_downloads import collection_downloads

    def make() -> None:
        raise AssertionError("a file is made when it is clicked, not when its button is drawn")

    collection_downloads(make, stem="weekly_2026", count=count, lacking=lacking, key="report.download")


def drawn(count: int, lacking: int) -> AppTest:
    app = AppTest.from_function(page, kwargs={"count": count, "lacking": lacking}, default_timeout=30).run()
    assert not app.exception
    return app


@pytest.mark.parametrize(
    ("count", "lacking", "said"),
    [
        (12, 0, []),
        (12, 2, [":material/info: 2 of 12 are not loaded: the file says so."]),
        (12, 1, [":material/info: 1 of 12 is not loaded: the file says so."]),
    ],
)
def test_every_format_is_offered_and_what_lacks_is_said(count: int, lacking: int, said: list[str]) -> None:
    app = drawn(count, lacking)
    assert [button.label for button in app.get("download_button")] == [export.label for export in COLLECTION_EXPORTS]
    assert [caption.value for caption in app.caption] == ["All of it from memory, free.", *said]


@pytest.mark.parametrize(("lacking", "is_disabled"), [(11, False), (12, True)])
def test_without_any_number_there_is_nothing_to_take_along(lacking: int, is_disabled: bool) -> None:
    (popover,) = drawn(12, lacking).get("popover")
    assert popover.proto.popover.disabled is is_disabled
