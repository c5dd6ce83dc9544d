"""Recognising: a file is known by its bytes, by its revisions and by its words, and a lookalike is told from it."""

import io
import subprocess
from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest

import signing
from gazette import akn
from gazette.model.document import Document
from gazette.services.recognise import _likest_first
from gazette.services.verify import VerifyView
from tests.town import Town

on_one_engine = pytest.mark.parametrize("address", ["sqlite"], indirect=True)
"""For what asks the database nothing of its own: each statement behind it runs on both engines in the other tests."""


def pdf_of(town: Town, document: Document) -> bytes:
    return town.services.read.file(document.slug or "", "pdf").read()


def seen(town: Town, pdf: bytes) -> VerifyView:
    return town.services.verify.verify(pdf, "a.pdf", offline=True)


def how(view: VerifyView) -> str | None:
    return view.recognised.how if view.recognised else None


def resaved(pdf: bytes) -> bytes:
    """As a viewer saves a copy: every object anew, signatures and attachments gone."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        for name in ("/AcroForm", "/Names", "/AF", "/DSS"):
            if name in opened.Root:
                del opened.Root[name]
        for page in opened.pages:
            if "/Annots" in page:
                del page["/Annots"]
        opened.save(out)
    return out.getvalue()


def test_the_published_file_is_known_by_its_bytes(town: Town) -> None:
    document = town.published()
    view = seen(town, pdf_of(town, document))
    assert how(view) == "file"
    assert view.published == {
        "match": True,
        "how": "file",
        "document": document.work,
        "issue": f"/cong-bao/{document.received_year}/12+13",
        "status": document.status,
        "number": document.number,
        "kind": "quyet-dinh",
        "title": document.title,
        "date": document.issued_on.isoformat() if document.issued_on else None,
        "changed_by": [],
    }


def test_every_earlier_revision_is_known(town: Town) -> None:
    pdf = pdf_of(town, town.published())
    ends = [at + 6 for at in range(len(pdf)) if pdf.startswith(b"%%EOF\n", at)]
    assert len(ends) >= 4
    for end in ends[:-1]:
        view = seen(town, pdf[:end])
        assert how(view) == "revision", end
        assert view.published["match"] is True


@on_one_engine
def test_what_was_added_behind_the_published_file_is_told(town: Town) -> None:
    pdf = pdf_of(town, town.published())
    view = seen(town, pdf + b"\n% more\n")
    assert how(view) == "extended"
    assert view.report.verdict is signing.Verdict.INVALID
    assert view.published["match"] is False


def test_a_copy_saved_by_a_viewer_is_known_by_its_words_and_the_original_is_named(town: Town) -> None:
    document = town.published()
    view = seen(town, resaved(pdf_of(town, document)))
    assert how(view) == "text"
    assert view.document is not None
    assert view.document.id == document.id
    assert view.published["match"] is True


@on_one_engine
def test_a_copy_printed_to_pdf_by_another_program_is_known_by_its_words(town: Town, tmp_path: Path) -> None:
    document = town.published()
    (tmp_path / "a.pdf").write_bytes(pdf_of(town, document))
    subprocess.run(["pdftocairo", "-pdf", "a.pdf", "b.pdf"], cwd=tmp_path, check=True, timeout=60)
    assert how(seen(town, (tmp_path / "b.pdf").read_bytes())) == "text"


@on_one_engine
def test_a_copy_whose_font_draws_other_letters_than_it_names_is_never_the_same_text(town: Town) -> None:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(resaved(pdf_of(town, town.published())))) as opened:
        for font in [one for one in opened.objects if isinstance(one, pikepdf.Dictionary) and one.get("/Subtype") == "/Type0"]:
            turned = b"".join((cid ^ 1).to_bytes(2, "big") for cid in range(1000))
            font.DescendantFonts[0].CIDToGIDMap = opened.make_stream(turned)
        opened.save(out)
    view = seen(town, out.getvalue())
    assert how(view) == "unsure"
    assert view.document is None
    assert view.published["match"] is False


@on_one_engine
def test_a_forgery_that_bears_the_check_code_is_told_with_the_first_words_that_differ(town: Town) -> None:
    document = town.published()
    pdf = pdf_of(town, document)
    forged = io.BytesIO()
    with pikepdf.open(io.BytesIO(resaved(pdf))) as opened:
        del opened.pages[-1].Contents
        opened.save(forged)
    view = seen(town, forged.getvalue())
    assert how(view) == "differs"
    assert view.document is None
    assert view.published["match"] is False
    assert view.published["difference"]


@on_one_engine
def test_a_file_with_one_changed_byte_is_not_taken_for_the_published_one(town: Town) -> None:
    pdf = bytearray(pdf_of(town, town.published()))
    pdf[700] ^= 1
    view = seen(town, bytes(pdf))
    assert view.document is None
    assert view.report.verdict is not signing.Verdict.VALID


@on_one_engine
def test_the_issue_is_known_by_bytes_and_words(town: Town) -> None:
    document = town.published()
    pdf = town.services.read.issue_file(document.received_year, "12+13").read()
    assert how(seen(town, pdf)) == "file"
    view = seen(town, resaved(pdf))
    assert how(view) == "text"
    assert view.issue is not None


@on_one_engine
def test_nothing_is_told_of_what_is_not_published(town: Town) -> None:
    document = town.through("sealed")
    with town.database.write() as work:
        pdf = town.parts.vault.read(work.connection, town.who("editor").clearance, document.record, "signed")
    assert seen(town, pdf).recognised is None
    assert seen(town, resaved(pdf)).recognised is None


@on_one_engine
def test_of_a_withdrawn_document_only_the_withdrawal_is_told(town: Town) -> None:
    document = town.published()
    pdf = pdf_of(town, document)
    town.services.publish.withdraw(town.who("publisher"), document.id, "Ban hành nhầm thẩm quyền")
    view = seen(town, pdf)
    assert view.recognised is not None
    assert view.recognised.withdrawn is not None
    assert view.recognised.withdrawn.reason == "Ban hành nhầm thẩm quyền"
    assert view.published["status"] == "withdrawn"
    assert seen(town, resaved(pdf)).recognised is None


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7\n", b"%%EOF" * 100_000, b"K7QM-2ZHA-5TRC-X3WD"])
@on_one_engine
def test_what_is_no_pdf_resembles_nothing(town: Town, data: bytes) -> None:
    assert seen(town, data).recognised is None


@on_one_engine
def test_of_many_namesakes_the_one_whose_words_stand_in_the_file_is_compared_first(town: Town) -> None:
    document = town.published()
    namesakes = [replace(document, id=str(n), subject=f"Một việc khác {n}", issuer="Cơ quan khác") for n in range(9)]
    printed = akn.printed(pdf_of(town, document))
    assert _likest_first([*namesakes, document], printed)[0] == document
    assert len(_likest_first([*namesakes, document], printed)) == 10
