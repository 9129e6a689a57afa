"""Profile facts: one number a day and channel, split by audience where a metric asks for that."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from services.sandbox import history, seasons
from services.sandbox.agency import Channel, Space
from services.sandbox.domains import CITIES, COUNTRIES, GENDERS, JOB_TITLES, LANGUAGES
from services.sandbox.history import Frame
from services.sandbox.randomness import Floats, Ints, number_between, stream
from services.sandbox.signals import evaluate, formulas

GENDER_WEIGHTS = np.array([0.56, 0.37, 0.07])
HOURS = np.arange(24)


@dataclass(slots=True)
class ChannelDays:
    """The daily figures of one channel, computed when first asked for and kept."""

    channel: Channel
    space: str
    frame: Frame
    kept: dict[str, Floats] = field(default_factory=dict)

    def since_epoch(self, name: str) -> Floats:
        """A signal's value on each day since the epoch, as if the channel had always been there."""
        if name not in self.kept:
            self.kept[name] = self.compute(name)
        return self.kept[name]

    def compute(self, name: str) -> Floats:
        """A signal from its formula; the roots and the follower level from their own rules."""
        length = self.frame.length
        if name == "followers":
            return self.channel.followers + np.cumsum(self.since_epoch("net"))
        if name in ("audience", "push"):
            push = history.campaigns(self.frame.seed, self.space, length).push
            lively = history.followers_about(self.channel, length) * seasons.shape(self.channel.network, length)
            lively = lively * seasons.so_far(length)
            return lively * push if name == "push" else lively * (1 + 0.25 * push)
        formula = formulas("profile")[name]
        return evaluate(name, formula, self.channel.network, self.since_epoch, self.noise)

    def noise(self, name: str) -> Floats:
        """Standard normal numbers, a stream of its own for each signal."""
        return stream(self.frame.seed, self.channel.urn, "day", name).standard_normal(self.frame.length)

    def values(self, name: str) -> Floats:
        """A signal's value on each day of the history, NaN where the network has not reported."""
        inside = self.since_epoch(name)[self.frame.first :]
        return np.where(history.reported(self.channel, self.frame), inside, np.nan)


def people_split(space: Space, seed: int) -> tuple[dict[str, Ints], Floats]:
    """Parts by city and gender; a city decides country and language."""
    city, gender = (codes.ravel() for codes in np.indices((len(CITIES), len(GENDERS))))
    codes = {
        "city": city,
        "gender": gender,
        "country": np.array([COUNTRIES.index(c.country) for c in CITIES])[city],
        "language": np.array([LANGUAGES.index(c.language) for c in CITIES])[city],
    }
    usual = np.array([c.weight for c in CITIES])
    weights = []
    for channel in space.channels:
        draws = stream(seed, channel.urn, "people")
        lives = usual * draws.gamma(2.0, 0.5, len(CITIES))
        lean = number_between(0.8, 1.2, channel.urn, "gender")
        weights.append(np.outer(lives, GENDER_WEIGHTS * np.array([lean, 2 - lean, 1.0])).ravel())
    return codes, np.array(weights)


def jobs_split(space: Space, seed: int) -> tuple[dict[str, Ints], Floats]:
    """Parts by job title."""
    weights = [stream(seed, channel.urn, "jobs").gamma(1.5, 1.0, len(JOB_TITLES)) for channel in space.channels]
    return {"job_title": np.arange(len(JOB_TITLES))}, np.array(weights)


def hours_split(space: Space, seed: int) -> tuple[dict[str, Ints], Floats]:
    """Parts by hour of the day: a morning, a noon and a long evening."""
    usual = 0.15 + np.exp(-((HOURS - 8) ** 2) / 6) * 0.5 + np.exp(-((HOURS - 12.5) ** 2) / 5) * 0.5
    usual = usual + np.exp(-((HOURS - 20) ** 2) / 9)
    weights = [usual * stream(seed, c.urn, "hours").gamma(20.0, 0.05, 24) for c in space.channels]
    return {"hour": HOURS.astype(np.int64)}, np.array(weights)


SPLITS = {"people": people_split, "jobs": jobs_split, "hours": hours_split}


def parts(values: Floats, weights: Floats) -> Floats:
    """Whole numbers (n) as whole parts (n × parts) that add up to them exactly; NaN stays NaN."""
    edges = np.cumsum(weights / weights.sum())
    edges[-1] = 1.0
    upto = np.floor(values[:, None] * edges[None, :] + 0.5)
    return np.diff(upto, axis=1, prepend=0.0)


class ProfileDays:
    """The daily figures of a space between two days of the history, split or not, as `Records`."""

    def __init__(
        self, space: Space, days: Sequence[ChannelDays], frame: Frame, split: str | None, span: tuple[int, int]
    ) -> None:
        self.space, self.days, self.frame = space, days, frame
        self.codes_of_part, self.weights = SPLITS[split](space, frame.seed) if split else ({}, np.ones((len(days), 1)))
        self.start, self.end = max(span[0], frame.first), min(span[1], frame.last)
        self.inside = slice(self.start - frame.first, max(self.start, self.end + 1) - frame.first)
        self.present = [history.connected(channel, frame)[self.inside] for channel in space.channels]
        self.number_of_parts = self.weights.shape[1]

    def spread(self, of_channel: Sequence[Ints]) -> Ints:
        """One array from each channel's days, each day repeated for its parts."""
        kept = [codes[here] for codes, here in zip(of_channel, self.present, strict=True)]
        return np.repeat(np.concatenate(kept), self.number_of_parts).astype(np.int64)

    def codes(self, column: str) -> Ints:
        """Codes of days, channels and parts."""
        all_days = np.arange(self.frame.first, self.frame.last + 1)[self.inside]
        if column == "day":
            return self.spread([all_days for _ in self.days])
        if column == "channel":
            return self.spread([np.full(len(all_days), index) for index in range(len(self.days))])
        how_often = sum(int(here.sum()) for here in self.present)
        return np.tile(self.codes_of_part[column], how_often)

    def unit(self) -> Ints:
        """A number for each pair of channel and day."""
        return self.codes("channel") * (self.frame.last + 1) + self.codes("day")

    def quantity(self, name: str) -> Floats:
        """The figures, split into parts where there are any."""
        figures = []
        for index, (days, here) in enumerate(zip(self.days, self.present, strict=True)):
            values = days.values(name)[self.inside][here]
            figures.append(values if self.number_of_parts == 1 else parts(values, self.weights[index]).ravel())
        return np.concatenate(figures)

    def tags(self) -> Ints:
        """Nothing: profiles have no tags."""
        return np.full((len(self.unit()), 0), -1, dtype=np.int64)

    def texts(self) -> Sequence[str]:
        """Nothing: profiles have no text."""
        return [""] * len(self.unit())
