"""One street for the whole room: a town with a published issue, a document at every step, closed records, and people of all kinds."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

import flask
import pytest
from flask.testing import FlaskClient

import signing
from gazette.model.document import Upload, today
from gazette.model.people import Account
from gazette.model.retention import Entry, Retained
from gazette.pages import Site
from gazette.services import About, Decision, NewDossier, NewList
from gazette.web import create_app
from tests.town import Town, running_authority

SECRET = "Hồ sơ kín Zirconi (mẫu)"
PUBLISHED = ("01-qd-quy-dinh-cay-xanh.docx", "04-qd-to-cong-tac.docx", "10-qd-cong-bo-tthc.docx")
WAITING = {
    "received": "05-kh-chuyen-doi-so.docx",
    "converted": "16-qd-con-vet-sua.docx",
    "reviewed": "18-ttr-khen-thuong.docx",
    "numbered": "06-cv-ra-soat.docx",
    "signed": "07-ct-phong-chong-thien-tai.docx",
    "sealed": "12-qd-danh-muc-tai-lieu-nfd.docx",
}


@dataclass
class Street:
    """The town, its web application, and the names that tests need."""

    town: Town
    app: flask.Flask
    slugs: tuple[str, ...]
    at: dict[str, str]
    hidden: str
    record: str
    draft: str
    batch: str
    dossier: str
    people: str
    disposal: str
    destroyed: str

    def anybody(self) -> FlaskClient:
        """A reader of the street, speaking Vietnamese."""
        return self.app.test_client()

    def member(self, user: str) -> FlaskClient:
        """Somebody who has logged in."""
        client = self.app.test_client()
        answer = client.post("/dang-nhap", data={"csrf_token": token(client, "/dang-nhap"), "user": user, "password": f"mat-khau-{user}"})
        assert answer.status_code == 303
        return client


def token(client: FlaskClient, path: str) -> str:
    """The form token of a page."""
    found = re.search(r'name="csrf_token" value="([^"]+)"', client.get(path).text)
    assert found
    return found[1]


@pytest.fixture(scope="session")
def street(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Street]:
    """The street, built once for this process."""
    with running_authority(tmp_path_factory.mktemp("authority")) as authority:
        town = Town(tmp_path_factory.mktemp("town"), authority, level=signing.Level.LTA)
        yield _furnished(town)
        town.close()


def _furnished(town: Town) -> Street:
    sealed = [town.through("sealed", name, field="tthc" if "tthc" in name else None) for name in PUBLISHED]
    issue = town.issue(*sealed)
    town.publish(issue.id)
    town.worker.drain()
    at = {state: town.through(state, name).id for state, name in WAITING.items() if state != "received"}
    at["received"] = town.receive(WAITING["received"]).id
    hidden = town.receive("19-bc-an-toan-thong-tin.docx", level="han-che").id
    town.services.accounts.add(
        town.who("administrator"), Account("cong-khai", "Người đọc mẫu", ("editor",), "cong-khai"), "mat-khau-cong-khai"
    )
    closed = Upload("mat.pdf", b"%PDF-1.4 zirconi")
    record = town.services.keep.put(town.who("archivist"), closed, title=SECRET, level="bi-mat").id
    draft = town.issue(town.document(at["sealed"]), first=14, last=14).id
    at["sealed"] = town.through("sealed", "08-bc-cong-tac-van-thu.docx").id
    batch = town.services.batches.order(town.who("clerk"), [town.through("signed", "02-qd-ho-tro-thu-vien.docx").id]).id
    town.worker.drain()
    app = create_app(town.services, secret_key="khóa thử", site=Site(sample=True), rate_limits=False)
    slugs = tuple(document.slug or "" for document in town.services.read.latest(10))
    dossier = town.services.dossiers.open(town.who("archivist"), NewDossier("01.TH", "Hồ sơ đê điều (mẫu)", "I. Tổng hợp")).id
    people = town.services.circulation.make(town.who("archivist"), NewList("Tổ giúp việc (mẫu)")).id
    return Street(town, app, slugs, at, hidden, record, draft, batch, dossier, people, _disposal(town), _destroyed(town))


def _destroyed(town: Town) -> str:
    """A record whose keys were destroyed."""
    archivist = town.who("archivist")
    record = town.services.keep.put(archivist, Upload("huy.pdf", b"%PDF-1.4 huy"), title="Giấy nháp (mẫu)", level="noi-bo").id
    town.services.keep.shred(archivist, town.who("leader"), record, Decision("Hết giá trị", "77/QĐ-VP"))
    return record


def _disposal(town: Town) -> str:
    """A line of next year's list, and an old dossier that is proposed for destruction."""
    archivist = town.who("archivist")
    town.services.plans.add(archivist, Entry("", today(town.clock).year + 1, "01.TH", "Tổng hợp", "Hồ sơ mẫu", "trao-doi", "Tổ mẫu", ""))
    old = town.services.dossiers.open(archivist, NewDossier("02.TH", "Hồ sơ trao đổi công việc (mẫu)", "I. Tổng hợp", "cong-khai"))
    upload = Upload("cong-van.pdf", b"%PDF-1.4 mau")
    town.services.keep.put(archivist, upload, title="Công văn mẫu", level="cong-khai", about=About(dossier=old.id))
    with town.database.write() as work:
        work.retention.follow(Retained(old.id, "trao-doi", "", date(2010, 3, 2), archivist.user, 10, "TT 09/2011/TT-BNV"))
    return town.services.appraisal.propose(archivist, (old.id,), "Hết thời hạn bảo quản").id


@pytest.fixture
def anybody(street: Street) -> FlaskClient:
    """A reader who is not logged in."""
    return street.anybody()


@pytest.fixture
def member(street: Street) -> Callable[[str], FlaskClient]:
    """Logs somebody in by user name."""
    return street.member
