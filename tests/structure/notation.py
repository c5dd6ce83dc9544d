"""A lawyer's notation for a Word document and for what was recognised in it; used by the golden cases.

Word lines: ``= text`` centred and bold, ``~ text`` centred, ``* text`` bold, ``> text`` right, ``{a)} text`` automatic number,
``/`` between spaces a soft break, ``[[ a / b | c / d ]]`` a letterhead or signature table, ``[ a | b ]`` a table row,
``[box] text`` a text box, ``text^[note]`` a footnote. An empty line is an empty paragraph.
"""

import re
from itertools import count

from gazette.model.blocks import Align, Block, Blocks, Cell, Frame, Inline, Note, NoteMark, Paragraph, Row, Run, Table
from gazette.model.draft import CONTENTS, Component, Draft, Grid, Group, Item, Line, Provision, Quotation, text_of
from gazette.model.text import fold_space

_NOTE = re.compile(r"\^\[([^\]]*)\]")
_LABEL = re.compile(r"^\{([^}]*)\}\s?")


class Word:
    """Builds Blocks from the notation."""

    def __init__(self) -> None:
        self.notes: dict[str, Note] = {}
        self.where = count(1)

    def blocks(self, text: str) -> Blocks:
        found: list[Block] = []
        rows: list[Row] = []
        for line in text.split("\n"):
            if line.startswith("[ "):
                rows.append(self._row(line.strip()[1:-1]))
                continue
            if rows:
                found.append(Table(tuple(rows)))
                rows = []
            found.append(self._block(line))
        if rows:
            found.append(Table(tuple(rows)))
        return Blocks(tuple(found), self.notes)

    def _block(self, line: str) -> Block:
        if line.startswith("[["):
            return Table((self._row(line.strip()[2:-2]),), borders=False)
        if line.startswith("[box] "):
            return Frame((self.paragraph(line[6:]),))
        return self.paragraph(line)

    def _row(self, text: str) -> Row:
        return Row(tuple(Cell(tuple(self.paragraph(part) for part in cell.split(" / "))) for cell in text.split("|")))

    def paragraph(self, line: str) -> Paragraph:
        align: Align = "justify"
        bold = False
        if line.strip()[:2] in ("= ", "~ ", "* ", "> "):
            line = line.strip()
        if line[:2] in ("= ", "~ ", "* ", "> "):
            align = {"=": "center", "~": "center", ">": "right"}.get(line[0], "justify")  # type: ignore[assignment]
            bold = line[0] in "=*"
            line = line[2:]
        label = _LABEL.match(line)
        line = _LABEL.sub("", line)
        return Paragraph(
            tuple(self._inlines(line.replace(" / ", "\n"), bold)), label.group(1) if label else "", align, where=next(self.where)
        )

    def _inlines(self, text: str, bold: bool) -> list[Inline]:
        pieces: list[Inline] = []
        for number, part in enumerate(_NOTE.split(text)):
            if number % 2:
                key = f"f{len(self.notes) + 1}"
                self.notes[key] = Note((Paragraph((Run(part),)),), mark=str(len(self.notes) + 1))
                pieces.append(NoteMark(key))
            elif part:
                pieces.append(Run(part, bold=bold))
        return pieces


def word(text: str) -> Blocks:
    """The Blocks that *text* in the notation stands for."""
    return Word().blocks(text)


def outline(draft: Draft) -> str:
    """What was recognised, as an outline a lawyer can read."""
    facts = {
        "kind": draft.kind,
        "number": draft.number,
        "symbol": draft.symbol,
        "issuer": draft.issuer,
        "place": draft.place,
        "date": draft.date,
        "adopted": draft.adopted,
        "subject": draft.subject,
        "urgency": draft.urgency,
        "circulation": draft.circulation,
        "effective": f"{draft.effective.day or '?'} ({draft.effective.rule})" if draft.effective else None,
    }
    lines = [f"{name}: {value}" for name, value in facts.items() if value]
    lines += [f"signer: {one.capacity or '–'} · {one.title or '–'} · {one.name or '–'}" for one in draft.signers]
    lines += [f"recipient: {one}" for one in draft.recipients]
    lines += _component(draft.main)
    for number, attachment in enumerate(draft.attachments, start=1):
        lines += [f"attachment {number}: {attachment.kind}", *_component(attachment)]
    return "\n".join(lines)


def _component(component: Component) -> list[str]:
    lines = [f"title {one.role or '-'}: {_short(one.text)}" for one in component.title if isinstance(one, Line)]
    lines += [f"{one.role or 'line'}: {_short(one.text)}" for one in component.preamble if isinstance(one, Line)]
    for item in component.body:
        lines += _item(item, 0)
    return lines


def _item(item: Item, depth: int) -> list[str]:
    pad = "  " * depth
    if isinstance(item, Line):
        return [f"{pad}| {_short(item.text)}"]
    if isinstance(item, Grid):
        return [f"{pad}table {len(item.rows)}×{max(len(row) for row in item.rows)}"]
    if isinstance(item, Quotation):
        return [f"{pad}quoted", *(line for one in item.items for line in _item(one, depth + 1))]
    if isinstance(item, Group) and item.name == CONTENTS:
        return [f"{pad}toc", *(line for one in item.blocks for line in _item(one, depth + 1))]
    if isinstance(item, Group):
        return [line for one in item.blocks for line in _item(one, depth)]
    return _provision(item, depth)


def _provision(provision: Provision, depth: int) -> list[str]:
    pad = "  " * depth
    name = provision.name or provision.level
    heading = fold_space(text_of(provision.heading))
    head = f"{pad}{name} {fold_space(text_of(provision.num))}".rstrip() + (f" — {heading}" if heading else "")
    inner = [line for one in (*provision.lead, *provision.children, *provision.tail) for line in _item(one, depth + 1)]
    return [head, *inner]


def _short(text: str) -> str:
    folded = fold_space(text)
    return folded if len(folded) <= 70 else folded[:67] + "…"
