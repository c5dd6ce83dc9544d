"""Citing: what a document cites, each citation held against the register of what is published here."""

from collections.abc import Iterable
from dataclasses import replace

from gazette import akn, structure
from gazette.db.holdings import Holdings
from gazette.model.citations import Cited
from gazette.model.document import Document
from gazette.model.numbers import number_key, tidy_number
from gazette.model.people import Actor
from gazette.services.parts import Parts


class Cite:
    """The citations of a document and where they lead."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts

    def citations(self, actor: Actor, document_id: str) -> tuple[Cited, ...]:
        """Every citation of a converted document in reading order, linked or with the reason why it stays plain. Raises NotFound.

        A citation of another text is linked when exactly one published document that *actor* may know of bears the number, and the kind,
        day and issuer as far as the words give them. Asking changes nothing and may be repeated.
        """
        with self._parts.database.write() as work:
            documents = work.documents(actor.clearance)
            document = documents.get(document_id)
            xml = Holdings(work, self._parts.vault, actor.clearance).read(document, "xml")
            found = structure.cited(akn.read(xml).require())
            published = documents.published({tidy_number(one.number) for one in found if one.number})
        return tuple(_against(one, published) for one in found)


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
        and one.day in ("", day)
        and one.issuer in ("", document.issuer_slug)
    )
