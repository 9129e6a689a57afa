"""Posts in words: how many, of which days, what the best share, when they do well. Plain text; names in it are data."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

from services.posts.best import Claim, Contrast
from services.posts.chance import LEAST_POSTS
from services.posts.look import NO_TAG
from services.posts.table import PostNumber, PostTable
from services.posts.times import TimeClaim, Times
from services.posts.traits import BLOCK_HOURS, Trait, TraitKind
from services.results.dimensions import face_of
from services.results.labels import cut, named, network_name
from services.results.number_format import in_digits
from services.results.phrases import counted
from services.results.sentence import dates_in_words
from services.results.values import short

__all__ = [
    "age_warning",
    "block_in_words",
    "claim_in_words",
    "counted_posts",
    "nothing_shared",
    "side_in_words",
    "time_claim_in_words",
    "type_in_words",
    "weekday_in_words",
]

_NAME_LENGTH: Final = 60

_PHRASES: Final[Mapping[TraitKind, tuple[str, str]]] = MappingProxyType(
    {
        TraitKind.TYPE: ("are of the type {}", "are"),
        TraitKind.NETWORK: ("are on {}", "are"),
        TraitKind.PROFILE: ("are of the profile {}", "are"),
        TraitKind.WEEKDAY: ("were published on a {}", "were"),
        TraitKind.HOURS: ("were published between {}", "were"),
        TraitKind.TAG: ("bear the tag {}", "do"),
    }
)
"""How a trait is told of posts, and the verb that says the same of others."""


def type_in_words(kind: str) -> str:
    """A post's type as a person reads it: "Reel"."""
    words = cut(kind.replace("_", " "), _NAME_LENGTH)
    return words[:1].upper() + words[1:]


def weekday_in_words(weekday: int) -> str:
    """1 is "Monday"."""
    return face_of("weekday").words(weekday)


def block_in_words(hour: int, hours: int = BLOCK_HOURS) -> str:
    """A part of the day by its first hour: "18:00 and 21:00"."""
    return f"{hour:02d}:00 and {(hour + hours) % 24:02d}:00"


def counted_posts(table: PostTable, shown: int) -> str:
    """ "84 posts, 28 Oct – 26 Nov 2026 (Europe/Berlin)", or "12 of 84 posts, …" where some are left out."""
    count = len(table.frame)
    posts = counted(count, "post") if shown == count else f"{in_digits(shown)} of {counted(count, 'post')}"
    return f"{posts}, {dates_in_words(table.dates)} ({table.calendar.timezone})"


def side_in_words(found: Contrast, *, is_best: bool) -> str:
    """How a side was chosen: "The 8 best: 1.2 K or more" of Likes."""
    rows = found.best if is_best else found.worst
    values = rows[found.number.column]
    has_least = is_best is found.number.is_less_better
    edge = short(values.max() if has_least else values.min(), found.number.unit)
    side = "best" if is_best else "weakest"
    return f"The {in_digits(len(rows))} {side}: {edge} or {'less' if has_least else 'more'}"


def claim_in_words(claim: Claim, table: PostTable) -> str:
    """ "7 of the 10 best are of the type Reel; of all 84 with a value, 26 are (31 %)." """
    side = "best" if claim.is_best else "weakest"
    phrase, verb = _told(claim.trait, table)
    shared, drawn = in_digits(claim.shared), in_digits(claim.side)
    posts, have = in_digits(claim.posts), in_digits(claim.have)
    return (
        f"{shared} of the {drawn} {side} {phrase}; of all {posts} with a value, {have} {verb} "
        f"({_percent(claim.have, claim.posts)})."
    )


def nothing_shared(found: Contrast) -> str:
    """Why nothing is said of what a side shares; "" where something is."""
    if found.claims:
        return ""
    if found.too_few:
        return (
            f"{counted(found.posts, 'post')} with a value: too few to say what the best share. "
            f"From {LEAST_POSTS} on it is looked at."
        )
    if found.best.empty and found.worst.empty:
        return "Too many posts have the same number to tell the best from the others."
    return "Nothing that the best or the weakest share is more than chance would bring about."


def time_claim_in_words(claim: TimeClaim, found: Times) -> str:
    """ "14 of the 16 posts published on a Wednesday have more than the median of all 120 with a value, 640; …" """
    when = []
    if claim.weekday is not None:
        when.append(f"on a {weekday_in_words(claim.weekday)}")
    if claim.hour is not None:
        when.append(f"between {block_in_words(claim.hour, found.block_hours)}")
    typical = short(found.typical, found.number.unit)
    less = "less" if found.number.is_less_better else "more"
    better, posts = in_digits(claim.better), in_digits(claim.posts)
    return (
        f"{better} of the {posts} posts published {' '.join(when)} have {less} than the median of all "
        f"{in_digits(claim.of)} with a value, {typical}; of all, {in_digits(claim.all_better)} have."
    )


def age_warning(number: PostNumber) -> str:
    """What has to be known before posts of unequal age are compared by that number; "" where nothing has."""
    if not number.is_lifetime:
        return ""
    return f"{named(number.metric)} counts since each post was published: older posts have had more time."


def _told(trait: Trait, table: PostTable) -> tuple[str, str]:
    if trait.kind is TraitKind.TAG and trait.value == NO_TAG:
        return "bear no tag", "do"
    words: Mapping[TraitKind, Callable[[], str]] = {
        TraitKind.TYPE: lambda: type_in_words(str(trait.value)),
        TraitKind.NETWORK: lambda: network_name(str(trait.value)),
        TraitKind.PROFILE: lambda: table.channels.get(str(trait.value), str(trait.value)),
        TraitKind.WEEKDAY: lambda: weekday_in_words(int(trait.value)),
        TraitKind.HOURS: lambda: block_in_words(int(trait.value)),
        TraitKind.TAG: lambda: table.tags.get(str(trait.value), str(trait.value)),
    }
    phrase, verb = _PHRASES[trait.kind]
    return phrase.format(cut(words[trait.kind](), _NAME_LENGTH)), verb


def _percent(part: int, whole: int) -> str:
    share = 100 * part / whole
    return f"{share:.0f} %" if share >= 0.5 else "under 1 %"
