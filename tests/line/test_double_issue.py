"""From forty received documents to a published double issue, and to the correction of one of them in the next.

The samples and generated decisions are taken in, reviewed, signed and sealed by the services; what stands out is done in a browser:
one is returned, one has its tracked changes decided on, one says something else than its signed PDF and is refused, one is split over
this issue and the next, one is corrected after it was published; so are composing, approval and publication.
"""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from gazette.model.document import Document, Upload
from gazette.model.errors import Conflict
from tests.line.journey import Journey, approve_issue, base, journey, picture, publish_issue
from tests.services.test_preflight import signed_page
from tests.town import SAMPLES, Town, running_authority
from tests.words import docx

__all__ = ["base", "journey"]

LONG, TRACKED = "01-qd-quy-dinh-cay-xanh.docx", "16-qd-con-vet-sua.docx"
CORRECTED, CORRECTION = "02-qd-ho-tro-thu-vien.docx", "17-qd-dinh-chinh.docx"
ORDINARY = [path.name for path in sorted(SAMPLES.glob("*.docx")) if path.name[:2] not in ("09", "16", "17", "18", "19")]
GENERATED = 40 - len(ORDINARY) - 3
"""How many are generated besides the one returned, the one with tracked changes, and the one that differs from its PDF."""


def decision(subject: str, *, number: str = "     ", day: str = "ngày      tháng      năm 2026") -> bytes:
    """A decision of the province about *subject*, as a Word file; without *number* and *day* the Office gives them."""
    return docx(
        "table[noborders]:{b:ỦY BAN NHÂN DÂN}\n{b:TỈNH AN PHƯỚC}|{b:CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM}\n{b:Độc lập - Tự do - Hạnh phúc};"
        f"Số: {number}/QĐ-UBND|{{i:Tân Lộc, {day}}}",
        "p[center,b]:QUYẾT ĐỊNH",
        f"p[center,b]:Về việc {subject}",
        "p[i]:Căn cứ Luật Tổ chức chính quyền địa phương ngày 16 tháng 6 năm 2025.",
        "p[center,b]:QUYẾT ĐỊNH:",
        f"p:Điều 1. Giao Văn phòng Ủy ban nhân dân tỉnh {subject}.",
        "p:Điều 2. Quyết định này có hiệu lực kể từ ngày ký./.",
        *("p[right,b]:TM. ỦY BAN NHÂN DÂN", "p[right,b]:CHỦ TỊCH", "p[right,b]:Nguyễn Văn Mẫu"),
        *("p[b,i]:Nơi nhận:", "p:- Như Điều 1;", "p:- Lưu: VT."),
    )


def _handed_in(town: Town, name: str, word: bytes, signed: bytes | None = None) -> Document:
    pdf = Upload(name.replace(".docx", ".pdf"), signed) if signed else None
    return town.services.receive.receive(town.who("clerk"), Upload(name, word), signed_pdf=pdf).document


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    """A town with forty received documents; those with nothing to them wait for an issue."""
    with running_authority(tmp_path_factory.mktemp("authority")) as authority:
        built = Town(tmp_path_factory.mktemp("town"), authority)
        for name in ORDINARY:
            built.through("sealed", name)
        for number in range(GENERATED):
            built.forward(_handed_in(built, f"qd-{number}.docx", decision(f"lập danh mục tài liệu mẫu thứ {number + 1}")), "sealed")
        built.through("converted", TRACKED)
        _handed_in(built, "tra-lai.docx", decision("lập danh mục không thuộc thẩm quyền"))
        issued = {"number": "901", "day": "ngày 05 tháng 3 năm 2026"}
        other = signed_page(built, decision("lập danh mục chín mươi tài liệu", **issued))
        _handed_in(built, "khac-ban-ky.docx", decision("lập danh mục tám mươi tài liệu", **issued), other)
        built.worker.drain()
        yield built
        built.close()


@pytest.fixture
def at(town: Town) -> dict[str, str]:
    """The documents by the names of their files."""
    editor = town.who("editor")
    rows = [row for state in ("converted", "sealed") for row in town.services.desk.board(editor, state).rows]
    return {row.document.source_name: row.document.id for row in rows}


