"""Annexes in files of their own: attached before approval, signed by the organisation without a picture, published, found and verified."""

import subprocess
from pathlib import Path

import pytest

import signing
from gazette import typeset
from gazette.conversion import convert
from gazette.model.document import Document, Upload, today
from gazette.model.errors import Conflict, NotAllowed, NotFound, Refused, StateSecretMark
from signing import Role, Verdict
from tests.town import SAMPLES, Town
from tests.typeset.texts import EXAMPLE

WAITING = "cho-ky-phu-luc-1"


@pytest.fixture(scope="module")
def tables() -> Upload:
    """A PDF of somebody's own making."""
    return Upload("danh muc.pdf", typeset.document(EXAMPLE).require().pdf)


def published_with_annex(town: Town, tables: Upload) -> Document:
    """A document published with a signed annex."""
    document = with_annex(town, tables)
    town.services.annexes.sign(town.who("clerk"), document.id)
    town.publish(town.issue(document).id)
    return town.document(document.id)


def with_annex(town: Town, tables: Upload, state: str = "sealed") -> Document:
    document = town.services.annexes.attach(town.who("drafter"), town.through("converted").id, tables)
    steps = town._steps()
    for step in ("reviewed", "approved", "numbered", "signed", "sealed"):
        if document.state == state:
            break
        steps[step](document.id)
        document = town.document(document.id)
    return document


def test_an_annex_is_signed_with_number_and_time_published_found_and_verified(town: Town, tables: Upload, tmp_path: Path) -> None:
    document = with_annex(town, tables)
    assert [ref.format for ref in document.annexes] == [WAITING]
    with pytest.raises(Conflict, match="not signed yet"):
        town.issue(document)
    signed = town.services.annexes.sign(town.who("clerk"), document.id)
    assert signed.state == "sealed"
    draft = next(iter(town.services.compose.list(town.who("editor"))))
    town.services.compose.add(town.who("editor"), draft.id, document.id)
    town.publish(draft.id)
    slug = town.document(document.id).slug or ""
    file = town.services.read.file(slug, "phu-luc-1")
    data = file.read()
    assert (file.name, data.startswith(tables.data)) == (f"{slug}-phu-luc-1.pdf", True)
    view = town.services.verify.verify(data)
    assert (view.report.verdict, [one.role for one in view.report.signatures]) == (Verdict.VALID, [Role.ANNEX])
    assert view.document is not None
    assert view.document.slug == slug
    path = tmp_path / "annex.pdf"
    path.write_bytes(data)
    told = subprocess.run(["pdftotext", "-f", "1", "-l", "1", "-layout", str(path), "-"], capture_output=True, text=True, check=True).stdout
    assert f"{document.number}; {today(town.clock).isoformat()}T" in told
    assert "+07:00" in told
    actions = [entry.action for entry in town.services.desk.document(town.who("editor"), document.id).history]
    assert actions[2] == "attach"
    assert "annex" in actions


def test_an_annex_belongs_to_what_is_reviewed_and_whoever_attached_it_does_not_sign(town: Town, tables: Upload) -> None:
    document = town.through("approved")
    again = town.services.annexes.attach(town.who("clerk"), document.id, tables)
    assert (again.state, again.doers["attach"]) == ("converted", "van-thu")
    gone = town.services.annexes.detach(town.who("drafter"), document.id, WAITING)
    assert (gone.state, gone.annexes, gone.doers["attach"]) == ("converted", (), "van-thu\nsoan-thao")
    with pytest.raises(NotFound):
        town.services.annexes.detach(town.who("drafter"), document.id, WAITING)
    town.forward(gone, "numbered")
    with pytest.raises(Conflict):
        town.services.annexes.attach(town.who("drafter"), document.id, tables)


def test_only_the_clerk_signs_annexes_and_only_when_there_is_a_number(town: Town, tables: Upload) -> None:
    document = with_annex(town, tables, "numbered")
    with pytest.raises(Conflict):
        town.services.annexes.sign(town.who("clerk"), document.id)
    for user in ("lanh-dao", "soan-thao", "bien-tap", "quan-tri"):
        with pytest.raises(NotAllowed):
            town.services.annexes.sign(town.actors[user], document.id)
    with pytest.raises(NotAllowed):
        town.services.annexes.attach(town.who("leader"), document.id, tables)
    town.services.sign.sign(town.who("leader"), document.id)
    town.services.annexes.sign(town.who("clerk"), document.id)
    with pytest.raises(Conflict, match="no annex waits"):
        town.services.annexes.sign(town.who("clerk"), document.id)


def test_what_is_no_plain_unsigned_pdf_is_not_taken_in(town: Town, tables: Upload) -> None:
    document = town.through("converted")
    key = town.authority.key(Role.SEAL)
    bad = {
        "no PDF": b"PK\x03\x04",
        "cut off": tables.data[: len(tables.data) // 2],
        "signed": signing.sign(tables.data, role=Role.LEADER, key=key),
        "Word": (SAMPLES / "04-qd-to-cong-tac.docx").read_bytes(),
    }
    for what, data in bad.items():
        with pytest.raises(Refused):
            town.services.annexes.attach(town.who("drafter"), document.id, Upload(f"{what}.pdf", data))
    assert town.document(document.id).annexes == ()


def test_an_annex_with_a_state_secret_mark_is_refused_before_anything_is_stored(town: Town) -> None:
    document = town.through("converted")
    xml = convert((SAMPLES / "04-qd-to-cong-tac.docx").read_bytes(), "04.docx").xml
    assert xml is not None
    marked = xml.replace(b'<p class="number">', '<p class="other"><b>MẬT</b></p><p class="number">'.encode(), 1)
    kept = sorted((town.home / "vault").rglob("*"))
    with pytest.raises(StateSecretMark):
        town.services.annexes.attach(town.who("drafter"), document.id, Upload("kin.pdf", typeset.document(marked).require().pdf))
    assert sorted((town.home / "vault").rglob("*")) == kept
    assert town.document(document.id).annexes == ()
