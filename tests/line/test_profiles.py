"""The three deployments of one program: what the office holds, what goes out to the public site, and what the closed network may keep."""

import subprocess
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
import structlog
from flask.testing import FlaskClient

import archive
import search
import signing
from gazette.model.clearing import Wanted
from gazette.model.document import Upload
from gazette.model.errors import BadCall, NotFound, Refused, StateSecretMark
from gazette.services import About, Decision, NewDossier
from gazette.web import create_app
from tests.town import SAMPLES, Town, running_authority
from tests.words import docx

Opened = Callable[[archive.Profile], Town]
MARKED = ("p[b]:TỐI MẬT", "p:ỦY BAN NHÂN DÂN TỈNH AN PHƯỚC", "p:Số: 5/BC-UBND", "p:BÁO CÁO", "p:Về việc zirconi (mẫu)")
DECISION = Decision("Rà soát.", "01/QĐ-VP")


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Iterator[signing.SampleAuthority]:
    """The sample authority of these towns."""
    with running_authority(tmp_path_factory.mktemp("authority")) as running:
        yield running


@pytest.fixture
def opened(tmp_path: Path, authority: signing.SampleAuthority) -> Iterator[Opened]:
    """Opens towns of a profile, and closes them."""
    towns: list[Town] = []

    def open_town(profile: archive.Profile) -> Town:
        home = tmp_path / f"{profile.value}-{len(towns)}"
        home.mkdir()
        towns.append(Town(home, authority, profile=profile))
        return towns[-1]

    yield open_town
    for town in towns:
        town.close()


@pytest.fixture
def released(opened: Opened, tmp_path: Path) -> tuple[Town, Path, archive.VerifierKey]:
    """An office that published an issue and keeps closed records, its release, and the key it is signed with."""
    office = opened(archive.Profile.OFFICE)
    office.services.keep.put(office.who("archivist"), Upload("kin.pdf", b"%PDF zirconi"), title="Hồ sơ kín Zirconi", level="bi-mat")
    issue = office.issue(office.through("sealed"))
    office.publish(issue.id)
    office.worker.drain()
    office.services.release.export(office.who("publisher"), tmp_path / "goi")
    return office, tmp_path / "goi", office.services.log.public_keys()[0]


def street(town: Town) -> FlaskClient:
    return create_app(town.services, secret_key="khóa thử", rate_limits=False).test_client()


def test_a_public_installation_shows_what_a_release_brought_and_nothing_else(
    opened: Opened, released: tuple[Town, Path, archive.VerifierKey]
) -> None:
    office, package, key = released
    site = opened(archive.Profile.PUBLIC)
    anybody = street(site)
    assert site.services.read.latest(10) == ()
    site.services.release.take_in(site.who("archivist"), package, [key])
    site.worker.drain()
    (document,) = site.services.read.latest(10)
    (origin,) = office.services.read.latest(10)
    same = ("slug", "number", "kind", "issued_on", "issuer", "subject", "work", "check_code", "published_at", "signers", "effective_from")
    assert {name: getattr(document, name) for name in same} == {name: getattr(origin, name) for name in same}
    for path in (f"/van-ban/{document.slug}", "/cong-bao/2026/12+13", "/cong-bao", "/", "/tim-kiem", "/sitemap.xml", "/api/v1/documents"):
        assert anybody.get(path).status_code == 200, path
    pdf = f"/van-ban/{document.slug}.pdf"
    assert anybody.get(pdf).data == street(office).get(pdf).data
    assert anybody.get("/cong-bao/2026/12+13.pdf").data == street(office).get("/cong-bao/2026/12+13.pdf").data
    assert document.slug in anybody.get("/cong-bao/2026/12+13").text
    assert [hit.entry.document for hit in site.services.find.find(search.Query(text="tổ công tác")).hits][:1] == [document.slug]


