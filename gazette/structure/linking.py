"""Citations resolved within the document: links to its own provisions, addresses of other texts, plain text with a reason."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import zip_longest

from gazette.model.citations import Cited, Reason
from gazette.model.draft import (
    CONTENTS,
    Block,
    Component,
    Draft,
    Grid,
    GridCell,
    Group,
    Inline,
    Item,
    Line,
    NoteText,
    Provision,
    Quotation,
    Relation,
    changed,
    kept,
    text_of,
)
from gazette.model.kinds import KINDS
from gazette.model.numbers import number_key
from gazette.model.paths import numbers_within
from gazette.model.relations import RELATION_KINDS
from gazette.model.text import fold_space
from gazette.structure.acts import Act, address, day_at
from gazette.structure.citations import Citation, citations
from gazette.structure.listing import Listing, asides, attached, dated, items, opened_by
from gazette.structure.marking import marked
from gazette.structure.resolving import Here, Known, known, printed, reason_of, resolved
from gazette.structure.starting import starts
from gazette.structure.stating import PAUSED, evidence, goes_on, in_a_row, next_basis, relation_type, stays
from gazette.structure.ties import once

_AMENDS = re.compile(r"\W*(?:\d+\.\s*)?(?:Về việc )?(?:sửa đổi|bổ sung|thay thế|bãi bỏ|đính chính)", re.IGNORECASE)
_LABEL_END = re.compile(r"\s*[.:](?!\d)|\s*$")
_LAWS = ("luat", "bo-luat", "phap-lenh", "nghi-dinh", "thong-tu")
_SEVERAL = re.compile(r"(?:các|những|hai|ba) $", re.IGNORECASE)
_LABEL_AT = 40
_CLOSE, _TO_ITS_END = 40, 240
"""How far behind a citation its evidence goes on, in characters: for most relations, and for one that names its last day."""


def linked(draft: Draft) -> tuple[Draft, tuple[Cited, ...]]:
    """*draft* with its citations marked as ``ref`` and the relations they state, and the citations one by one."""
    linker = _Linker(known(draft), draft)
    components = [linker.component(component, here) for component, here in _places(draft)]
    notes = {key: linker.note(note) for key, note in draft.notes.items()}
    done = replace(draft, main=components[0], attachments=tuple(components[1:]), notes=notes, relations=once(linker.relations))
    return done, tuple(linker.cited)


def cited(draft: Draft) -> tuple[Cited, ...]:
    """Every citation of *draft* in reading order, those of notes last: resolved within it, or with the reason why not."""
    return linked(draft)[1]


def _places(draft: Draft) -> Iterator[tuple[Component, Here]]:
    amends = bool(_AMENDS.match(draft.subject or ""))
    for number, component in enumerate(draft.components()):
        yield component, Here(f"att_{number}" if number else "", component.kind, amends=amends and not number)


Inlines = tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class _Resolution:
    """Where a citation leads, or why nowhere; ``paths`` are the places in this document."""

    href: str
    reason: Reason = ""
    paths: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Words:
    """One line with where it stands, the relation to what it cites without a verb, and the items of lists in it by their place.

    ``below`` is the printed line in which its last sentence goes on, empty when it does not.
    """

    text: str
    here: Here
    default: str
    listed: Mapping[int, Listing]
    below: str = ""

    def dated(self, act: Act) -> Act:
        """*act* with the day that is said in the line below."""
        if act.day or act.number is None or not self.below:
            return act
        day, _ = day_at(fold_space(f"{self.text[act.end :]} {self.below}"), 0)
        return replace(act, day=day)


@dataclass(slots=True)
class _Linker:
    known: Known
    draft: Draft
    relations: list[Relation] = field(default_factory=list)
    cited: list[Cited] = field(default_factory=list)
    full: dict[tuple[str, str], Act] = field(default_factory=dict)
    before: tuple[int, str] | None = None
    open: tuple[int, int] = (0, 0)

    def component(self, component: Component, here: Here) -> Component:
        main = not here.component
        inner = here if main and component.kind != "phu-luc" else here._replace(listing=attached(component, self.draft.subject or ""))
        return changed(
            component,
            letterhead=kept(component.letterhead, [self.subject(one, here) for one in component.letterhead]),
            title=kept(
                component.title,
                [
                    self.title(one, here, own=main, below=below)
                    for one, below in zip_longest(component.title, component.title[1:])
                    if one is not None
                ],
            ),
            preamble=kept(component.preamble, [self.block(one, here, relation) for one, relation in _preambles(component)]),
            body=self.items(component.body, inner),
            conclusions=self.blocks(component.conclusions, here),
        )

    def note(self, note: NoteText) -> NoteText:
        return changed(note, blocks=self.blocks(note.blocks, Here(quoted=True)))

    def subject(self, block: Block, here: Here) -> Block:
        """A line of the letterhead: only what a letter's ``V/v …`` cites."""
        return self.block(block, here) if isinstance(block, Line) and block.role == "subject" else block

    def title(self, block: Block, here: Here, *, own: bool, below: Block | None) -> Block:
        """A line of the title: what it cites, but not the text's own number in it; its day may stand in the line *below*."""
        if own and isinstance(block, Line) and block.role not in ("subject", "attached-to"):
            return block
        quoted = here._replace(quoted=True)
        if not isinstance(block, Line) or block.role != "attached-to":
            return self.block(block, quoted)
        goes_on = isinstance(below, Line) and "(" in block.text and ")" not in block.text
        rest = below.text if isinstance(below, Line) and goes_on else ""
        return changed(block, inlines=self.inlines(block.inlines, block.text, quoted, "ban-hanh-kem-theo" if own else "", rest))

    def item(self, item: Item, here: Here) -> Item:
        return self.provision(item, here) if isinstance(item, Provision) else self.block(item, here)

    def provision(self, provision: Provision, here: Here) -> Provision:
        words = text_of(provision.heading)
        inner = here._replace(numbers=numbers_within(provision, here.numbers))
        if provision.level == "article" and not (here.quoted or here.amends):
            inner = inner._replace(amends=bool(_AMENDS.match(words or _first(provision))))
        heading = self.inlines(provision.heading, words, inner)
        below = self.below(words, inner, heading=True)
        lead = []
        for one in provision.lead:
            lead.append(self.block(one, below))
            below = self.below(one.text, below) if isinstance(one, Line) else below
        return changed(
            provision,
            heading=heading,
            lead=kept(provision.lead, lead),
            children=kept(provision.children, [self.provision(one, below) for one in provision.children]),
            tail=self.blocks(provision.tail, inner),
        )

    def items(self, items: tuple[Item, ...], here: Here) -> tuple[Item, ...]:
        done: list[Item] = []
        for one in items:
            done.append(self.item(one, here))
            here = self.below(one.text, here) if isinstance(one, Line) else here
        return kept(items, done)

    def below(self, words: str, here: Here, *, heading: bool = False) -> Here:
        """*here* for what follows *words*: within the list that they open."""
        opened = None if here.quoted or not words else opened_by(words, heading=heading)
        return here._replace(listing=opened) if opened else here

    def block(self, block: Block, here: Here, default: str = "dan-chieu") -> Block:
        if isinstance(block, Line):
            inlines = self.inlines(block.inlines, block.text, here, default)
            return block if inlines is block.inlines else replace(block, inlines=inlines)
        if isinstance(block, Group) and block.name == CONTENTS:
            return block
        if isinstance(block, Group):
            return changed(block, blocks=self.blocks(block.blocks, here))
        if isinstance(block, Quotation):
            quoted = here._replace(quoted=True, numbers={}, listing=None)
            return changed(block, items=kept(block.items, [self.item(one, quoted) for one in block.items]))
        return self.grid(block, here)

    def blocks(self, blocks: tuple[Block, ...], here: Here) -> tuple[Block, ...]:
        return kept(blocks, [self.block(one, here) for one in blocks])

    def grid(self, grid: Grid, here: Here) -> Grid:
        if here.listing is None:
            return changed(grid, rows=kept(grid.rows, [self.row(row, [here] * len(row)) for row in grid.rows]))
        aside = asides(grid)
        rows: list[tuple[GridCell, ...]] = []
        for row in grid.rows:
            places = [here._replace(listing=None if at in aside else here.listing, row=True) for at in range(len(row))]
            before = len(self.relations)
            rows.append(self.row(row, places))
            self.relations[before:] = [dated(one, row) for one in self.relations[before:]]
        return changed(grid, rows=kept(grid.rows, rows))

    def row(self, row: tuple[GridCell, ...], places: list[Here]) -> tuple[GridCell, ...]:
        return kept(row, [changed(cell, blocks=self.blocks(cell.blocks, here)) for cell, here in zip(row, places, strict=True)])

    def inlines(self, inlines: Inlines, text: str, here: Here, default: str = "dan-chieu", below: str = "") -> Inlines:
        """*inlines*, which say *text*, with links over what they cite; *below* is what the next line says."""
        meant = [found for found in citations(text) if not self._is_label(found, text) and self._is_meant(found, text)] if text else []
        if not meant:
            return inlines
        words = _Words(text, here, default, {one.start: listing for one, listing in items(text, meant, here.listing)}, below)
        self.before, self.open = None, (0, 0)
        return marked(inlines, [link for found in meant for link in self._links(found, words)])

    def _is_label(self, found: Citation, text: str) -> bool:
        """True for a label that stayed in its line: ``Phần 5a: XỬ LÝ VI PHẠM``; several provisions, or one within another, are none."""
        return (
            found.act is None
            and len(found.targets) == 1
            and len(found.targets[0].path) == 1
            and found.start < _LABEL_AT
            and not text[: found.start].strip(' \t“"')
            and bool(_LABEL_END.match(text, found.end))
        )

    def _is_meant(self, found: Citation, text: str) -> bool:
        """False for ``quyết định này`` in small letters where the document is no such thing."""
        act = found.act
        if act is None or not act.own or not act.small:
            return True
        if act.kind in _LAWS:
            return not _SEVERAL.search(text, max(0, act.start - _LABEL_AT), act.start)
        kinds = self.known.kinds
        return not kinds[""] or act.kind in kinds.values() or text[max(0, act.start - _LABEL_AT) : act.start].rstrip().endswith("Trong")

    def _links(self, found: Citation, words: "_Words") -> list[tuple[int, int, str]]:
        act, text, here = found.act, words.text, words.here
        if act is not None and not act.own:
            act = words.dated(act)
            return self._external(replace(found, act=act), self._remembered(act), words)
        paths = [resolved(target, found, here, self.known) for target in found.targets]
        reason = reason_of(found, here, paths)
        self._note(found, words, _Resolution("" if reason else paths[0][0], reason, tuple(path for path, _ in paths if path)))
        if here.quoted or self._quoted(text, found.start):
            return []  # the words are another text's
        return [
            (target.start, target.end, path)
            for target, (path, _) in zip(found.targets, paths, strict=True)
            if path and target.end > target.start
        ]

    def _quoted(self, text: str, at: int) -> bool:
        """Whether a quotation mark opened before *at* is still open; asked from place to place on through a line."""
        seen, depth = self.open
        self.open = at, depth + text.count("“", seen, at) - text.count("”", seen, at)
        return self.open[1] > 0

    def _remembered(self, act: Act) -> Act:
        """*act* with the day and issuer of its first, full citation: later ones give kind and number only (Decree 30/2020)."""
        if act.number is None:
            return act
        key = act.kind, act.number.key
        first = self.full.get(key)
        if act.day and (first is None or not first.day):
            self.full[key] = act
        if first is None or act.day not in ("", first.day):
            return act
        return replace(act, day=act.day or first.day, issuer=act.issuer or first.issuer)

    def _external(self, found: Citation, act: Act, words: "_Words") -> list[tuple[int, int, str]]:
        href = address(act)
        own = not words.default or bool(act.number and self.draft.number and act.number.key == number_key(self.draft.number))
        reason: Reason = "whole-text" if own else "" if href else "incomplete"
        self._note(found, words, _Resolution("" if own else href, reason))
        if own:
            return []
        stated = self._stated(found, words)
        self.before = (found.end, stated)
        listing = words.listed.get(found.start)
        self.relations.append(
            Relation(
                type=stated,
                evidence=evidence(
                    words.text, found.start, found.end, listing.words if listing else "", after=_TO_ITS_END if stated in PAUSED else _CLOSE
                ),
                number=act.number.raw if act.number else "",
                kind=act.kind,
                day=act.day if len(act.day) == 10 else "",
                title=_titled(act),
                href=href,
                provisions=" ".join(filter(None, map(printed, found.targets))),
                at="" if words.here.quoted else words.here.path,
                starts=self._starts(found, words, stated),
            )
        )
        return [(found.start, found.end, href)] if href else []

    def _starts(self, found: Citation, words: "_Words", stated: str) -> str:
        """The day from which *stated* holds, where its own words name one."""
        if words.here.quoted or not RELATION_KINDS[stated].touches:
            return ""
        return starts(words.text, found.start, found.end, self.draft.date)

    def _stated(self, found: Citation, words: "_Words") -> str:
        """The relation to the text that *found* cites: its list's, what its sentence says, or that of the citation it is joined to."""
        listing = words.listed.get(found.start)
        if listing is not None:
            return listing.relation(found)
        if words.here.row:
            return "dan-chieu"
        if words.default == "hop-nhat":
            return "hop-nhat" if not words.text[: found.start].strip(" -–+\t\n\xa0.)0123456789") else "dan-chieu"
        end, before = self.before or (0, "")
        stated = relation_type(words.text, found.start, found.end, words.default, end)
        between = words.text[end : found.start]
        joined = (
            (stated in ("dan-chieu", "het-hieu-luc") and in_a_row(between))
            or (stated == "dan-chieu" and before != "can-cu" and goes_on(between) and not stays(words.text, found.end))
            or (stated == "dan-chieu" and before == "can-cu" and words.default != "can-cu" and next_basis(between))
        )
        return before if before and joined else stated

    def _note(self, found: Citation, words: "_Words", resolution: "_Resolution") -> None:
        act, text, here = found.act, words.text, words.here
        self.cited.append(
            Cited(
                at="" if here.quoted else here.path,
                line=text,
                start=found.start,
                text=text[found.start : found.end],
                provisions=tuple(printed(target) for target in found.targets),
                kind=act.kind if act else "",
                number=act.number.raw if act and act.number else "",
                day=act.day if act else "",
                issuer=act.issuer if act else "",
                title=act.title if act else "",
                own=bool(act and act.own),
                href=resolution.href,
                reason=resolution.reason,
                paths=resolution.paths,
            )
        )


def _preambles(component: Component) -> Iterator[tuple[Block, str]]:
    """The blocks before the first provision, each with the relation to what it cites: a consolidated text lists its sources first."""
    sources = component.kind == "van-ban-hop-nhat"
    for one in component.preamble:
        basis = isinstance(one, Line) and one.role == "recital"
        sources = sources and not basis and not (isinstance(one, Line) and one.role == "enacting")
        yield one, "can-cu" if basis else "hop-nhat" if sources else "dan-chieu"


def _titled(act: Act) -> str:
    """The name of a law with its kind, and with its year where the words give no more."""
    if not act.title or act.kind not in KINDS:
        return ""
    return " ".join((KINDS[act.kind].vi, act.title, *((f"năm {act.day}",) if len(act.day) == 4 and not act.number else ())))


def _first(provision: Provision) -> str:
    return next((one.text for one in provision.lead if isinstance(one, Line)), "")[:200]
