"""Reviewing: an editor reads the result beside its findings, corrects the head, confirms, approves or returns it."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from gazette import akn, structure
from gazette.db import Work
from gazette.db.holdings import Holdings, Kept
from gazette.db.steps import advance, record
from gazette.model.agencies import agency
from gazette.model.consequences import consequences
from gazette.model.desk import CORRECTORS, EDITABLE, REPAIRABLE, ReviewView, TextIdentity
from gazette.model.document import Document, today, validity
from gazette.model.draft import Draft
from gazette.model.effect import EffectiveDate, counted
from gazette.model.errors import BadCall
from gazette.model.fields import known_field
from gazette.model.kinds import KINDS
from gazette.model.own_days import own_days
from gazette.model.people import Actor
from gazette.model.pictures import shown
from gazette.model.refusals import RoleMissing, StepClosed
from gazette.model.relations import judgements
from gazette.model.text import nfc
from gazette.model.workflow import STATES, allowed, closed
from gazette.services.checking import Checking
from gazette.services.citing import registered
from gazette.services.contents import lines
from gazette.services.describing import described
from gazette.services.parts import Parts

_IDENTITY = ("kind", "number", "issuer", "place", "issued_on", "subject", "effective_from")


class Review:
    """The reviewer's desk."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts

    def open(self, actor: Actor, document_id: str) -> ReviewView:
        """The document with its reading view, contents, findings and head, and the steps open to this person. Raises NotFound."""
        with self._parts.database.write() as work:
            documents = work.documents(actor.clearance)
            document = documents.get(document_id)
            holdings = Holdings(work, self._parts.vault, actor.clearance)
            xml = holdings.read(document, "xml") if document.file("xml") else None
            images = holdings.images(document) if xml else {}
            history = documents.history(document)
            draft = akn.read(xml).require() if xml else None
            cited = registered(structure.cited(draft), documents) if draft else ()
            checks = Checking(self._parts, work, actor.clearance).document(document) if xml else ()
        facts = akn.metadata(xml) if xml else None
        return ReviewView(
            document=document,
            findings=document.findings,
            html=akn.to_html(xml, image_url=lambda source: shown(images, source)) if xml else "",
            contents=lines(akn.contents(xml)) if xml else (),
            text=_identity(document),
            transitions=allowed(document, actor),
            closed=closed(document, actor),
            history=history,
            head=_head(document),
            cited=cited,
            effect=facts.effective if facts else None,
            partial=facts.partial if facts else (),
            checks=checks,
            follows=consequences(draft.modifications, document.relations, document.effective_from, own_days(draft)) if draft else (),
        )

    def correct(self, actor: Actor, document_id: str, changes: Mapping[str, str]) -> Document:
        """Corrects the head (keys of ``EDITABLE``, dates in ISO 8601, empty for unknown); the printed text stays as it is.

        A corrected document must be reviewed again. Raises RoleMissing, StepClosed, BadCall, NotFound.
        """
        values = _values(changes)
        with self._parts.database.write() as work:
            document = _repairable(work.documents(actor.clearance).get(document_id), actor)
            changed = replace(self._rewritten(work, actor, document, values).written_by("correct", actor.user), state="converted")
            if "field" in values:
                known_field(values["field"] or None)
                changed = replace(changed, field=values["field"] or None)
            return record(work, actor, "correct", changed, ", ".join(sorted(values)))

    def accept(self, actor: Actor, document_id: str, name: str) -> Document:
        """Says that a value of the head (a key of ``EDITABLE``) was looked at and is right.

        Raises RoleMissing, StepClosed, BadCall, NotFound.
        """
        if name not in EDITABLE:
            raise BadCall(reason=name)
        with self._parts.database.write() as work:
            document = _repairable(work.documents(actor.clearance).get(document_id), actor)
            return record(work, actor, "accept", document, name)

    def judge(self, actor: Actor, document_id: str, scopes: Mapping[int, str]) -> Document:
        """Says of relations that they are what was proposed, how much of the other act they touch, or that there is none.

        *scopes*: place among the document's own relations to one of its ``choices``. A document judged otherwise than before must be
        reviewed again; what is merely confirmed goes on as it stands. Raises RoleMissing, StepClosed, BadCall, NotFound.
        """
        with self._parts.database.write() as work:
            documents = work.documents(actor.clearance)
            document = _repairable(documents.get(document_id), actor)
            own = [relation for relation in document.relations if not relation.back]
            for place, scope in scopes.items():
                if not 0 <= place < len(own) or scope not in own[place].choices:
                    raise BadCall(reason=f"{place}: {scope}")
            judged = [replace(relation, scope=scopes.get(place, relation.scope)) for place, relation in enumerate(own)]
            known = judgements(entry.note for entry in documents.history(document) if entry.action == "judge")
            told = [one.judgement for place, one in enumerate(judged) if place in scopes and one.judgement not in known]
            if judged == own:
                return record(work, actor, "judge", document, "; ".join(told)) if told else document
            documents.relate(document.id, judged)
            changed = replace(document.written_by("correct", actor.user), state="converted")
            return record(work, actor, "judge", changed, "; ".join(told))

    def complete(self, actor: Actor, document_id: str) -> Document:
        """Confirms that the result says what the Word file says."""
        return self._step(actor, "review", document_id)

    def approve(self, actor: Actor, document_id: str) -> Document:
        """Approves a reviewed document; never by its reviewer."""
        return self._step(actor, "approve", document_id)

    def return_(self, actor: Actor, document_id: str, reason: str) -> Document:
        """Sends the document back with a reason; this ends its way here."""
        return self._step(actor, "return", document_id, reason)

    def _step(self, actor: Actor, step: str, document_id: str, note: str = "") -> Document:
        with self._parts.database.write() as work:
            document = work.documents(actor.clearance).get(document_id)
            return advance(work, actor, step, document, note=note)

    def _rewritten(self, work: Work, actor: Actor, document: Document, values: Mapping[str, str]) -> Document:
        if not set(values) & set(_IDENTITY):
            return document
        holdings = Holdings(work, self._parts.vault, actor.clearance)
        draft = _corrected(akn.read(holdings.read(document, "xml")).require(), values)
        xml = akn.write(draft).require()
        holdings.keep(document, Kept("xml", "xml", xml, "xml"))
        changed = described(document, akn.metadata(xml), today(self._parts.clock))
        return replace(changed, status=validity(changed.effective_from, today(self._parts.clock)))