def test_forty_documents_come_out_in_a_double_issue_and_one_is_corrected_in_the_next(
    journey: Journey, town: Town, at: dict[str, str]
) -> None:
    assert len(at) == 40
    _returned(journey, at["tra-lai.docx"])
    _refused(journey, town, at["khac-ban-ky.docx"])
    _decided(journey, town, at[TRACKED])
    issue, following = _new_issue(journey, 12, 13), _new_issue(journey, 14, 14)
    _filled(journey, issue)
    assert sorted(len(one.items) for one in town.services.compose.list(town.who("editor"))) == [0, 38]
    _ordered(journey, issue)
    _split(journey, issue, at[LONG])
    _approved(journey, town, issue)
    publish_issue(journey, issue)
    number = town.services.read.home().issues[0].number
    with journey.reader() as page:
        page.goto(f"/cong-bao/{number.year}/{number.part}")
        expect(page.get_by_role("heading", name="Số 12 + 13").first).to_be_visible()
        assert page.locator("a[href^='/van-ban/']").count() >= 38
        for subject in ("không thuộc thẩm quyền", "tám mươi tài liệu"):
            assert page.get_by_text(subject).count() == 0
    _corrected(journey, town, at[CORRECTED], following)
    with journey.reader() as page:
        page.goto(f"/van-ban/{town.document(at[LONG]).slug}")
        for told in ("số 12 + 13", "số 14"):
            expect(page.get_by_role("link", name=told).first).to_be_visible()
        picture(page, "double-issue-split")
    with journey.reader(phone=True) as page:
        page.goto(f"/cong-bao/{number.year}/{number.part}?lang=en")
        expect(page.get_by_text("Is corrected by").first).to_be_visible()
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), "the bar of a correction fits a telephone"
    assert journey.complaints == []


def _address(document: str) -> str:
    return f"/ban-lam-viec/van-ban/{document}"


def _returned(journey: Journey, document: str) -> None:
    with journey.member("bien-tap") as page:
        page.goto(_address(document))
        page.locator("summary", has_text="Trả lại").click()
        page.get_by_label("Lý do").fill("Không thuộc thẩm quyền của Ủy ban nhân dân tỉnh.")
        page.get_by_role("button", name="Xác nhận: Trả lại").click()
        expect(page.locator(".tag.red").first).to_have_text("Đã trả lại")


def _refused(journey: Journey, town: Town, document: str) -> None:
    with journey.member("bien-tap") as page:
        page.goto(_address(document))
        expect(page.get_by_text("Nội dung bản PDF đã ký khác bản Word").first).to_be_visible()
        expect(page.get_by_role("button", name="Xác nhận đã kiểm tra")).to_have_count(0)
        page.goto(f"{_address(document)}/chinh-sua?ben=pdf")
        expect(page.get_by_text("Khác nhau ở 2 chỗ")).to_be_visible()
        page.get_by_role("region", name="Bản PDF đã ký và văn bản").get_by_role("link").last.click()
        chosen = page.locator("#van-ban").evaluate("one => one.value.slice(one.selectionStart, one.selectionEnd)")
        assert "Điều 1." in chosen
        picture(page, "double-issue-refused")
    with pytest.raises(Conflict):
        town.services.review.complete(town.who("drafter"), document)
    with pytest.raises(Conflict):
        town.services.sign.attest(town.who("clerk"), document)


def _decided(journey: Journey, town: Town, document: str) -> None:
    with journey.member("bien-tap") as page:
        page.goto(f"{_address(document)}/chinh-sua")
        for name in ("Chấp nhận mọi thay đổi", "Đã đọc ý kiến, không đưa vào văn bản"):
            page.get_by_role("button", name=name).click()
            expect(page.get_by_role("status").first).to_contain_text("Đã xử lý")
    for user, step, state in (("soan-thao", "Xác nhận đã kiểm tra", "Đã kiểm tra"), ("bien-tap-2", "Duyệt", "Đã duyệt")):
        with journey.member(user) as page:
            page.goto(_address(document))
            page.get_by_role("button", name=step, exact=True).click()
            expect(page.locator(".tag.red").first).to_have_text(state)
    town.services.sign.reserve(town.who("leader"), document)
    town.services.sign.sign(town.who("leader"), document)
    town.services.sign.seal(town.who("clerk"), document)


