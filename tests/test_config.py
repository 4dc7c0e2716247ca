"""Where settings come from, and what is refused."""

import os
from pathlib import Path

import pytest

from sigma_audit.config import REGIONS, Settings, base_url, load
from sigma_audit.emulator.tokens import MARK
from sigma_audit.errors import ConfigError

SECRET = f"{MARK}of-client"
ENV = {
    "SIGMA_BASE_URL": "https://api.example.test/",
    "SIGMA_CLIENT_ID": "id",
    "SIGMA_CLIENT_SECRET": SECRET,
}


def loaded(
    tmp_path: Path, env: dict[str, str], flags: dict[str, str | None] | None = None
) -> Settings:
    return load(flags, env, tmp_path / "work", tmp_path / "home")


def test_nothing_set_names_each_missing_variable_and_offers_the_demo(tmp_path: Path) -> None:
    with pytest.raises(ConfigError) as caught:
        loaded(tmp_path, {})
    for name in (*ENV, "SIGMA_CLIENT_SECRET_FILE"):
        assert name in caught.value.sentence
    assert "sigma-audit demo" in caught.value.hint
    assert caught.value.exit_code == 2


@pytest.mark.parametrize("missing", ENV)
def test_only_what_is_missing_is_named(tmp_path: Path, missing: str) -> None:
    with pytest.raises(ConfigError) as caught:
        loaded(tmp_path, {name: value for name, value in ENV.items() if name != missing})
    assert [
        name for name in ("BASE_URL", "CLIENT_ID", "CLIENT_SECRET (") if name in str(caught.value)
    ] == [{"SIGMA_CLIENT_SECRET": "CLIENT_SECRET ("}.get(missing, missing.removeprefix("SIGMA_"))]


def test_flags_beat_environment_beats_file(tmp_path: Path) -> None:
    (tmp_path / "work").mkdir()
    file = tmp_path / "work" / "sigma-audit.toml"
    file.write_text('base_url = "https://file.test"\nclient_id = "from file"\n')
    secret = {"SIGMA_CLIENT_SECRET": SECRET}
    assert loaded(tmp_path, secret) == Settings("https://file.test", "from file", SECRET)
    assert loaded(tmp_path, ENV).base_url == "https://api.example.test"
    flags: dict[str, str | None] = {"base_url": "aws-eu", "client_id": None}
    assert loaded(tmp_path, ENV, flags) == Settings(REGIONS["aws-eu"], "id", SECRET)


def test_the_home_folder_is_looked_into_after_the_working_one(tmp_path: Path) -> None:
    folder = tmp_path / "home" / ".config" / "sigma-audit"
    folder.mkdir(parents=True)
    (folder / "config.toml").write_text('client_id = "home"\nbase_url = "gcp-us"\n')
    settings = loaded(tmp_path, {"SIGMA_CLIENT_SECRET": SECRET})
    assert (settings.client_id, settings.base_url) == ("home", "https://api.sigmacomputing.com")


@pytest.mark.parametrize(
    "text", ['client_secret = "x"', "client_id = 5", 'colour = "red"', "base_url ="]
)
def test_a_file_with_a_secret_or_nonsense_is_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / "work").mkdir()
    (tmp_path / "work" / "sigma-audit.toml").write_text(text)
    with pytest.raises(ConfigError, match=r"sigma-audit\.toml"):
        loaded(tmp_path, ENV)


def test_a_secret_file_must_be_its_owners_alone(tmp_path: Path) -> None:
    file = tmp_path / "secret"
    file.write_text(f"{MARK}from-file\n")
    env = {**ENV, "SIGMA_CLIENT_SECRET_FILE": str(file)}
    del env["SIGMA_CLIENT_SECRET"]
    for mode in (0o640, 0o604, 0o644):
        file.chmod(mode)
        with pytest.raises(ConfigError, match="others"):
            loaded(tmp_path, env)
    file.chmod(0o600)
    assert loaded(tmp_path, env).client_secret == f"{MARK}from-file"
    file.write_text("")
    with pytest.raises(ConfigError, match="empty"):
        loaded(tmp_path, env)
    with pytest.raises(ConfigError, match="cannot read"):
        loaded(tmp_path, {**env, "SIGMA_CLIENT_SECRET_FILE": str(tmp_path / "none")})


def test_a_secret_file_given_as_a_flag_beats_the_environment(tmp_path: Path) -> None:
    file = tmp_path / "secret"
    file.write_text(f"{MARK}from-flag")
    file.chmod(0o600)
    settings = loaded(tmp_path, ENV, {"client_secret_file": os.fspath(file)})
    assert settings.client_secret == f"{MARK}from-flag"


@pytest.mark.parametrize(
    ("text", "url"),
    [
        (" https://api.example.test// ", "https://api.example.test"),
        ("http://127.0.0.1:8080/", "http://127.0.0.1:8080"),
        ("http://localhost:8080", "http://localhost:8080"),
        ("http://[::1]:8080", "http://[::1]:8080"),
        ("https://proxy.example.test/sigma/", "https://proxy.example.test/sigma"),
        ("AWS-US-West", "https://aws-api.sigmacomputing.com"),
    ],
)
def test_base_urls_that_are_taken(text: str, url: str) -> None:
    assert base_url(text) == url


@pytest.mark.parametrize(
    "text",
    ["http://api.example.test", "ftp://x", "api.example.test", "https://", "mars-north",
     "https://me:secret@api.example.test", "https://h/?a=b", "https://h:99999", "http://127.1.evil.test"],
)  # fmt: skip
def test_base_urls_that_are_refused(text: str) -> None:
    with pytest.raises(ConfigError) as caught:
        base_url(text)
    assert "secret@" not in str(caught.value)


def test_a_repr_shows_no_secret(tmp_path: Path) -> None:
    assert SECRET not in repr(loaded(tmp_path, ENV))
