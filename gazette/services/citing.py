"""The citations of a text held against what is published and may be known: each a link, or plain with its reason."""

from collections.abc import Iterable
from dataclasses import replace

from gazette import akn, structure
from gazette.db.repositories import Documents
from gazette.model.citations import Cited
from gazette.model.document import Document
from gazette.model.law_numbers import law_number
from gazette.model.numbers import number_key, tidy_number


def held(xml: bytes, documents: Documents) -> tuple[Cited, ...]:
    """Every citation of *xml* in reading order, linked to the one published document its words fit.

    Only what *documents* may show its reader is looked at: what is hidden from them answers as if it were not there.
    """
    return registered(structure.cited(akn.read(xml).require()), documents)


def registered(found: tuple[Cited, ...], documents: Documents) -> tuple[Cited, ...]:
    """The citations *found* in a text, as ``held`` gives them."""
    named = tuple(_numbered(one) for one in found)
    published = documents.published({tidy_number(one.number) for one in named if one.number})
    return tuple(_against(one, published) for one in named)


def _numbered(one: Cited) -> Cited:
    """A law cited by name and day, or name and year, with the number that the table knows."""
    number = "" if one.number or one.own else law_number(one.kind, one.title, one.day)
    return replace(one, number=number) if number else one


def _against(one: Cited, published: Iterable[Document]) -> Cited:
    if not one.kind or one.own or one.reason == "whole-text":
        return one
    if not one.number:
        return replace(one, reason="incomplete")
    fitting = [document for document in published if _fits(one, document)]
    if len(fitting) == 1:
        return replace(one, href=fitting[0].work or one.href, slug=fitting[0].slug or "", reason="")
    return replace(one, reason="ambiguous" if fitting else "not-in-register")


def _fits(one: Cited, document: Document) -> bool:
    """True when nothing the words say is otherwise in *document*."""
    day = document.issued_on.isoformat() if document.issued_on else ""
    return (
        number_key(document.number or "") == number_key(one.number)
        and one.kind in (document.kind, "van-ban")
        and day.startswith(one.day)
        and may_be(one.issuer, document.issuer_slug or "")
    )


def may_be(cited: str, registered: str) -> bool:
    """Whether a cited issuer can be a registered one: a citation names a local body without its province, the register with it."""
    return cited in ("", registered) or registered.startswith(f"{cited}-")
