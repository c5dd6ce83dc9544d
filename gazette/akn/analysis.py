"""The metadata of amending acts: lifecycle, active modifications, temporal data, and the texts they point at; written and read."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from lxml import etree

from gazette.akn.inlines import legal
from gazette.akn.names import GZ, local, tag, work_uri
from gazette.akn.targets import Targets
from gazette.model.draft import Draft
from gazette.model.kinds import KINDS
from gazette.model.modifications import PLACES, Act, Action, Modification, Target
from gazette.model.own_days import own_days
from gazette.model.text import fold_space, slug

SOURCE = "#gazette"
_WRITTEN: Mapping[Action, tuple[str, str]] = {
    "substitution": ("textualMod", "substitution"),
    "insertion": ("textualMod", "insertion"),
    "repeal": ("textualMod", "repeal"),
    "replacement": ("textualMod", "replacement"),
    "renumbering": ("textualMod", "renumbering"),
    "correction": ("textualMod", "substitution"),
    "expiry": ("forceMod", "endOfEnactment"),
    "suspension": ("efficacyMod", "inapplication"),
    "resumption": ("efficacyMod", "entryIntoEfficacy"),
}
_CORRECTION = "#correction"
_TAKES_QUOTED = frozenset(("substitution", "insertion", "correction"))
_PORTION = "/~"


@dataclass(frozen=True, slots=True)
class Quoted:
    """One quoted structure: its eId and those of the provisions in it."""

    eid: str
    inside: tuple[str, ...]

    def named(self, path: str) -> str | None:
        """The eId of the provision that bears the last name of *path*; the structure's own when it holds nothing else."""
        wanted = path.rpartition("__")[2]
        found = next((eid for eid in self.inside if wanted and eid.rpartition("__")[2] == wanted), None)
        return self.eid if found is not None and found == self.inside[0] and self._single(found) else found

    def _single(self, eid: str) -> bool:
        return all(other == eid or other.startswith(f"{eid}__") for other in self.inside)


@dataclass(slots=True)
class Noted:
    """What the writer noted of each instruction, by its key: its eId, the phrases in it, the structures that follow it.

    ``targets`` leads from the path of a provision to its eId.
    """

    targets: Targets
    mods: dict[str, str] = field(default_factory=dict)
    phrases: dict[str, list[tuple[str, str]]] = field(default_factory=dict)
    quoted: dict[str, list[Quoted]] = field(default_factory=dict)


def write_analysis(meta: etree._Element, draft: Draft, noted: Noted) -> None:
    """Write lifecycle, analysis and temporal data of *draft* into *meta*, as far as there is something to say."""
    _lifecycle(meta, draft)
    kept = [one for one in draft.modifications if one.mod in noted.mods]
    periods = {day: f"tmpg_{number}" for number, day in enumerate(days_of_effect(draft), start=1)}
    whole = draft.effective.day if draft.effective else None
    if kept or periods:
        active = etree.SubElement(etree.SubElement(meta, tag("analysis"), source=SOURCE), tag("activeModifications"))
        addresses = {act: href for act, _, href in acts_of(draft)}
        own = own_days(draft).changes
        for number, one in enumerate(kept, start=1):
            day = own.get(one.mod, whole)
            _modification(active, one, f"amod_{number}", noted, addresses[one.target.act], period=periods[day] if day else None)
        for number, (path, period) in enumerate(_entries(draft, noted, periods), start=len(kept) + 1):
            _entry_into_force(active, f"amod_{number}", (work_uri(draft), path), period)
    if periods:
        temporal = etree.SubElement(meta, tag("temporalData"), source=SOURCE)
        for number, period in enumerate(periods.values(), start=2 if draft.day else 1):
            group = etree.SubElement(temporal, tag("temporalGroup"), eId=period)
            etree.SubElement(group, tag("timeInterval"), start=f"#eref_{number}", refersTo="#in-force")


def days_of_effect(draft: Draft) -> tuple[date, ...]:
    """The days on which *draft* takes effect: as a whole first, then the other days of single provisions and changes."""
    whole = [draft.effective.day] if draft.effective and draft.effective.day else []
    parts = (one.effect.day for one in draft.partial)
    days = sorted({day for day in (*parts, *own_days(draft).changes.values()) if day})
    return tuple(dict.fromkeys((*whole, *days)))


def _entries(draft: Draft, noted: Noted, periods: Mapping[date, str]) -> Iterator[tuple[str, str]]:
    """What enters into force in which period: the text (no path), then each of its provisions that has a day of its own."""
    if draft.effective and draft.effective.day:
        yield "", periods[draft.effective.day]
    for one in draft.partial:
        target = noted.targets.of(one.at) if one.effect.day else ""
        if one.effect.day and target:
            yield target.lstrip("#"), periods[one.effect.day]


def _lifecycle(meta: etree._Element, draft: Draft) -> None:
    events = [(draft.day, "generation", "")] if draft.day else []
    events += [(day, "", "#in-force") for day in days_of_effect(draft)]
    if not events:
        return
    lifecycle = etree.SubElement(meta, tag("lifecycle"), source=SOURCE)
    for number, (day, kind, concept) in enumerate(events, start=1):
        event = etree.SubElement(lifecycle, tag("eventRef"), eId=f"eref_{number}", date=day.isoformat(), source="#original")
        if kind:
            event.set("type", kind)
        if concept:
            event.set("refersTo", concept)


def _entry_into_force(active: etree._Element, eid: str, place: tuple[str, str], period: str) -> None:
    work, path = place
    element = etree.SubElement(active, tag("forceMod"), eId=eid, type="entryIntoForce")
    etree.SubElement(element, tag("source"), href=work)
    etree.SubElement(element, tag("destination"), href=portion(work, path))
    etree.SubElement(element, tag("force"), period=f"#{period}")


