"""Customer care: conversations that people begin, the team's answers, the closing. Reviews are conversations too."""

from collections.abc import Callable, Sequence

import numpy as np

from services.sandbox import history, seasons
from services.sandbox.agency import Channel, Space, Tag
from services.sandbox.domains import LANGUAGE_WEIGHTS
from services.sandbox.history import Frame
from services.sandbox.randomness import Floats, Ints, pick, stream

TYPE_WEIGHTS = {  # message, comment, mention, review
    "facebook": (46, 54, 0, 0), "instagram": (40, 44, 16, 0), "x": (25, 0, 75, 0), "linkedin": (0, 100, 0, 0),
    "youtube": (0, 100, 0, 0), "tiktok": (0, 100, 0, 0), "threads": (0, 0, 100, 0), "google_business": (0, 0, 0, 100),
}  # fmt: skip
HOUR_WEIGHTS = np.array(
    [1.5, 0.8, 0.5, 0.4, 0.4, 0.7, 2, 4, 6, 8, 8, 8, 8.5, 8, 7, 7, 7, 8, 9, 10, 9.5, 8, 5, 3]
)  # fmt: skip
SENTIMENT_WEIGHTS = np.array([0.46, 0.36, 0.18])
STARS = np.array([[0.02, 0.02, 0.06, 0.28, 0.62], [0.06, 0.12, 0.42, 0.3, 0.1], [0.62, 0.24, 0.1, 0.03, 0.01]])
DAY, HOUR = 86_400, 3_600
PROMISED_SECONDS = 2 * HOUR
REPLY_CHANCE, CLOSE_CHANCE = 0.88, 0.86
AGENTS = (2, 6, 7, 8, 9, 11)


