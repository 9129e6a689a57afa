"""Results as CSV that Excel opens right by double click, in Europe and in America, on Windows and on macOS.

Excel parts a UTF-8 file at the list separator of the system's region, ";" or ",", and never asks. UTF-16LE with its
mark and tabs is Excel's own "Unicode text", and is read alike everywhere. What Excel would do to the cells decides the
rest; numbers are for the caller's region, since "12.5" is 12 May where decimals have a comma.

Texts. Excel turns a text into whatever it looks like, quoted or not: 17841405793187218 into 17841405793187200, "1-2",
"3/4" and "Nov 2026" into dates, "09:00" into a fraction of a day, "007" and "1E5" into numbers, "TRUE" into a truth.
No mark of the file format forbids that. What is left:

    an apostrophe before it     is shown, and is part of the value: ids match no other list
    a space or tab before it    is skipped by Excel when it looks for a number, so it does not protect
    an invisible mark           changes the value, and nobody sees why a lookup fails
    ="17841405793187218"        a formula that is one text: the cell's value is exactly the text

So what Excel might convert is written as the last, and only that. The price: such cells show a formula when edited, and
other programs may read the formula for the text (the plain CSV is for them); Excel may want "Enable Editing" before it
works out formulas of a file from the web. The formula is ours: it holds one literal with its quotes doubled, nothing of
it is evaluated. A literal holds 255 characters; a longer number gets the apostrophe.

Texts that a spreadsheet would run keep the apostrophe that all our files give them. Line breaks, tabs and other
controls become a space: Excel's readers of Unicode text do not agree on breaks inside quotes, and a row must stay a
row. A cell holds 32,767 characters; a longer text is cut, with "…". A sheet holds 1,048,576 rows; of a longer file
Excel shows so many, and says so.
"""

from __future__ import annotations

import codecs
import csv
import io
import re
from typing import Final

from dashboard.exports.cells import fitted
from dashboard.exports.decimals import DecimalMark
from dashboard.exports.document import Document
from dashboard.exports.table import headers, rows, table_of

__all__ = ["to_excel_csv"]

_LITERAL_LENGTH: Final = 255
"""Excel's own limit, in UTF-16 units."""

_BREAK: Final = re.compile("\r\n|[\u0000-\u001f\u007f-\u009f\u2028\u2029]")

_DIGIT: Final = re.compile(r"\d")
_LETTER: Final = re.compile(r"[^\W\d_]")
_IN_NO_NUMBER: Final = re.compile(r"""[!"#&*;<=>?@\[\\\]^_`{|}~]|[^\W\d_]:""")
"""In no number, date or time of any region: these marks, and a colon after a letter (addresses, URNs)."""

_LONGEST_DATE: Final = 64
"""Longer than any date in words, with weekday and time, in any language; spaces not counted."""

_TRUTH: Final = re.compile(
    "true|false|wahr|falsch|vrai|faux|verdadero|falso|vero|verdadeiro|waar|onwaar|cert|fals|sand|falsk|sann|usann|sant"
    "|falskt|tosi|epätosi|prawda|fałsz|pravda|nepravda|igaz|hamis|doğru|yanlış|истина|ложь|істина|хибність",
    re.IGNORECASE,
)
"""What Excel calls true and false in the languages of its screens."""

_ERROR: Final = re.compile(r"#\S+")


class _WithComma(float):
    """A decimal that is written with a comma; a number for the writer, which leaves it unquoted."""

    def __str__(self) -> str:
        return float.__repr__(self).replace(".", ",")


def to_excel_csv(document: Document, decimal: DecimalMark = ".") -> bytes:
    """The file's bytes: UTF-16LE with its mark, tabs, CRLF; the columns and rows of the plain CSV.

    Days are ISO, which Excel reads as dates in every region. Whole numbers are plain, others have `decimal`.
    """
    text = io.StringIO()
    writer = csv.writer(text, delimiter="\t", lineterminator="\r\n", quoting=csv.QUOTE_NONNUMERIC)
    table = table_of(document.results)
    writer.writerow(headers(table, as_text=_as_text))
    for row in rows(table, as_text=_as_text):
        writer.writerow([_WithComma(cell) if decimal == "," and isinstance(cell, float) else cell for cell in row])
    return codecs.BOM_UTF16_LE + text.getvalue().encode("utf-16-le")


def _as_text(harmless: str) -> str:
    """The text so that it is one cell of a row in Excel, and the same text."""
    text = _BREAK.sub(" ", harmless)
    if not _is_converted(text):
        return fitted(text)
    literal = text.replace('"', '""')
    return f'="{literal}"' if _units(literal) <= _LITERAL_LENGTH else fitted(f"'{text}")


def _is_converted(text: str) -> bool:
    """Whether Excel might take the text for a number, a date, a truth or an error; true where that is in doubt."""
    word = text.strip()
    if word.startswith("'"):
        return False
    if _TRUTH.fullmatch(word) or _ERROR.fullmatch(word):
        return True
    if not _DIGIT.search(word) or _IN_NO_NUMBER.search(word):
        return False
    return len("".join(word.split())) <= _LONGEST_DATE or not _LETTER.search(word)


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2
