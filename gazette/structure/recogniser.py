"""Station 2 as one step: the blocks of a Word file become a Draft."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from gazette.model.agencies import agency, opens_agency
from gazette.model.blocks import Blocks, NoteMark
from gazette.model.collector import collecting_seldom
from gazette.model.draft import FORM, Block, Component, Draft, Item, Line, Marked, NoteText, Provision, trimmed
from gazette.model.kinds import kind_of_title
from gazette.model.numbers import parse_number
from gazette.model.outcome import Finding, Outcome
from gazette.model.text import fold_space
from gazette.structure.amendments import amended
from gazette.structure.annexes import ANNEX, ATTACHED, Part, split
from gazette.structure.approval import approvers
from gazette.structure.body import Body
from gazette.structure.closing import cut_closing, with_closing
from gazette.structure.effect import with_effect
from gazette.structure.findings import CATALOGUE
from gazette.structure.forms import fill_in, form_label, opens_form, read_collection, read_form
from gazette.structure.head import read_head, with_title_opened
from gazette.structure.issuers import settle_province
from gazette.structure.labels import heading_label, outline_label
from gazette.structure.letterhead import Head, is_placed_date, kind_title, letterhead_of, own_letterhead_end
from gazette.structure.lines import Row, block, cell_blocks, flattened, line, printed_lines, rows_of
from gazette.structure.linking import linked
from gazette.structure.numbering import check_numbers
from gazette.structure.preamble import read_preamble
from gazette.structure.tableofcontents import with_contents_folded
from gazette.structure.tail import ADOPTED, RECIPIENTS, Tail, opens_tail, parties_sign, read_tail, signed_alone
from gazette.structure.title import FOREWORD, rule

_WITHOUT_ARTICLES = frozenset(("lenh",))
"""Normative kinds that need no Điều: an order that promulgates a law."""


@dataclass(frozen=True, slots=True)
class Recognised:
    """A Draft, and how many citations were met on the way to it: as many as ``cited`` finds in it."""

    draft: Draft
    citations: int


def recognise(blocks: Blocks) -> Outcome[Draft]:
    """The Draft of *blocks*, with findings; refused only when nothing is printed at all."""
    found = recognise_counting(blocks)
    return Outcome(found.value.draft if found.value else None, found.findings)


@collecting_seldom()
def recognise_counting(blocks: Blocks) -> Outcome[Recognised]:
    """What ``recognise`` gives, and how many citations the Draft makes, so that nobody need look for them a second time."""
    rows = with_contents_folded(with_title_opened(rows_of(blocks)))
    if not rows:
        return Outcome(None, (CATALOGUE.finding("S014"),))
    head = read_head(rows)
    parts = split(rows, head.body_at)
    if len(parts) > 1 and parts[1].start == 0:
        return _annex_alone(rows, parts, blocks)
    tail, main, findings = _main(head, rows[head.body_at : parts[0].end])
    attachments = []
    for number, part in enumerate(parts[1:], start=1):
        component, found = _attachment(rows[part.start : part.end], part, number)
        attachments.append(component)
        findings.extend(found)
    if head.issuer is None:
        _issuer_of_preamble(head, main)
    if not _dated(head):
        head.place, head.day = tail.place, tail.day
    if not settle_province(head, main):
        findings.append(CATALOGUE.finding("S020", issuer=head.issuer))
    draft = replace(
        _bare_draft(main, attachments, blocks),
        kind=head.kind.slug if head.kind else None,
        number=_printed_number(head),
        symbol=(head.number.symbol or None) if head.number else None,
        issuer=head.issuer,
        issuer_slug=head.issuer_slug,
        place=head.place,
        date=head.day,
        subject=head.subject,
        urgency=head.urgency,
        circulation=head.circulation,
        signers=tuple(tail.signers),
        recipients=tuple(tail.recipients),
    )
    marked, cited = linked(draft)
    timed, unread = with_effect(marked, cited)
    return Outcome(Recognised(amended(timed), len(cited)), (*_head_findings(head, timed), *findings, *unread))


def _printed_number(head: Head) -> str | None:
    """The complete number, without the stray spaces that some type inside it; None while it is a blank."""
    if head.number is None or not head.number.ordinal:
        return None
    raw = head.number.raw
    return "".join(raw.split()) if parse_number(raw) is not None else raw


def _bare_draft(main: Component, attachments: list[Component], blocks: Blocks) -> Draft:
    notes = {key: NoteText(cell_blocks(note.blocks), note.kind, note.mark) for key, note in blocks.notes.items()}
    called = {piece.note for paragraph in blocks.paragraphs() for piece in paragraph.inlines if isinstance(piece, NoteMark)}
    for key in sorted(called - notes.keys()):
        notes[key] = NoteText(())
    return Draft(main, tuple(attachments), notes=notes, images=blocks.images)


def _annex_alone(rows: list[Row], parts: list[Part], blocks: Blocks) -> Outcome[Recognised]:
    """A file that holds annexes only: its first annex is the document."""
    texts = [_attachment(rows[part.start : part.end], part, number) for number, part in enumerate(parts[1:])]
    main = texts[0][0]
    subject = fold_space(" ".join(one.text for one in main.title if isinstance(one, Line) and one.role == "subject"))
    draft, cited = linked(replace(_bare_draft(main, [component for component, _ in texts[1:]], blocks), subject=subject or None))
    findings = [finding for _, found in texts for finding in found]
    return Outcome(Recognised(draft, len(cited)), (CATALOGUE.finding("S015"), *findings))


def _issuer_of_preamble(head: Head, main: Component) -> None:
    """Without an agency in the letterhead the line above the bases names the issuer."""
    for one in main.preamble:
        if isinstance(one, Line) and one.role == "authority-line" and opens_agency(one.text):
            found = agency(one.text)
            head.issuer, head.issuer_slug = found.name, found.slug
            return


def _dated(head: Head) -> bool:
    """True when the head has a line of place and date, complete or blank."""
    lines = (one for one in (*head.letterhead, *head.title) if isinstance(one, Line))
    return head.day is not None or any(one.role == "place-date" for one in lines)


def _head_findings(head: Head, draft: Draft) -> Iterator[Finding]:
    if not head.found:
        yield CATALOGUE.finding("S001")
    if head.number is None:
        yield CATALOGUE.finding("S003")
    elif not head.number.ordinal:
        yield CATALOGUE.finding("S002", symbol=head.number.symbol)
    elif parse_number(head.number.raw) is None:
        yield CATALOGUE.finding("S004", number=head.number.raw)
    if head.found and draft.day is None:
        yield CATALOGUE.finding("S005")
    if draft.kind is None:
        yield CATALOGUE.finding("S006")
    if draft.subject is None:
        yield CATALOGUE.finding("S007")
    if not draft.signers:
        yield CATALOGUE.finding("S012")


def _main(head: Head, rows: list[Row]) -> tuple[Tail, Component, list[Finding]]:
    articles = _by_articles(rows)
    preamble, rest = read_preamble(rows, articles)
    body_rows, tail_rows = _before_tail(rest)
    body_rows, closing, rules = cut_closing(body_rows, articles=articles)
    tail = read_tail(tail_rows)
    tail.signers = tail.signers or list(approvers(body_rows))
    body = Body(articles=articles)
    items = with_closing(body.read(body_rows), map(block, closing))
    unclosed = (CATALOGUE.finding("S013", f"paragraph {where}") for where in body.unclosed)
    findings = [*check_numbers(items, "", outline=not articles), *unclosed]
    if not articles and _wants_articles(head) and not any(isinstance(item, Provision) for item in items):
        findings.append(CATALOGUE.finding("S011"))
    component = Component(
        kind=head.kind.slug if head.kind else "",
        letterhead=tuple(head.letterhead),
        title=tuple(head.title),
        preamble=tuple(preamble),
        body=items,
        conclusions=(*(line(one, "rule") for one in rules), *tail.conclusions),
    )
    return tail, component, findings


def _wants_articles(head: Head) -> bool:
    """True when a text of this kind is built by Điều; Party papers need not be."""
    kind, number = head.kind, head.number
    if kind is None or kind.slug in _WITHOUT_ARTICLES or (number is not None and number.party):
        return False
    return kind.normative and kind.work == "act"


def _by_articles(rows: list[Row]) -> bool:
    """True when the text is built by Điều: an article label stands at the start of some row."""
    for row in rows:
        label = heading_label(row.raw) if row.table is None else None
        if label and label.style == "article" and not label.quoted and (label.pointed or row.bold):
            return True
    return False


def _before_tail(rows: list[Row]) -> tuple[list[Row], list[Row]]:
    """*rows* cut where the conclusions begin: after the last provision, at recipients, signature or adoption."""
    last = 0
    for index, row in enumerate(rows):
        label = heading_label(row.raw) if row.table is None else None
        if label is not None and label.style == "article":
            last = index
    for index in range(last, len(rows)):
        row = rows[index]
        if row.table is None and ADOPTED.match(row.text):
            return rows[:index], rows[index:]
        first = index > 0 or len(rows) == 1 or (row.table is None and bool(RECIPIENTS.match(row.text)))
        if first and (opens_tail(row) or parties_sign(rows[index : index + 4])) and _plausible(rows, index):
            if index > 1 and rows[index - 1].table is None and is_placed_date(rows[index - 1].text) and rows[index - 1].align != "justify":
                index -= 1
            return rows[:index], rows[index:]
    alone = next((count for count in (2, 1) if len(rows) > count and signed_alone(rows[-count:])), 0)
    return rows[: len(rows) - alone], rows[len(rows) - alone :]


def _plausible(rows: list[Row], index: int) -> bool:
    """True when no further provision follows the supposed end."""
    following = rows[index + 1 : index + 60]
    labels = sum(1 for row in following if row.table is None and outline_label(row.raw) is not None)
    return labels < 3


def _form(rows: list[Row]) -> tuple[Component, list[Finding]]:
    """A blank form that is an attachment of its own: nobody has signed it, so that its signature and its notes stay in its body."""
    first = own_letterhead_end(rows)
    title, at = _attachment_title(rows[first:])
    return Component(FORM, tuple(letterhead_of(rows[:first])), tuple(title), body=read_form(rows[first + at :])), []


def _attachment(rows: list[Row], part: Part, number: int) -> tuple[Component, list[Finding]]:
    if part.form and (any(map(form_label, rows)) or fill_in(rows)):
        return _form(rows)
    first = own_letterhead_end(rows)
    letterhead = letterhead_of(rows[:first])
    title, at = _attachment_title(rows[first:])
    at += first
    rest, collection = _without_forms(rows[at:]) if part.annex else (rows[at:], ())
    articles = _by_articles(rest)
    preamble, rest = read_preamble(rest, articles) if articles and not part.annex else ([], rest)
    body_rows, tail_rows = _before_tail(rest) if not part.annex or articles else (rest, [])
    body_rows, closing, rules = cut_closing(body_rows, articles=True) if articles else (body_rows, [], [])
    tail = read_tail(tail_rows)
    items = (*with_closing(Body(articles=articles).read(body_rows), map(block, closing)), *collection)
    sample = part.annex and articles and fill_in(rest)
    kind = next((kind_title(row) for row in rows[: at + 1] if kind_title(row)), None)
    component = Component(
        kind=FORM if sample else kind[0].slug if kind and not part.annex else "phu-luc",
        letterhead=tuple(letterhead),
        title=tuple(title),
        preamble=tuple(preamble),
        body=items,
        conclusions=(*(line(one, "rule") for one in rules), *tail.conclusions),
    )
    return component, list(check_numbers(items, f"att_{number}" if number else "", outline=not articles))


def _without_forms(rows: list[Row]) -> tuple[list[Row], tuple[Item, ...]]:
    """The rows of an annex before its first blank form, and the forms."""
    first = next((index for index in range(len(rows)) if opens_form(rows, index)), len(rows))
    return rows[:first], read_collection(rows[first:])


def _attachment_title(rows: list[Row]) -> tuple[list[Block], int]:
    title: list[Block] = []
    index = 0
    attached = unclosed = False
    while index < len(rows) and index < 16:
        row = rows[index]
        role = "attached-to" if unclosed and row.table is None and row.text.endswith(")") else _title_role(row, index, attached)
        if role is None:
            break
        attached = attached or role == "attached-to"
        lines = [one for cell in flattened(row.table) for one in cell] if row.table is not None else _title_lines(row)
        for one in lines:
            own = _title_role(one, index, attached) or "other" if row.table is not None or len(lines) > 1 else role
            if unclosed and one.text.endswith(")"):
                own = "attached-to"
            attached = attached or own == "attached-to"
            title.append(_title_line(one, own))
            unclosed = row.table is None and one.text.count("(") > one.text.count(")") if own == "attached-to" else False
        index += 1
    return title, index


def _title_lines(row: Row) -> list[Row]:
    """The pieces of a title row: cut where a soft break divides the kind from the subject, or the brackets from either."""
    pieces = list(printed_lines(row))
    if len(pieces) == 1:
        return [row]
    named = kind_title(pieces[0])
    return pieces if (named and not named[1]) or any(ATTACHED.match(piece.text) for piece in pieces[1:]) else [row]


def _title_role(row: Row, index: int, attached: bool) -> str | None:
    if row.table is not None:
        return "other" if index < 2 and len(row.text) < 500 and not row.table.borders else None
    if heading_label(row.raw) or FOREWORD.match(row.text):
        return None
    if form_label(row) and index:
        return None
    if (ANNEX.match(row.text) and index < 3) or form_label(row):
        return "annex-number"
    if ATTACHED.match(row.text):
        return "attached-to"
    if rule(row):
        return "rule"
    if kind_title(row) and not attached:
        return "kind"
    if attached and row.text.startswith("(") is False and not (row.centered and (row.bold or row.capitals)):
        return None
    if outline_label(row.raw) and (attached or not row.centered):
        return None
    if (row.bold or row.centered or row.capitals) and len(row.text) < 500:
        return "subject"
    return None


def _title_line(row: Row, role: str) -> Line:
    inlines = trimmed(row.inlines)
    if role == "kind" and kind_of_title(row.text):
        return Line((Marked("docType", inlines),), role)
    if role == "subject":
        return Line((Marked("docTitle", inlines),), role)
    return Line(inlines, role)
