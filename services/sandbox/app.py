"""The twelve endpoints: routes, and what each answers."""

import json
from collections.abc import Awaitable, Callable
from typing import Any

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from services.sandbox.agency import Json, Report, Space
from services.sandbox.answers import rows_of
from services.sandbox.query import KEYS, check_keys, read
from services.sandbox.refusals import Refusal, error_body
from services.sandbox.world import World, Worlds

Handler = Callable[[World, Request], Awaitable[Any]]


def answer(status: int, content: Any, headers: dict[str, str] | None = None) -> Response:
    """JSON: compact, and never NaN."""
    body = json.dumps(content, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return Response(body.encode("utf-8", "surrogatepass"), status, headers, "application/json")


async def me(world: World, _request: Request) -> Any:
    """Whose token it is."""
    return world.agency.me


async def organizations(world: World, _request: Request) -> Any:
    """All organizations."""
    return list(world.agency.organizations)


async def members(world: World, request: Request) -> Any:
    """The members, to an owner."""
    wanted = request.path_params["organization"]
    found = next((entry for entry in world.agency.organizations if entry["id"] == wanted), None)
    if found is None:
        raise Refusal(404, f"there is no organization {wanted!r}")
    if not found["isOwner"]:
        raise Refusal(403, f"only owners see the members of {wanted}")
    return list(world.agency.members)


async def spaces(world: World, _request: Request) -> Any:
    """The spaces of all organizations."""
    return [space.face for space in world.agency.spaces.values()]


def space_of(world: World, space_id: str) -> Space:
    """The space, or a 404."""
    if space_id not in world.agency.spaces:
        raise Refusal(404, f"there is no space {space_id!r}")
    return world.agency.spaces[space_id]


def report_of(world: World, report_id: str) -> Report:
    """The report, or a 404."""
    if report_id not in world.agency.reports:
        raise Refusal(404, f"there is no report {report_id!r}")
    return world.agency.reports[report_id]


async def channels(world: World, request: Request) -> Any:
    """The channels of a space."""
    return [channel.face for channel in space_of(world, request.path_params["space"]).channels]


async def tags(world: World, request: Request) -> Any:
    """The tags of a space."""
    space_of(world, request.path_params["space"])
    return [tag.face for tag in world.agency.tags]


async def report_metrics(world: World, request: Request) -> Any:
    """All metrics by category: the same for every space, whatever its networks."""
    space_of(world, request.path_params["space"])
    return list(world.catalogue.listing)


async def report_metric_config(world: World, request: Request) -> Any:
    """What one metric supports."""
    space_of(world, request.path_params["space"])
    name = request.path_params["metric"]
    if name not in world.catalogue.metrics:
        raise Refusal(404, f"there is no metric {name!r}")
    return world.catalogue.metrics[name].config


async def reports(world: World, request: Request) -> Any:
    """The saved reports of a space."""
    space = space_of(world, request.path_params["space"])
    return [report.face for report in world.agency.reports.values() if report.space == space.id]


async def body_of(request: Request) -> Any:
    """The JSON that was sent."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != "application/json":
        raise Refusal(415, "the content type must be application/json")
    try:
        return json.loads(await request.body())
    except (ValueError, RecursionError):
        raise Refusal(400, "the body is not JSON") from None


async def space_insights(world: World, request: Request) -> Any:
    """A query over all profiles of a space."""
    body = await body_of(request)
    space = space_of(world, request.path_params["space"])
    check_keys(body, KEYS)
    return rows_of(world, space, read(body, world.catalogue.metrics, None, ()))


def saved_filters(report: Json) -> list[Json]:
    """A report's data sources and filters, all as filters. No data sources: all profiles."""
    sources = {"name": "dataSources", "operator": "in", "values": report["dataSources"]}
    return [*([sources] if report["dataSources"] else []), *report["filters"]]


async def report_insights(world: World, request: Request) -> Any:
    """A query within a report: what it has saved holds besides what is asked, unless that is waived."""
    body = await body_of(request)
    report = report_of(world, request.path_params["report"])
    check_keys(body, (*KEYS, "ignoreReportFilters"))
    waived = body.pop("ignoreReportFilters", False)
    if not isinstance(waived, bool):
        raise Refusal(400, f"ignoreReportFilters must be true or false, not {waived!r}")
    saved = [] if waived else saved_filters(report.face)
    return rows_of(world, world.agency.spaces[report.space], read(body, world.catalogue.metrics, None, saved))


async def widget_insights(world: World, request: Request) -> Any:
    """The data behind a widget, its own where the body leaves them out; the report's filters always hold.

    A widget with several metrics answers with all of them in each row, unless one is named.
    """
    body = await body_of(request)
    report = report_of(world, request.path_params["report"])
    widget = report.widget(request.path_params["widget"])
    if widget is None:
        raise Refusal(404, f"report {report.id} has no widget {request.path_params['widget']!r}")
    check_keys(body, KEYS)
    own = {key: widget[key] for key in ("metrics", "dimensions", "aggregator", "filters")}
    query = read(body, world.catalogue.metrics, own, saved_filters(report.face))
    return rows_of(world, world.agency.spaces[report.space], query)


ROUTES: tuple[tuple[str, str, Handler], ...] = (
    ("GET", "/v1/me", me),
    ("GET", "/v1/organizations", organizations),
    ("GET", "/v1/organizations/{organization}/members", members),
    ("GET", "/v1/spaces", spaces),
    ("GET", "/v1/spaces/{space}/channels", channels),
    ("GET", "/v1/spaces/{space}/tags", tags),
    ("GET", "/v1/spaces/{space}/report_metrics", report_metrics),
    ("GET", "/v1/spaces/{space}/report_metric_config/{metric}", report_metric_config),
    ("GET", "/v1/spaces/{space}/reports", reports),
    ("POST", "/v1/spaces/{space}/insights", space_insights),
    ("POST", "/v1/reports/{report}/insights", report_insights),
    ("POST", "/v1/reports/{report}/widgets/{widget}/insights", widget_insights),
)


def build(worlds: Worlds) -> Starlette:
    """The application that answers as the API does, once the gate has let a request in."""

    def endpoint(handler: Handler) -> Callable[[Request], Awaitable[Response]]:
        async def respond(request: Request) -> Response:
            try:
                return answer(200, {"data": await handler(worlds.now(), request)})
            except Refusal as refusal:
                return answer(refusal.status, error_body(refusal.status, refusal.message))

        return respond

    async def other(request: Request, error: Exception) -> Response:
        if not isinstance(error, HTTPException):
            raise error
        message = f"{request.method} {request.url.path}: {error.detail.lower()}"
        return answer(error.status_code, error_body(error.status_code, message), dict(error.headers or {}))

    routes = [Route(path, endpoint(handler), methods=[method]) for method, path, handler in ROUTES]
    app = Starlette(routes=routes, exception_handlers={HTTPException: other})
    app.router.redirect_slashes = False
    return app
