"""One journey in a real browser: a Word file becomes a published decision, and a citizen finds, reads, downloads and verifies it."""

import base64
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

import signing
from tests.line.journey import Journey, approve_issue, barriers, base, journey, open_and_confirm, picture, publish_issue
from tests.town import SAMPLES, Town, running_authority

__all__ = ["base", "journey"]
WORD = SAMPLES / "04-qd-to-cong-tac.docx"
SUBJECT = "thành lập Tổ công tác xây dựng và vận hành Công báo điện tử"


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    """A town whose signatures reach B-LTA."""
    with running_authority(tmp_path_factory.mktemp("authority")) as authority:
        built = Town(tmp_path_factory.mktemp("town"), authority, level=signing.Level.LTA)
        yield built
        built.close()


def test_a_word_file_becomes_a_published_decision_that_a_citizen_verifies(journey: Journey, tmp_path: Path) -> None:
    document = _receive(journey)
    _step(journey, "soan-thao", document, "Xác nhận đã kiểm tra", "Đã kiểm tra")
    _step(journey, "bien-tap", document, "Duyệt", "Đã duyệt")
    _leader_signs(journey, document)
    _confirmed(journey, "van-thu", document, "Đóng dấu cơ quan", "Chờ xếp số Công báo")
    issue = _compose(journey)
    approve_issue(journey, issue)
    publish_issue(journey, issue)
    pdf = _citizen_finds_and_downloads(journey, tmp_path)
    _citizen_verifies(journey, pdf, tmp_path)
    assert journey.complaints == []


def _receive(journey: Journey) -> str:
    with journey.member("van-thu") as page:
        page.get_by_role("link", name="Tiếp nhận văn bản").click()
        page.get_by_label("Tệp Word").set_input_files(WORD)
        picture(page, "desk-receive")
        page.locator("main").get_by_role("button", name="Tiếp nhận").click()
        expect(page.get_by_role("status").first).to_contain_text("Đã tiếp nhận")
        # The page renews itself (htmx) until the worker has converted the file.
        expect(page.locator(".tag.red").first).to_have_text("Chờ kiểm tra", timeout=60_000)
        expect(page.get_by_text("Nội dung chuyển đổi trùng khớp tệp Word")).to_be_visible()
        picture(page, "desk-document")
        return page.url


def _step(journey: Journey, user: str, document: str, button: str, state: str) -> None:
    with journey.member(user) as page:
        page.goto(document)
        page.get_by_role("button", name=button, exact=True).click()
        expect(page.locator(".tag.red").first).to_have_text(state)


def _confirmed(journey: Journey, user: str, document: str, step: str, state: str) -> None:
    with journey.member(user) as page:
        page.goto(document)
        open_and_confirm(page, step)
        expect(page.locator(".tag.red").first).to_have_text(state)


def _leader_signs(journey: Journey, document: str) -> None:
    with journey.member("lanh-dao") as page:
        page.goto(document)
        open_and_confirm(page, "Mở trang ký")
        expect(page.get_by_title("Trang đúng như sẽ ký")).to_be_visible()
        picture(page, "desk-sign")
        open_and_confirm(page, "Ký số")
        expect(page.locator(".tag.red").first).to_have_text("Chờ đóng dấu", timeout=30_000)


def _compose(journey: Journey) -> str:
    with journey.member("bien-tap") as page:
        page.goto("/ban-lam-viec/cong-bao")
        page.get_by_label("Từ số").fill("12")
        page.get_by_label("Đến số").fill("13")
        page.get_by_role("button", name="Mở số mới").click()
        page.get_by_role("checkbox").first.check()
        page.get_by_role("button", name="Đưa vào số này").click()
        expect(page.get_by_text("Không có lỗi cản trở việc phát hành.")).to_be_visible()
        picture(page, "desk-issue")
        return page.url


def _citizen_finds_and_downloads(journey: Journey, folder: Path) -> Path:
    with journey.reader() as page:
        page.goto("/")
        expect(page.get_by_role("link", name=SUBJECT).first).to_be_visible()
        picture(page, "home")
        page.get_by_label("Số hiệu hoặc nội dung văn bản").fill("01 qd ubnd")
        page.locator("main").get_by_role("button", name="Tìm kiếm").click()
        picture(page, "search")
        _until_indexed(page)
        page.get_by_role("link", name=SUBJECT).first.click()
        page.locator(".contents").get_by_role("link", name="Điều 2").click()
        assert page.url.endswith("#art_2")
        expect(page.locator("#art_2")).to_be_in_viewport()
        picture(page, "document")
        with page.expect_download() as waiting:
            page.get_by_role("link", name="Bản PDF đã ký", exact=True).click(modifiers=["Alt"])
        kept = folder / "quyet-dinh.pdf"
        waiting.value.save_as(kept)
        return kept


