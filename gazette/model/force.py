"""Whether an act is law on a day: computed from its own day of effect and from what later acts do to it, never typed."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from gazette.model.document import Document, Status, validity
from gazette.model.relations import RELATION_KINDS, Relation


@dataclass(frozen=True, slots=True)
class Force:
    """The status of an act on a day, the relations that made it so, and the next day on which its own or a provision's changes.

    ``changes`` is None when no such day is known.
    """

    status: Status
    by: tuple[Relation, ...] = ()
    changes: date | None = None


def force(document: Document, day: date) -> Force:
    """How *document* stands on *day* (Law 64/2025/QH15, Articles 53 to 57).

    Only relations count that a published act states, whose reviewer said how much they touch, and whose act has a day of effect; an act
    replaced by another agency's stays in force. One suspended as a whole has no effect until the day its suspension names, or until an
    act lets it go on; one suspended in part keeps its status. A withdrawn document stays withdrawn.
    """
    if document.status == "withdrawn":
        return Force("withdrawn")
    touching = tuple(_touching(document))
    present = tuple(relation for relation, since in touching if since <= day)
    turns = (*(since for _, since in touching), document.effective_from, *(one.day for one in document.own_days))
    changes = min((turn for turn in turns if turn is not None and turn > day), default=None)
    ended = tuple(relation for relation in present if _ends(relation))
    if ended:
        return Force("expired", ended)
    own = validity(document.effective_from, day)
    if own == "not_yet_in_force":
        return Force(own, (), changes)
    paused = tuple(_paused(present, day))
    if paused:
        return Force("suspended", paused, min(filter(None, (changes, *map(_goes_on, paused))), default=None))
    narrower = tuple(relation for relation in present if relation.touches in ("ends", "changes"))
    return Force("partly_expired" if narrower else own, narrower, changes)


def provision_force(document: Document, eid: str, day: date) -> tuple[str, date | None]:
    """How the provision *eid* of *document* stands on *day*, and from when it has effect.

    One that has a day of its own, or stands in one that has, counts from that day; else from the document's.
    """
    around = [one for one in document.own_days if one.eid and (eid == one.eid or eid.startswith(f"{one.eid}__"))]
    if not around:
        return document.status, document.effective_from
    own = max(around, key=lambda one: len(one.eid)).day
    if document.status in ("expired", "suspended", "withdrawn"):
        return document.status, own
    begun = validity(own, day)
    return (document.status if begun == "in_force" == validity(document.effective_from, day) else begun), own


def _touching(document: Document) -> Iterator[tuple[Relation, date]]:
    for relation in document.relations:
        counts = relation.back and relation.touches and relation.scope in ("whole", "part")
        if counts and relation.since is not None and not _foreign(relation, document):
            yield relation, relation.since


def _paused(present: tuple[Relation, ...], day: date) -> Iterator[Relation]:
    """The relations that suspend the whole act on *day*: not over by their own words, and no later act lets it go on."""
    resumed = max((one.since for one in present if one.since and one.touches == "resumes" and one.scope == "whole"), default=date.min)
    for one in present:
        if one.touches == "suspends" and one.scope == "whole" and one.since and one.since > resumed and (one.until or day) >= day:
            yield one


def _goes_on(relation: Relation) -> date | None:
    """The day on which a suspension is over by its own words."""
    return relation.until + timedelta(days=1) if relation.until else None


def _ends(relation: Relation) -> bool:
    return relation.touches == "ends" and relation.scope == "whole"


def _foreign(relation: Relation, document: Document) -> bool:
    return RELATION_KINDS[relation.type].same_issuer and relation.issuer != document.issuer_slug
