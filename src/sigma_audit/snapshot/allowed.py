"""Tells whether SQL that somebody brings along may be put to a snapshot, and where it is wrong.

One SELECT that writes nothing, reads no clock and rolls no dice: the same snapshot then gives the
same answer. Files and network are the engine's to refuse, once `store.py` has locked it. Must never
run what it looks at.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import duckdb

from sigma_audit.errors import ConfigError, LibraryError
from sigma_audit.library import Query

_READING = {"SELECT_NODE", "SET_OPERATION_NODE", "RECURSIVE_CTE_NODE", "CTE_NODE"}
# DuckDB reads these as columns until it looks for them; its own stability flags name the rest.
_CLOCKS = {"current_date", "current_time", "current_timestamp", "localtime", "localtimestamp"}
_EXPLAINED = re.compile(r"\s*explain\s+(analyze\s+)?(\([^)]*\)\s*)?", re.IGNORECASE)
_NAMED = re.compile(r'"([^"]+)"|name (\S+)')
_LINE = re.compile(r"LINE (\d+):")


def nodes(tree: Any) -> Iterator[Mapping[str, Any]]:
    """Every JSON object of a serialised statement, depth first."""
    if isinstance(tree, dict):
        yield tree
        for value in tree.values():
            yield from nodes(value)
    elif isinstance(tree, list):
        for value in tree:
            yield from nodes(value)


def _tree(connection: duckdb.DuckDBPyConnection, text: str) -> Any:
    import json

    row = connection.execute("select json_serialize_sql(?::varchar)", [text]).fetchone()
    return json.loads(row[0]) if row else {"error": True}


def _writes(connection: duckdb.DuckDBPyConnection, text: str) -> bool:
    """Whether a SELECT hides an INSERT, UPDATE, DELETE or MERGE in one of its CTEs."""
    tree = _tree(connection, text)
    kinds = {str(node.get("type", "")) for node in nodes(tree)}
    return bool(tree.get("error") or {kind for kind in kinds if kind.endswith("NODE")} - _READING)


def _unsteady(connection: duckdb.DuckDBPyConnection, text: str) -> str | None:
    """Name what would give another answer tomorrow: a clock, a random number, a sample."""
    for node in nodes(_tree(connection, text)):
        columns: list[str] = node.get("column_names") or []
        if len(columns) == 1 and str(columns[0]).lower() in _CLOCKS:
            return str(columns[0])
        if isinstance(node.get("sample"), dict) and not node["sample"].get("repeatable"):
            return "a sample that is not repeatable"
        if (name := node.get("function_name")) and _is_unsteady(connection, name, node):
            return f"{name}()"
    return None


def _is_unsteady(connection: duckdb.DuckDBPyConnection, name: str, call: Mapping[str, Any]) -> bool:
    """Whether no form of a function is steady; those of zoned times rest on the zone, which is set.

    With one argument `age` counts up to now.
    """
    if name.lower() == "age":
        return len(call.get("arguments") or call.get("children") or ()) == 1
    found = connection.execute(
        "select not bool_or(stability = 'CONSISTENT') from duckdb_functions() "
        "where lower(function_name) = lower(?) and stability is not null",
        [name],
    ).fetchone()
    return bool(found and found[0])


def _kind(statement: duckdb.Statement) -> str:
    """Name what a statement does; some kinds are newer than their names in Python."""
    try:
        return str(statement.type).rpartition(".")[2]
    except ValueError:
        return "STATEMENT"


def said(error: duckdb.Error) -> str:
    """Give what DuckDB says in a line; a zoned time fails in Python, with a traceback as text."""
    if "'pytz'" in str(error):
        return "a time with a zone cannot be given: cast it, ::timestamp"
    return str(error).splitlines()[0]


def line_of(error: duckdb.Error, sql: str) -> int:
    """Line of a file (from 1) that DuckDB complains about: where the word it names stands.

    Its own count goes wrong behind comments and letters beyond ASCII, and is only the second guess.
    """
    for found in _NAMED.finditer(said(error)):
        if line := _line_of(sql, found[1] or found[2], 0):
            return line
    at = _LINE.search(str(error))
    return _start(sql) + int(at[1]) - 1 if at else 1


def _start(sql: str) -> int:
    """Line (from 1) on which a file's SELECT begins, behind the comments above it."""
    lines = enumerate(sql.splitlines(), 1)
    return next((at for at, line in lines if line.strip() and not line.startswith("--")), 1)


def body(sql: str) -> str:
    """Give a file's SELECT without the comments above it, so that DuckDB counts its lines right."""
    return "\n".join(sql.splitlines()[_start(sql) - 1 :])


