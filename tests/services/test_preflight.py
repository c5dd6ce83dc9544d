"""The pre-flight of an issue: every fault of its documents and nothing else; approval, answers, and the set time."""

from datetime import date, timedelta
from pathlib import Path

import pytest

import signing
from gazette import typeset
from gazette.conversion import convert
from gazette.model.document import Document, Upload
from gazette.model.errors import BadCall, Conflict, NotAllowed, NotFound, Refused
from gazette.model.issue import Issue, PreflightReport
from gazette.model.relations import Relation
from tests.db.rows import add
from tests.town import LEADER, Town
from tests.words import docx

CHIEF = ("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH", "Nguyễn Văn Mẫu")
REASON = "Ban hành theo trình tự, thủ tục rút gọn."


@pytest.fixture
def address(tmp_path: Path) -> str:
    """One engine is enough here: the tables are asked on both elsewhere."""
    return f"sqlite:///{tmp_path / 'gazette.db'}"


def act(number: str, day: str, *text: str, signer: tuple[str, ...] = CHIEF, **more: object) -> bytes:
    """A decision of the province as a Word file; *more*: ``subject``, ``bases``, ``recipients`` and ``kept`` (the last), ``annex``."""
    subject = more.get("subject", f"Ban hành quy định thử số {number.partition('/')[0]}")
    bases = more.get("bases", ("Căn cứ Luật Tổ chức chính quyền địa phương ngày 16 tháng 6 năm 2025.",))
    blocks = (
        "table[noborders]:{b:ỦY BAN NHÂN DÂN}\n{b:TỈNH AN PHƯỚC}|{b:CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM}\n{b:Độc lập - Tự do - Hạnh phúc};"
        f"Số: {number}|{{i:Tân Lộc, {day}}}",
        "p[center,b]:QUYẾT ĐỊNH",
        *((f"p[center,b]:{subject}",) if subject else ()),
        *(f"p[i]:{basis}" for basis in bases),  # type: ignore[attr-defined]
        "p[center,b]:QUYẾT ĐỊNH:",
        *(line if line.startswith("table:") else f"p:{line}" for line in text),
        *(f"p[right,b]:{line}" for line in signer),
        "p[b,i]:Nơi nhận:",
        *(f"p:- {one}" for one in more.get("recipients", ("Như Điều 2;",))),  # type: ignore[attr-defined]
        f"p:- {more.get('kept', 'Lưu: VT.')}",
        *more.get("annex", ()),  # type: ignore[misc]
    )
    return docx(*blocks)


