"""What a command raises becomes a sentence, a hint and the exit code of the contract."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from typing import NoReturn

import click
import pytest
from click.testing import CliRunner

from sigma_audit import errors
from sigma_audit.cli.main import Root
from sigma_audit.cli.options import narrated
from sigma_audit.cli.output import emit, narrate


def failing(error: BaseException) -> Root:
    """A command line whose only command raises."""
    root = Root(name="sigma-audit")

    @root.command()
    @narrated
    def go() -> NoReturn:
        narrate("working")
        raise error

    return root


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (errors.ConfigError("this is wrong", "do that"), 2),
        (errors.NotFound("this is wrong", "do that"), 2),
        (errors.StorageError("this is wrong", "do that"), 2),
        (errors.AuthFailed("this is wrong", "do that"), 3),
        (errors.Unavailable("this is wrong", "do that"), 3),
        (errors.IncompleteSnapshot("this is wrong", "do that"), 4),
        (errors.Refused("this is wrong", "do that"), 5),
    ],
)
def test_an_error_is_a_sentence_a_hint_and_its_exit_code(
    error: errors.AuditError, code: int
) -> None:
    result = CliRunner().invoke(failing(error), ["go"])
    assert result.exit_code == code
    assert result.stdout == ""
    assert result.stderr == "working\nerror: this is wrong\n  do that\n"


def test_candidates_are_listed_and_counted() -> None:
    many = tuple((f"id{number}", "Ann Lee") for number in range(23))
    result = CliRunner().invoke(failing(errors.NotFound("several", "give the id", many)), ["go"])
    assert "  id0  Ann Lee\n" in result.stderr
    assert "id20" not in result.stderr
    assert "… and 3 more" in result.stderr
    assert result.stderr.endswith("  give the id\n")


def test_names_in_an_error_cannot_move_the_cursor() -> None:
    hostile = errors.NotFound("no \x1b[2J\u202e", "hint", (("id", "a\x1b]0;b\x07"),))
    result = CliRunner().invoke(failing(hostile), ["go"])
    assert "\x1b" not in result.stderr
    assert "\u202e" not in result.stderr


def test_a_bug_keeps_its_traceback() -> None:
    result = CliRunner().invoke(failing(ZeroDivisionError("bug")), ["go"])
    assert isinstance(result.exception, ZeroDivisionError)


def test_an_interrupt_exits_130_without_a_traceback() -> None:
    result = CliRunner().invoke(failing(KeyboardInterrupt()), ["go"])
    assert result.exit_code == 130
    assert "interrupted" in result.stderr
    assert "Traceback" not in result.stderr


def test_q_silences_narration_but_not_errors() -> None:
    result = CliRunner().invoke(failing(errors.Refused("no", "because")), ["go", "-q"])
    assert result.stderr == "error: no\n  because\n"


def test_v_shows_what_the_client_logs_and_only_then() -> None:
    import logging

    root = Root(name="sigma-audit")

    @root.command()
    @narrated
    def go() -> None:
        logging.getLogger("sigma_audit.sigma.client").info("GET /v2/whoami 200")
        emit("answer\n")

    loud = CliRunner().invoke(root, ["go", "-v"])
    assert loud.stderr == "GET /v2/whoami 200\n"
    assert loud.stdout == "answer\n"
    assert CliRunner().invoke(root, ["go"]).stderr == ""


@pytest.fixture
def piped() -> Iterator[subprocess.Popen[bytes]]:
    """A command that writes without end into a pipe."""
    script = """
from sigma_audit.cli.main import Root
from sigma_audit.cli.output import emit
root = Root(name="sigma-audit")
@root.command()
def go():
    while True:
        emit("a line\\n" * 1000)
root.main(["go"])
"""
    process = subprocess.Popen(
        [sys.executable, "-c", script], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    yield process
    process.kill()
    process.communicate()


def test_a_reader_that_has_had_enough_ends_the_command_quietly(
    piped: subprocess.Popen[bytes],
) -> None:
    assert piped.stdout is not None
    assert piped.stderr is not None
    assert piped.stdout.readline() == b"a line\n"
    piped.stdout.close()
    assert piped.wait(timeout=30) == 0
    assert piped.stderr.read() == b""


def test_colour_is_for_terminals_and_no_color_turns_it_off(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from sigma_audit.cli import output

    monkeypatch.setattr("sys.stderr.isatty", lambda: True, raising=False)
    monkeypatch.delenv("NO_COLOR", raising=False)
    assert output.has_colour()
    monkeypatch.setenv("NO_COLOR", "1")
    assert not output.has_colour()
    assert click.unstyle("error:") == "error:"
