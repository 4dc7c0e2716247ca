"""What a run was asked for beside its plan: kept in the file, compared when it is continued.

Must never hold a default: what nobody asked for has no entry.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from sigma_audit.collect.endpoints import EXTRAS
from sigma_audit.errors import ConfigError

_OPTIONS = {"extras": "--with"}  # setting -> the option that says it


def settings_of(extras: Iterable[str] = ()) -> dict[str, str]:
    """Give the settings by name; ConfigError for a word that `--with` does not know."""
    wanted = sorted({word.strip() for word in extras} - {""})
    unknown = [word for word in wanted if word not in EXTRAS]
    if unknown:
        raise ConfigError(f"there is nothing called {unknown[0]!r}", f"--with: {', '.join(EXTRAS)}")
    return {"extras": ",".join(wanted)} if wanted else {}


def expected(settings: Mapping[str, str]) -> dict[str, str]:
    """Give every setting that two runs must share; what was not asked for is empty."""
    return dict.fromkeys(_OPTIONS, "") | dict(settings)


def as_options(settings: Mapping[str, str]) -> str:
    """Spell the settings as the options of a command, each with a space before it."""
    return "".join(f" {_OPTIONS[name]} {value}" for name, value in settings.items())