def test_the_pictures_of_a_text_travel_with_its_release(opened: Opened, tmp_path: Path) -> None:
    office, site = opened(archive.Profile.OFFICE), opened(archive.Profile.PUBLIC)
    issue = office.issue(office.through("sealed", "15-qd-bieu-trung-ngay-hoi-sach.docx"))
    office.publish(issue.id)
    office.services.release.export(office.who("publisher"), tmp_path / "goi-anh")
    site.services.release.take_in(site.who("archivist"), tmp_path / "goi-anh", [office.services.log.public_keys()[0]])
    (document,) = site.services.read.latest(1)
    there, here = (street(town).get(f"/van-ban/{document.slug}.html").data for town in (office, site))
    assert here == there
    assert b"data:image/png;base64," in here


def test_an_altered_release_changes_nothing_on_the_public_site(opened: Opened, released: tuple[Town, Path, archive.VerifierKey]) -> None:
    _, package, key = released
    site = opened(archive.Profile.PUBLIC)
    described = next(path for path in package.rglob("*.json") if path.parent.name == "documents")
    described.write_text(described.read_text(encoding="utf-8").replace("cong-khai", "noi-bo"), encoding="utf-8")
    with pytest.raises(Refused):
        site.services.release.take_in(site.who("archivist"), package, [key])
    assert site.services.read.latest(10) == ()
    assert site.services.keep.list(site.who("archivist")).records == ()


def test_a_public_installation_has_no_address_of_the_staff_and_no_door(opened: Opened) -> None:
    office, site = (create_app(opened(profile).services, secret_key="k") for profile in (archive.Profile.OFFICE, archive.Profile.PUBLIC))
    anybody = site.test_client()
    absent = anybody.get("/khong-co-gi-o-day")
    staff = {rule.rule for rule in office.url_map.iter_rules()} - {rule.rule for rule in site.url_map.iter_rules()}
    assert {"/dang-nhap", "/dang-xuat", "/luu-tru", "/ban-lam-viec"} <= staff
    assert not any(rule.rule.startswith(("/luu-tru", "/ban-lam-viec", "/dang-")) for rule in site.url_map.iter_rules())
    for rule in sorted(staff):
        path = rule.replace("<", "").replace(">", "").replace("any(den, di):", "")
        for method in ("GET", "POST", "PUT", "DELETE"):
            answer = anybody.open(path, method=method)
            assert answer.status_code == 404, (method, path)
            assert answer.data == absent.data or path.startswith("/api/") or path.endswith(".json") or method != "GET", path
    assert "/dang-nhap" not in anybody.get("/").text
    assert "luu-tru" not in anybody.get("/robots.txt").text


def test_a_public_installation_takes_nothing_in_by_any_other_way_and_raises_no_label(opened: Opened) -> None:
    site = opened(archive.Profile.PUBLIC)
    word = Upload("a.docx", b"khong quan trong")
    for attempt in (
        lambda: site.services.receive.receive(site.who("clerk"), word),
        lambda: site.services.keep.put(site.who("archivist"), word, title="x", level="cong-khai"),
        lambda: site.services.handover.take_in(site.who("archivist"), site.home),
        lambda: site.services.compose.new(site.who("editor"), 1, 1, date(2026, 3, 2)),
        lambda: site.services.dossiers.open(site.who("archivist"), NewDossier("01", "x", level="noi-bo")),
    ):
        with pytest.raises(Refused):
            attempt()
    with site.database.write() as work:
        made = site.parts.vault.deposit(
            work.connection, site.who("archivist").clearance, b"x", title="x", label=archive.Label(level=0), media_type="text/plain"
        )
    for level in ("noi-bo", "han-che", "bi-mat"):
        with pytest.raises(Refused):
            site.services.keep.reclassify(site.who("security-officer"), site.who("archivist"), made.id, level, DECISION)
    assert site.services.keep.show(site.who("archivist"), made.id).label.is_public


