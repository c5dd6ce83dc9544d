"""Every page is sound: one title, no doubled ids, nothing inline, every link leads somewhere, every control has a name."""

from collections import Counter
from urllib.parse import urljoin, urlsplit

import pytest
from flask.testing import FlaskClient
from lxml import html

from tests.web.conftest import Street
from tests.web.pages_of import is_html, public_addresses, staff_addresses

ALL_ROLES = ("van-thu", "bien-tap", "lanh-dao", "luu-tru", "bao-mat", "kiem-soat", "quan-tri")


def _pages(street: Street) -> list[tuple[str, str]]:
    pages = {path: street.anybody().get(path, buffered=True) for path in public_addresses(street)}
    for user in ALL_ROLES:
        client = street.member(user)
        pages |= {f"{path}#{user}": client.get(path) for path in staff_addresses(street)}
    return [(path, answer.text) for path, answer in pages.items() if is_html(answer.content_type) and answer.status_code == 200]


@pytest.fixture(scope="module")
def pages(street: Street) -> list[tuple[str, str]]:
    """Every page as everybody sees it."""
    found = _pages(street)
    assert len(found) > 60
    return found


def test_ids_stand_once_on_a_page(pages: list[tuple[str, str]]) -> None:
    for path, text in pages:
        doubled = [name for name, count in Counter(html.fromstring(text).xpath("//@id")).items() if count > 1]
        assert doubled == [], path


def test_nothing_is_inline(pages: list[tuple[str, str]]) -> None:
    for path, text in pages:
        tree = html.fromstring(text)
        assert tree.xpath("//script[not(@src)] | //style | //@style | //@*[starts-with(name(), 'on')]") == [], path
        assert not [link for link in tree.xpath("//@href | //@src") if link.startswith(("javascript:", "http://www", "//"))], path


def test_a_page_has_a_title_a_language_landmarks_and_one_heading(pages: list[tuple[str, str]]) -> None:
    for path, text in pages:
        tree = html.fromstring(text)
        assert tree.findtext(".//title"), path
        assert tree.get("lang") in ("vi", "en"), path
        assert len(tree.xpath("//main")) == 1, path
        if not path.endswith(".html"):
            assert len(tree.xpath("//h1")) == 1, path
            assert tree.xpath("//a[@class='skip' and @href='#noi-dung']"), path


def test_every_control_has_a_name(pages: list[tuple[str, str]]) -> None:
    for path, text in pages:
        tree = html.fromstring(text)
        for control in tree.xpath("//input[not(@type='hidden')] | //select | //textarea"):
            named = control.get("aria-label") or tree.xpath("//label[@for=$id]", id=control.get("id")) or control.xpath("ancestor::label")
            assert named, (path, html.tostring(control))


def test_every_form_that_changes_something_carries_its_token(pages: list[tuple[str, str]]) -> None:
    for path, text in pages:
        for form in html.fromstring(text).xpath("//form[@method='post']"):
            if not form.get("action", "").startswith("/xac-thuc"):
                assert form.xpath(".//input[@name='csrf_token' and string-length(@value) > 20]"), path


def test_every_link_on_a_public_page_leads_somewhere(street: Street) -> None:
    client = street.anybody()
    waiting, seen = ["/"], set()
    while waiting and len(seen) < 250:
        path = waiting.pop(0)
        if path in seen:
            continue
        seen.add(path)
        answer = client.get(path, buffered=True)
        assert answer.status_code in (200, 302, 303), path
        if is_html(answer.content_type) and answer.status_code == 200:
            waiting += _links(path, answer.text)
    assert len(seen) > 40


def test_every_link_on_a_desk_page_leads_somewhere(street: Street) -> None:
    client = street.member("bien-tap")
    for path in staff_addresses(street)[:12]:
        answer = client.get(path)
        if is_html(answer.content_type):
            _follow(client, path, answer.text)


def test_every_anchor_in_the_contents_stands_in_the_text(street: Street) -> None:
    for slug in street.slugs:
        tree = html.fromstring(street.anybody().get(f"/van-ban/{slug}").text)
        wanted = {link[1:] for link in tree.xpath("//nav[@class='contents']//@href")}
        assert wanted <= set(tree.xpath("//*[@id='toan-van']//@id"))


def _follow(client: FlaskClient, path: str, text: str) -> None:
    for link in _links(path, text):
        assert client.get(link, buffered=True).status_code in (200, 302, 303, 403), (path, link)


def _links(path: str, text: str) -> list[str]:
    found = (urljoin(path, link) for link in html.fromstring(text).xpath("//a/@href"))
    return [urlsplit(link)._replace(fragment="").geturl() for link in found if link.startswith("/")]