def _modification(active: etree._Element, one: Modification, eid: str, noted: Noted, act: str, *, period: str | None) -> None:
    name, kind = _WRITTEN[one.action]
    element = etree.SubElement(active, tag(name), eId=eid, type=kind)
    if one.action == "correction":
        element.set("refersTo", _CORRECTION)
    if one.target.extent:
        element.set("incomplete", "true")
    etree.SubElement(element, tag("source"), href=f"#{noted.mods[one.mod]}")
    destination = etree.SubElement(element, tag("destination"), href=portion(act, one.target.path))
    if one.target.place:
        destination.set("pos", one.target.place)
    if one.target.up_to:
        destination.set("upTo", f"#{one.target.up_to}")
    if period:
        etree.SubElement(element, tag("force"), period=f"#{period}")
    if name != "textualMod":
        return
    for side, phrase in (("old", one.old), ("new", one.new)):
        found = next((eid for text, eid in noted.phrases.get(one.mod, ()) if phrase and text == phrase), None)
        if found:
            etree.SubElement(element, tag(side), href=f"#{found}")
    for quoted in _structures(one, noted.quoted.get(one.mod, [])):
        etree.SubElement(element, tag("new"), href=f"#{quoted}")
    if one.becomes:
        etree.SubElement(element, tag("new"), href=portion(act, one.becomes))


def _structures(one: Modification, quoted: list[Quoted]) -> Iterator[str]:
    """The quoted structures that *one* brings in: the provision it names, else all that follow the instruction."""
    if one.action not in _TAKES_QUOTED or one.new:
        return
    named = [found for structure in quoted for found in (structure.named(one.becomes or one.target.path),) if found]
    yield from named[:1] or [structure.eid for structure in quoted]


def portion(work: str, path: str) -> str:
    """The address of the provision *path* of *work* (AKN naming convention: ``/~`` before the eId)."""
    return f"{work}{_PORTION}{path}" if path else work


def acts_of(draft: Draft) -> list[tuple[Act, str, str]]:
    """The acts that *draft* modifies, each with its reference's eId and address; one without an address gets an ontology's."""
    acts = dict.fromkeys(one.target.act for one in draft.modifications)
    return [(act, f"aref_{number}", act.href or _unresolved(act)) for number, act in enumerate(acts, start=1)]


def _unresolved(act: Act) -> str:
    words = "-".join(filter(None, (slug(word.replace("/", "-")) for word in (act.kind, act.number, act.day, act.title))))
    return f"/akn/ontology/reference/vn/{words or 'unnamed'}"


def write_active_references(references: etree._Element, draft: Draft) -> None:
    """Write an ``activeRef`` for each act that *draft* modifies."""
    for act, eid, href in acts_of(draft):
        element = etree.SubElement(references, tag("activeRef"), eId=eid, href=href, showAs=legal(_shown(act)))
        for name, value in (("kind", act.kind), ("number", act.number), ("date", act.day), ("title", act.title)):
            if value:
                element.set(f"{{{GZ}}}{name}", legal(value))


def _shown(act: Act) -> str:
    kind = KINDS[act.kind].vi if act.kind in KINDS else ""
    return fold_space(
        " ".join(filter(None, (kind, act.title, f"số {act.number}" if act.number else "", f"({act.day})" if act.day else "")))
    )


def read_modifications(meta: etree._Element | None, mods: Mapping[str, str], phrases: Mapping[str, str]) -> Iterator[Modification]:
    """The modifications that *meta* records; *mods* gives the key of an instruction by its eId, *phrases* the quoted texts."""
    if meta is None:
        return
    acts = {element.get("href", ""): _act(element) for element in meta.iterfind(f"{tag('references')}/{tag('activeRef')}")}
    for element in meta.iterfind(f"{tag('analysis')}/{tag('activeModifications')}/*"):
        source, destination = element.find(tag("source")), element.find(tag("destination"))
        action = _action(element)
        key = mods.get(source.get("href", "").lstrip("#")) if source is not None else None
        if action is None or key is None or destination is None:
            continue
        href, _, path = destination.get("href", "").partition(_PORTION)
        place = destination.get("pos", "")
        target = Target(
            acts.get(href, Act()),
            path,
            destination.get("upTo", "").lstrip("#"),
            place if place in PLACES else "",
            "part" if element.get("incomplete") == "true" else "",
        )
        yield Modification(key, action, target, *_sides(element, phrases))


def _action(element: etree._Element) -> Action | None:
    written = (local(element.tag), element.get("type", ""))
    if element.get("refersTo") == _CORRECTION:
        return "correction"
    return next((action for action, form in _WRITTEN.items() if form == written), None)


def _act(element: etree._Element) -> Act:
    href = element.get("href", "")
    kind, number, day, title = (element.get(f"{{{GZ}}}{name}", "") for name in ("kind", "number", "date", "title"))
    return Act(kind, number, day, title, "" if href.startswith("/akn/ontology/") else href)


def _sides(element: etree._Element, phrases: Mapping[str, str]) -> tuple[str, str, str]:
    """The old phrase, the new phrase, and the path that the provision gets."""
    new = [str(one.get("href", "")) for one in element.iterfind(tag("new"))]
    becomes = next((href.partition(_PORTION)[2] for href in new if _PORTION in href), "")
    return _phrase((str(one.get("href", "")) for one in element.iterfind(tag("old"))), phrases), _phrase(new, phrases), becomes


def _phrase(hrefs: Iterable[str], phrases: Mapping[str, str]) -> str:
    return next((phrases[href.lstrip("#")] for href in hrefs if href.lstrip("#") in phrases), "")
