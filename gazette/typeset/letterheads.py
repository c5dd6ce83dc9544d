"""The furniture of a document: letterhead, title and what it is attached to, recipients and signatures."""

import re
from collections.abc import Iterator
from itertools import groupby
from typing import Literal

from lxml import etree

from gazette.typeset.inlines import InlineReader, Pieces, local, plain

Part = dict[str, object]

Signer = Literal["space", "plain", "signed"]
"""What stands above a signer's name: the place of the signature, a small gap, or the words "(Đã ký)"."""

_RIGHT = frozenset(("motto", "place-date"))
_KNOWN = ("parent-authority", "authority", "number", "motto", "place-date", "subject", "urgency", "circulation")
_TITLE = frozenset(("annex-number", "kind", "subject"))
_BELOW_TITLE = {"addressee": "center", "number": "center", "place-date": "right"}
"""How the lines below a title stand by their role (box 9a; number and date of a contract)."""
_DRAWN = re.compile(r"[-_*–—=\s.]*")


def letterhead(preface: etree._Element | None, inlines: InlineReader) -> list[Part]:
    """The two columns of a letterhead with the rules under agency and motto (Annex I, boxes 1 to 5b); empty when there is none."""
    found = None if preface is None else preface.find("{*}container[@name='letterhead']")
    if found is None:
        return []
    left: list[Part] = []
    right: list[Part] = []
    side = left
    for line in found.iter("{*}p"):
        name = next((known for known in _KNOWN if known in line.get("class", "").split()), "other")
        pieces = inlines.read(line, "bi", keep_space=True)
        if _DRAWN.fullmatch(plain(pieces)):
            continue
        side = right if name in _RIGHT else left if name != "other" else side
        side.append({"class": name, "pieces": pieces, "rule": "", "first": not any(made["class"] == name for made in side)})
    _rule_under(left, "authority", "agency")
    _rule_under(right, "motto", "motto")
    return [{"is": "letterhead", "left": left, "right": right, "long": _widest(left) > 22}] if left or right else []


def _rule_under(lines: list[Part], name: str, rule: str) -> None:
    bearing = [line for line in lines if line["class"] == name]
    if bearing:
        bearing[-1]["rule"] = rule


def _widest(lines: list[Part]) -> int:
    return max((len(plain(line["pieces"])) for line in lines if line["class"] in ("parent-authority", "authority")), default=0)  # type: ignore[arg-type]


def titles(preface: etree._Element | None, inlines: InlineReader, level: int) -> list[Part]:
    """The title of a document or annex with what stands under it, then the lines of "Kính gửi" and anything else."""
    if preface is None:
        return []
    lines: list[Pieces] = []
    after: list[Pieces] = []
    others: list[tuple[str, Pieces]] = []
    kind = False
    for line in preface.iterfind("{*}p"):
        classes = set(line.get("class", "").split())
        if classes & _TITLE and after:
            others.append(("bold", inlines.read(line, "b")))
        elif classes & _TITLE:
            lines.append(inlines.read(line, "b"))
            kind = kind or "kind" in classes
        elif "attached-to" in classes:
            after.append(inlines.read(line, "i", keep_space=True))
        elif not _DRAWN.fullmatch(plain(pieces := inlines.read(line))):
            others.append((next((role for role in _BELOW_TITLE if role in classes), ""), pieces))
    made: list[Part] = [{"is": "title", "level": level, "lines": lines, "after": after, "rule": kind}] if lines or after else []
    return made + list(_others(others))


def _others(others: list[tuple[str, Pieces]]) -> Iterator[Part]:
    for role, members in groupby(others, key=lambda pair: pair[0]):
        lines = [pieces for _, pieces in members]
        if role == "addressee" and len(lines) > 1:
            yield from ({**_plain_line(pieces), "align": "addressee", "strong": index == 0} for index, pieces in enumerate(lines))
        else:
            look = {"align": _BELOW_TITLE.get(role, "center" if role else "justify"), "look": "bold" if role == "bold" else ""}
            yield from ({**_plain_line(pieces), **look} for pieces in lines)


def conclusion(conclusions: etree._Element, inlines: InlineReader, signer: Signer) -> Iterator[Part]:
    """Other closing lines, then recipients on the left and signatures on the right, as Annex I, boxes 7 to 9, has them."""
    recipients: list[Part] = []
    signatures: list[list[Part]] = []
    below: list[Part] = []
    for child in conclusions:
        if local(child) == "container" and child.get("name") == "signature":
            signatures.append(_signature(child, inlines, signer))
        elif local(child) == "container" and child.get("name") == "recipients":
            recipients += [{"class": line.get("class", ""), "pieces": inlines.read(line, "bi")} for line in child.iter("{*}p")]
        else:
            made = [_plain_line(inlines.read(line)) for line in child.iter("{*}p")]
            if recipients or signatures:
                below += made
            else:
                yield from made
    if recipients or signatures:
        yield {"is": "conclusion", "recipients": recipients, "signatures": signatures}
    yield from below


def _plain_line(pieces: Pieces) -> Part:
    return {"is": "paragraph", "num": [], "join": "", "strong": False, "pieces": pieces, "align": "justify", "look": "", "last": False}


def _signature(container: etree._Element, inlines: InlineReader, signer: Signer) -> list[Part]:
    lines: list[Part] = []
    for line in container.iter("{*}p"):
        classes = line.get("class", "").split()
        name = next((known for known in ("capacity", "position", "signer") if known in classes), "note")
        lines.append({"class": name, "above": signer, "pieces": inlines.read(line, "bi")})
    if not any(line["class"] == "signer" for line in lines):
        lines.append({"class": "signer", "above": signer, "pieces": []})
    return lines
