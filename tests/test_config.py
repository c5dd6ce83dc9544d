"""Settings: the file, the environment, and what is refused."""

import re
from pathlib import Path

import pytest
from pydantic import ValidationError

from gazette import config
from gazette.config import Settings, SettingsError
from tests.demo import no_settings

__all__ = ["no_settings"]
ROOT = Path(__file__).resolve().parents[1]


def written(folder: Path, text: str) -> Path:
    """A home with this settings file."""
    (folder / config.FILE).write_text(text)
    return folder


def test_a_home_without_a_file_has_the_defaults(tmp_path: Path) -> None:
    settings = config.load(tmp_path)
    assert settings.database == f"sqlite:///{tmp_path / 'gazette.db'}"
    assert settings.blob_store == f"file://{tmp_path / 'vault'}"
    assert (settings.profile, settings.timezone, settings.port) == ("office", "Asia/Ho_Chi_Minh", 8000)
    assert settings.upload_limit == 64 * 1024 * 1024


def test_an_index_in_postgresql_needs_a_database_of_that_kind(tmp_path: Path) -> None:
    with pytest.raises(SettingsError) as caught:
        config.load(tmp_path, search="postgres")
    assert "search_url" in str(caught.value)
    url = "postgresql+psycopg://gazette@db/gazette"
    assert config.load(tmp_path, search="postgres", database_url=url).search_database == url
    assert config.load(tmp_path, search="postgres", search_url=url).search_memory == 512 * 1024 * 1024


def test_the_call_beats_the_environment_and_that_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    home = written(tmp_path, 'port = 1001\nhost = "a"\nplace = "Tân Lộc"\n')
    monkeypatch.setenv("GAZETTE_PORT", "1002")
    monkeypatch.setenv("GAZETTE_HOST", "b")
    settings = config.load(home, port=1003)
    assert (settings.port, settings.host, settings.place) == (1003, "b", "Tân Lộc")


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("cong = 1", "cong"),
        ('port = "x"', "port"),
        ("port = 99999", "65535"),
        ("port = 0", "port"),
        ("upload_limit_mb = 0", "upload_limit_mb"),
        ("upload_limit_mb = 1.5", "upload_limit_mb"),
        ("sample = 3", "sample"),
        ("province = 3", "province"),
        ('profile = "mo"', "profile"),
        ('timezone = "UTC"', "timezone"),
        ('search = "x"', "search"),
        ("port = = 1", config.FILE),
        ("port = 1\nport = 2", config.FILE),
        ('[database]\nurl = "x"', "database"),
    ],
)
@pytest.mark.parametrize("lang", ["vi", "en"])
def test_what_cannot_be_used_is_named_in_one_sentence(tmp_path: Path, text: str, named: str, lang: str) -> None:
    with pytest.raises(SettingsError) as caught:
        config.load(written(tmp_path, text))
    message = caught.value.message("vi" if lang == "vi" else "en")
    assert named in message
    assert "\n" not in message
    assert lang == "en" or not re.search(r"\b(must|should|Input|key|value)\b", message)
    assert caught.value.exit_code == 2


def test_an_unknown_variable_is_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GAZETTE_CONG", "1")
    with pytest.raises(SettingsError, match="GAZETTE_CONG"):
        config.load(tmp_path)


def test_settings_are_frozen(tmp_path: Path) -> None:
    settings = config.load(tmp_path)
    with pytest.raises(ValidationError):
        settings.port = 1


def test_the_home_is_the_option_then_the_variable_then_var(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    assert config.home_from(None) == Path("var").resolve()
    monkeypatch.setenv("GAZETTE_HOME", str(tmp_path))
    assert config.home_from(None) == tmp_path
    assert config.home_from("x") == Path("x").resolve()


def test_every_setting_is_documented() -> None:
    page = (ROOT / "docs" / "running" / "configuration.md").read_text()
    assert [name for name in Settings.model_fields if f"`{name}`" not in page] == []
