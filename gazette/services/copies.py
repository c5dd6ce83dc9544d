"""Certified electronic copies: the kept PDF with the organisation's signature and its text at the top right, and nothing else changed."""

import signing
from gazette.db.holdings import Holdings
from gazette.db.steps import record
from gazette.model.checks.corrigenda import bar_of_copy
from gazette.model.copies import COPIED_STATES, COPY_ROLES
from gazette.model.errors import BadCall
from gazette.model.people import ROLES, Actor
from gazette.model.refusals import RoleMissing, StepClosed
from gazette.services.failing import SigningRefused, signing_errors
from gazette.services.parts import SEAL_KEY, Parts

_ROOM = 120
"""About so many characters of size 10 fit into a copy's box besides its form and its time."""


class Copies:
    """Issues copies (Decree 30/2020, Articles 25 and 26)."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts

    def issue(self, actor: Actor, document_id: str, form: str) -> bytes:
        """A copy of a sealed or published document in one of the three forms (``sao-y``, ``sao-luc``, ``trich-sao``).

        The original's bytes stay as they are under it; the copy is kept with the record, and the history says who issued it.
        Raises RoleMissing, StepClosed, BadCall for an unknown form, Conflict when the PDF has no room for a copy, Unavailable, NotFound.
        """
        chosen = _form(form)
        if not actor.has(*COPY_ROLES):
            vi, en = (" / ".join(ROLES[role].label(lang) for role in COPY_ROLES) for lang in ("vi", "en"))
            raise RoleMissing(vi=f"cần vai trò {vi}", en=f"needs the role {en}")
        with self._parts.database.write() as work:
            document = work.documents(actor.clearance).get(document_id)
            if document.state not in COPIED_STATES:
                raise StepClosed(vi="văn bản chưa đóng dấu", en="the document is not sealed yet")
            original = Holdings(work, self._parts.vault, actor.clearance).read(document, "pdf")
        at = self._parts.clock()
        bar = bar_of_copy(document.relations, _ROOM - len(self._parts.gazette.publisher))
        text = signing.copy_text(chosen, self._parts.gazette.publisher, at, bar)
        with signing_errors():
            copy = self._parts.signer.sign(original, signing.Role.COPY, SEAL_KEY, self._parts.level, actor=actor.user, text=text, at=at)
        if not copy.startswith(original) or copy == original:
            raise SigningRefused(vi="Máy ký trả về một tệp khác với tệp được giao.", en="The signer gave back another file.")
        with self._parts.database.write() as work:
            self._parts.vault.add_rendition(work.connection, actor.clearance, document.record, chosen.value, copy, "application/pdf")
            record(work, actor, "copy", document, chosen.printed)
        return copy


def _form(form: str) -> signing.CopyForm:
    try:
        return signing.CopyForm(form)
    except ValueError:
        raise BadCall(reason=form) from None
