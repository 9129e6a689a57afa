"""Posts: when, where, by whom and what they were, and all that people have done with them since they were published."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from zoneinfo import ZoneInfo

import numpy as np

from services.sandbox import history, seasons, wording
from services.sandbox.agency import Channel, Json, Space, Tag
from services.sandbox.domains import POST_TYPES
from services.sandbox.history import Frame
from services.sandbox.hostile import LONG
from services.sandbox.randomness import Floats, Ints, pick, stream
from services.sandbox.signals import evaluate, formulas

TYPE_WEIGHTS = {  # photo, carousel, video, reel, story, link, text, document
    "facebook": (30, 12, 10, 14, 8, 18, 8, 0), "instagram": (24, 22, 0, 30, 24, 0, 0, 0),
    "x": (26, 0, 12, 0, 0, 24, 38, 0), "linkedin": (28, 10, 12, 0, 0, 22, 16, 12),
    "youtube": (0, 0, 100, 0, 0, 0, 0, 0),
    "tiktok": (0, 0, 100, 0, 0, 0, 0, 0), "threads": (34, 0, 12, 0, 0, 0, 54, 0),
    "google_business": (62, 0, 0, 0, 0, 0, 38, 0),
}  # fmt: skip
TYPE_LUCK = np.array([1.0, 1.25, 1.1, 1.7, 0.45, 0.7, 0.6, 1.2])
HOUR_WEIGHTS = np.array(
    [0.2, 0.1, 0.1, 0.1, 0.2, 0.6, 2, 5, 8, 9, 8, 7, 8, 6, 5, 5, 6, 9, 10, 9, 7, 4, 2, 0.6]
)  # fmt: skip
HOUR_LUCK = 0.8 + 0.4 * HOUR_WEIGHTS / HOUR_WEIGHTS.max()
PROMOTED = {"facebook": 0.12, "instagram": 0.1, "linkedin": 0.08, "x": 0.05}
LUCK_SPREAD = 0.75
RIPENING_DAYS = 1.1
LAST_DAY_OF_OLD_TAGS = seasons.day_number(date(2025, 9, 1))


@dataclass(slots=True)
class ChannelPosts:
    """The posts of one channel within the history. Every attribute has a random stream of its own."""

    channel: Channel
    space: str
    frame: Frame
    tag_codes: dict[str, Ints]
    members: int
    day: Ints
    first: int
    keep: Ints
    kept: dict[str, Floats] = field(default_factory=dict)

    def draw(self, name: str, sample: Callable[[np.random.Generator, int], Floats]) -> Floats:
        """Random numbers for the posts of the history, the same however long it is."""
        generator = stream(self.frame.seed, self.channel.urn, "post", name)
        drawn = sample(generator, self.first + len(self.day))[self.first :]
        return np.asarray(drawn)[self.keep]

    def chosen(self, name: str, weights: Floats) -> Ints:
        """Codes drawn by weight."""
        return self.draw(name, lambda g, n: pick(g, weights, n).astype(np.float64)).astype(np.int64)

    def quantity(self, name: str) -> Floats:
        """A signal of every post."""
        if name not in self.kept:
            self.kept[name] = self.compute(name)
        return self.kept[name]

    def compute(self, name: str) -> Floats:
        """A signal from its formula; the roots, counts and text measures from their own rules."""
        days = self.days
        if name == "one":
            return np.ones(len(days))
        if name == "promoted":
            return self.codes("promoted").astype(np.float64)
        if name == "audience":
            lasting = 1 - np.exp(-(self.frame.last - days + 0.3) / RIPENING_DAYS)
            luck = np.exp(LUCK_SPREAD * self.noise("luck"))
            about = history.followers_about(self.channel, self.frame.length)[days]
            push = history.campaigns(self.frame.seed, self.space, self.frame.length).push[days]
            liked = TYPE_LUCK[self.codes("post_type")] * HOUR_LUCK[self.codes("hour")]
            return np.asarray(about * lasting * luck * liked * (1 + 0.4 * push), dtype=np.float64)
        if name == "push":
            return self.quantity("audience") * self.quantity("promoted")
        return evaluate(name, formulas("post")[name], self.channel.network, self.quantity, self.noise)

    def noise(self, name: str) -> Floats:
        """Standard normal numbers, a stream of its own for each signal."""
        return self.draw(f"noise/{name}", lambda g, n: g.standard_normal(n))

    @property
    def days(self) -> Ints:
        """The day of every post."""
        return self.day[self.keep]

    def codes(self, column: str) -> Ints:
        """Codes of a post's attributes."""
        network = self.channel.network
        match column:
            case "day":
                return self.days
            case "hour":
                return self.chosen("hour", HOUR_WEIGHTS)
            case "minute":
                return self.chosen("minute", np.ones(60))
            case "post_type":
                return self.chosen("type", np.array(TYPE_WEIGHTS[network], dtype=np.float64))
            case "member":
                usual = stream(self.frame.seed, self.channel.urn, "authors").gamma(0.6, 1.0, self.members)
                return self.chosen("member", usual + 0.01)
            case "promoted":
                share = PROMOTED.get(network, 0.0)
                return (self.draw("promoted", lambda g, n: g.random(n)) < share).astype(np.int64)
            case "campaign":
                running = history.campaigns(self.frame.seed, self.space, self.frame.length).running[self.days]
                belongs = self.draw("campaign", lambda g, n: g.random(n)) < 0.55
                return np.where(belongs, running, -1)
            case _:
                raise KeyError(column)

    def tags(self) -> Ints:
        """Up to four tags: a content pillar, a kind of campaign, one for any purpose, an old one."""
        chance = self.draw("tags", lambda g, n: g.random((n, 3)))
        wanted = {
            "pillar": chance[:, 0] < 0.8,
            "campaign": (chance[:, 1] < 0.3) | (self.codes("campaign") >= 0),
            "any": chance[:, 2] < 0.12,
            "old": (chance[:, 2] > 0.85) & (self.days < LAST_DAY_OF_OLD_TAGS),
        }
        columns = [
            np.where(wanted[name], codes[self.chosen(f"tag/{name}", np.ones(len(codes)))], -1)
            for name, codes in self.tag_codes.items()
        ]
        return np.column_stack(columns)

    def wording(self) -> Ints:
        """The three parts of every post's text."""
        return np.column_stack([self.chosen(f"text/{part}", np.ones(size)) for part, size in enumerate(wording.SHAPES)])


