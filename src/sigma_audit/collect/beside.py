"""What a run was asked for beside its plan: kept in the file, compared when it is continued.

Must never hold a default: what nobody asked for has no entry.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from sigma_audit.collect.endpoints import EXTRAS
from sigma_audit.errors import ConfigError

_OPTIONS = {  # setting -> the option that says it
    "extras": "--with",
    "verify": "--verify",
    "objects_sample": "--objects-sample",
    "seed": "--seed",
}


def settings_of(
    plan: str,
    extras: Iterable[str] = (),
    verify: int = 0,
    objects_sample: int = 0,
    seed: int | None = None,
) -> dict[str, str]:
    """Give the settings by name; ConfigError for a word or a number that means nothing."""
    wanted = sorted({word.strip() for word in extras} - {""})
    unknown = [word for word in wanted if word not in EXTRAS]
    if unknown:
        raise ConfigError(f"there is nothing called {unknown[0]!r}", f"--with: {', '.join(EXTRAS)}")
    if verify < 0 or objects_sample < 0:
        raise ConfigError("a sample must be more than nothing")
    if objects_sample and plan != "principals":
        raise ConfigError(
            f"--objects-sample bounds what the plan principals misses; {plan} asks every object",
            "leave it out, or use --plan principals",
        )
    if seed is not None and not (verify or objects_sample):
        raise ConfigError("--seed draws nothing", "use it with --verify or --objects-sample")
    asked = {
        "extras": ",".join(wanted),
        "verify": str(verify or ""),
        "objects_sample": str(objects_sample or ""),
        "seed": "" if seed is None else str(seed),
    }
    return {name: value for name, value in asked.items() if value}


def expected(settings: Mapping[str, str]) -> dict[str, str]:
    """Give every setting that two runs must share; what was not asked for is empty."""
    return dict.fromkeys(_OPTIONS, "") | dict(settings)


def as_options(settings: Mapping[str, str]) -> str:
    """Spell the settings as the options of a command, each with a space before it."""
    return "".join(f" {_OPTIONS[name]} {value}" for name, value in settings.items())
