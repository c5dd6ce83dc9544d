"""Certified copies: of what is sealed or published, by those who may, with the original untouched beneath and the issue on record."""

import subprocess
from datetime import date
from pathlib import Path

import pytest

import signing
from gazette.model.copies import COPY_FORMS
from gazette.model.errors import BadCall, Conflict, NotAllowed
from gazette.model.relations import Relation
from tests.db.rows import add
from tests.town import Town


def test_a_published_document_is_copied_and_the_history_says_by_whom(town: Town) -> None:
    document, clerk = town.through("published"), town.who("clerk")
    original = town.services.desk.file(clerk, document.id, "pdf").read()
    copy = town.services.copies.issue(clerk, document.id, "sao-y")
    assert copy.startswith(original)
    report = signing.verify(copy, town.authority.trust)
    assert report.verdict is signing.Verdict.VALID, report.to_json()
    assert signing.Role.COPY in [signature.role for signature in report.signatures]
    last = town.services.desk.document(clerk, document.id).history[-1]
    assert (last.action, last.actor, last.note) == ("copy", clerk.user, "SAO Y")
    assert town.services.desk.file(clerk, document.id, "pdf").read() == original


@pytest.mark.parametrize("form", list(COPY_FORMS))
def test_every_form_of_copy_can_be_issued_again_and_again(town: Town, form: str) -> None:
    document = town.through("sealed")
    for _ in range(2):
        assert town.services.copies.issue(town.who("clerk"), document.id, form)


def test_only_clerks_and_archivists_issue_copies(town: Town) -> None:
    document = town.through("sealed")
    for role in ("leader", "editor", "administrator"):
        with pytest.raises(NotAllowed):
            town.services.copies.issue(town.who(role), document.id, "sao-y")


def test_what_is_not_sealed_or_has_no_such_form_is_not_copied(town: Town) -> None:
    document = town.through("signed")
    with pytest.raises(Conflict):
        town.services.copies.issue(town.who("clerk"), document.id, "sao-y")
    with pytest.raises(BadCall):
        town.services.copies.issue(town.who("clerk"), document.id, "sao-chep")


def test_a_copy_of_a_corrected_text_says_so(town: Town, tmp_path: Path) -> None:
    document, clerk = town.through("sealed"), town.who("clerk")
    with town.database.write() as work:
        told = {"kind": "quyet-dinh", "issuer_slug": "thuong-truc-mau", "status": "in_force", "published_at": town.clock()}
        correcting = add(work, "published", **told, number="320/QĐ-UBND", issued_on=date(2026, 5, 4), slug="ban-dinh-chinh")
        made = Relation("dinh-chinh", document.number, document.issued_on, "", "Đính chính")
        work.documents(clerk.clearance).relate(correcting.id, [made])
    file = tmp_path / "sao-y.pdf"
    file.write_bytes(town.services.copies.issue(clerk, document.id, "sao-y"))
    words = subprocess.run(["pdftotext", "-l", "1", file, "-"], capture_output=True, text=True, check=True, timeout=60).stdout
    assert "đã được đính chính bởi 320/QĐ-UBND ngày 04-5-2026" in " ".join(words.split())
