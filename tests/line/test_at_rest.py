"""A closed document on its way from receipt to seal: its text lies open in no file of the installation, in no spelling of it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

import signing
from gazette.model.document import Upload
from tests.town import Town, running_authority
from tests.words import docx
from tests.worlds.test_canary import FORMS
from tests.worlds.world import CANARY

LINES = (
    "p[center,b]:ỦY BAN NHÂN DÂN",
    "p[center,b]:TỈNH AN PHƯỚC",
    "p[center,b]:CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
    "p[center,b]:Độc lập - Tự do - Hạnh phúc",
    "p:Số:      /QĐ-UBND",
    "p:Tân Lộc, ngày     tháng     năm 2026",
    "p[center,b]:QUYẾT ĐỊNH",
    "p[center,b]:Về việc thành lập tổ công tác",
    "p[center,b]:ỦY BAN NHÂN DÂN TỈNH AN PHƯỚC",
    "p:Căn cứ Luật Tổ chức chính quyền địa phương;",
    "p[center,b]:QUYẾT ĐỊNH:",
    f"p:Điều 1. Thành lập Tổ công tác {CANARY} trực thuộc Văn phòng.",
    f"p:Điều 2. Tổ công tác {CANARY} có trách nhiệm báo cáo hằng tháng.",
    "p:Điều 3. Quyết định này có hiệu lực kể từ ngày ký.",
    "p[b]:TM. ỦY BAN NHÂN DÂN",
    "p[b]:CHỦ TỊCH",
    "p[b]:Nguyễn Văn Mẫu",
)


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Iterator[signing.SampleAuthority]:
    with running_authority(tmp_path_factory.mktemp("authority")) as running:
        yield running


def _telling(folder: Path) -> list[str]:
    files = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return [path.relative_to(folder).as_posix() for path in files if any(form in path.read_bytes() for form in FORMS)]


def _walked(town: Town, level: str) -> None:
    upload = Upload("quyet-dinh.docx", docx(*LINES))
    received = town.services.receive.receive(town.who("clerk"), upload, book="issued", level=level).document
    assert received.state == "received"
    done = town.forward(received, "sealed")
    assert (done.state, done.level) == ("sealed", level)
    assert {ref.format for ref in done.files} >= {"docx", "xml", "pdf"}
    town.database.engine.dispose()


def test_what_is_not_public_lies_open_nowhere(tmp_path: Path, authority: signing.SampleAuthority) -> None:
    town = Town(tmp_path / "home", authority)
    _walked(town, "noi-bo")
    assert _telling(tmp_path / "home") == []
    town.close()
    assert _telling(tmp_path / "home") == []


def test_the_search_for_it_finds_it_where_it_may_lie_open(tmp_path: Path, authority: signing.SampleAuthority) -> None:
    town = Town(tmp_path / "home", authority)
    _walked(town, "cong-khai")
    assert any(name.startswith("vault/") for name in _telling(tmp_path / "home"))
    town.close()
