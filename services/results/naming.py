"""The names behind the ids of a question: which lists it needs, what they cost, and their labels; never fatal.

An answer without its names is still a true answer: where a list can't be had (members are for owners only), ids are
shown and a note says why.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from services.errors import DashboardError, PermissionMissing
from services.insights.client import Client
from services.insights.models import MetricConfig, OrganizationId, SpaceId
from services.insights.question import Question
from services.insights.vocabulary import ValueList, value_list
from services.results.labels import Labels, channel_labels, member_labels, tag_labels

__all__ = ["Names", "names_for", "names_needed", "names_price", "option_labels"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    """`labels` for each asked name that has any; `notes` say which could not be had and why.

    `requests_spent` is what getting them cost this caller.
    """

    labels: Labels
    notes: tuple[str, ...] = ()
    requests_spent: int = 0


def names_needed(question: Question, configs: Sequence[MetricConfig]) -> tuple[str, ...]:
    """The dimensions and filters of a question whose values are ids: what `names_for` is to be asked for; `configs`
    are those of its series, in their order.

    A filter without values (is empty) has no ids, and one with options has their labels.
    """
    needed = [name for series in question.series for name in series.dimensions]
    for series, config in zip(question.series, configs, strict=True):
        for item in series.filters:
            spec = config.filter(item.name)
            if item.values and (spec is None or not spec.options):
                needed.append(item.name)
    return tuple(name for name in dict.fromkeys(needed) if value_list(name))


def names_price(client: Client, *, space: SpaceId, organization: OrganizationId | None, asked: Iterable[str]) -> int:
    """How many requests `names_for` would send now: one a list that is not in memory."""
    lists = {listed for name in asked if (listed := value_list(name))}
    return sum(client.list_price(listed, space, organization) for listed in lists)


def names_for(
    client: Client,
    *,
    space: SpaceId,
    organization: OrganizationId | None,
    asked: Iterable[str],
    is_free: bool = False,
) -> Names:
    """The labels of these dimensions and filters; at most one request a list, none for what is in memory.

    With `is_free` a list that is not in memory is not asked for.
    """
    by_list: dict[ValueList, list[str]] = {}
    for name in dict.fromkeys(asked):
        listed = value_list(name)
        if listed is not None:
            by_list.setdefault(listed, []).append(name)
    labels: dict[str, dict[str, str]] = {}
    notes: list[str] = []
    spent = 0
    for listed, names in by_list.items():
        if listed is ValueList.MEMBERS and (organization is None or not client.owns(organization)):
            notes.append(_forbidden(listed))
            continue
        if is_free and client.list_price(listed, space, organization):
            notes.append(f"The names of {listed.value} are no longer in memory, so ids are shown. Run asks for them.")
            continue
        try:
            found, cost = _labels_of(client, listed, space, organization)
        except PermissionMissing:
            notes.append(_forbidden(listed))
        except DashboardError as error:
            notes.append(f"The names of {listed.value} could not be had, so ids are shown. {error}")
        else:
            labels |= dict.fromkeys(names, found)
            spent += cost
    return Names(labels=labels, notes=tuple(notes), requests_spent=spent)


def option_labels(config: MetricConfig) -> Labels:
    """The labels that the config itself gives to values, by the name of the filter, which is the dimension's too."""
    return {spec.name: spec.option_labels for spec in config.filters if spec.options}


def _forbidden(listed: ValueList) -> str:
    if listed is ValueList.MEMBERS:
        return f"Only the organization's owner may see the names of {listed.value}: their ids are shown."
    return f"This token may not see the names of {listed.value}: their ids are shown."


def _labels_of(
    client: Client, listed: ValueList, space: SpaceId, organization: OrganizationId | None
) -> tuple[dict[str, str], int]:
    """Id → label, and how many requests that took."""
    match listed:
        case ValueList.CHANNELS:
            channels = client.channels(space)
            return channel_labels(channels.value), channels.requests_spent
        case ValueList.TAGS:
            tags = client.tags(space)
            return tag_labels(tags.value), tags.requests_spent
        case ValueList.MEMBERS:
            if organization is None:
                return {}, 0
            members = client.members(organization)
            return member_labels(members.value), members.requests_spent
