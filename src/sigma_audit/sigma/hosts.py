"""Builds the URL of a request, and refuses one that would leave the configured host.

The bearer token goes with every request, so a path from a user or an id from an answer must not
be able to redirect it. Must never follow anything anywhere.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping

import httpx

from sigma_audit.errors import Refused

_HIDDEN = frozenset({"access_token", "client_secret", "code", "email", "refresh_token", "search"})


@functools.cache
def _parsed(base_url: str) -> httpx.URL:
    return httpx.URL(base_url)


def url_of(base_url: str, path: str, params: Mapping[str, str] | None = None) -> httpx.URL:
    """Give the absolute URL under `base_url`; Refused when it would lead to another host."""
    base = _parsed(base_url)
    if not path.startswith("/") or path.startswith("//") or "\\" in path:
        raise Refused(f"{path!r} is not a path of the API", "write it from the slash on: /v2/…")
    try:
        if params and "?" not in path:
            url = httpx.URL(base_url + path, params=dict(params))  # parsed once, not three times
        else:
            url = httpx.URL(base_url + path)
            url = url.copy_merge_params(dict(params)) if params else url
    except httpx.InvalidURL as error:
        raise Refused(f"{path!r} cannot be asked for: {error}") from error
    if (url.scheme, url.host, url.port) != (base.scheme, base.host, base.port) or url.userinfo:
        raise Refused(f"{path!r} leads away from {base.host}", "credentials never leave that host")
    return url


def shown(url: httpx.URL) -> str:
    """Give path and query for the log, without host and without what is nobody's business."""
    query = "&".join(
        f"{name}={'…' if name in _HIDDEN else value}" for name, value in url.params.multi_items()
    )
    return url.path + (f"?{query}" if query else "")