def _until_indexed(page: Page) -> None:
    for _ in range(40):
        if page.get_by_role("link", name=SUBJECT).count():
            return
        page.wait_for_timeout(250)
        page.reload()


def _citizen_verifies(journey: Journey, pdf: Path, folder: Path) -> None:
    data = pdf.read_bytes()
    assert data.startswith(b"%PDF-")
    with journey.reader() as page:
        page.goto("/xac-thuc")
        dropped = page.evaluate_handle(
            """([name, data]) => {
                const bytes = Uint8Array.from(atob(data), (letter) => letter.charCodeAt(0)), carried = new DataTransfer();
                carried.items.add(new File([bytes], name, { type: "application/pdf" }));
                return carried;
            }""",
            [pdf.name, base64.b64encode(data).decode()],
        )
        page.dispatch_event(".drop", "drop", {"dataTransfer": dropped})
        expect(page.get_by_role("heading", name="Hợp lệ", exact=True)).to_be_visible(timeout=30_000)
        expect(page.get_by_text("Đúng là tệp đã công bố trên Công báo này.")).to_be_visible()
        picture(page, "verify-valid")
    changed = bytearray(data)
    changed[data.index(b"stream\n") + 40] ^= 1
    forged = folder / "sua.pdf"
    forged.write_bytes(changed)
    with journey.reader(script=False) as page:
        page.goto("/xac-thuc")
        page.get_by_label("Thả tệp PDF vào đây hoặc chọn tệp").set_input_files(forged)
        page.get_by_role("button", name="Kiểm tra", exact=True).click()
        expect(page.get_by_role("heading", name="Không hợp lệ", exact=True)).to_be_visible(timeout=30_000)
        picture(page, "verify-invalid")


PAGES = {
    "home": "/",
    "issues": "/cong-bao",
    "issue": "/cong-bao/2026/12+13",
    "document": "",
    "search": "/tim-kiem?q=to+cong+tac",
    "verify": "/xac-thuc",
    "procedures": "/thu-tuc-hanh-chinh",
    "log": "/nhat-ky",
    "api": "/api/v1/docs",
    "login": "/dang-nhap",
    "not-found": "/khong-co",
    "saved-searches": "/tim-kiem/cau-tim-san",
    "search-advanced-english": "/tim-kiem?q=to+cong+tac&tu=2020-01-01&lang=en",
}
STAFF_PAGES = (
    "/ban-lam-viec",
    "/ban-lam-viec/cong-bao",
    "/ban-lam-viec/cau-tim",
    "/ban-lam-viec/chuc-vu",
    "/ban-lam-viec/ngay-nghi",
    "/ban-lam-viec/so/di",
    "/ban-lam-viec/quy-trinh",
    "/luu-tru",
)


def _published(journey: Journey, town: Town) -> str:
    if not town.services.read.latest(1):
        town.through("published")
    return f"/van-ban/{town.services.read.latest(1)[0].slug}"


def _addresses(journey: Journey, town: Town) -> dict[str, str]:
    document = _published(journey, town)
    issue = town.services.read.home().issues[0].number
    return {**PAGES, "document": document, "issue": f"/cong-bao/{issue.year}/{issue.part}"}


def test_main_pages_have_no_serious_barrier(journey: Journey, town: Town) -> None:
    with journey.reader() as page:
        for path in _addresses(journey, town).values():
            page.goto(path)
            assert barriers(page) == [], path
        page.goto("/hien-thi?co-chu=lon&tuong-phan=cao&tiep=/")
        assert barriers(page) == []
    with journey.member("bien-tap") as page:
        for path in STAFF_PAGES:
            page.goto(path)
            assert barriers(page) == [], path


def test_main_pages_fit_a_phone_and_are_pictured(journey: Journey, town: Town) -> None:
    for phone in (False, True):
        with journey.reader(phone=phone) as page:
            for name, path in _addresses(journey, town).items():
                page.goto(path)
                picture(page, f"{name}-{'phone' if phone else 'desktop'}")
                assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), (path, phone)


def test_the_keyboard_reaches_the_contents_first(journey: Journey, town: Town) -> None:
    with journey.reader() as page:
        page.goto(_published(journey, town))
        page.keyboard.press("Tab")
        expect(page.get_by_role("link", name="Chuyển đến nội dung chính")).to_be_focused()
        page.keyboard.press("Enter")
        expect(page.locator("#noi-dung")).to_be_focused()
