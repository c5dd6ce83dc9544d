"""Publishing: all or nothing, never with an error, and what was published can be verified, read, withdrawn."""

from datetime import date, datetime, time, timedelta

import pytest

import archive
import search
import signing
from gazette.model.document import HANOI, Upload
from gazette.model.errors import BadCall, Conflict, NotAllowed, NotFound, Refused, Unavailable
from gazette.model.manifest import Manifest, breaks
from gazette.model.reading import DocumentView, Sitemap, Tombstone
from gazette.services import Decision
from tests.town import Town
from tests.words import docx


def test_a_published_document_is_read_downloaded_and_verified(town: Town) -> None:
    document = town.through("published")
    slug = document.slug or ""
    assert slug == f"quyet-dinh-01-qd-ubnd-{document.issuer_slug}"
    view = town.services.read.document(slug)
    assert isinstance(view, DocumentView)
    assert [ref.format for ref in view.document.files] == ["docx", "pdf", "xml"]
    assert view.issue is not None
    assert view.issue.number.label == "12 + 13"
    placed = view.document.issues[0]
    assert (placed.number, placed.part) == ("12 + 13", "12+13")
    assert (placed.first_page or 0) > 0
    assert view.log is not None
    file = town.services.read.file(slug, "pdf")
    data = file.read()
    assert file.etag == f'"{file.ref.sha256}"'
    answer = town.services.verify.verify(data, "a.pdf")
    assert answer.document is not None
    assert answer.document.slug == slug
    assert [row.role for row in answer.report.signatures][:2] == [signing.Role.LEADER, signing.Role.SEAL]
    assert answer.report.to_json()["published"]["match"] is True
    assert town.services.verify.verify(data[:-1] + b"x", "a.pdf").document is None
    found = town.services.verify.by_code(document.check_code.lower())
    assert found == view.document or found.check_code == document.check_code
    assert town.services.read.by_work(f"{document.work}/vie@{document.issued_on}/!main") == slug


def test_the_issue_is_a_signed_pdf_with_the_document_in_it(town: Town) -> None:
    document = town.through("published")
    issue = town.services.read.issue(document.received_year, "12+13").issue
    data = town.services.read.issue_file(document.received_year, "12+13").read()
    assert data.startswith(b"%PDF-")
    assert [field.signed for field in signing.fields(data)] == [True]
    answer = town.services.verify.verify(data, "so.pdf")
    assert answer.issue is not None
    assert answer.issue.id == issue.id
    assert (issue.pages or 0) >= 3
    assert town.services.verify.by_code(issue.check_code) == issue


@pytest.mark.parametrize("name", ["", "\x00", "a\x00b", "\ud800", "../../etc/passwd", "x" * 5000, "' OR 1=1 --", "%"])
def test_whatever_stands_in_an_address_that_names_nothing_is_not_found(town: Town, name: str) -> None:
    read = town.services.read
    for question in (
        lambda: read.document(name),
        lambda: read.file(name, "pdf"),
        lambda: read.by_work(name),
        lambda: read.issue(2026, name),
        lambda: town.services.verify.by_code(name),
        lambda: town.services.desk.document(town.who("editor"), name),
    ):
        with pytest.raises(NotFound):
            question()


def test_a_page_nobody_can_turn_to_is_empty(town: Town) -> None:
    for mark in ("2026-1", "0001-0"):
        assert town.services.read.issues(mark).lines == ()
    with pytest.raises(BadCall):
        town.services.read.issues("1" * 30)
    with pytest.raises(BadCall):
        town.services.desk.board(town.who("editor"), after="10" * 30)


def test_an_issue_knows_its_neighbours_across_the_new_year(town: Town) -> None:
    documents = [town.through("sealed", name) for name in ("04-qd-to-cong-tac.docx", "07-ct-phong-chong-thien-tai.docx")]
    year = town.clock().year
    for document, (number, of) in zip(documents, ((40, year), (1, year + 1)), strict=True):
        issue = town.services.compose.new(town.who("editor"), number, number, date(year + 1, 1, 2), of)
        town.services.compose.add(town.who("editor"), issue.id, document.id)
        town.publish(issue.id)
    last, first = town.services.read.issue(year, "40"), town.services.read.issue(year + 1, "1")
    assert (last.previous, last.following and last.following.number.first) == (None, 1)
    assert (first.previous and first.previous.number.first, first.following) == (40, None)


