"""A corrected text and the paper that corrects it each bear a bar, wherever they are listed."""

from datetime import date

from gazette.model.recognition import Recognised
from gazette.model.relations import REFUSED, Relation
from tests.db.rows import add
from tests.town import Town

DECISION, CORRECTION = "15/2026/QĐ-UBND", "320/QĐ-UBND"


def published(town: Town, scope: str = "") -> None:
    """A decision and the one that corrects it."""
    told = {"kind": "quyet-dinh", "issuer_slug": "ubnd-tinh-an-phuoc", "status": "in_force", "published_at": town.clock()}
    with town.database.write() as work:
        add(work, "published", **told, number=DECISION, issued_on=date(2026, 4, 10), slug="van-ban-goc")
        correcting = add(work, "published", **told, number=CORRECTION, issued_on=date(2026, 5, 4), slug="ban-dinh-chinh")
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


def test_a_correction_that_an_editor_refused_bears_none(town: Town) -> None:
    published(town, REFUSED)
    assert set(town.services.read.corrections(["van-ban-goc", "ban-dinh-chinh"]).values()) == {()}


def test_the_verification_tells_of_both_ends(town: Town) -> None:
    published(town)
    with town.database.read() as work:
        documents = work.documents(town.who("editor").clearance)
        original, correction = (documents.slugged(slug) for slug in ("van-ban-goc", "ban-dinh-chinh"))
    assert ("Được đính chính bởi", CORRECTION) in Recognised("file", original).standing().acts  # type: ignore[union-attr]
    assert ("Đính chính", DECISION) in Recognised("file", correction).standing().acts  # type: ignore[union-attr]
    assert [one.number for one in Recognised("file", correction).corrects] == [DECISION]