def test_the_closed_network_keeps_state_secrets_behind_both_axes(opened: Opened) -> None:
    closed = opened(archive.Profile.CLOSED)
    wanted = Wanted("luu-tru", "Được giao giữ.", "toi-mat", until=date(2099, 12, 31))
    proposal = closed.services.clearing.propose(closed.who("security-officer"), wanted)
    closed.services.clearing.confirm(closed.who("administrator"), proposal.id)
    keeper = closed.services.accounts.actor("luu-tru")
    assert keeper is not None
    named = About(recipients=("bao-mat",))
    record = closed.services.keep.put(keeper, Upload("a.pdf", b"%PDF a"), title="Tài liệu mẫu", level="toi-mat", about=named)
    assert (record.label.secrecy, record.label.id) == (2, "toi-mat")
    assert closed.services.keep.get(keeper, record.id).data == b"%PDF a"
    with pytest.raises(NotFound):
        closed.services.keep.show(closed.who("security-officer"), record.id)
    marked = Upload("mau.docx", docx(*MARKED))
    assert closed.services.keep.put(keeper, marked, title="Báo cáo mẫu", level="toi-mat").label.secrecy == 2
    with pytest.raises(Refused):
        closed.services.keep.put(keeper, marked, title="Báo cáo mẫu", level="bi-mat")
    with pytest.raises(Refused):
        closed.services.receive.receive(closed.who("clerk"), marked)


def _printed(folder: Path) -> bytes:
    """The marked text as a PDF, as LibreOffice prints it."""
    (folder / "mau.docx").write_bytes(docx(*MARKED))
    command = ["soffice", f"-env:UserInstallation=file://{folder}/nguoi-dung", "--headless", "--convert-to", "pdf", "--outdir"]
    subprocess.run([*command, str(folder), str(folder / "mau.docx")], check=True, capture_output=True, timeout=120)
    return (folder / "mau.pdf").read_bytes()


def test_the_office_stores_nothing_of_a_state_secret_tells_the_officer_and_says_what_to_clean(opened: Opened, tmp_path: Path) -> None:
    office = opened(archive.Profile.OFFICE)
    kept = sorted(path.name for path in (office.home / "vault").rglob("*"))
    marked = Upload("zirconi.docx", docx(*MARKED))
    printed = Upload("zirconi.pdf", _printed(tmp_path))
    plain = Upload("zirconi.docx", (SAMPLES / "04-qd-to-cong-tac.docx").read_bytes())
    with structlog.testing.capture_logs() as logs:
        for attempt in (
            lambda: office.services.keep.put(office.who("archivist"), marked, title="Zirconi", level="bi-mat"),
            lambda: office.services.receive.receive(office.who("clerk"), marked),
            lambda: office.services.keep.put(office.who("archivist"), printed, title="Zirconi", level="bi-mat"),
            lambda: office.services.receive.receive(office.who("clerk"), plain, signed_pdf=printed),
        ):
            with pytest.raises(StateSecretMark):
                attempt()
        office.worker.drain()
    assert "irconi" not in repr(logs)
    assert sorted(path.name for path in (office.home / "vault").rglob("*")) == kept
    secrets = office.services.watch.board(office.who("security-officer")).secrets
    told = [(row.actor, row.object, row.outcome, row.details) for row in secrets]
    assert [row[:3] for row in told] == [("van-thu", "", "refused"), ("luu-tru", "", "refused")] * 2
    assert all("irconi" not in str(row) for row in told)
    officer = office.services.notify.mine(office.who("security-officer"))
    assert [notice.kind for notice in officer] == ["secret-refused"] * 4
    assert all("irconi" not in row.to_json() for row in office.services.log.export(office.who("auditor")))
    assert [path for path in office.home.rglob("*") if path.is_file() and b"irconi" in path.read_bytes()] == []
    with pytest.raises(BadCall):
        office.services.accounts.set_clearance(office.who("security-officer"), "van-thu", "mat")