def test_before_publication_the_public_sees_nothing(town: Town) -> None:
    document = town.through("composed")
    read = town.services.read
    assert (read.home().documents, read.home().issues, read.latest(), read.sitemap().entries) == ((), (), (), ())
    for question in (
        lambda: read.issue(document.received_year, "12+13"),
        lambda: read.issue_file(document.received_year, "12+13"),
        lambda: read.by_work(document.work or ""),
        lambda: town.services.verify.by_code(document.check_code),
        lambda: read.document("quyet-dinh-01-qd-ubnd-ubnd-tinh-an-phuoc"),
    ):
        with pytest.raises(NotFound):
            question()
    pdf = town.services.sign.page(town.who("clerk"), document.id)
    assert town.services.verify.verify(pdf, "a.pdf").document is None
    town.services.index.apply(document.id)
    assert town.services.find.find(search.Query("")).total == 0


def test_a_document_raised_to_another_level_stops_the_issue(town: Town) -> None:
    document = town.through("composed")
    draft = town.services.compose.list(town.who("editor"))[0]
    officer, second = town.who("security-officer"), town.who("editor")
    town.services.keep.reclassify(officer, second, document.record, "noi-bo", Decision("Có dữ liệu cá nhân.", "01/QĐ-VP"))
    report = town.services.compose.check(town.who("editor"), draft.id)
    assert not report.ready
    assert [finding.code for finding in report.findings if finding.level == "error"] == ["D021"]
    with pytest.raises(Conflict):
        town.services.publish.publish(town.who("publisher"), draft.id)
    assert town.services.read.home().issue_count == 0


def test_an_empty_issue_and_one_dated_before_its_documents_are_refused(town: Town) -> None:
    sealed = town.through("sealed")
    empty = town.issue(first=1, last=1)
    with pytest.raises(Refused):
        town.publish(empty.id)
    early = town.issue(sealed, first=2, last=2, day=sealed.issued_on and sealed.issued_on.replace(year=sealed.issued_on.year - 1))
    assert "D023" in [finding.code for finding in town.services.compose.check(town.who("editor"), early.id).findings]
    with pytest.raises(Refused):
        town.publish(early.id)


def test_a_document_with_a_circulation_mark_does_not_get_into_an_issue(town: Town) -> None:
    document = town.through("sealed", "09-tb-luu-hanh-noi-bo.docx")
    assert document.circulation is not None
    with pytest.raises(Conflict) as refusal:
        town.issue(document)
    assert document.circulation in refusal.value.message("vi")


def test_when_the_signer_is_away_nothing_is_published(town: Town) -> None:
    document = town.through("composed")
    draft = town.services.compose.list(town.who("editor"))[0]

    def away() -> None:
        raise signing.SignerUnavailable("Tiến trình ký không trả lời.", "The signer process does not answer.")

    town.signer.before = away
    with pytest.raises(Unavailable):
        town.publish(draft.id)
    assert town.document(document.id).state == "composed"
    assert town.services.read.home().issue_count == 0
    town.signer.before = None
    town.publish(draft.id)
    assert town.services.read.home().issue_count == 1


def test_two_who_publish_at_once_publish_once(town: Town) -> None:
    town.through("composed")
    publisher = town.who("publisher")
    draft = town.approve(town.services.compose.list(town.who("editor"))[0].id)

    def first() -> None:
        town.signer.before = None
        town.services.publish.publish(publisher, draft.id)

    town.signer.before = first
    with pytest.raises(Conflict):
        town.services.publish.publish(publisher, draft.id)
    town.worker.drain()
    assert town.services.read.home().issue_count == 1
    assert town.services.index.check() == ()
    with pytest.raises(Conflict):
        town.services.publish.publish(publisher, draft.id)


def test_only_publishers_publish_and_only_editors_compose(town: Town) -> None:
    town.through("composed")
    draft = town.services.compose.list(town.who("editor"))[0]
    with pytest.raises(NotAllowed):
        town.services.publish.publish(town.who("editor"), draft.id)
    with pytest.raises(NotAllowed):
        town.services.compose.new(town.who("publisher"), 14, 14, draft.date)


def test_a_published_issue_is_never_changed(town: Town) -> None:
    document = town.through("published")
    issue = town.services.compose.list(town.who("editor"))[0]
    with pytest.raises(Conflict):
        town.services.compose.remove(town.who("editor"), issue.id, document.id)
    with pytest.raises(Conflict):
        town.services.compose.move(town.who("editor"), issue.id, document.id, 1)