def _line_of(text: str, word: str, otherwise: int = 1) -> int:
    """Line (from 1) on which a word first stands outside comments."""
    whole = re.compile(rf"(?<!\w){re.escape(word)}(?!\w)", re.IGNORECASE)
    lines = enumerate(text.splitlines(), 1)
    return next((at for at, line in lines if whole.search(line.partition("--")[0])), otherwise)


def inspect(connection: duckdb.DuckDBPyConnection, query: Query) -> None:
    """Stop at a query of the user's that is not one steady SELECT; LibraryError names the line."""

    def wrong(line: int, key: str, problem: str, hint: str) -> LibraryError:
        return LibraryError(query.file, line, key, problem, hint)

    try:
        statements = connection.extract_statements(query.sql)
    except duckdb.Error as error:
        hint = "a file holds one SELECT"
        raise wrong(line_of(error, query.sql), "sql", said(error), hint) from error
    if len(statements) != 1:
        text = statements[1].query.lstrip() if len(statements) > 1 else ""
        line = query.sql[: query.sql.find(text)].count("\n") + 1
        raise wrong(line, "sql", f"holds {len(statements)} statements", "a file holds one SELECT")
    (statement,) = statements
    if _kind(statement) != "SELECT" or _writes(connection, query.sql):
        problem = "is not a SELECT that only reads"
        raise wrong(_start(query.sql), "sql", problem, "a snapshot is never written to")
    if word := _unsteady(connection, query.sql):
        line = _line_of(query.sql, word.removesuffix("()"))
        hint = "the same snapshot gives the same report: read snapshot_info.taken_at for the time"
        raise wrong(line, "sql", f"rests on {word}", hint)
    declared = {param.name for param in query.params}
    if unknown := sorted(statement.named_parameters - declared):
        line = _line_of(query.sql, unknown[0])
        hint = "write under params: name type = default — meaning"
        raise wrong(line, "params", f"${unknown[0]} is used and not declared", hint)
    if unused := sorted(declared - statement.named_parameters):
        hint = "remove it, or use it"
        raise wrong(query.line_of("params"), "params", f"${unused[0]} is declared, unused", hint)


def held(query: Query, names: Sequence[str], rows: Sequence[tuple[Any, ...]]) -> None:
    """Stop at an answer that is not what the header promises; LibraryError names the column.

    That a grain is unique is looked at in the user's own queries; tests hold it for the others.
    """
    declared = [name for name, _ in query.columns]

    def wrong(key: str, problem: str, hint: str) -> LibraryError:
        lines = query.sql.splitlines()
        stands = re.compile(rf"--\s+{re.escape(key)}\b")
        line = next((at for at, text in enumerate(lines, 1) if stands.match(text)), 0)
        return LibraryError(query.file, line or query.line_of("columns"), "columns", problem, hint)

    for name in names:
        if name not in declared:
            hint = "write its name and meaning under columns"
            raise wrong("columns:", f"the query gives {name!r}, which is not described", hint)
        if names.count(name) > 1:
            raise wrong(name, f"the query gives {name!r} twice", "give each column a name")
    if missing := [name for name in declared if name not in names]:
        hint = f"it gives: {', '.join(names)}"
        raise wrong(missing[0], f"the query does not give {missing[0]!r}", hint)
    if query.is_own:
        at = [names.index(name) for name in query.grain]
        if len({str([row[place] for place in at]) for row in rows}) != len(rows):
            problem = f"there are several rows of one {', '.join(query.grain)}"
            hint = "the grain names what there is one row for each of"
            raise LibraryError(query.file, query.line_of("grain"), "grain", problem, hint)


def refuse_other_than_questions(connection: duckdb.DuckDBPyConnection, text: str) -> None:
    """Stop at typed SQL that is more than one question, or does more than ask; ConfigError."""
    try:
        statements = connection.extract_statements(text)
    except duckdb.Error:
        return  # no SQL at all: the answer to it says so
    if len(statements) != 1:
        raise ConfigError(f"these are {len(statements)} statements", "ask one question at a time")
    kind = _kind(statements[0])
    if kind == "EXPLAIN" and (asked := _EXPLAINED.sub("", text, count=1)) != text:
        refuse_other_than_questions(connection, asked)
        return
    # DuckDB makes several statements of one pivot, none of which touches the snapshot.
    is_reading = kind == "SELECT" and not _writes(connection, text)
    if not is_reading and kind != "MULTI":
        raise ConfigError(
            f"a snapshot is only read: this would do more ({kind})",
            "ask with select, from, show, describe, summarize, pivot or explain",
        )
