"""What the XML says of a document, as the work in progress knows it."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from gazette import akn
from gazette.model.document import Document, Signer, validity
from gazette.model.draft import Relation as Stated
from gazette.model.kinds import KINDS
from gazette.model.relations import Relation, proposed_scope


def described(document: Document, facts: akn.Metadata, day: date) -> Document:
    """The document with what its XML says of it; *day* decides whether it is in force."""
    kind = KINDS.get(facts.kind or "")
    return replace(
        document,
        kind=facts.kind,
        kind_name=kind.vi if kind else None,
        number=facts.number,
        symbol=facts.symbol,
        issuer=facts.issuer,
        issuer_slug=facts.issuer_slug,
        issued_on=facts.date,
        place=facts.place,
        subject=facts.subject,
        urgency=facts.urgency,
        circulation=facts.circulation,
        effective_from=facts.effective_from,
        own_days=facts.own_days,
        status=validity(facts.effective_from, day),
        work=facts.work,
        signers=tuple(Signer(one.capacity or "", one.title or "", one.name or "") for one in facts.signers),
        recipients=facts.recipients,
    )


def relations(facts: akn.Metadata) -> tuple[Relation, ...]:
    """What the XML says the document does to other acts, each with its own day where the provision that states it has one."""
    own = facts.own.ties
    return tuple(replace(_proposed(one), since=own.get(place), apart=place in own) for place, one in enumerate(facts.relations))


def judged(found: Iterable[Relation], before: Iterable[Relation]) -> tuple[Relation, ...]:
    """*found* with what a person said of the same relations *before* the text was read again."""
    known = {_same(one): one.scope for one in before if not one.back}
    return tuple(replace(one, scope=known.get(_same(one), one.scope)) for one in found)


def _same(relation: Relation) -> tuple[object, ...]:
    return relation.type, relation.number, relation.day, relation.title, relation.evidence, relation.provisions


def _proposed(stated: Stated) -> Relation:
    found = Relation(stated.type, stated.number or None, _day(stated.day), stated.title, stated.evidence, provisions=stated.provisions)
    return replace(found, scope=proposed_scope(found))


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
