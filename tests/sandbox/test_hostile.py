"""The hostile variant puts trouble into everything that people read, and into nothing that programs rely on."""

from __future__ import annotations

from collections.abc import Callable

from tests.sandbox.conftest import ROAST, Caller

TROUBLE = ("](http", "<script>", "<br>", ":red[", "=HYPERLINK(", "\u202e", "\u200b", "../..", "\n")


def test_names_labels_and_posts_hold_every_kind_of_trouble(start: Callable[..., Caller]) -> None:
    api = start(hostile=True)
    words = {
        "names": [channel["name"] for channel in api.get(f"/spaces/{ROAST}/channels")]
        + [tag["name"] for tag in api.get(f"/spaces/{ROAST}/tags")]
        + [member["user"]["name"] for member in api.get("/organizations/orgn_lantern/members")],
        "labels": [m["label"] for c in api.get(f"/spaces/{ROAST}/report_metrics") for m in c["metrics"]],
        "posts": [row["dimensions"]["post"]["text"] for row in api.rows("post_total", ["post"])],
    }
    for what, found in words.items():
        for trouble in TROUBLE:
            assert any(trouble in text for text in found), (what, trouble)
    assert any(len(text) >= 10_000 for text in words["names"])
    assert any(len(text) >= 10_000 for text in words["labels"])


def test_one_post_is_ten_thousand_characters_long(start: Callable[..., Caller]) -> None:
    rows = start(hostile=True).rows("post_total", ["post"], startDate="2025-05-01")
    assert max(len(row["dimensions"]["post"]["text"]) for row in rows) == 10_000


def test_ids_and_numbers_are_the_same_as_without(start: Callable[..., Caller], api: Caller) -> None:
    hostile = start(hostile=True)
    for path in (f"/spaces/{ROAST}/channels", f"/spaces/{ROAST}/tags", f"/spaces/{ROAST}/reports"):
        assert [entry["id"] for entry in hostile.get(path)] == [entry["id"] for entry in api.get(path)]
    assert set(hostile.configs()) == set(api.configs())
    for metric, by in (("post_total", "tag"), ("profile_reach", "date"), ("post_impressions", "post")):
        assert hostile.by(metric, by) == api.by(metric, by)


def test_the_usual_variant_is_friendly(api: Caller) -> None:
    listing = str(api.get(f"/spaces/{ROAST}/report_metrics")) + str(api.get(f"/spaces/{ROAST}/tags"))
    assert not any(trouble in listing for trouble in TROUBLE)
