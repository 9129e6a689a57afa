"""The made-up agency, read from `agency.toml`: organizations, spaces, channels, tags, members, saved reports.

Ids come from names, not from the seed: a link to a space or a report stays good whatever the seed and the day.
"""

import tomllib
import zlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

SOURCE = Path(__file__).with_name("agency.toml")
URN_KINDS = {
    "facebook": "page", "instagram": "profile", "x": "profile", "linkedin": "company", "youtube": "channel",
    "tiktok": "profile", "threads": "profile", "google_business": "location",
}  # fmt: skip
NETWORK_LABELS = {
    "facebook": "Facebook", "instagram": "Instagram", "x": "X", "linkedin": "LinkedIn", "youtube": "YouTube",
    "tiktok": "TikTok", "threads": "Threads", "google_business": "Google Business",
}  # fmt: skip

Json = dict[str, Any]
Dress = Callable[[str], str]
"""Changes a name that people read; the hostile variant puts trouble into it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Channel:
    """A connected profile: what the API tells of it, and how its made-up numbers behave."""

    face: Json
    urn: str
    network: str
    followers: int
    posts_per_day: float
    connected_days_ago: int | None
    stopped_days_ago: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Tag:
    """A tag as the API tells it; its own name stays what it is when its face is dressed up."""

    face: Json
    id: str
    name: str
    scope: str
    active: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Space:
    """A space with its channels; every space has the agency's tags."""

    face: Json
    id: str
    channels: tuple[Channel, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """A saved report: its face is what `GET …/reports` lists."""

    face: Json
    id: str
    space: str

    def widget(self, widget_id: str) -> Json | None:
        """The widget with this id, if the report has it."""
        widgets = [widget for section in self.face["sections"] for widget in section["grid"]]
        return next((widget for widget in widgets if widget["id"] == widget_id), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Agency:
    """Everything that does not change from day to day."""

    me: Json
    organizations: tuple[Json, ...]
    members: tuple[Json, ...]
    tags: tuple[Tag, ...]
    spaces: Mapping[str, Space]
    reports: Mapping[str, Report]


def identifier(prefix: str, *names: str) -> str:
    """An id that belongs to these names."""
    return f"{prefix}_{zlib.crc32('/'.join(names).encode()):08x}"


def plain(text: str) -> str:
    """The text as it is."""
    return text


@cache
def source() -> Json:
    """The file as it stands."""
    return tomllib.loads(SOURCE.read_text(encoding="utf-8"))


def build(dress: Dress = plain) -> Agency:
    """The agency, with every name that people read passed through `dress`."""
    raw = source()
    tags = tuple(tag for entry in raw["tags"] for tag in family(entry, dress))
    spaces = {entry["id"]: build_space(entry, dress) for entry in raw["spaces"]}
    tag_ids = {name: identifier("tag", name) for name in tag_names(raw["tags"])}
    reports = [build_report(entry, spaces[entry["space"]], tag_ids, dress) for entry in raw["reports"]]
    return Agency(
        me=raw["me"],
        organizations=tuple({**entry, "name": dress(entry["name"])} for entry in raw["organizations"]),
        members=tuple(build_member(entry, dress) for entry in raw["members"]),
        tags=tags,
        spaces=spaces,
        reports={report.id: report for report in reports},
    )


def build_member(entry: Json, dress: Dress) -> Json:
    """A member as the API tells it; the first one is the person whom the token belongs to."""
    mine = source()["me"]
    email = f"{entry['name'].split()[0].lower()}@lanternfield.example"
    user = {"id": identifier("user", entry["id"]), "name": dress(entry["name"]), "email": email}
    if entry["name"] == mine["name"]:
        user = {"id": mine["id"], "name": mine["name"], "email": mine["email"]}
    return {"id": entry["id"], "role": entry["role"], "active": entry.get("active", True), "user": user}


def tag_names(entries: Sequence[Json]) -> list[str]:
    """Every tag's name, parents before their children."""
    return [name for entry in entries for name in (entry["name"], *entry.get("children", []))]


def family(entry: Json, dress: Dress) -> list[Tag]:
    """A parent tag and its children."""
    scope, active = entry["scope"], entry.get("active", True)

    def tag(name: str, parent: str | None) -> Tag:
        tag_id = identifier("tag", name)
        face = {"id": tag_id, "name": dress(name), "scope": scope, "parentId": parent, "active": active}
        return Tag(face=face, id=tag_id, name=name, scope=scope, active=active)

    parent = tag(entry["name"], None)
    return [parent, *(tag(name, parent.id) for name in entry.get("children", []))]


def build_space(entry: Json, dress: Dress) -> Space:
    """A space with its channels."""
    face = {"id": entry["id"], "name": dress(entry["name"]), "organizationId": entry["organizationId"]}
    channels = tuple(build_channel(channel, dress) for channel in entry["channels"])
    return Space(face=face, id=entry["id"], channels=channels)


def build_channel(entry: Json, dress: Dress) -> Channel:
    """A channel: its URN comes from its network and username."""
    network, username = entry["network"], entry["username"]
    number = zlib.crc32(f"{network}/{username}".encode())
    urn = f"{network}:{URN_KINDS[network]}:{number}"
    face = {
        "id": identifier("chnl", network, username),
        "urn": urn,
        "network": network,
        "username": username,
        "name": dress(entry["name"]),
        "authorization": "expired" if "stopped" in entry else "authorized",
    }
    return Channel(
        face=face,
        urn=urn,
        network=network,
        followers=entry["followers"],
        posts_per_day=entry["posts"],
        connected_days_ago=entry.get("connected"),
        stopped_days_ago=entry.get("stopped"),
    )


def build_report(entry: Json, space: Space, tag_ids: Mapping[str, str], dress: Dress) -> Report:
    """A report: data sources become URNs, tags become ids, widgets get theirs from where they stand."""
    urns = {f"{channel.network}/{channel.face['username']}": channel.urn for channel in space.channels}

    def saved(filter_: Json) -> Json:
        values = [tag_ids.get(value, value) for value in filter_["values"]]
        return {"name": filter_["name"], "operator": filter_["operator"], "values": values}

    def widget(section: str, saved_widget: Json) -> Json:
        return {
            "id": identifier("rpwd", entry["id"], section, saved_widget["title"]),
            "title": dress(saved_widget["title"]),
            "type": saved_widget["type"],
            "metrics": saved_widget["metrics"],
            "dimensions": saved_widget["dimensions"],
            "aggregator": saved_widget["aggregator"],
            "filters": [saved(filter_) for filter_ in saved_widget.get("filters", [])],
        }

    sections = [
        {
            "title": dress(section["title"]),
            "grid": [widget(section["title"], saved_widget) for saved_widget in section["grid"]],
        }
        for section in entry["sections"]
    ]
    face = {
        "id": entry["id"],
        "name": dress(entry["name"]),
        "dataSources": [urns[source_] for source_ in entry["dataSources"]],
        "filters": [saved(filter_) for filter_ in entry["filters"]],
        "sections": sections,
    }
    return Report(face=face, id=entry["id"], space=entry["space"])
