"""A page of one file opens without a network in Chromium, draws its chart, and saves it at a slide's size."""

from __future__ import annotations

import struct
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from dashboard.exports.page import to_html
from dashboard.exports.picture import picture_page
from tests.dashboard.exports.documents import document_of
from tests.services.results.answers import days, result_of

pytestmark = pytest.mark.own_page

EVIL = "<img src=x onerror=\"document.title='run'\"></script><script>document.title='run'</script>"


@pytest.mark.parametrize("kind", ["page", "picture"])
def test_a_file_draws_and_saves_its_picture_offline(browser: Browser, tmp_path: Path, kind: str) -> None:
    result = result_of(["date", "city"], [([day, EVIL], 100 + place) for place, day in enumerate(days(7))])
    document = document_of(result, headline="Reach rose", sentence=EVIL)
    file = tmp_path / "file.html"
    file.write_bytes(to_html(document) if kind == "page" else picture_page(document).encode())
    context = browser.new_context(offline=True, accept_downloads=True)
    page = context.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.goto(file.as_uri())
    if kind == "page":
        expect(page.locator("#chart .main-svg").first).to_be_visible()
    else:
        expect(page.locator("#shown[src^=data]")).to_be_visible()
    for ending in ("png", "svg"):
        with page.expect_download() as saved:
            page.locator(f"button[data-format={ending}]").click()
        assert saved.value.suggested_filename == f"reach_by-date-city_2026-11-16_2026-11-22.{ending}"
        picture = Path(saved.value.path()).read_bytes()
        if ending == "png":
            assert struct.unpack(">II", picture[16:24]) == (1600, 900)
        else:
            assert b'width="1600" height="900"' in picture[:400]
        expect(page.locator("#said")).to_contain_text("Saved")
    assert page.title() == "Reach rose"
    assert said == [], "nothing was refused by the page's own rules"
    context.close()