def test_issue_numbers_never_overlap(town: Town) -> None:
    made = town.issue(first=12, last=14)
    assert made.number.label == "từ số 12 đến số 14"
    for first, last in ((14, 15), (13, 13), (11, 12)):
        with pytest.raises(Refused):
            town.issue(first=first, last=last)
    assert town.services.compose.next_number(town.who("editor"), made.number.year) == 15
    with pytest.raises(BadCall):
        town.issue(first=16, last=15)


def test_items_can_be_moved_and_taken_out_while_the_issue_is_open(town: Town) -> None:
    one, two = town.through("sealed"), town.through("sealed", "07-ct-phong-chong-thien-tai.docx")
    draft = town.issue(one, two)
    order = [item.document.id for item in draft.items]
    moved = town.services.compose.move(town.who("editor"), draft.id, order[1], 1)
    assert [item.document.id for item in moved.items] == order[::-1]
    assert [item.position for item in moved.items] == [1, 2]
    left = town.services.compose.remove(town.who("editor"), draft.id, one.id)
    assert [item.document.id for item in left.items] == [two.id]
    assert town.document(one.id).state == "sealed"
    assert town.services.compose.preview(town.who("editor"), draft.id).startswith(b"%PDF-")


def test_a_withdrawn_document_leaves_a_tombstone_and_nothing_else(town: Town) -> None:
    document = town.through("published")
    slug = document.slug or ""
    town.services.publish.withdraw(town.who("publisher"), document.id, "Công bố nhầm.")
    town.worker.drain()
    stone = town.services.read.document(slug)
    assert isinstance(stone, Tombstone)
    assert stone.reason == "Công bố nhầm."
    for format in ("pdf", "xml", "docx", "html"):
        with pytest.raises(NotFound):
            town.services.read.file(slug, format)
    assert town.services.find.find(search.Query("")).total == 0
    assert town.services.index.check() == ()
    year = document.received_year
    assert town.services.read.issue(year, "12+13").issue.pdf is None
    with pytest.raises(NotFound):
        town.services.read.issue_file(year, "12+13")


def test_the_logs_head_is_signed_over_what_was_published(town: Town) -> None:
    assert not town.services.read.log().is_signed
    document = town.through("published")
    head, view = town.services.read.log(), town.services.read.document(document.slug or "")
    assert isinstance(view, DocumentView)
    assert view.log is not None
    assert head.is_signed
    assert head.size >= view.log.index


def test_on_its_day_a_document_is_in_force_on_its_page_and_in_the_index(town: Town) -> None:
    document = town.through("published", "01-qd-quy-dinh-cay-xanh.docx")
    assert document.effective_from is not None
    question = search.Query("", status="in_force")
    assert (document.status, town.services.find.find(question).total) == ("not_yet_in_force", 0)
    town.clock.set(datetime.combine(document.effective_from, time(0, 1), HANOI))
    town.worker.drain()
    view = town.services.read.document(document.slug or "")
    assert isinstance(view, DocumentView)
    assert (view.document.status, town.services.find.find(question).total) == ("in_force", 1)


GAZETTED = (
    "p:ỦY BAN NHÂN DÂN TỈNH AN PHƯỚC",
    "p:Số:      /QĐ-UBND",
    "p:CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
    "p:Tân Lộc, ngày      tháng      năm 2026",
    "p:QUYẾT ĐỊNH",
    "p:Về việc thử",
    "p:Điều 1. Ban hành mức thu.",
    "p:Điều 2. Quyết định này có hiệu lực sau 10 ngày kể từ ngày đăng Công báo.",
    "p:CHỦ TỊCH",
    "p:Nguyễn Văn Mẫu",
)


def test_a_text_that_counts_from_the_gazette_gets_its_day_when_the_issue_is_published(town: Town) -> None:
    received = town.services.receive.receive(town.who("clerk"), Upload("cong-bao.docx", docx(*GAZETTED))).document
    waiting = town.forward(received, "composed")
    assert waiting.effective_from is None
    (issue,) = town.services.compose.list(town.who("editor"))
    town.publish(issue.id)
    published = town.document(received.id)
    assert published.effective_from == issue.date + timedelta(days=10), "the first day is not counted"
    assert published.status == "not_yet_in_force"
    assert published.file("xml") == waiting.file("xml"), "what was signed stays as it is"


