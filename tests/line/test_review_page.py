"""The review page in a real browser: worked by keyboard alone on a small screen, in both languages, with nothing in anybody's way."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.line.journey import Journey, barriers, base, journey, picture
from tests.town import Town, running_authority

__all__ = ["base", "journey"]

MOST_TABS = 60
TRACKED, OLD_LETTERS, AMENDING = WAITING = ("16-qd-con-vet-sua.docx", "13-qd-tcvn3-2003.docx", "11-qd-sua-doi-thu-vien.docx")


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    """A town with documents that wait for review: one with tracked changes and a comment, one that amends another, one in an old encoding."""
    with running_authority(tmp_path_factory.mktemp("authority")) as authority:
        built = Town(tmp_path_factory.mktemp("town"), authority)
        for name in WAITING:
            built.through("converted", name)
        yield built
        built.close()


def _opened(page: Page, town: Town, name: str, lang: str = "vi") -> None:
    # The same bytes handed in again are the document that is there already.
    page.goto(f"/ban-lam-viec/van-ban/{town.receive(name).id}/chinh-sua?lang={lang}")


def _tabbed_to(page: Page, wanted: Locator) -> None:
    """Goes to *wanted* by the Tab key alone."""
    for _ in range(MOST_TABS):
        if wanted.evaluate("one => one === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"not reached by {MOST_TABS} tabs: {wanted}")


def test_lines_are_repaired_and_what_the_word_file_carries_is_settled_by_keyboard_alone(journey: Journey, town: Town) -> None:
    with journey.member("bien-tap") as page:
        _opened(page, town, TRACKED)
        expect(page.get_by_text("Phải xử lý trước khi duyệt")).to_be_visible()
        _tabbed_to(page, page.get_by_role("link", name="Xem thay đổi"))
        page.keyboard.press("Enter")
        expect(page.get_by_role("cell").filter(has=page.locator("ins")).first).to_be_visible()
        area = page.locator("#van-ban")
        _tabbed_to(page, area)
        page.keyboard.press("Control+Home")
        before = area.input_value()
        line = next(at for at, text in enumerate(before.split("\n")) if "Điều 2." in text and not text.startswith(" "))
        for _ in range(line):
            page.keyboard.press("ArrowDown")
        page.keyboard.press("Alt+Digit0")
        expect(page.locator("[data-state]")).to_have_text("Bản sửa hợp lệ; chữ trùng khớp tệp Word.")
        assert area.input_value() != before
        page.keyboard.press("Alt+KeyZ")
        expect(area).to_have_value(before)
        page.reload()
        mark = page.locator("#trang-word [data-trace]").first
        row = page.locator(f"#vet-{mark.get_attribute('data-trace')}")
        mark.get_by_role("link").click()
        expect(row.get_by_role("radio", checked=True)).to_be_focused()
        row.get_by_role("link").click()
        expect(mark.get_by_role("link")).to_be_focused()
        page.reload()
        for name in ("Từ chối mọi thay đổi", "Đã đọc ý kiến, không đưa vào văn bản"):
            _tabbed_to(page, page.get_by_role("button", name=name))
            page.keyboard.press("Enter")
            expect(page.get_by_role("status").first).to_contain_text(f"Đã xử lý: {name}")
        expect(page.get_by_text("Đã xử lý. Tệp Word gốc vẫn giữ nguyên")).to_be_visible()
    assert journey.complaints == []


def test_relations_are_confirmed_and_effects_are_read_before_publication(journey: Journey, town: Town) -> None:
    with journey.member("bien-tap") as page:
        _opened(page, town, AMENDING)
        expect(page.get_by_text("Điều 5 của 07/2026/QĐ-UBND được sửa đổi từ ngày văn bản này có hiệu lực.")).to_be_visible()
        relations = page.get_by_role("region", name="Quan hệ với văn bản khác")
        proposed = relations.get_by_text("Đề xuất", exact=True).count()
        assert proposed > 1
        last = relations.get_by_role("combobox").last
        last.focus()
        page.keyboard.press("End")
        _tabbed_to(page, relations.get_by_role("button"))
        page.keyboard.press("Enter")
        expect(page.get_by_role("status").first).to_contain_text("Đã lưu quan hệ")
        expect(relations.get_by_text("Đã xác nhận", exact=True)).to_have_count(proposed)
        expect(relations.get_by_role("combobox").last).to_have_value("refused")


@pytest.mark.parametrize(("lang", "names"), [("vi", (TRACKED, OLD_LETTERS)), ("en", (TRACKED, AMENDING))])
def test_nothing_serious_is_in_the_way_and_the_page_fits_a_small_screen(
    journey: Journey, town: Town, lang: str, names: tuple[str, ...]
) -> None:
    with journey.member("bien-tap-2") as page:
        for name in names:
            _opened(page, town, name, lang)
            picture(page, f"review-{name[:2]}-{lang}")
            assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), (name, lang)
            assert barriers(page) == [], (name, lang)
