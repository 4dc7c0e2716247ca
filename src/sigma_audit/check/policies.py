"""What policies there are: every file of `sql/checks/`, with what its header must say.

Must never run one, nor know what any of them is about.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sigma_audit.errors import ConfigError, LibraryError, NotFound
from sigma_audit.library import Library, Query

# The worst first.
SEVERITIES = ("critical", "high", "medium", "low", "info")
LEADING = ("subject_kind", "subject_id", "subject_name", "status", "reason")
_SAYS = ("title", "severity", "why", "fix")


@dataclass(frozen=True)
class Policy:
    """One check: its name is its file's."""

    name: str
    title: str
    severity: str
    why: str
    fix: str
    query: Query


def policies(library: Library) -> dict[str, Policy]:
    """Every check by name; LibraryError for one whose header leaves something out."""
    return {query.name: _policy(query) for query in library.queries("checks")}


def _policy(query: Query) -> Policy:
    for key in _SAYS:
        if not query.extra.get(key):
            raise LibraryError(query.file, 1, key, "missing from the header of a check")
    if query.extra["severity"] not in SEVERITIES:
        raise LibraryError(
            query.file,
            query.line_of("severity"),
            "severity",
            f"{query.extra['severity']!r} is none",
            f"one of {', '.join(SEVERITIES)}",
        )
    names = tuple(name for name, _ in query.columns)
    if names[: len(LEADING)] != LEADING:
        raise LibraryError(
            query.file, query.line_of("columns"), "columns", f"must begin with {', '.join(LEADING)}"
        )
    said = query.extra
    return Policy(query.name, said["title"], said["severity"], said["why"], said["fix"], query)


def chosen(library: Library, names: Iterable[str]) -> list[Policy]:
    """Give the named checks, or all of them; NotFound names what there is instead."""
    known = policies(library)
    wanted = list(dict.fromkeys(names))
    for name in wanted:
        if name not in known:
            raise NotFound(f"there is no check {name!r}", "`sigma-audit check --list` names them")
    return [known[name] for name in wanted or known]


def is_at_least(severity: str, threshold: str) -> bool:
    """Whether a severity is as bad as the threshold, or worse."""
    return SEVERITIES.index(severity) <= SEVERITIES.index(threshold)


def parameters(checks: Iterable[Policy], given: Mapping[str, str]) -> dict[str, dict[str, object]]:
    """Sort `check.param` -> text by check, each value read as its declared type; ConfigError."""
    by_check: dict[str, dict[str, object]] = {}
    known = {check.name: {param.name: param for param in check.query.params} for check in checks}
    for name, text in given.items():
        check, _, param = name.partition(".")
        if param not in known.get(check, {}):
            there = ", ".join(f"{check}.{one}" for one in known.get(check, {}))
            raise ConfigError(
                f"there is no parameter {name!r}",
                f"it has: {there}" if there else "write -p CHECK.PARAMETER=VALUE",
            )
        by_check.setdefault(check, {})[param] = known[check][param].value(text)
    return by_check
