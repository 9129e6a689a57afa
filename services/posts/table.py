"""The posts of a period as one table, a row a post: what it is, when it was published, its numbers, its tags.

Numbers are joined on the post's id, each as the API gave it: a post of which it gave none has none, which is not zero.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

import numpy as np
import pandas as pd

from services.insights.models import Basis, Metric, MetricName, Unit
from services.insights.periods import Calendar, DateRange
from services.results.change.direction import Direction, direction_of
from services.results.frame import EMPTY_LABEL, VALUE, ResultFrame
from services.results.labels import one_line

__all__ = ["PostNumber", "PostTable", "column_of"]

_WEB_ADDRESS: Final = re.compile(r"https?://[^\s/?#@\"'<>\\^`{|}]+(?:[/?#][^\s\"'<>\\^`{|}]*)?")
"""A host without anybody's name or password before it, and no mark that an address holds only encoded (RFC 3986)."""

_COLUMNS: Final = ("post.text", "post.type", "post.network", "post.channel", "post.permalink")


def column_of(metric: str) -> str:
    """The table's column that holds the metric; no metric is called as another column."""
    return f"metric.{metric}"


@dataclass(frozen=True, slots=True, kw_only=True)
class PostNumber:
    """A metric that stands beside the posts; `unit` is how its values are to be read."""

    metric: Metric
    unit: Unit | None
    fetched_at: datetime
    is_cut_off: bool = False

    @property
    def name(self) -> MetricName:
        return self.metric.name

    @property
    def column(self) -> str:
        """Its column of the table."""
        return column_of(self.metric.name)

    @property
    def is_less_better(self) -> bool:
        """Whether the best have the least of it: losses, and time that somebody waits."""
        return direction_of(self.metric) is Direction.LOWER

    @property
    def is_lifetime(self) -> bool:
        """Whether it is, or may be, a running total since the post was published: older posts then had more time.

        A post metric is (official); only one that says that it counts within the period is not.
        """
        return self.metric.basis is not Basis.PERIOD and self.unit not in (Unit.PERCENT, Unit.RATING)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, weakref_slot=True)
class PostTable:
    """The posts, in the API's order, each once.

    `frame` has the columns `id`, `text` (on one line), `type`, `network`, `channel` (a URN), `permalink` (all str, NA
    where the API gave none, or no address of the web), `published` (datetime64 in the account's zone, NaT for unknown),
    `weekday` (Int8, 1 is Monday), `hour` (Int8, 0–23), `words` (all that is searched, plain), for each number its
    column (Int64 or Float64, NA for no data) and `tags` (str: the tags' names, "" without any) where they are known.

    `tagged` has a row for each tag of each post, columns `id` and `tag` (a tag's id); None where tags are not known.
    `channels` and `tags` are labels by URN and by tag id. `without_post` counts the rows that named no post,
    `strangers` the rows of numbers whose post is not in the list.
    """

    frame: pd.DataFrame
    numbers: tuple[PostNumber, ...]
    tagged: pd.DataFrame | None
    channels: Mapping[str, str]
    tags: Mapping[str, str]
    calendar: Calendar
    dates: DateRange
    fetched_at: datetime
    is_cut_off: bool
    without_post: int
    strangers: int

    @classmethod
    def of(
        cls,
        posts: ResultFrame,
        numbers: Sequence[ResultFrame] = (),
        *,
        tags: ResultFrame | None = None,
        channels: Mapping[str, str],
    ) -> PostTable:
        """The table of the posts that `posts` lists, each result being by post, `tags` by post and tag."""
        listed = posts.frame.dropna(subset=["post.id"]).drop_duplicates("post.id")
        frame = pd.DataFrame({"id": listed["post.id"].astype("str").to_numpy()})
        for name in _COLUMNS:
            frame[name.removeprefix("post.")] = listed[name].reset_index(drop=True).astype("str")
        frame["text"] = frame["text"].map(one_line, na_action="ignore").astype("str")
        is_web = [pd.notna(address) and _is_web(address) for address in frame["permalink"]]
        frame["permalink"] = frame["permalink"].where(np.array(is_web, dtype=bool))
        published = listed["post.published_at"].reset_index(drop=True).dt.tz_convert(posts.calendar.timezone)
        frame["published"] = published
        frame["weekday"] = (published.dt.day_of_week + 1).astype("Int8")
        frame["hour"] = published.dt.hour.astype("Int8")
        strangers = 0
        for result in numbers:
            frame[column_of(result.metric.name)], unknown = _joined(frame["id"], result)
            strangers += unknown
        tagged, names = _tagged(tags) if tags is not None else (None, {})
        if tagged is not None:
            told = tagged["tag"].map(names).fillna(tagged["tag"])
            frame["tags"] = frame["id"].map(told.groupby(tagged["id"]).agg(", ".join)).fillna("")
        frame["words"] = _searched(frame, channels)
        return cls(
            frame=frame,
            numbers=tuple(map(_number, numbers)),
            tagged=tagged,
            channels=channels,
            tags=names,
            calendar=posts.calendar,
            dates=posts.query.dates,
            fetched_at=min(result.fetched_at for result in (posts, *numbers, *([tags] if tags else ()))),
            is_cut_off=any(result.is_cut_off for result in (posts, *numbers, *([tags] if tags else ()))),
            without_post=int(posts.frame["post.id"].isna().sum()),
            strangers=strangers,
        )

    @property
    def metrics(self) -> tuple[MetricName, ...]:
        """The wire names of its numbers, in their order."""
        return tuple(number.name for number in self.numbers)

    def number(self, metric: str) -> PostNumber | None:
        """The number of that wire name, or None."""
        return next((number for number in self.numbers if number.name == metric), None)


