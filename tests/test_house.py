"""Holds the house to its drawing: who imports whom, which room knows which library, how big a file.

A rule here fails with the file and the line, so that the mend is obvious.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "src" / "sigma_audit"
MODULES = sorted(PACKAGE.rglob("*.py"))

# Room -> level; a room imports only rooms of a lower level (README, "How it is built").
LEVELS = {
    "errors": 0, "result": 0, "document": 0, "library": 0, "own": 0, "config": 0, "__init__": 0,
    "sigma": 1, "emulator": 1, "snapshot": 1, "render": 1,
    "collect": 2, "ask": 2, "history": 2, "check": 2, "offboard": 2,
    "report": 3,  # a dossier finds whom it is about as `ask` does
    "cli": 4, "__main__": 5,
}  # fmt: skip
# Level 0 is a chain of its own: errors below all, result and library above it.
WITHIN_LEVEL_0 = {
    "errors": set(), "__init__": set(), "result": set(),
    "document": {"result"},
    "own": {"errors"}, "library": {"errors", "own"}, "config": {"errors"},
}  # fmt: skip
# A level-2 room imports these rooms of level 1 and no others.
LEVEL_1_OF = {
    "collect": {"sigma", "snapshot"}, "report": {"snapshot", "render"},
    "ask": {"snapshot"}, "history": {"snapshot"},
    "check": {"snapshot", "render"}, "offboard": {"snapshot"},
}  # fmt: skip
# Library -> where it may be imported.
THIRD_PARTY = {
    "httpx": ("sigma/",),
    "duckdb": ("snapshot/",),
    "jinja2": ("render/to_html.py",),
    "polars": ("render/",),
    "xlsxwriter": ("render/",),
    "plutoprint": ("render/to_pdf.py",),
    "fastexcel": ("offboard/",),
    "click": ("cli/",),
    "starlette": ("emulator/",),
    "uvicorn": ("emulator/",),
}
SLOW_TO_IMPORT = {
    "polars",
    "xlsxwriter",
    "plutoprint",
    "starlette",
    "uvicorn",
    "httpx",
    "duckdb",
    "jinja2",
}
FORBIDDEN_NAMES = {"utils", "helpers", "common", "base", "manager", "misc"}
PERMISSION_WORDS = {"organize", "explore", "annotate", "writeback", "usage"}


def _relative(path: Path) -> str:
    return path.relative_to(PACKAGE).as_posix()


def _room(path: Path) -> str:
    first = path.relative_to(PACKAGE).parts[0]
    return first.removesuffix(".py")


def _imports(path: Path) -> Iterator[tuple[str, int, bool]]:
    """Every imported dotted name, its line, and whether it stands at module level."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    # `if TYPE_CHECKING:` costs nothing at run time.
    top = {statement for statement in tree.body if not isinstance(statement, ast.If)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield alias.name, node.lineno, node in top
        elif isinstance(node, ast.ImportFrom) and node.module:
            assert node.level == 0, f"{path}:{node.lineno}: import by full name"
            yield node.module, node.lineno, node in top
            for alias in node.names:
                yield f"{node.module}.{alias.name}", node.lineno, node in top


def test_there_is_a_house_to_hold() -> None:
    assert len(MODULES) > 20
    assert {_room(path) for path in MODULES} <= LEVELS.keys()


@pytest.mark.parametrize("path", MODULES, ids=_relative)
def test_imports_run_downhill(path: Path) -> None:
    room = _room(path)
    for name, line, _ in _imports(path):
        if not name.startswith("sigma_audit."):
            continue
        other = name.split(".")[1]
        if other not in LEVELS or other == room:
            continue
        where = f"{_relative(path)}:{line}: {room} imports {other}"
        if LEVELS[room] == 0:
            assert other in WITHIN_LEVEL_0[room], where
        else:
            assert LEVELS[other] < LEVELS[room], where
        if room in LEVEL_1_OF and LEVELS[other] == 1:
            assert other in LEVEL_1_OF[room], where
        if other == "emulator":
            assert room == "cli", where


@pytest.mark.parametrize("path", MODULES, ids=_relative)
def test_each_library_has_its_room(path: Path) -> None:
    for name, line, _ in _imports(path):
        rooms = THIRD_PARTY.get(name.split(".")[0])
        if rooms:
            assert _relative(path).startswith(rooms), f"{_relative(path)}:{line}: {name}"


@pytest.mark.parametrize(
    "path", [path for path in MODULES if _room(path) in ("cli", "ask", "render")], ids=_relative
)
def test_what_is_slow_is_imported_where_it_is_used(path: Path) -> None:
    if _relative(path) == "render/to_html.py":
        return  # reached only by an import inside a function
    for name, line, top in _imports(path):
        if top:
            assert name.split(".")[0] not in SLOW_TO_IMPORT, f"{_relative(path)}:{line}: {name}"


@pytest.mark.parametrize("path", MODULES, ids=_relative)
def test_files_are_small_and_say_what_they_are_for(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert len(text.splitlines()) <= 300, f"{_relative(path)} has outgrown one purpose"
    assert path.stem not in FORBIDDEN_NAMES
    if text.strip():
        docstring = ast.get_docstring(ast.parse(text)) or ""
        assert docstring, f"{_relative(path)} does not say what it is for"


@pytest.mark.parametrize(
    "path",
    [p for p in MODULES if _room(p) not in ("emulator", "__main__", "__init__")],
    ids=_relative,
)
def test_modules_say_what_they_must_never_do(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    if text.strip() and path.stem not in ("__main__", "__init__"):
        docstring = ast.get_docstring(ast.parse(text)) or ""
        assert re.search(r"\b(never|[Nn]othing|[Oo]nly)\b", docstring), _relative(path)


@pytest.mark.parametrize(
    "path", [p for p in MODULES if _room(p) not in ("emulator",)], ids=_relative
)
def test_no_python_interprets_a_permission(path: Path) -> None:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            assert node.value not in PERMISSION_WORDS, f"{_relative(path)}:{node.lineno}"


def test_only_the_token_is_posted() -> None:
    """No verb that changes anything leaves the tool: GET, and one POST, the token's (S1)."""
    verbs = {"POST", "PUT", "PATCH", "DELETE"}
    methods = {"post", "put", "patch", "delete"}
    posted = []
    for path in (path for path in MODULES if _room(path) != "emulator"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for function in ast.walk(tree):
            # Only `sigma/` holds an HTTP client; elsewhere `put` is a queue's word.
            if isinstance(function, ast.Attribute) and _room(path) == "sigma":
                assert function.attr not in methods, f"{_relative(path)}:{function.lineno}"
            if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
                posted += [
                    (_relative(path), function.name, node.value)
                    for node in ast.walk(function)
                    if isinstance(node, ast.Constant) and node.value in verbs
                ]
        loose = [node for node in ast.walk(tree) if isinstance(node, ast.Constant)]
        assert sum(node.value in verbs for node in loose) == sum(
            where == _relative(path) for where, _, _ in posted
        ), f"{_relative(path)} names a verb outside a function"
    assert posted == [("sigma/client.py", "_post_token", "POST")]


def test_the_emulator_shares_no_code_with_what_it_tests() -> None:
    for path in (PACKAGE / "emulator").glob("*.py"):
        for name, line, _ in _imports(path):
            if name.startswith("sigma_audit."):
                assert name.startswith("sigma_audit.emulator"), f"{_relative(path)}:{line}: {name}"


def test_nothing_names_the_machine_it_was_made_on() -> None:
    for folder in ("src", "sql", "reports", "tests", "benchmarks", ".ci"):
        for path in (ROOT / folder).rglob("*"):
            if path.is_file() and path.suffix in (
                ".py",
                ".sql",
                ".toml",
                ".html",
                ".css",
                ".js",
                "",
            ):
                text = path.read_text(encoding="utf-8")
                assert "/" + "work/" not in text, path
                assert "/" + "tmp/brief" not in text, path
