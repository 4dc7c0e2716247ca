"""The tree of errors: each composes its own sentence, says what to do next and owns an exit code.

    AuditError
    ├── ConfigError           2   a flag, a variable or a file of the user's is missing or wrong
    │   ├── LibraryError      2   a .sql or .toml of a library does not keep its promises
    │   ├── StorageError      2   a folder or disk does not take what is written
    │   └── NotFound          2   no such report, snapshot, member or object, or several of them
    ├── SigmaError            3   Sigma refused or could not be reached
    │   ├── AuthFailed        3   the token endpoint does not accept the credentials
    │   ├── Forbidden         3   signed in, and not allowed
    │   ├── Unavailable       3   no answer, or none that passes when asked again
    │   └── UnexpectedShape   3   an answer that is not what the API describes
    ├── IncompleteSnapshot    4   sealed, and says what is missing
    ├── Refused               5   a guard said no
    └── Interrupted         130   stopped by the user; what was collected is kept

A data verdict (incomplete, refused) is never an I/O failure. Only `cli/main.py` catches these.
Must never hold a secret: a sentence here ends up on a terminal and in a log.
"""

from __future__ import annotations


class AuditError(Exception):
    """Anything this tool says no to: a sentence, what to do next, an exit code."""

    exit_code = 1

    def __init__(self, sentence: str, hint: str = "") -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.hint = hint


class ConfigError(AuditError):
    """Something the user set, or did not set, keeps the command from starting."""

    exit_code = 2


class LibraryError(ConfigError):
    """A file of `sql/` or `reports/` is wrong; names the file, the line and the key."""

    def __init__(self, file: str, line: int, key: str, problem: str, hint: str = "") -> None:
        super().__init__(f"{file}, line {line}, {key}: {problem}", hint)
        self.file, self.line, self.key = file, line, key


class StorageError(ConfigError):
    """A file or folder cannot be read or written: permissions, a full disk, a foreign file."""


class NotFound(ConfigError):
    """What was asked for by name is not there, or is not the only one of that name."""

    def __init__(
        self, sentence: str, hint: str = "", candidates: tuple[tuple[str, ...], ...] = ()
    ) -> None:
        super().__init__(sentence, hint)
        self.candidates = candidates


class SigmaError(AuditError):
    """Sigma refused, could not be reached, or answered something that is not its API."""

    exit_code = 3


class AuthFailed(SigmaError):
    """The token endpoint itself refused the client id and secret."""


class Forbidden(SigmaError):
    """Signed in, and not allowed to ask this."""


class Unavailable(SigmaError):
    """No answer within the retry budget, or no way to the host."""


class UnexpectedShape(SigmaError):
    """An answer arrived and is not what the API's description promises."""


class IncompleteSnapshot(AuditError):
    """The snapshot is sealed and usable, and something of it could not be read."""

    exit_code = 4


class Refused(AuditError):
    """A guard said no: mixed organisations or sources, a newer schema, another run's file."""

    exit_code = 5


class NameTaken(Refused):
    """The name is another run's, sealed or unfinished: the caller may choose the next one."""


class Interrupted(AuditError):
    """Ctrl-C or a termination signal: what was collected is kept and can be continued."""

    exit_code = 130
