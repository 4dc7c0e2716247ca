"""The embedded organisation as an ASGI app: in process for tests, on a socket for everyone else.

Built from the API's description. Must never share code with the client or the collector: they
have to be able to disagree with it.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qsl

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route as Mounted

from sigma_audit.emulator.call import Call
from sigma_audit.emulator.fault_layer import FaultLayer
from sigma_audit.emulator.faults import FaultPlan
from sigma_audit.emulator.org import Org
from sigma_audit.emulator.refusal import Refusal, envelope, invalid
from sigma_audit.emulator.routes import TOKEN_PATH, find, operation_of
from sigma_audit.emulator.state import Emulator, Options
from sigma_audit.emulator.tokens import Tokens

HEADER = "X-Sigma-Audit-Emulator"
_VERBS = ("GET", "POST", "PUT", "PATCH", "DELETE")


def create_app(
    org: Org,
    *,
    clock: Callable[[], datetime] | None = None,
    token_seconds: int = 3600,
    legacy_arrays: bool = False,
    slug_ids: bool = True,
    token_rate: bool = True,
    page_limit: int = 1000,
    unfiltered_grants: bool = False,
    faults: FaultPlan | None = None,
) -> Starlette:
    """Make the app over `org`, which its writes change; `app.state.emulator` holds the inside.

    `clock` gives the naive UTC time that tokens live by (default: this machine's); records are
    stamped with `org.now`. `token_rate`: one token a second. The rest as in `Options`.
    """
    plan = faults or FaultPlan()
    emulator = Emulator(
        org,
        Tokens(org, clock or _utc_now, token_seconds, is_limited=token_rate),
        Options(legacy_arrays, slug_ids, page_limit, unfiltered_grants),
        plan,
    )
    plan.attach(operation_of, touch=emulator.touch, revoke=emulator.tokens.revoke_all)
    # One Starlette route: its router tries all routes in turn, which at 140 of them costs more
    # than most answers.
    app = Starlette(
        routes=[Mounted("/{path:path}", _answer, methods=_VERBS)],
        exception_handlers={405: _no_route, 500: _broken},
    )
    app.state.emulator = emulator
    # Around everything, errors of the app itself included: no answer leaves unmarked.
    app.middleware_stack = FaultLayer(app.build_middleware_stack(), plan, HEADER)
    return app


def _path(request: Request) -> str:
    path: str = request.scope["path"]
    return path


def _utc_now() -> datetime:
    return datetime.now(UTC).replace(tzinfo=None)


async def _answer(request: Request) -> Response:
    emulator: Emulator = request.app.state.emulator
    if (request.method, _path(request)) == ("POST", TOKEN_PATH):
        return await _token(request)
    found = find(request.method, _path(request))
    if found is None:
        return await _no_route(request, None)
    route, path_params = found
    try:
        caller = emulator.tokens.owner(request.headers.get("authorization"))
        body = await _body(request) if route.method != "GET" else {}
        query = request.query_params.multi_items()
        answer = route.answer(Call(emulator, caller, _path(request), path_params, query, body))
    except Refusal as refusal:
        return _refused(refusal)
    if route.method != "GET":
        emulator.touch()
    return answer if isinstance(answer, Response) else JSONResponse(answer, route.status)


async def _body(request: Request) -> dict[str, Any]:
    raw = await request.body()
    if not raw.strip():
        return {}
    try:
        body = json.loads(raw)
    except ValueError as error:
        raise invalid("Invalid JSON body") from error
    if not isinstance(body, dict):
        raise invalid("Expecting object at 0")
    return body


async def _token(request: Request) -> Response:
    """Answer postToken; the body is a form, though the description renders it as JSON (1.1)."""
    emulator: Emulator = request.app.state.emulator
    try:
        if "json" in request.headers.get("content-type", ""):
            form: Mapping[str, str] = {k: str(v) for k, v in (await _body(request)).items()}
        else:
            text = (await request.body()).decode("utf-8", "replace")
            form = dict(parse_qsl(text, keep_blank_values=True))
        return JSONResponse(emulator.tokens.issue(form, request.headers.get("authorization")))
    except Refusal as refusal:
        return _refused(refusal)


def _refused(refusal: Refusal) -> Response:
    return JSONResponse(envelope(refusal.code, refusal.message), refusal.status)


async def _no_route(request: Request, _: Exception | None) -> Response:
    """Answer what is no endpoint, or not with this verb: 404 either way."""
    text = f"Cannot {request.method} {_path(request)}"
    return JSONResponse(envelope("not_found", text), 404)


async def _broken(_: Request, __: Exception) -> Response:
    return JSONResponse(envelope("internal_error", "Internal server error"), 500)
