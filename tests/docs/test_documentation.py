"""Every finding, setting, command and link that exists is documented, and nothing that does not."""

import re
from pathlib import Path

import pytest

from gazette.cli.app import MODULES, cli
from gazette.config import Settings
from tests.docs import findings

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted([ROOT / "README.md", *(ROOT / "docs").rglob("*.md")])


def test_the_findings_page_is_what_the_catalogues_print() -> None:
    assert findings.PAGE.read_text(encoding="utf-8") == findings.page()


def test_no_finding_code_has_two_meanings() -> None:
    codes = [row[0] for _, rows in findings.rooms() for row in rows]
    assert len(codes) == len(set(codes))


def test_every_setting_is_documented() -> None:
    page = (ROOT / "docs/running/configuration.md").read_text(encoding="utf-8")
    named = set(re.findall(r"`([a-z_]+)`", page))
    assert set(Settings.model_fields) <= named


def test_every_command_can_be_loaded_and_has_a_sentence() -> None:
    for name in MODULES:
        command = cli.get_command(None, name)  # type: ignore[arg-type]
        assert command is not None
        assert command.help
        assert command.name == name


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_links_between_pages_lead_somewhere(page: Path) -> None:
    links = re.findall(r"\]\((?!https?:)([^)#]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8"))
    assert [link for link in links if not (page.parent / link).exists()] == []