def test_the_index_can_be_thrown_away_and_rebuilt(town: Town) -> None:
    document = town.through("published")
    before = town.parts.index.ids()
    town.services.index.remove(document.slug or "")
    assert [finding.code for finding in town.services.index.check()] == ["D030"]
    assert town.services.index.rebuild() == len(before)
    assert town.parts.index.ids() == before
    assert town.services.index.check() == ()


def test_raising_the_level_of_a_published_document_takes_it_off_the_site(town: Town) -> None:
    document = town.through("published")
    slug = document.slug or ""
    town.services.keep.reclassify(
        town.who("security-officer"), town.who("auditor"), document.record, "noi-bo", Decision("Có dữ liệu cá nhân.", "01/QĐ-VP")
    )
    town.worker.drain()
    for question in (lambda: town.services.read.document(slug), lambda: town.services.read.file(slug, "pdf")):
        with pytest.raises(NotFound):
            question()
    assert town.services.read.home().documents == ()
    assert town.services.read.issue(town.clock().year, "12+13").issue.items == ()
    assert town.services.find.find(search.Query("")).total == 0
    assert town.services.index.check() == ()


def test_a_document_lowered_again_is_public_only_when_another_person_publishes_it_again(town: Town) -> None:
    document = town.through("published")
    slug, officer, second = document.slug or "", town.who("security-officer"), town.who("auditor")
    town.services.keep.reclassify(officer, second, document.record, "noi-bo", Decision("Có dữ liệu cá nhân.", "01/QĐ-VP"))
    assert town.document(document.id).state == "withdrawn"
    with pytest.raises(Conflict):
        town.services.publish.republish(town.who("publisher"), document.id, "Nhầm.")
    town.services.keep.reclassify(officer, second, document.record, "cong-khai", Decision("Đã xét lại.", "02/QĐ-VP"))
    town.worker.drain()
    with pytest.raises(NotFound):
        town.services.read.document(slug)
    assert town.services.keep.check(officer) == ()
    town.services.publish.republish(town.who("publisher"), document.id, "Đã xét lại theo Quyết định 02/QĐ-VP.")
    town.worker.drain()
    assert b"".join(town.services.read.file(slug, "pdf").chunks)
    assert town.services.find.find(search.Query("")).total == 1
    assert town.services.index.check() == ()


def test_whoever_withdrew_a_document_does_not_publish_it_again(town: Town) -> None:
    document = town.through("published")
    town.services.publish.withdraw(town.who("publisher"), document.id, "Đăng nhầm.")
    with pytest.raises(Conflict):
        town.services.publish.republish(town.who("publisher"), document.id, "Lại.")


def test_the_manifest_of_an_issue_is_signed_names_its_files_and_follows_the_one_before(town: Town) -> None:
    first = town.issue(town.through("sealed"))
    town.publish(first.id)
    second = town.issue(town.through("sealed", "01-qd-quy-dinh-cay-xanh.docx"), first=14, last=14)
    town.publish(second.id)
    year = second.number.year
    notes = [town.services.read.issue_file(year, part, "manifest").read().decode() for part in ("12+13", "14")]
    assert list(breaks(notes)) == []
    audit = town.parts.vault.audit
    for part, note in zip(("12+13", "14"), notes, strict=True):
        manifest = Manifest.parse(note)
        assert archive.note_is_signed_by(note, manifest.body, archive.VerifierKey(audit.origin, audit.public_keys[0]))
        said = {line.address: line.sha256 for line in manifest.files}
        assert said[f"/cong-bao/{year}/{part}.pdf"] == town.services.read.issue_file(year, part).ref.sha256
        document = town.services.read.issue(year, part).issue.items[0].document
        assert said[f"/van-ban/{document.slug}.pdf"] == town.services.read.file(document.slug or "", "pdf").ref.sha256


def test_a_sitemap_longer_than_a_file_may_be_is_spread_over_several(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    document, read = town.published(), town.services.read
    whole = read.sitemap()
    assert (whole.parts, [entry.address for entry in whole.entries][-1]) == (0, f"/van-ban/{document.slug}")
    monkeypatch.setattr("gazette.services.read.SITEMAP_FILE", 1)
    assert read.sitemap() == Sitemap(parts=2)
    assert (*read.sitemap(1).entries, *read.sitemap(2).entries) == whole.entries
    for part in (-1, 3):
        with pytest.raises(NotFound):
            read.sitemap(part)
