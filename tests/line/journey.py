"""The running site in a real browser: visitors and members of staff, pictures, and what stands in a disabled reader's way."""

import os
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, ViewportSize, expect, sync_playwright

from gazette.jobs import Worker
from gazette.pages import Site
from gazette.web import create_app
from signing.sample_server import answering
from tests.town import Town

OUTPUT = Path(__file__).resolve().parents[1] / "output"
DESKTOP: ViewportSize = {"width": 1366, "height": 768}
PATIENCE = 120_000
"""Milliseconds for a page of a busy machine; nothing is slower for it."""
PHONE: ViewportSize = {"width": 390, "height": 844}


@dataclass
class Journey:
    """The running site, the browser, and what the browser complained of."""

    base: str
    browser: Browser
    complaints: list[str] = field(default_factory=list)

    @contextmanager
    def reader(self, *, script: bool = True, phone: bool = False) -> Iterator[Page]:
        """A fresh visitor."""
        context = self.browser.new_context(
            locale="vi-VN", viewport=PHONE if phone else DESKTOP, java_script_enabled=script, accept_downloads=True, base_url=self.base
        )
        context.set_default_timeout(PATIENCE)
        page = context.new_page()
        page.on("console", lambda message: self.complaints.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        try:
            yield page
        finally:
            context.close()

    @contextmanager
    def member(self, user: str) -> Iterator[Page]:
        """Somebody of the Office, logged in by the form."""
        with self.reader() as page:
            page.goto("/dang-nhap")
            page.get_by_label("Tên đăng nhập").fill(user)
            page.get_by_label("Mật khẩu").fill(f"mat-khau-{user}")
            page.locator("main").get_by_role("button", name="Đăng nhập").click()
            expect(page.get_by_role("heading", name="Bàn làm việc")).to_be_visible()
            yield page


@pytest.fixture(scope="module")
def base(town: Town) -> Iterator[str]:
    """The site on a real server, with a worker beside it."""
    app = create_app(town.services, secret_key="khóa thử", site=Site(sample=True), rate_limits=False)
    worker = Worker(town.database, town.services, "worker")
    working = threading.Thread(target=worker.run, args=(0.2,), daemon=True)
    working.start()
    with answering(app, threads=6) as port:
        yield f"http://127.0.0.1:{port}"
    worker.stop()
    working.join(timeout=10)


@pytest.fixture(scope="module")
def journey(base: str) -> Iterator[Journey]:
    """Debian's Chromium on the site; skipped when it is not installed, which fails in CI."""
    executable = shutil.which("chromium")
    if executable is None:
        missing = "the Debian package chromium is not installed"
        pytest.fail(missing) if os.environ.get("CI") else pytest.skip(missing)
    OUTPUT.mkdir(exist_ok=True)
    switches = ["--disable-background-networking", "--disable-component-update", *(["--no-sandbox"] if os.geteuid() == 0 else [])]
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=switches)
        yield Journey(base, browser)
        browser.close()


def picture(page: Page, name: str) -> None:
    """Keeps a picture of the whole page as test output."""
    page.screenshot(path=OUTPUT / f"{name}.png", full_page=True)


def barriers(page: Page) -> list[str]:
    """What axe finds serious or critical on the page."""
    found = Axe().run(page).response["violations"]
    return [f"{row['id']}: {row['nodes'][0]['html']}" for row in found if row["impact"] in ("serious", "critical")]


def open_and_confirm(page: Page, step: str) -> None:
    """Takes a step that asks once more."""
    page.locator("summary", has_text=step).click()
    page.get_by_role("button", name=f"Xác nhận: {step}", exact=True).click()


def approve_issue(journey: Journey, issue: str) -> None:
    """The editor answers for the warnings of an issue (its address) and approves it."""
    with journey.member("bien-tap") as page:
        page.goto(f"{issue}/kiem-tra")
        picture(page, "desk-preflight")
        assert barriers(page) == []
        passing = page.locator("summary", has_text="Bỏ qua, nêu lý do")
        for left in reversed(range(passing.count())):
            passing.first.click()
            page.get_by_label("Lý do").first.fill("Đã xem xét (mẫu).")
            page.get_by_role("button", name="Chịu trách nhiệm").first.click()
            expect(passing).to_have_count(left)
        page.get_by_role("button", name="Duyệt số Công báo").click()
        expect(page.locator(".tag.red").first).to_have_text("Đã duyệt")


def publish_issue(journey: Journey, issue: str) -> None:
    """The publisher brings an approved issue out."""
    with journey.member("phat-hanh") as page:
        page.goto(issue)
        page.locator("summary", has_text="Phát hành").click()
        page.get_by_role("button", name="Xác nhận phát hành").click()
        expect(page.get_by_role("status").first).to_contain_text("Đã phát hành", timeout=60_000)
