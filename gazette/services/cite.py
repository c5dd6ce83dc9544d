"""Citing: what a document cites, each citation held against the register of what is published here."""

from gazette.db.holdings import Holdings
from gazette.model.citations import Cited
from gazette.model.people import Actor
from gazette.services.citing import held
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
            return held(xml, documents)
