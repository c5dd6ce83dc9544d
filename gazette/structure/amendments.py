"""Amending acts: their instructions marked in the text, and what they change in other texts as modifications."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from gazette.model.draft import (
    Block,
    Component,
    Draft,
    Grid,
    GridCell,
    Inline,
    Item,
    Line,
    Marked,
    Provision,
    Quotation,
    Relation,
    changed,
    cut,
    kept,
    text_of,
)
from gazette.model.modifications import Act, Modification, bare
from gazette.model.text import fold_space
from gazette.structure.citations import citations
from gazette.structure.instructions import Change, Instruction, Reader, Scope, act_of, name_of
from gazette.structure.listing import asides, attached
from gazette.structure.quotations import depth_after, opens_quotation
from gazette.structure.ties import once


def amended(draft: Draft) -> Draft:
    """*draft* with its instructions marked as ``mod`` and the modifications they make; its subject names the amended text."""
    main, subject = draft.main, draft.subject or ""
    reader = Reader(_known(main, subject))
    opening = reader.read(subject, Scope())
    walker = _Walker(reader)
    scope = opening.scope if opening else Scope()
    body = tuple(walker.item(one, scope) for one in main.body)
    attachments = tuple(walker.attachment(one, subject) for one in draft.attachments)
    if not walker.found:
        return draft
    relations = agreed(draft.relations, walker.found)
    amending = replace(draft, main=replace(main, body=body), attachments=attachments)
    return replace(amending, modifications=tuple(walker.found), relations=relations)


_TIES = {"replacement": "thay-the", "repeal": "bai-bo", "expiry": "het-hieu-luc", "correction": "dinh-chinh"}
_PAUSES = frozenset(("suspension", "resumption"))
_LOOSE = frozenset(("dan-chieu", "thay-the", "bai-bo", "sua-doi-bo-sung"))


def agreed(relations: Sequence[Relation], modifications: Sequence[Modification]) -> tuple[Relation, ...]:
    """*relations* as the modifications have it: a text is replaced or repealed only when it is as a whole, else it is amended."""
    ties: dict[str, set[str]] = {}
    for one in modifications:
        if one.action in _PAUSES:
            continue
        whole = not (one.target.path or one.target.extent or one.old or one.new) or one.action == "correction"
        ties.setdefault(one.target.act.number, set()).add(_TIES.get(one.action, "sua-doi-bo-sung") if whole else "sua-doi-bo-sung")
    found: list[Relation] = []
    for relation in relations:
        wanted = ties.get(relation.number, set()) if relation.number and relation.type in _LOOSE else set()
        if not wanted or relation.type in wanted:
            found.append(relation)
        else:
            found.extend(replace(relation, type=kind) for kind in sorted(wanted))
    return once(found)


def _known(main: Component, subject: str) -> dict[str, Act]:
    """The texts that the title and the bases name with their numbers, by name."""
    lines = [subject, *(one.text for one in (*main.title, *main.preamble) if isinstance(one, Line))]
    known: dict[str, Act] = {}
    for line in lines:
        for one in citations(line):
            if one.act and one.act.title and one.act.number and not one.act.own:
                known.setdefault(name_of(one.act), act_of(one.act))
    return known


@dataclass(slots=True)
class _Walker:
    reader: Reader
    found: list[Modification] = field(default_factory=list)
    keys: int = 0
    general: dict[int, bool] = field(default_factory=dict)
    """Whether the provisions below a provision, by its identity, give instructions of their own; so that they are read once for it."""

    def attachment(self, component: Component, subject: str) -> Component:
        """An attached list of the texts that are repealed or replaced; one that only tells which have expired changes nothing."""
        listing = attached(component, subject)
        if listing is None or listing.action == "expiry":
            return component
        return replace(component, body=tuple(self.item(one, Scope(listing=listing)) for one in component.body))

    def item(self, item: Item, scope: Scope) -> Item:
        if isinstance(item, Provision):
            return self._provision(item, scope)
        if isinstance(item, Grid):
            return self._grid(item, scope)
        return self._line(item, self.reader.read(item.text, scope)) if isinstance(item, Line) else item

    def _grid(self, grid: Grid, scope: Scope) -> Grid:
        """*grid* with the texts that it lists marked; a table that lists none as it is."""
        if scope.listing is None:
            return grid
        aside = asides(grid)
        return replace(
            grid, rows=tuple(tuple(cell if at in aside else self._cell(cell, scope) for at, cell in enumerate(row)) for row in grid.rows)
        )

    def _cell(self, cell: GridCell, scope: Scope) -> GridCell:
        return replace(
            cell, blocks=tuple(self._line(one, self.reader.item(one.text, scope)) if isinstance(one, Line) else one for one in cell.blocks)
        )

    def _provision(self, provision: Provision, scope: Scope) -> Provision:
        heading = self.reader.read(text_of(provision.heading), scope, heading=True) if provision.heading else None
        marked = provision.heading
        if heading is not None:
            said = (one.text for one in provision.lead if isinstance(one, Line))
            repeated = _structural(heading) and (self._is_general(provision) or any(map(_instructs, said)))
            marked, scope = marked if repeated else self._instruction(marked, heading), heading.scope
        lead: list[Block] = []
        blocks = list(provision.lead)
        for index, block in enumerate(blocks):
            if not isinstance(block, Line):
                lead.append(self._grid(block, scope) if isinstance(block, Grid) else block)
                continue
            read = self.reader.read(block.text, scope)
            if _structural(read) and not (read and read.scope.listing):
                blocks[index + 1 :] = quoted_text(blocks[index + 1 :])
            introduces = (
                _structural(read) and self._is_general(provision) and not any(isinstance(one, Quotation) for one in blocks[index + 1 :])
            )
            lead.append(self._line(block, None if introduces else read))
            scope = read.scope if read else scope
        children = kept(provision.children, [self._provision(child, scope) for child in provision.children])
        return changed(provision, heading=marked, lead=kept(provision.lead, lead), children=children)

    def _is_general(self, provision: Provision) -> bool:
        if id(provision) not in self.general:
            self.general[id(provision)] = _general(provision)
        return self.general[id(provision)]

    def _line(self, line: Line, read: Instruction | None) -> Line:
        return replace(line, inlines=self._instruction(line.inlines, read)) if read else line

    def _instruction(self, inlines: tuple[Inline, ...], read: Instruction) -> tuple[Inline, ...]:
        """*inlines* as one ``mod`` with its phrases marked, its changes kept."""
        if not read.changes:
            return inlines
        self.keys += 1
        key = f"m{self.keys}"
        text = text_of(inlines)
        self.found.extend(_modification(key, change, text) for change in read.changes)
        spans = sorted({span for change in read.changes for span in (change.old, change.new) if span})
        return (Marked("mod", tuple(_quoted(inlines, spans)), key),)


def quoted_text(blocks: Sequence[Block]) -> list[Block]:
    """*blocks* after an instruction, what they bring in as one quotation: text in quotation marks, or a table."""
    first = blocks[0] if blocks else None
    if isinstance(first, Grid):
        return [Quotation((first,)), *blocks[1:]]
    if not isinstance(first, Line) or not opens_quotation(first.text):
        return list(blocks)
    depth = 0
    for index, block in enumerate(blocks):
        if isinstance(block, Quotation):
            break
        depth = depth_after(block.text, depth) if isinstance(block, Line) else depth
        if isinstance(block, Line) and depth == 0:
            return [Quotation(tuple(blocks[: index + 1])), *blocks[index + 1 :]]
    return list(blocks)


def _modification(key: str, change: Change, text: str) -> Modification:
    old, new = ("" if span is None else bare(text[span[0] : span[1]]) for span in (change.old, change.new))
    return Modification(key, change.action, change.target, old, new, change.becomes)


def _quoted(inlines: tuple[Inline, ...], spans: list[tuple[int, int]]) -> Iterator[Inline]:
    at = 0
    for start, end in spans:
        before, rest = cut(inlines, start - at)
        inside, inlines = cut(rest, end - start)
        at = end
        yield from before
        yield Marked("quotedText", inside)
    yield from inlines


def _structural(read: Instruction | None) -> bool:
    """True when every change is of whole provisions, so that it may only introduce the particular ones below."""
    return read is not None and all(change.old is None and change.new is None and change.action != "repeal" for change in read.changes)


def _general(provision: Provision) -> bool:
    """True when the provisions below give instructions of their own."""
    openings = (fold_space(_opening(child)) for child in provision.children)
    return any(_instructs(opening) for opening in openings)


def _opening(provision: Provision) -> str:
    first = next((one.text for one in provision.lead if isinstance(one, Line)), "")
    return text_of(provision.heading) or first


_ANY = Scope(Act())


def _instructs(opening: str) -> bool:
    read = Reader({}).read(opening, _ANY)
    return read is not None and (bool(read.changes) or read.scope != _ANY)
