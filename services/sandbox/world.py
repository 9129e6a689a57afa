"""One day of the sandbox: the agency, the catalogue, and the records of each space, computed when first asked for."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from zoneinfo import ZoneInfo

from services.sandbox import agency, catalogue, hostile, seasons
from services.sandbox.agency import Agency, Space
from services.sandbox.catalogue import Catalogue, Metric
from services.sandbox.conversations import AllConversations, Conversations
from services.sandbox.facts import ChannelDays, ProfileDays
from services.sandbox.history import Frame
from services.sandbox.posts import SpacePosts
from services.sandbox.records import Records


@dataclass(slots=True)
class World:
    """Everything that can be asked about on one day."""

    agency: Agency
    catalogue: Catalogue
    frame: Frame
    long_text: str
    days: dict[str, list[ChannelDays]] = field(default_factory=dict)
    posts: dict[str, SpacePosts] = field(default_factory=dict)
    conversations: dict[str, AllConversations] = field(default_factory=dict)

    def records(self, space: Space, metric: Metric, span: tuple[int, int]) -> Records:
        """What a metric counts in a space; for profile metrics, between two days."""
        if metric.table == "posts":
            return self.posts_of(space)
        if metric.table == "conversations":
            if space.id not in self.conversations:
                self.conversations[space.id] = AllConversations(space, self.frame, self.agency.tags)
            return Conversations(self.conversations[space.id], metric.dated)
        if space.id not in self.days:
            self.days[space.id] = [ChannelDays(channel, space.id, self.frame) for channel in space.channels]
        return ProfileDays(space, self.days[space.id], self.frame, metric.split, span)

    def posts_of(self, space: Space) -> SpacePosts:
        """All posts of a space."""
        if space.id not in self.posts:
            self.posts[space.id] = SpacePosts(
                space,
                self.frame,
                self.agency.tags,
                len(self.agency.members),
                ZoneInfo(self.agency.me["timezone"]),
                self.long_text,
            )
        return self.posts[space.id]


@dataclass(slots=True)
class Worlds:
    """The world of the day: a fixed one, or the calendar's, built anew when a day has passed."""

    seed: int
    scale: float
    day: date | None
    is_hostile: bool
    today: Callable[[ZoneInfo], date]
    current: World | None = None

    def now(self) -> World:
        """The world as it is today in the account's time zone."""
        zone = ZoneInfo(agency.source()["me"]["timezone"])
        day = self.day or self.today(zone)
        last = seasons.day_number(day)
        if self.current is None or self.current.frame.last != last:
            self.current = self.build(last)
        return self.current

    def build(self, last: int) -> World:
        """A world whose history ends on this day."""
        names = hostile.dresser(hostile.PAYLOADS) if self.is_hostile else agency.plain
        labels = hostile.dresser(hostile.PAYLOADS) if self.is_hostile else agency.plain
        return World(
            agency=agency.build(names),
            catalogue=catalogue.build(labels),
            frame=Frame(seed=self.seed, last=last, scale=self.scale),
            long_text=hostile.mixture() if self.is_hostile else "",
        )
