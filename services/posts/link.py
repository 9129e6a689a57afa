"""What is on the page Posts as the query of an address, and back: a public interface that stays stable.

    /posts?org=orgn_1&space=spce_1&period=last_30_days&metric=post_likes&metric=post_saves&tags=1
          &sort=-post_likes&type=reel&network=instagram&profile=URN&tag=tag_1&q=summer&view=table

`metric`, `type`, `network`, `profile` and `tag` repeat. A `-` before what is sorted by turns the order. `tag=(none)` is
posts without a tag; a tag brings `tags=1` with it. Ids and wire names only.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final

from services.insights.link_parts import Address, choices, cut, is_stranger, last, read_period
from services.insights.models import MetricName, OrganizationId, SpaceId
from services.insights.periods import Period, Preset
from services.posts.asked import MOST_METRICS, AskedPosts
from services.posts.look import PUBLISHED, Look, Show

__all__ = ["PostsLink", "posts_link_of", "read_posts_link"]

_KEYS: Final = (
    *("org", "space", "period", "metric", "tags"),
    *("sort", "type", "network", "profile", "tag", "q", "view"),
)

_NARROWING: Final[Mapping[str, Callable[[Look], tuple[str, ...]]]] = MappingProxyType(
    {
        "type": lambda look: look.types,
        "network": lambda look: look.networks,
        "profile": lambda look: look.profiles,
        "tag": lambda look: look.tags,
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class PostsLink:
    """What an address of the page Posts says. `problems` name each part that can't be read.

    One that is no question names a space at most: it leads to the page, and asks nothing.
    """

    organization: OrganizationId | None = None
    space: SpaceId | None = None
    period: Period = Preset.LAST_30_DAYS
    metrics: tuple[MetricName, ...] = ()
    has_tags: bool = False
    look: Look = field(default_factory=Look)
    is_question: bool = False
    problems: tuple[str, ...] = ()


def posts_link_of(organization: OrganizationId | None, asked: AskedPosts, look: Look) -> dict[str, list[str]]:
    """The query of the address that opens this: `read_posts_link` gives all of it back. What is the default is left
    out, but for the period, so that a link says of which days it is."""
    order = f"{'-' if look.is_reversed else ''}{look.sort or (asked.metrics[0] if asked.metrics else PUBLISHED)}"
    told: dict[str, list[str]] = {
        "org": [organization] if organization else [],
        "space": [asked.space],
        "period": [str(asked.period)],
        "metric": [*asked.metrics],
        "tags": ["1"] if asked.has_tags else [],
        "sort": [order] if look.sort or look.is_reversed else [],
        **{key: list(values(look)) for key, values in _NARROWING.items()},
        "q": [look.words] if look.words.strip() else [],
        "view": [look.show.value] if look.show is not Show.CARDS else [],
    }
    return {key: values for key, values in told.items() if values}


def read_posts_link(address: Address) -> PostsLink:
    """What an address asks. Never raises: what can't be read is named in `problems`, with the nearest choice."""
    problems = [
        f'"{cut(key)}" is no part of a link to posts, so it was left out. {choices(key, _KEYS)}'
        for key in address
        if key not in _KEYS and not is_stranger(key)
    ]
    organization, space = last(address, "org"), last(address, "space")
    names = _values(address, "metric")
    problems += [
        f'"{cut(name)}" was left out: {MOST_METRICS} metrics at most stand beside posts.'
        for name in names[MOST_METRICS:]
    ]
    metrics = tuple(map(MetricName, names[:MOST_METRICS]))
    look = _look(address, metrics, problems)
    return PostsLink(
        organization=OrganizationId(organization) if organization else None,
        space=SpaceId(space) if space else None,
        period=read_period(address, problems) if last(address, "period") else Preset.LAST_30_DAYS,
        metrics=metrics,
        has_tags=_has_tags(address, problems) or bool(look.tags),
        look=look,
        is_question=any(last(address, key) for key in ("period", "metric", "tags", "tag")),
        problems=tuple(problems),
    )


def _look(address: Address, metrics: tuple[MetricName, ...], problems: list[str]) -> Look:
    order = last(address, "sort") or ""
    sort = order.removeprefix("-")
    if sort and sort not in (PUBLISHED, *metrics):
        problems.append(f'Posts can\'t be sorted by "{cut(sort)}" here. {choices(sort, (PUBLISHED, *metrics))}')
        order = sort = ""
    view = last(address, "view") or Show.CARDS.value
    if view not in list(Show):
        problems.append(
            f'The view "{cut(view)}" is not known, so the posts stand as cards. {choices(view, list(Show))}'
        )
        view = Show.CARDS.value
    return Look(
        words=last(address, "q") or "",
        types=_values(address, "type"),
        networks=_values(address, "network"),
        profiles=_values(address, "profile"),
        tags=_values(address, "tag"),
        sort=sort,
        is_reversed=order.startswith("-"),
        show=Show(view),
    )


def _has_tags(address: Address, problems: list[str]) -> bool:
    text = last(address, "tags")
    if text not in (None, "1"):
        problems.append(f'"tags={cut(text or "")}" can\'t be read, so it was left out. Write tags=1, or nothing.')
    return text == "1"


def _values(address: Address, key: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(filter(None, address.get(key, ()))))