def of_channel(channel: Channel, position: int, space: str, frame: Frame, tags: Sequence[Tag]) -> dict[str, Ints]:
    """The conversations of one channel, as columns."""
    lively = np.sqrt(seasons.shape(channel.network, frame.length))
    push = history.campaigns(frame.seed, space, frame.length).push
    rate = (0.4 + channel.followers * 0.00011) * lively * (1 + 0.6 * push)
    counts = stream(frame.seed, channel.urn, "conversations").poisson(rate)
    number = int(counts.sum())
    first = int(counts[: frame.first].sum())

    def draw(name: str, sample: Callable[[np.random.Generator], Floats | Ints]) -> Floats:
        drawn = sample(stream(frame.seed, channel.urn, "conversation", name))
        return np.asarray(drawn[first:], dtype=np.float64)

    def chosen(name: str, weights: Floats) -> Ints:
        return draw(name, lambda g: pick(g, weights, number)).astype(np.int64)

    def chance(name: str) -> Floats:
        return draw(name, lambda g: g.random(number))

    def normal(name: str) -> Floats:
        return draw(name, lambda g: g.standard_normal(number))

    day = np.repeat(np.arange(frame.first, frame.length), counts[frame.first :])
    hour = chosen("hour", HOUR_WEIGHTS)
    started = day * DAY + hour * HOUR + (chance("second") * HOUR).astype(np.int64)
    wait = np.floor(np.exp(np.log(5_400) + 1.1 * normal("wait"))).astype(np.int64) + 20
    work = np.floor(np.exp(np.log(9_000) + 1.3 * normal("work"))).astype(np.int64) + 30
    open_share = 0.35 + 0.4 * chance("open")
    now = frame.last * DAY + (seasons.LAST_HOUR_TODAY + 1) * HOUR
    replied_at = np.where(chance("replied") < REPLY_CHANCE, started + wait, now + 1)
    replied = replied_at <= now
    closed_at = np.where((chance("closed") < CLOSE_CHANCE) & replied, replied_at + work, now + 1)
    closed = closed_at <= now
    kind = chosen("type", np.array(TYPE_WEIGHTS[channel.network], dtype=np.float64))
    sentiment = chosen("sentiment", SENTIMENT_WEIGHTS)
    rated = kind == 3
    stars = 1 + (chance("stars")[:, None] > np.cumsum(STARS, axis=1)[sentiment][:, :4]).sum(axis=1)
    replies = np.where(replied, 1 + draw("replies", lambda g: g.poisson(0.6, number)).astype(np.int64), 0)
    business = np.floor(wait * open_share).astype(np.int64)
    crowd = 40 + int(channel.followers * 0.06)
    columns = {
        "day": day,
        "hour": hour,
        "replied_day": np.where(replied, replied_at // DAY, -1),
        "replied_hour": np.where(replied, replied_at % DAY // HOUR, -1),
        "closed_day": np.where(closed, closed_at // DAY, -1),
        "closed_hour": np.where(closed, closed_at % DAY // HOUR, -1),
        "channel": np.full(len(day), position),
        "member": np.array(AGENTS)[chosen("member", np.array([1.0, 2.0, 6.0, 5.0, 4.0, 0.5]))],
        "sentiment": sentiment,
        "language": chosen("language", np.array(LANGUAGE_WEIGHTS, dtype=np.float64)),
        "conversation_type": kind,
        "one": np.ones(len(day), dtype=np.int64),
        "messages": 1 + draw("messages", lambda g: g.poisson(0.9, number)).astype(np.int64),
        "replied": replied.astype(np.int64),
        "replies": replies,
        "reply_seconds": np.where(replied, wait, 0),
        "reply_business_seconds": np.where(replied, business, 0),
        "closed": closed.astype(np.int64),
        "close_seconds": np.where(closed, wait + work, 0),
        "close_business_seconds": np.where(closed, np.floor((wait + work) * open_share).astype(np.int64), 0),
        "solved_at_once": (closed & (replies == 1)).astype(np.int64),
        "sla_due": np.ones(len(day), dtype=np.int64),
        "sla_met": (replied & (business <= PROMISED_SECONDS)).astype(np.int64),
        "negative": (sentiment == 2).astype(np.int64),
        "contact": position * 10_000_000 + (crowd * chance("contact") ** 2).astype(np.int64),
        "rated": rated.astype(np.int64),
        "stars": np.where(rated, stars, 0),
        "five_stars": (rated & (stars == 5)).astype(np.int64),
        "one_star": (rated & (stars == 1)).astype(np.int64),
    }
    columns |= tag_columns(tags, sentiment, chosen, chance)
    allowed = (history.connected(channel, frame) & history.authorized(channel, frame))[day - frame.first]
    keep = np.flatnonzero(allowed & (started <= now))
    return {name: values[keep] for name, values in columns.items()}


def tag_columns(
    tags: Sequence[Tag], sentiment: Ints, chosen: Callable[[str, Floats], Ints], chance: Callable[[str], Floats]
) -> dict[str, Ints]:
    """Two tags at most: what it is about, and how urgent it is. Half of the conversations have none."""
    about = np.array([i for i, tag in enumerate(tags) if tag.scope == "conversation" and tag.active])
    urgent = np.array([i for i, tag in enumerate(tags) if tag.scope == "all"])
    about_chosen = about[chosen("tag/about", np.asarray(1.0 + np.arange(len(about)) % 5, dtype=np.float64))]
    urgent_chosen = urgent[chosen("tag/urgent", np.ones(len(urgent)))]
    return {
        "tag_about": np.where(chance("tagged") < np.where(sentiment == 2, 0.7, 0.45), about_chosen, -1),
        "tag_urgent": np.where(chance("urgent") < 0.15, urgent_chosen, -1),
    }


class AllConversations:
    """All conversations of a space, as columns; views of it are `Records`."""

    def __init__(self, space: Space, frame: Frame, tags: Sequence[Tag]) -> None:
        each = [of_channel(c, position, space.id, frame, tags) for position, c in enumerate(space.channels)]
        self.columns = {name: np.concatenate([columns[name] for columns in each]) for name in each[0]}


class Conversations:
    """Conversations, dated by their start, their first answer or their closing, as `Records`."""

    def __init__(self, everything: AllConversations, dated: str) -> None:
        self.columns = everything.columns
        self.prefix = "" if dated == "started" else f"{dated}_"

    def codes(self, column: str) -> Ints:
        """Codes of a column; a conversation that was not closed has no day of closing (−1)."""
        return self.columns[f"{self.prefix}{column}" if column in ("day", "hour") else column]

    def unit(self) -> Ints:
        """Every conversation is its own."""
        return np.arange(len(self.columns["day"]))

    def quantity(self, name: str) -> Floats:
        """A measure of every conversation."""
        values = self.columns["member"] if name == "member_seen" else self.columns[name]
        return values.astype(np.float64)

    def tags(self) -> Ints:
        """Two columns of tags."""
        return np.column_stack([self.columns["tag_about"], self.columns["tag_urgent"]])

    def texts(self) -> Sequence[str]:
        """Nothing: what people write stays private."""
        return [""] * len(self.columns["day"])
