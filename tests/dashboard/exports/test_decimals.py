"""Which decimal mark a browser's locale has."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.exports import decimal_mark


@pytest.mark.parametrize(
    "locale",
    ["de-DE", "de", "de-AT", "fr-FR", "fr-CH", "fr-CA", "es-ES", "es", "it", "pt-BR", "nl-NL", "pl", "sv-SE", "nb-NO",
     "ru-RU", "tr-TR", "sr-Latn-RS", "en-DE", "en-ZA", "ca-ES-valencia", "DE-de", "de_DE"],
)  # fmt: skip
def test_a_comma_where_people_write_one(locale: str) -> None:
    assert decimal_mark(locale) == ","


@pytest.mark.parametrize(
    "locale",
    ["en-US", "en", "en-GB", "de-CH", "de-LI", "it-CH", "gsw-CH", "es-MX", "es-419", "ja-JP", "zh-Hant-TW", "zh-CN",
     "hi-IN", "he", "th-TH", "ar-EG", "fa-IR"],
)  # fmt: skip
def test_a_point_where_people_write_one_and_where_excel_has_no_mark_of_its_own(locale: str) -> None:
    assert decimal_mark(locale) == "."


@pytest.mark.parametrize("locale", [None, "", "-", "xx", "xx-YY", "C", "POSIX", "*", "../../etc/passwd", "\0", "9"])
def test_a_point_where_nothing_is_known(locale: str | None) -> None:
    assert decimal_mark(locale) == "."


@pytest.mark.parametrize(
    ("locale", "mark"),
    [("de-XX", ","), ("de-DE-u-nu-latn", ","), ("de-DE-x-private", ","), ("de-CH-u-co-phonebk", "."), ("fr-9", ",")],
)
def test_what_is_not_known_of_a_locale_is_left_out_from_its_end(locale: str, mark: str) -> None:
    assert decimal_mark(locale) == mark


@given(st.text() | st.from_regex(r"[a-zA-Z]{1,4}([-_][a-zA-Z0-9]{1,8}){0,6}", fullmatch=True))
def test_any_text_has_an_answer(locale: str) -> None:
    assert decimal_mark(locale) in {".", ","}