def tag_codes(tags: Sequence[Tag]) -> dict[str, Ints]:
    """The tags that posts carry, by purpose, as positions in the list."""
    names = {"Campaign": "campaign", "Content pillar": "pillar"}
    found: dict[str, list[int]] = {"pillar": [], "campaign": [], "any": [], "old": []}
    purposes: dict[str, str] = {}
    for position, tag in enumerate(tags):
        parent = tag.face["parentId"]
        if parent is None:
            purposes[tag.id] = names.get(tag.name, "any" if tag.scope == "all" else "old" if not tag.active else "")
        purpose = purposes[parent or tag.id]
        if tag.scope in ("post", "all") and (parent or purpose in ("any", "old")):
            found[purpose].append(position)
    return {purpose: np.array(positions, dtype=np.int64) for purpose, positions in found.items()}


def of_channel(channel: Channel, space: str, frame: Frame, tags: Sequence[Tag], members: int) -> ChannelPosts:
    """The posts of one channel that the API knows: within the history, connected, authorized, not later than now."""
    lively = np.sqrt(seasons.shape(channel.network, frame.length))
    push = history.campaigns(frame.seed, space, frame.length).push
    rate = channel.posts_per_day * frame.scale * lively * (1 + 0.5 * push) * 0.98
    counts = stream(frame.seed, channel.urn, "posts", frame.scale).poisson(rate)
    first = int(counts[: frame.first].sum())
    day = np.repeat(np.arange(frame.first, frame.length), counts[frame.first :])
    posts = ChannelPosts(channel, space, frame, tag_codes(tags), members, day, first, np.arange(len(day)))
    allowed = (history.connected(channel, frame) & history.authorized(channel, frame))[day - frame.first]
    happened = (day < frame.last) | (posts.codes("hour") <= seasons.LAST_HOUR_TODAY)
    posts.keep = np.flatnonzero(allowed & happened)
    return posts


