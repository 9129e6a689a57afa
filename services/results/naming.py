"""The names behind the ids of a question: which lists it needs, asked for in the cheap lane, never fatal.

An answer without its names is still a true answer: where a list can't be had (members are for owners only), ids are
shown and a note says why.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from services.errors import DashboardError, PermissionMissing
from services.insights.client import Client
from services.insights.models import MetricConfig, OrganizationId, SpaceId
from services.insights.vocabulary import ValueList, value_list
from services.results.labels import Labels, channel_labels, member_labels, tag_labels

__all__ = ["Names", "names_for", "option_labels"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    """`labels` for each asked name that has any; `notes` say which could not be had and why."""

    labels: Labels
    notes: tuple[str, ...] = ()


def names_for(client: Client, *, space: SpaceId, organization: OrganizationId | None, asked: Iterable[str]) -> Names:
    """The labels of these dimensions and filters; at most one request a list, none for what is in memory."""
    by_list: dict[ValueList, list[str]] = {}
    for name in dict.fromkeys(asked):
        listed = value_list(name)
        if listed is not None:
            by_list.setdefault(listed, []).append(name)
    labels: dict[str, dict[str, str]] = {}
    notes: list[str] = []
    for listed, names in by_list.items():
        try:
            found = _labels_of(client, listed, space, organization)
        except PermissionMissing:
            notes.append(f"Only the organization's owner may see the names of {listed.value}: their ids are shown.")
        except DashboardError as error:
            notes.append(f"The names of {listed.value} could not be had, so ids are shown. {error}")
        else:
            labels |= dict.fromkeys(names, found)
    return Names(labels=labels, notes=tuple(notes))


def option_labels(config: MetricConfig) -> Labels:
    """The labels that the config itself gives to values, by the name of the filter, which is the dimension's too."""
    return {
        spec.name: {option.value: option.label for option in spec.options} for spec in config.filters if spec.options
    }


def _labels_of(
    client: Client, listed: ValueList, space: SpaceId, organization: OrganizationId | None
) -> dict[str, str]:
    match listed:
        case ValueList.CHANNELS:
            return channel_labels(client.channels(space).value)
        case ValueList.TAGS:
            return tag_labels(client.tags(space).value)
        case ValueList.MEMBERS:
            return member_labels(client.members(organization).value) if organization else {}