TERMS = """person,title,agency,since,until,capacities,source
Nguyễn Văn Mẫu,Chủ tịch,Ủy ban nhân dân tỉnh An Phước,2020-01-01,,TM,Nghị quyết mẫu
Trần Thị Thí Dụ,Phó Chủ tịch,Ủy ban nhân dân tỉnh An Phước,2020-01-01,2025-06-30,,Nghị quyết mẫu
Lê Văn Mẫu,Phó Chủ tịch,Ủy ban nhân dân tỉnh An Phước,2020-01-01,,KT,Nghị quyết mẫu
Phạm Thị Mẫu,Phó Chủ tịch,Ủy ban nhân dân tỉnh An Phước,2020-01-01,,,Nghị quyết mẫu
"""
FAULTY = (
    act(
        "5/2025/QĐ-UBND",
        "ngày 2 tháng 9 năm 2025",
        "Điều 1. Ban hành kèm theo Quyết định này Quy định về mức thu.",
        "Khen thưởng ông Nguyễn Văn Thử, CCCD số 012345678901, điện thoại 0912345678, hộp thư nguoi.thu@gmail.com.",
        "Tiền thưởng chuyển vào tài khoản số 1234567890123 tại Ngân hàng mẫu.",
        "Điều 2. Quyết định này có hiệu lực từ ngày 05 tháng 9 năm 2025.",
        signer=("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "QUYỀN CHỦ TỊCH", "TS. Trần Thị Thí Dụ"),
        bases=(
            "Căn cứ Nghị định số 93/2020/NĐ-CP ngày 18 tháng 8 năm 2020 của Chính phủ quy định chi tiết thử",
            "Căn cứ Luật Thư viện ngày 21 tháng 11 năm 2019.",
        ),
        kept="Sở Nội vụ.",
    ),
    act(
        "06/2025/QĐ-UBND",
        "ngày 06 tháng 09 năm 2025",
        "Điều 1. Mức thu theo Phụ lục III ban hành kèm theo Quyết định này.",
        "Điều 2. Quyết định này có hiệu lực từ ngày 01 tháng 9 năm 2025./.",
        signer=("TM. ỦY BAN NHÂN DÂN", "PHÓ CHỦ TỊCH", "Lê Văn Mẫu"),
        annex=("p[newpage,center,b]:PHỤ LỤC I", "p[center,b]:MỨC THU THỬ", "p:1. Mức thu là 10 đồng."),
    ),
    act(
        "06/2025/QĐ-UBND",
        "ngày 08 tháng 9 năm 2025",
        "Điều 1. Đính chính Quyết định số 03/2025/QĐ-UBND ngày 05 tháng 5 năm 2025 của Ủy ban nhân dân tỉnh An Phước.",
        "Điều 2. Quyết định này có hiệu lực thi hành./.",
        signer=("TUQ. CHỦ TỊCH", "CHÁNH VĂN PHÒNG", "Lê Văn Mẫu"),
        bases=("Căn cứ Quyết định số 01/2025/QĐ-UBND ngày 10 tháng 4 năm 2025 của Ủy ban nhân dân tỉnh An Phước quy định mức thu thử.",),
        subject="",
    ),
)
SEEDED = {
    1: "R101 R102 R104 R105 R106 R107 R109 R111 R202 R204 R301 R402 R601 R701 R702 R703 R704",
    2: "R103 R108 R203 R205 R303 R401 R602",
    3: "D014 D025 R113 R302 R303 R401 R501 R503",
}
"""The faults of each document, by its place among ``FAULTY``."""


def known(town: Town) -> None:
    """What the register knows already: a decision, and the one that repealed it."""
    told = {
        "kind": "quyet-dinh",
        "symbol": "QĐ-UBND",
        "issuer_slug": "ubnd-tinh-an-phuoc",
        "status": "in_force",
        "published_at": town.clock(),
    }
    base = {"number": "01/2025/QĐ-UBND", "issued_on": date(2025, 4, 10), "effective_from": date(2025, 5, 1), "slug": "quyet-dinh-01"}
    repeal = {"number": "02/2025/QĐ-UBND", "issued_on": date(2025, 5, 12), "effective_from": date(2025, 7, 1), "slug": "quyet-dinh-02"}
    with town.database.write() as work:
        add(work, "published", **told, **base)
        repealing = add(work, "published", **told, **repeal)
        ends = Relation("bai-bo", "01/2025/QĐ-UBND", date(2025, 4, 10), "", "Bãi bỏ Quyết định", scope="whole")
        work.documents(town.who("editor").clearance).relate(repealing.id, [ends])


def signed_page(town: Town, word: bytes, *, sealed: bool = True) -> bytes:
    """The page of *word* as its issuer signed and, if it did, *sealed* it."""
    conversion = convert(word, "qd.docx")
    page = typeset.document(conversion.xml or b"").require()
    by_leader = town.signer.sign(signing.prepare(page.pdf, "issued-document"), signing.Role.LEADER, LEADER, signing.Level.B)
    return town.signer.sign(by_leader, signing.Role.SEAL, "seal", signing.Level.B) if sealed else by_leader


def issued(town: Town, word: bytes, *, sealed: bool = True) -> Document:
    """A document that its issuer signed, driven to where it waits for an issue."""
    upload, page = Upload("qd.docx", word), signed_page(town, word, sealed=sealed)
    received = town.services.receive.receive(town.who("clerk"), upload, signed_pdf=Upload("qd.pdf", page)).document
    town.forward(received, "approved")
    town.services.sign.attest(town.who("clerk"), received.id)
    return town.document(received.id)


def test_every_seeded_fault_is_listed_in_its_place_and_nothing_else(town: Town) -> None:
    known(town)
    assert town.services.offices.take_in(town.who("clerk"), TERMS.encode()) == 4
    documents = [issued(town, word, sealed=word is not FAULTY[-1]) for word in FAULTY]
    issue = town.issue(*documents, first=12, last=13)
    report = town.services.compose.check(town.who("editor"), issue.id)
    found = {
        place: sorted(row.finding.code for row in report.rows if row.item and row.item.document.id == one.id)
        for place, one in enumerate(documents, 1)
    }
    assert {place: " ".join(codes) for place, codes in found.items()} == SEEDED
    assert sum(len(codes.split()) for codes in SEEDED.values()) == len(report.rows)
    assert len({row.finding.code for row in report.rows}) == 30
    assert not report.ready
    levels = [row.finding.level for row in report.rows]
    assert levels == sorted(levels, key=("error", "warning", "info").index)
    places = {row.finding.code: row.place for row in report.rows if row.finding.code.startswith("R")}
    assert (places["R601"], places["R101"], places["R107"], places["R104"]) == ("art_1", "preface", "conclusions", "preamble")
    shown = town.services.review.open(town.who("editor"), documents[0].id)
    assert sorted(finding.code for finding in shown.checks) == found[1]
    with pytest.raises(Refused):
        town.services.compose.approve(town.who("editor"), issue.id)


def warned(town: Town) -> tuple[Issue, PreflightReport]:
    """An issue with one document that nobody answers for yet: it takes effect too early."""
    early = "Điều 2. Quyết định này có hiệu lực từ ngày ký./."
    blank = act("     /2026/QĐ-UBND", "ngày      tháng      năm 2026", "Điều 1. Mức thu thử.", early)
    received = town.services.receive.receive(town.who("clerk"), Upload("qd.docx", blank)).document
    issue = town.issue(town.forward(received, "sealed"))
    return issue, town.services.compose.check(town.who("editor"), issue.id)


def test_a_warning_stops_the_approval_until_somebody_answers_for_it(town: Town) -> None:
    issue, report = warned(town)
    editor, compose = town.who("editor"), town.services.compose
    assert [row.finding.code for row in report.waiting if row.finding.code != "R202"] == ["R204"]
    with pytest.raises(Refused):
        compose.approve(editor, issue.id)
    for nothing in ("", "  ", "\u200b\u00a0\t", "…"):
        with pytest.raises(BadCall):
            compose.answer(editor, issue.id, report.waiting[0].key, nothing)
    with pytest.raises(NotFound):
        compose.answer(editor, issue.id, "0" * 64, REASON)
    with pytest.raises(NotAllowed):
        compose.answer(town.who("publisher"), issue.id, report.waiting[0].key, REASON)
    for row in report.waiting:
        report = compose.answer(editor, issue.id, row.key, REASON)
    assert report.approvable
    passed = next(row.passed for row in report.rows if row.finding.code == "R204")
    assert passed is not None
    assert (passed.by, passed.reason, passed.code) == (editor.user, REASON, "R204")
    assert compose.approve(editor, issue.id).approved
    acts = [entry.action for entry in compose.history(town.who("publisher"), issue.id)]
    assert acts == [*["answer"] * (len(acts) - 1), "approve"]
    logged = [row.action for row in town.services.log.export(town.who("auditor"))]
    assert {"issue-answer", "issue-approve"} <= set(logged)


def test_an_answer_falls_away_when_the_document_changes(town: Town) -> None:
    issue, _ = warned(town)
    town.approve(issue.id)
    document = issue.items[0].document
    town.services.compose.remove(town.who("editor"), issue.id, document.id)
    again = town.services.compose.add(town.who("editor"), issue.id, document.id)
    assert again.state == "draft"
    assert "R204" in [row.finding.code for row in town.services.compose.check(town.who("editor"), issue.id).waiting]


def test_whatever_changes_after_the_approval_takes_it_back(town: Town) -> None:
    first, second = town.through("sealed"), town.through("sealed", "07-ct-phong-chong-thien-tai.docx")
    editor, publisher, compose = town.who("editor"), town.who("publisher"), town.services.compose
    issue = town.approve(town.issue(first).id)
    assert compose.show(editor, issue.id).approved
    changed = compose.add(editor, issue.id, second.id)
    assert (changed.state, changed.approved, changed.approval) == ("draft", False, None)
    with pytest.raises(Conflict):
        town.services.publish.publish(publisher, issue.id)
    town.approve(issue.id)
    assert not compose.take_back(publisher, issue.id).approved
    with pytest.raises(Conflict):
        town.services.publish.publish(publisher, issue.id)


def test_a_document_changed_under_an_approved_issue_is_not_published(town: Town) -> None:
    issue = town.approve(town.issue(town.through("sealed")).id)
    with town.database.write() as work:
        documents = work.documents(town.who("editor").clearance)
        documents.save(documents.get(issue.items[0].document.id))
    assert not town.services.compose.show(town.who("editor"), issue.id).approved
    with pytest.raises(Conflict):
        town.services.publish.publish(town.who("publisher"), issue.id)


def test_whoever_approved_an_issue_does_not_publish_it(town: Town) -> None:
    issue = town.approve(town.issue(town.through("sealed")).id)
    both = town.actors["bien-tap"]
    with pytest.raises(NotAllowed):
        town.services.publish.publish(both, issue.id)
    with town.database.write() as work:
        work.accounts.change(both.user, roles=["editor", "publisher"])
    person = town.services.accounts.actor(both.user)
    assert person is not None
    with pytest.raises(Conflict) as refusal:
        town.services.publish.publish(person, issue.id)
    assert "người duyệt" in refusal.value.message("vi")


def test_an_issue_comes_out_at_the_time_that_was_set_for_it(town: Town) -> None:
    issue = town.approve(town.issue(town.through("sealed")).id)
    publisher = town.who("publisher")
    with pytest.raises(BadCall):
        town.services.publish.order(publisher, issue.id, town.clock() - timedelta(hours=1))
    due = town.clock() + timedelta(hours=3)
    ordered = town.services.publish.order(publisher, issue.id, due)
    assert ordered.order is not None
    assert (ordered.order.by, ordered.approved) == (publisher.user, True)
    town.worker.drain()
    assert town.services.read.home().issue_count == 0
    town.clock.shift += timedelta(hours=4)
    town.worker.drain()
    assert town.services.read.home().issue_count == 1


def test_what_changed_before_the_set_time_does_not_come_out_and_the_history_says_why(town: Town) -> None:
    first, second = town.through("sealed"), town.through("sealed", "07-ct-phong-chong-thien-tai.docx")
    issue = town.approve(town.issue(first).id)
    town.services.publish.order(town.who("publisher"), issue.id, town.clock() + timedelta(hours=3))
    with town.database.write() as work:
        documents = work.documents(town.who("editor").clearance)
        documents.save(documents.get(first.id))
    town.clock.shift += timedelta(hours=4)
    town.worker.drain()
    compose, editor = town.services.compose, town.who("editor")
    assert (town.services.read.home().issue_count, compose.show(editor, issue.id).order) == (0, None)
    assert compose.history(editor, issue.id)[-1].action == "not-published"
    town.approve(issue.id)
    town.services.publish.order(town.who("publisher"), issue.id, town.clock() + timedelta(hours=3))
    assert compose.add(editor, issue.id, second.id).order is None
    town.clock.shift += timedelta(hours=4)
    town.worker.drain()
    assert town.services.read.home().issue_count == 0


def test_a_cancelled_time_publishes_nothing(town: Town) -> None:
    issue = town.approve(town.issue(town.through("sealed")).id)
    publisher = town.who("publisher")
    town.services.publish.order(publisher, issue.id, town.clock() + timedelta(hours=3))
    assert town.services.publish.cancel(publisher, issue.id).order is None
    town.clock.shift += timedelta(hours=4)
    town.worker.drain()
    assert town.services.read.home().issue_count == 0


def test_a_text_is_looked_at_once(town: Town) -> None:
    issue = town.issue(town.through("sealed"))
    auditor, editor = town.who("auditor"), town.who("editor")
    town.services.compose.check(editor, issue.id)
    before = len(town.services.log.export(auditor))
    town.services.compose.check(editor, issue.id)
    assert len(town.services.log.export(auditor)) == before