class SpacePosts:
    """All posts of a space, as `Records`, channel after channel."""

    def __init__(
        self, space: Space, frame: Frame, tags: Sequence[Tag], members: int, zone: ZoneInfo, long_text: str = ""
    ) -> None:
        self.zone = zone
        self.long_text = long_text
        self.of = [of_channel(channel, space.id, frame, tags, members) for channel in space.channels]
        self.kept: dict[str, Floats] = {}
        self.coded: dict[str, Ints] = {}

    def codes(self, column: str) -> Ints:
        """Codes of a column of all posts."""
        if column not in self.coded:
            if column == "channel":
                parts = [np.full(len(posts.keep), index) for index, posts in enumerate(self.of)]
            else:
                parts = [posts.codes(column) for posts in self.of]
            self.coded[column] = np.concatenate(parts)
        return self.coded[column]

    def unit(self) -> Ints:
        """Every post is its own."""
        return np.arange(len(self.codes("day")))

    def quantity(self, name: str) -> Floats:
        """A signal of all posts."""
        if name not in self.kept:
            if name == "hashtags":
                self.kept[name] = np.array(wording.HASHTAGS, dtype=np.float64)[self.wording[:, 2]]
            elif name == "characters":
                self.kept[name] = np.array([len(text) for text in self.texts()], dtype=np.float64)
            else:
                self.kept[name] = np.concatenate([posts.quantity(name) for posts in self.of])
        return self.kept[name]

    @cached_property
    def wording(self) -> Ints:
        """The parts of all texts."""
        return np.concatenate([posts.wording() for posts in self.of])

    @cached_property
    def all_tags(self) -> Ints:
        """The tags of all posts."""
        return np.concatenate([posts.tags() for posts in self.of])

    def tags(self) -> Ints:
        """The tags of all posts."""
        return self.all_tags

    @cached_property
    def all_texts(self) -> list[str]:
        """The texts of all posts."""
        texts = [wording.text(*parts) for parts in self.wording.tolist()]
        if self.long_text:
            texts[::7] = [f"{self.long_text} {text}" for text in texts[::7]]
            texts[:1] = [LONG]
        return texts

    def texts(self) -> Sequence[str]:
        """The texts of all posts."""
        return self.all_texts

    @cached_property
    def faces(self) -> list[Json]:
        """Every post as the dimension `post` shows it."""
        texts = iter(self.texts())
        clocks = {day: clock_of(day, self.zone) for day in np.unique(self.codes("day")).tolist()}
        return [face for posts in self.of for face in faces_of(posts, texts, clocks)]


def clock_of(day: int, zone: ZoneInfo) -> tuple[str, str]:
    """A day as it is written, and how far its noon is from UTC."""
    noon = datetime.combine(seasons.day_of(day), datetime.min.time(), zone).replace(hour=12)
    written = noon.isoformat()
    return written[:10], written[-6:]


def faces_of(posts: ChannelPosts, texts: Iterator[str], clocks: dict[int, tuple[str, str]]) -> Iterator[Json]:
    """The posts of a channel as the dimension `post` shows them."""
    channel, prefix = posts.channel, posts.channel.face["id"].removeprefix("chnl_")
    columns = [posts.codes(name).tolist() for name in ("day", "hour", "minute", "post_type")]
    numbers = (posts.keep + posts.first).tolist()
    for number, day, hour, minute, kind in zip(numbers, *columns, strict=True):
        date_, offset = clocks[day]
        key = f"{prefix}{number:06x}"
        yield {
            "id": f"post_{key}",
            "text": next(texts),
            "type": POST_TYPES[kind],
            "network": channel.network,
            "channel": channel.urn,
            "publishedAt": f"{date_}T{hour:02d}:{minute:02d}:00{offset}",
            "permalink": wording.permalink(channel, int(key, 16)),
        }