def _repairable(document: Document, actor: Actor) -> Document:
    if not actor.has(*CORRECTORS):
        raise RoleMissing(vi="cần vai trò Biên tập Công báo hoặc Chuyên viên soạn thảo", en="needs the role editor or drafter")
    if document.state not in REPAIRABLE or not document.file("xml"):
        state = STATES[document.state]
        raise StepClosed(vi=f"văn bản đang ở bước “{state.vi}”", en=f"the document stands at “{state.en}”")
    return document


def _values(changes: Mapping[str, str]) -> dict[str, str]:
    unknown = set(changes) - set(EDITABLE)
    if unknown:
        raise BadCall(reason=", ".join(sorted(unknown)))
    values = {name: nfc(value).strip() for name, value in changes.items()}
    for name in ("issued_on", "effective_from"):
        if values.get(name):
            _day(values[name])
    if values.get("kind") and values["kind"] not in KINDS:
        raise BadCall(reason=values["kind"])
    return values


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise BadCall(reason=text) from error


def _corrected(draft: Draft, values: Mapping[str, str]) -> Draft:
    changed = replace(
        draft,
        kind=values.get("kind", draft.kind) or None,
        number=values.get("number", draft.number) or None,
        place=values.get("place", draft.place) or None,
        subject=values.get("subject", draft.subject) or None,
    )
    if "issuer" in values and values["issuer"] != draft.issuer:
        found = agency(values["issuer"]) if values["issuer"] else None
        changed = replace(changed, issuer=values["issuer"] or None, issuer_slug=found.slug if found else None)
    if "issued_on" in values:
        day = _day(values["issued_on"]) if values["issued_on"] else None
        changed = replace(changed, date=day, effective=_recounted(changed.effective, day))
    if "effective_from" in values:
        text = values["effective_from"]
        changed = replace(changed, effective=EffectiveDate(_day(text), "named-day", "") if text else None)
    return changed


def _recounted(effect: EffectiveDate | None, signed: date | None) -> EffectiveDate | None:
    """*effect* counted anew where it counts from the day of signing."""
    if effect is None or effect.counts != "signing":
        return effect
    open_effect = replace(effect, day=None)
    return counted(open_effect, signed, "signing") if signed else open_effect


def _identity(document: Document) -> TextIdentity | None:
    if document.text_in is None or document.text_out is None:
        return None
    return TextIdentity(document.text_in, document.text_out, bool(document.text_identical))


def _head(document: Document) -> dict[str, str]:
    return {name: str(getattr(document, name) or "") for name in EDITABLE}