def _new_issue(journey: Journey, first: int, last: int) -> str:
    """The address of a new issue."""
    with journey.member("bien-tap") as page:
        page.goto("/ban-lam-viec/cong-bao")
        page.get_by_label("Từ số").fill(str(first))
        page.get_by_label("Đến số").fill(str(last))
        page.get_by_role("button", name="Mở số mới").click()
        page.wait_for_url(re.compile(r"/cong-bao/[0-9a-f]+$"))
        return page.url


def _filled(journey: Journey, issue: str) -> None:
    """Everything that waits goes into the issue."""
    with journey.member("bien-tap") as page:
        page.goto(issue)
        page.evaluate("document.querySelectorAll('input[name=document][type=checkbox]').forEach((one) => { one.checked = true; })")
        page.get_by_role("button", name="Đưa vào số này").click()
        expect(page.get_by_text("Không có lỗi cản trở việc phát hành.")).to_be_visible()
        picture(page, "double-issue-composed")


def _ordered(journey: Journey, issue: str) -> None:
    """The last row goes one up by mouse, and down again by keyboard; the heading of its issuer does not part them."""
    with journey.member("bien-tap") as page:
        page.goto(issue)
        rows = page.locator("tr[data-position]")
        before, last = (str(rows.nth(place).get_attribute("id")) for place in (-2, -1))
        page.locator(f"#{last}").drag_to(page.locator(f"#{before}"))
        expect(rows.last).to_have_id(before)
        page.locator(f"#{last}").get_by_role("button", name="Xuống").press("Enter")
        expect(rows.last).to_have_id(last)


def _split(journey: Journey, issue: str, document: str) -> None:
    """The document goes on in the next issue."""
    with journey.member("bien-tap") as page:
        page.goto(f"{issue}/chia/{document}")
        page.get_by_label("Số trang dành cho văn bản trong số này").fill("2")
        page.get_by_role("button", name="Tìm chỗ chia").click()
        page.get_by_role("button", name="Chia văn bản").click()
        expect(page.get_by_role("status").first).to_contain_text("Đã chia văn bản")


def _approved(journey: Journey, town: Town, issue: str) -> None:
    """The issue approved in the browser; on a day off, when every document is warned of, all warnings but one are answered for before."""
    editor, compose, number = town.who("editor"), town.services.compose, issue.rpartition("/")[2]
    for row in compose.check(editor, number).waiting[1:]:
        compose.answer(editor, number, row.key, "Đã xem xét (mẫu).")
    approve_issue(journey, issue)


def _corrected(journey: Journey, town: Town, document: str, issue: str) -> None:
    with journey.member("van-thu") as page:
        page.goto("/ban-lam-viec/tiep-nhan")
        page.get_by_label("Tệp Word").set_input_files(SAMPLES / CORRECTION)
        page.locator("main").get_by_role("button", name="Tiếp nhận").click()
        # The page renews itself until the worker has converted the file.
        expect(page.locator(".tag.red").first).to_have_text("Chờ kiểm tra", timeout=60_000)
        correction = page.url.rpartition("/")[2]
    for state in ("reviewed", "approved", "numbered", "signed", "sealed"):
        town._steps()[state](correction)
    _filled(journey, issue)
    _approved(journey, town, issue)
    publish_issue(journey, issue)
    slugs = [town.document(one).slug for one in (document, correction)]
    with journey.reader() as page:
        for slug, said in zip(slugs, ("Được đính chính bởi", "Đính chính"), strict=True):
            page.goto(f"/van-ban/{slug}")
            expect(page.get_by_text(said).first).to_be_visible()
