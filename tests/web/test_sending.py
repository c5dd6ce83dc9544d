"""Files above Công khai leave in parts, each asked for anew: whoever is cut off in the middle of a download gets nothing further (N28)."""

import zipfile
from collections.abc import Callable, Iterator
from io import BytesIO

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from gazette.model.document import Upload
from gazette.services.flowing import PART
from gazette.web import create_app
from tests.town import SAMPLES, Town, running_authority
from tests.web.conftest import token

READER = "bien-tap-2"


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    """A town of this module's own, because clearances are taken back in it."""
    with running_authority(tmp_path_factory.mktemp("authority")) as authority:
        town = Town(tmp_path_factory.mktemp("town"), authority)
        yield town
        town.close()


def _large_word() -> bytes:
    """A sample document made longer than three parts by a part that nothing refers to."""
    made = BytesIO((SAMPLES / "04-qd-to-cong-tac.docx").read_bytes())
    with zipfile.ZipFile(made, "a") as packed:
        packed.writestr("word/media/khong-dung.bin", bytes(4 * PART))
    return made.getvalue()


def _record(town: Town) -> str:
    upload = Upload("so.pdf", b"%PDF-1.4 " + bytes(4 * PART))
    kept = town.services.keep.put(town.who("archivist"), upload, title="Sổ mẫu", level="noi-bo")
    return f"/luu-tru/ho-so/{kept.id}/tep/original"


def _document(town: Town) -> str:
    received = town.services.receive.receive(town.who("clerk"), Upload("dai.docx", _large_word()), level="noi-bo").document
    return f"/ban-lam-viec/van-ban/{received.id}/tep.docx"


def _reader(town: Town) -> FlaskClient:
    with town.database.write() as work:
        work.accounts.change(READER, level="noi-bo")
    client = create_app(town.services, secret_key="khóa thử", rate_limits=False).test_client()
    sent = {"csrf_token": token(client, "/dang-nhap"), "user": READER, "password": f"mat-khau-{READER}"}
    assert client.post("/dang-nhap", data=sent).status_code == 303
    return client


def _parts(answer: TestResponse) -> Iterator[bytes]:
    assert answer.status_code == 200
    return (part for part in answer.iter_encoded() if part)


@pytest.mark.parametrize("path_of", [_record, _document])
def test_a_download_under_way_ends_at_its_next_part_when_its_reader_is_revoked(town: Town, path_of: Callable[[Town], str]) -> None:
    client, path = _reader(town), path_of(town)
    whole = client.get(path)
    assert len(whole.data) == whole.content_length > 4 * PART
    parts = _parts(client.get(path))
    assert len(next(parts)) == PART
    town.services.clearing.revoke(town.who("security-officer"), READER, "Chuyển công tác.")
    assert list(parts) == []
    assert client.get(path).status_code == 303
