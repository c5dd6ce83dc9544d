"""A leader signs in a real browser with the tool on the own machine: refused, told why, tried again, signed; by file and by hash."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import pytest
from playwright.sync_api import Page, expect, sync_playwright

import signing
from gazette.pages import Site
from gazette.web import create_app
from signing.sample_server import answering
from tests.signing.device import Device
from tests.signing.tool import FakeTool, listening
from tests.town import LEADER, Town, running_authority


@dataclass
class Desk:
    """The leader's browser, the tool on the same machine, the town behind the site."""

    town: Town
    tool: FakeTool
    page: Page


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """The leader, logged in, with a registered token and a running tool."""
    executable = shutil.which("chromium")
    if executable is None:
        missing = "the Debian package chromium is not installed"
        pytest.fail(missing) if os.environ.get("CI") else pytest.skip(missing)
    with running_authority(tmp_path_factory.mktemp("authority")) as authority:
        town = Town(tmp_path_factory.mktemp("town"), authority, level=signing.Level.LTA)
        tool = FakeTool(Device(authority))
        town.services.remote.allow(town.who("administrator"), LEADER, "leader", tool.device.certificate)
        with listening(tool) as place, _site(town, place) as base, sync_playwright() as playwright:
            switches = ["--no-sandbox"] if os.geteuid() == 0 else []
            browser = playwright.chromium.launch(executable_path=executable, args=switches)
            page = browser.new_context(locale="vi-VN", base_url=base).new_page()
            page.goto("/dang-nhap")
            page.get_by_label("Tên đăng nhập").fill(LEADER)
            page.get_by_label("Mật khẩu").fill(f"mat-khau-{LEADER}")
            page.locator("main").get_by_role("button", name="Đăng nhập").click()
            yield Desk(town, tool, page)
            browser.close()
        town.close()


@contextmanager
def _site(town: Town, tool: str) -> Iterator[str]:
    app = create_app(town.services, secret_key="khóa thử", site=Site(sample=True), rate_limits=False, signing_tool=tool)
    with answering(app, threads=6) as port:
        yield f"http://127.0.0.1:{port}"


def _open(desk: Desk, document: str) -> None:
    desk.page.goto(f"/ban-lam-viec/van-ban/{document}")
    desk.page.locator("summary", has_text="Ký số").click()
    desk.page.get_by_role("link", name="Ký bằng thiết bị trên máy của tôi").click()


def test_a_leader_is_told_why_a_file_is_refused_and_signs_at_the_second_try(desk: Desk) -> None:
    document = desk.town.through("numbered")
    note = desk.page.locator("[data-said]")
    _open(desk, document.id)
    desk.tool.bend = lambda _: b"<script>document.title='x'</script>"
    desk.tool.file_name = "<img src=x onerror=document.title='x'>.pdf"
    desk.page.get_by_role("button", name="Ký bằng công cụ ký trên máy").click()
    expect(note).to_have_text("Không nhận chữ ký: Không đọc được tệp trả về.", timeout=30_000)
    desk.tool.refuses = "<b>Người dùng hủy</b>"
    desk.page.get_by_role("button", name="Ký bằng công cụ ký trên máy").click()
    expect(note).to_have_text("Công cụ ký không ký: <b>Người dùng hủy</b>", timeout=30_000)
    assert desk.town.document(document.id).state == "numbered"
    desk.tool.refuses, desk.tool.bend = "", lambda signed: signed
    desk.page.get_by_role("button", name="Ký bằng công cụ ký trên máy").click()
    expect(desk.page.locator(".tag.red").first).to_have_text("Chờ đóng dấu", timeout=60_000)
    assert desk.page.title() != "x"
    assert {path for path, _ in desk.tool.heard} == {"/SignApproved"}
    final = desk.town.services.sign.page(desk.town.who("leader"), document.id)
    report = signing.verify(final, desk.town.authority.trust, offline=True)
    assert (report.verdict, report.signatures[0].level) == (signing.Verdict.VALID, "B-LTA")


def test_a_leader_signs_the_hash_alone(desk: Desk) -> None:
    document = desk.town.through("numbered", "07-ct-phong-chong-thien-tai.docx")
    _open(desk, document.id)
    desk.page.get_by_role("button", name="Chỉ ký mã băm").click()
    expect(desk.page.locator(".tag.red").first).to_have_text("Chờ đóng dấu", timeout=60_000)
    assert desk.town.document(document.id).state == "signed"


def test_a_tool_that_is_not_there_is_told(desk: Desk) -> None:
    document = desk.town.through("numbered", "06-cv-ra-soat.docx")
    _open(desk, document.id)
    desk.page.locator("#thiet-bi").evaluate("place => { place.dataset.tool = '127.0.0.1:9'; }")
    desk.page.get_by_role("button", name="Ký bằng công cụ ký trên máy").click()
    expect(desk.page.locator("[data-said]")).to_contain_text("Không kết nối được công cụ ký trên máy này", timeout=30_000)
    assert desk.town.document(document.id).state == "numbered"
