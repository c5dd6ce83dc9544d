"""The metadata block of Akoma Ntoso: FRBR identification, references, and what our own namespace records."""

from lxml import etree

from gazette.akn.analysis import SOURCE, Noted, days_of_effect, write_active_references, write_analysis
from gazette.akn.inlines import legal
from gazette.akn.names import GZ, UNKNOWN_DATE, frbr, tag
from gazette.model.draft import Draft, Relation
from gazette.model.effect import EffectiveDate
from gazette.model.kinds import KINDS
from gazette.model.text import slug


def write_meta(parent: etree._Element, draft: Draft, component: str) -> etree._Element:
    """Write ``meta`` of one component (``main``, ``att_1`` …) of *draft* into *parent*, with its identification."""
    meta = etree.SubElement(parent, tag("meta"))
    _identification(meta, draft, component)
    return meta


def write_facts(meta: etree._Element, draft: Draft, noted: Noted) -> None:
    """Write into the main *meta* what can only be said once the whole text is written and its eIds are *noted*."""
    write_analysis(meta, draft, noted)
    _references(meta, draft)
    _proprietary(meta, draft)


def _identification(meta: etree._Element, draft: Draft, component: str) -> None:
    identification = etree.SubElement(meta, tag("identification"), source=SOURCE)
    day = draft.day.isoformat() if draft.day else UNKNOWN_DATE
    uri = frbr(draft, component)
    name = "promulgation" if draft.date else "adoption" if draft.adopted else "unknown"
    level = _level(identification, "FRBRWork", uri.work_uri(), uri.work_uri(work_component=False), (day, name, "#issuer"))
    etree.SubElement(level, tag("FRBRcountry"), value="vn")
    if component == "main":
        kind = draft.kind or "van-ban"
        etree.SubElement(level, tag("FRBRsubtype"), value=kind)
        if draft.number:
            etree.SubElement(level, tag("FRBRnumber"), value=legal(draft.number))
        etree.SubElement(level, tag("FRBRname"), value=kind)
    level = _level(identification, "FRBRExpression", uri.expression_uri(), uri.expression_uri(work_component=False), (day, name, "#issuer"))
    etree.SubElement(level, tag("FRBRlanguage"), language="vie")
    this, whole = uri.manifestation_uri(), uri.manifestation_uri(work_component=False)
    level = _level(identification, "FRBRManifestation", this, whole, (day, "conversion", "#gazette"))
    etree.SubElement(level, tag("FRBRformat"), value="application/xml")


def _level(parent: etree._Element, name: str, this: str, uri: str, event: tuple[str, str, str]) -> etree._Element:
    level = etree.SubElement(parent, tag(name))
    day, event_name, author = event
    etree.SubElement(level, tag("FRBRthis"), value=this)
    etree.SubElement(level, tag("FRBRuri"), value=uri)
    etree.SubElement(level, tag("FRBRdate"), date=day, name=event_name)
    etree.SubElement(level, tag("FRBRauthor"), href=author)
    return level


def _references(meta: etree._Element, draft: Draft) -> None:
    references = etree.SubElement(meta, tag("references"), source=SOURCE)
    _reference(references, "original", "original", frbr(draft).expression_uri(work_component=False), "Bản gốc")
    write_active_references(references, draft)
    _reference(references, "TLCOrganization", "gazette", "/akn/ontology/organization/vn/gazette", "Công báo điện tử")
    issuer = draft.issuer_slug or "unknown"
    _reference(references, "TLCOrganization", "issuer", f"/akn/ontology/organization/vn/{issuer}", draft.issuer or "")
    for number, signer in enumerate(draft.signers, start=1):
        if signer.name:
            href = f"/akn/ontology/person/vn/{slug(signer.name) or 'unknown'}"
            _reference(references, "TLCPerson", f"signer_{number}", href, signer.name)
    for eid, title in _roles(meta, draft):
        _reference(references, "TLCRole", eid, f"/akn/ontology/role/vn/{slug(title) or 'unknown'}", title)
    for eid in _concepts(draft):
        _reference(references, "TLCConcept", eid, f"/akn/ontology/concept/vn/{eid}", _CONCEPTS[eid])


def _roles(meta: etree._Element, draft: Draft) -> list[tuple[str, str]]:
    """The titles of the signers with an eId each; the printed names, which stand beside *meta*, say ``as`` which they signed."""
    roles: dict[str, str] = {}
    titles = {f"#signer_{number}": signer.title for number, signer in enumerate(draft.signers, start=1) if signer.title}
    text = meta.getparent()
    for person in text.iter(tag("person")) if text is not None else ():
        title = titles.get(str(person.get("refersTo")))
        if title:
            person.set("as", "#" + roles.setdefault(title, f"role_{len(roles) + 1}"))
    return [(eid, title) for title, eid in roles.items()]


_CONCEPTS = {"in-force": "Có hiệu lực", "correction": "Đính chính"}


def _concepts(draft: Draft) -> list[str]:
    """The concepts that the lifecycle and the modifications of *draft* refer to."""
    corrects = any(one.action == "correction" for one in draft.modifications)
    return [eid for eid, used in (("in-force", bool(days_of_effect(draft))), ("correction", corrects)) if used]


def _reference(parent: etree._Element, name: str, eid: str, href: str, shown: str) -> None:
    etree.SubElement(parent, tag(name), eId=eid, href=href, showAs=legal(shown))


def _proprietary(meta: etree._Element, draft: Draft) -> None:
    proprietary = etree.SubElement(meta, tag("proprietary"), source=SOURCE)
    facts = {
        "kind": draft.kind,
        "number": draft.number,
        "symbol": draft.symbol,
        "place": draft.place,
        "date": draft.date.isoformat() if draft.date else None,
        "adopted": draft.adopted.isoformat() if draft.adopted else None,
        "subject": draft.subject,
        "issuer": draft.issuer,
        "issuer-slug": draft.issuer_slug,
        "urgency": draft.urgency,
        "circulation": draft.circulation,
        **(_effect(draft.effective) if draft.effective else {}),
    }
    document = _own(proprietary, "document", facts)
    if draft.kind is not None and draft.kind in KINDS:
        document.set("kind-name", KINDS[draft.kind].vi)
    for signer in draft.signers:
        _own(proprietary, "signer", {"capacity": signer.capacity, "position": signer.title, "name": signer.name})
    for recipient in draft.recipients:
        _own(proprietary, "recipient", {"name": recipient})
    for partial in draft.partial:
        _own(proprietary, "partial", {"at": partial.at, "topic": partial.topic or None, **_effect(partial.effect)})
    for relation in draft.relations:
        _own(proprietary, "relation", _relation(relation))


def _effect(effect: EffectiveDate) -> dict[str, str | None]:
    return {
        "effective-from": effect.day.isoformat() if effect.day else None,
        "effective-rule": effect.rule,
        "effective-days": str(effect.days) if effect.days else None,
        "effective-evidence": effect.evidence,
    }


def _relation(relation: Relation) -> dict[str, str | None]:
    return {
        "type": relation.type,
        "number": relation.number or None,
        "kind": relation.kind or None,
        "date": relation.day or None,
        "title": relation.title or None,
        "href": relation.href or None,
        "provisions": relation.provisions or None,
        "at": relation.at or None,
        "starts": relation.starts or None,
        "evidence": relation.evidence,
    }


def _own(parent: etree._Element, name: str, values: dict[str, str | None]) -> etree._Element:
    element = etree.SubElement(parent, f"{{{GZ}}}{name}")
    for key, value in values.items():
        if value is not None:
            element.set(key, legal(value))
    return element