def _is_web(address: str) -> bool:
    return address.isascii() and _WEB_ADDRESS.fullmatch(address) is not None


def _number(result: ResultFrame) -> PostNumber:
    return PostNumber(
        metric=result.metric, unit=result.unit, fetched_at=result.fetched_at, is_cut_off=result.is_cut_off
    )


def _joined(ids: pd.Series[Any], result: ResultFrame) -> tuple[pd.Series[Any], int]:
    """The result's number of each post, and how many of its rows belong to none of these."""
    rows = result.frame.dropna(subset=["post.id"]).drop_duplicates("post.id")
    known = rows.set_index(rows["post.id"].astype("str"))[VALUE]
    return known.reindex(ids).reset_index(drop=True), int((~known.index.isin(ids)).sum())


def _tagged(tags: ResultFrame) -> tuple[pd.DataFrame, dict[str, str]]:
    """Post and tag ids, a row each, and what the tags are called."""
    (name,) = (name for name in tags.query.dimensions if name != "post")
    # Where their names could not be had, the labels are the ids.
    column = tags.frame[f"{name}.id"] if f"{name}.id" in tags.frame else tags.frame[name].astype(object)
    rows = pd.DataFrame({"id": tags.frame["post.id"].astype("str"), "tag": column})
    is_tag = rows["tag"].notna() & (tags.frame[name].astype(object) != EMPTY_LABEL) & tags.frame["post.id"].notna()
    rows = rows[is_tag].drop_duplicates().astype({"tag": "str"}).reset_index(drop=True)
    labels = tags.labels.get(name, {})
    return rows, {tag: labels.get(tag, tag) for tag in rows["tag"].unique()}


def _searched(frame: pd.DataFrame, channels: Mapping[str, str]) -> pd.Series[Any]:
    """All the words by which a post is found: of its text, type, network, profile and tags."""
    parts = [
        frame["text"],
        frame["type"],
        frame["network"],
        frame["channel"].map(lambda urn: channels.get(urn, urn), na_action="ignore"),
    ]
    if "tags" in frame:
        parts.append(frame["tags"])
    words = parts[0].astype("str").fillna("")
    for part in parts[1:]:
        words = words + " " + part.astype("str").fillna("")
    return words.str.normalize("NFKD").str.replace(_ACCENTS, "", regex=True).str.casefold()


_ACCENTS: Final = "[\u0300-\u036f]"
