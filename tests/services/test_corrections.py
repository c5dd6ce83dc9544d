"""A corrected text and the paper that corrects it each bear a bar, wherever they are listed."""

from datetime import date

import archive
from gazette import akn
from gazette.conversion import convert
from gazette.model.checks.corrigenda import bar_in_words, bars
from gazette.model.recognition import Recognised
from gazette.model.relations import REFUSED, Relation
from gazette.pages.records import document_row
from gazette.pages.site import Site
from tests.db.rows import add
from tests.town import Town
from tests.words import docx

DECISION, CORRECTION = "15/2026/QĐ-UBND", "320/QĐ-UBND"


def published(town: Town, scope: str = "", **other: str) -> None:
    """A decision and the one that corrects it; with *other* only another that corrects it."""
    told = {"kind": "quyet-dinh", "issuer_slug": "ubnd-tinh-an-phuoc", "status": "in_force", "published_at": town.clock()}
    with town.database.write() as work:
        if not other:
            add(work, "published", **told, number=DECISION, issued_on=date(2026, 4, 10), slug="van-ban-goc")
        correction = told | {"number": CORRECTION, "issued_on": date(2026, 5, 4), "slug": "ban-dinh-chinh"} | other
        correcting = add(work, "published", **correction)
        made = Relation("dinh-chinh", DECISION, date(2026, 4, 10), "", "Đính chính Quyết định", scope=scope)
        work.documents(town.who("editor").clearance).relate(correcting.id, [made])


def test_both_documents_of_a_correction_bear_a_bar_in_lists(town: Town) -> None:
    published(town)
    bars = town.services.read.corrections(["van-ban-goc", "ban-dinh-chinh", "khong-co"])
    told = {slug: [(one.label("vi"), one.number, one.slug) for one in found] for slug, found in bars.items()}
    assert told == {
        "van-ban-goc": [("Được đính chính bởi", CORRECTION, "ban-dinh-chinh")],
        "ban-dinh-chinh": [("Đính chính", DECISION, "van-ban-goc")],
    }


def test_the_data_and_the_page_for_reading_tell_of_it_and_of_whose_error_it_is(town: Town) -> None:
    published(town)
    published(town, number="9/TB-VP", slug="thong-bao", issuer_slug="van-phong-ubnd-tinh-an-phuoc", kind="thong-bao")
    site = Site(province="tỉnh An Phước")
    with town.database.read() as work:
        document = work.documents(archive.ANYONE).slugged("van-ban-goc")
    told = [(one["way"], one["number"], one["error"]) for one in document_row(document, site)["corrections"]]
    assert told == [("corrected-by", CORRECTION, "act"), ("corrected-by", "9/TB-VP", "gazette")]
    words = [bar_in_words(one) for one in bars(document.relations)]
    assert words[0] == f"Được đính chính bởi {CORRECTION} ngày 04-5-2026 (lỗi của văn bản)"
    html = akn.to_html(convert(docx("p:Điều 1. Thử."), "a.docx").xml or b"", standalone=True, notices=(words[1], "<b>"))
    assert words[1] in html
    assert "<b>" not in html


def test_a_correction_that_an_editor_refused_bears_none(town: Town) -> None:
    published(town, REFUSED)
    assert set(town.services.read.corrections(["van-ban-goc", "ban-dinh-chinh"]).values()) == {()}


def test_the_verification_tells_of_both_ends(town: Town) -> None:
    published(town)
    with town.database.read() as work:
        documents = work.documents(town.who("editor").clearance)
        original, correction = (documents.slugged(slug) for slug in ("van-ban-goc", "ban-dinh-chinh"))
    assert ("Được đính chính bởi", f"{CORRECTION} (lỗi của văn bản)") in Recognised("file", original).standing().acts  # type: ignore[union-attr]
    assert ("Đính chính", DECISION) in Recognised("file", correction).standing().acts  # type: ignore[union-attr]
    assert [one.number for one in Recognised("file", correction).corrects] == [DECISION]
