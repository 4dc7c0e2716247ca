"""Where Sigma is and as whom to sign in: flags beat environment beats file.

Must never print, log or keep a secret anywhere but in `Settings.client_secret`, and never reads one
from a command line or from the configuration file.
"""

from __future__ import annotations

import ipaddress
import os
import stat
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from urllib.parse import urlsplit

from sigma_audit.errors import ConfigError

# Hosts by cloud and region (sigma-api.md section 1.3); any other https host is accepted as it is.
REGIONS: Mapping[str, str] = MappingProxyType(
    {
        "gcp-us": "https://api.sigmacomputing.com",
        "gcp-saudi-arabia": "https://api.sa.gcp.sigmacomputing.com",
        "aws-us-west": "https://aws-api.sigmacomputing.com",
        "aws-us-east": "https://api.us-a.aws.sigmacomputing.com",
        "aws-canada": "https://api.ca.aws.sigmacomputing.com",
        "aws-eu": "https://api.eu.aws.sigmacomputing.com",
        "aws-australia": "https://api.au.aws.sigmacomputing.com",
        "aws-uk": "https://api.uk.aws.sigmacomputing.com",
        "azure-us": "https://api.us.azure.sigmacomputing.com",
        "azure-eu": "https://api.eu.azure.sigmacomputing.com",
        "azure-canada": "https://api.ca.azure.sigmacomputing.com",
        "azure-uk": "https://api.uk.azure.sigmacomputing.com",
        "azure-australia": "https://api.au.azure.sigmacomputing.com",
    }
)
FILE_NAME = "sigma-audit.toml"
_FILE_KEYS = ("base_url", "client_id", "client_secret_file")
_HINT = "set what is missing, or look around without credentials: sigma-audit demo"


@dataclass(frozen=True, repr=False)
class Settings:
    """Base URL without trailing slash, client id and secret; its repr shows no secret."""

    base_url: str
    client_id: str
    client_secret: str

    def __repr__(self) -> str:
        return f"Settings(base_url={self.base_url!r}, client_id='…', client_secret='…')"


def is_loopback(base_url: str) -> bool:
    """Whether a URL's host is this machine: there the pace starts unbounded and http is allowed."""
    host = urlsplit(base_url).hostname or ""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def base_url(text: str) -> str:
    """Give the base URL for a region name or URL as typed; ConfigError when it is neither."""
    cleaned = text.strip().rstrip("/")
    if cleaned.lower() in REGIONS:
        return REGIONS[cleaned.lower()]
    try:
        parts = urlsplit(cleaned)
        port = parts.port
    except ValueError as error:
        raise ConfigError(
            "SIGMA_BASE_URL is not a URL", "write https://host or a region name"
        ) from error
    if parts.scheme not in ("https", "http") or not parts.hostname:
        raise ConfigError(
            "SIGMA_BASE_URL is neither an https URL nor a region name",
            f"regions: {', '.join(REGIONS)}",
        )
    if parts.username or parts.password or parts.query or parts.fragment:
        raise ConfigError(
            "SIGMA_BASE_URL holds more than a host and a path",
            "leave user, password, query and fragment out; credentials have variables of their own",
        )
    if parts.scheme == "http" and not is_loopback(cleaned):
        raise ConfigError(
            f"SIGMA_BASE_URL asks for plain http to {parts.hostname}",
            "http is for this machine only (127.0.0.1); use https, or the secret travels in clear",
        )
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    return f"{parts.scheme}://{host}{f':{port}' if port else ''}{parts.path.rstrip('/')}"


def read_secret(path: Path) -> str:
    """Read a secret from a file that only its owner may read; ConfigError otherwise."""
    try:
        mode = path.stat().st_mode
        if os.name == "posix" and stat.S_IMODE(mode) & 0o077:
            raise ConfigError(
                f"{path} can be read by others than its owner", f"run: chmod 600 {path}"
            )
        secret = path.read_text(encoding="utf-8").strip()
    except OSError as error:
        raise ConfigError(
            f"SIGMA_CLIENT_SECRET_FILE: cannot read {path}: {error.strerror}"
        ) from error
    except UnicodeDecodeError as error:
        raise ConfigError(f"SIGMA_CLIENT_SECRET_FILE: {path} is not text") from error
    if not secret:
        raise ConfigError(f"SIGMA_CLIENT_SECRET_FILE: {path} is empty")
    return secret


def _read_file(folders: tuple[Path, ...]) -> dict[str, str]:
    """Read the first configuration file there is; it may hold no secret."""
    for path in folders:
        if not path.is_file():
            continue
        try:
            found = tomllib.loads(path.read_text(encoding="utf-8"))
        except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
            raise ConfigError(f"{path} cannot be read: {error}", "is it TOML?") from error
        if "client_secret" in found:
            raise ConfigError(
                f"{path} holds a client_secret",
                "move it into a file of its own (mode 600) and name that as client_secret_file",
            )
        wrong = [key for key in found if key not in _FILE_KEYS or not isinstance(found[key], str)]
        if wrong:
            raise ConfigError(
                f"{path} has {', '.join(wrong)}", f"it may set, as text: {', '.join(_FILE_KEYS)}"
            )
        return {key: str(value) for key, value in found.items()}
    return {}


def load(
    flags: Mapping[str, str | None] | None = None,
    environ: Mapping[str, str] | None = None,
    folder: Path | None = None,
    home: Path | None = None,
) -> Settings:
    """Put the settings together; ConfigError names each variable that is missing.

    `flags` may set base_url, client_id and client_secret_file. `folder` (the working directory) and
    `home` are where `sigma-audit.toml` and `.config/sigma-audit/config.toml` are looked for.
    """
    env = os.environ if environ is None else environ
    from_file = _read_file(
        (
            (folder or Path.cwd()) / FILE_NAME,
            (home or Path.home()) / ".config" / "sigma-audit" / "config.toml",
        )
    )
    given = {key: value for key, value in (flags or {}).items() if value}

    def value(key: str) -> str:
        return (given.get(key) or env.get(f"SIGMA_{key.upper()}") or from_file.get(key, "")).strip()

    # A flag or variable naming a secret beats what only the file names.
    secret = "" if given.get("client_secret_file") else env.get("SIGMA_CLIENT_SECRET", "").strip()
    if not secret and (secret_file := value("client_secret_file")):
        secret = read_secret(Path(secret_file).expanduser())
    names = {
        "SIGMA_BASE_URL": value("base_url"),
        "SIGMA_CLIENT_ID": value("client_id"),
        "SIGMA_CLIENT_SECRET (or SIGMA_CLIENT_SECRET_FILE)": secret,
    }
    if missing := [name for name, text in names.items() if not text]:
        raise ConfigError(f"not set: {', '.join(missing)}", _HINT)
    return Settings(base_url(value("base_url")), value("client_id"), secret)
