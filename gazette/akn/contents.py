"""What stands where: the table of contents, and the provisions as search takes them in."""

from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from gazette.akn.names import local, tag
from gazette.akn.parsing import parse
from gazette.akn.text import lines_of
from gazette.model.draft import LEVELS
from gazette.model.text import fold_space

_IN_CONTENTS = frozenset(("part", "chapter", "section", "subsection", "article", "hcontainer"))


@dataclass(frozen=True, slots=True)
class ContentsItem:
    """One line of the contents; ``level`` is the element's name, or ``attachment``."""

    eid: str
    level: str
    num: str
    heading: str
    children: tuple["ContentsItem", ...] = ()


@dataclass(frozen=True, slots=True)
class ProvisionText:
    """One provision with all its text, for search."""

    eid: str
    num: str
    heading: str
    text: str

    def __iter__(self) -> Iterator[str]:
        return iter((self.eid, self.num, self.heading, self.text))


def contents(xml: bytes) -> tuple[ContentsItem, ...]:
    """The table of contents of *xml*, attachments last; clauses, points and tiết are left out."""
    text = next((child for child in parse(xml) if local(child.tag) in ("act", "doc")), None)
    return contents_of(text) if text is not None else ()


def contents_of(text: etree._Element) -> tuple[ContentsItem, ...]:
    """The table of contents of one document element."""
    items = [item for name in ("body", "mainBody") for item in _items(text.find(tag(name)))]
    attachments = text.iterfind(f"{tag('attachments')}/{tag('attachment')}")
    return (*items, *(attachment_item(attachment) for attachment in attachments))


def _items(parent: etree._Element | None) -> Iterator[ContentsItem]:
    for child in parent if parent is not None else ():
        name = local(child.tag)
        if name not in _IN_CONTENTS or child.get("name") == "tiet":
            continue
        num, heading = _shown(child, "num"), _shown(child, "heading")
        if heading or (num and name != "hcontainer"):
            yield ContentsItem(child.get("eId", ""), name, num, heading, tuple(_items(child)))
        else:
            yield from _items(child)


def attachment_item(attachment: etree._Element) -> ContentsItem:
    """An attachment as a line of the contents: its number, or else its kind, and what it is about."""
    doc = next((child for child in attachment if local(child.tag) in ("act", "doc")), attachment)
    lines: dict[str, list[str]] = {"annex-number": [], "kind": [], "subject": []}
    for paragraph in doc.iterfind(f"{tag('preface')}//{tag('p')}"):
        roles = paragraph.get("class", "").split()
        if roles and roles[0] in lines:
            lines[roles[0]].append(_plain(paragraph))
    num = " ".join(lines["annex-number"] or lines["kind"])
    rest = lines["subject"] if not lines["annex-number"] else [*lines["kind"], *lines["subject"]]
    return ContentsItem(attachment.get("eId", ""), "attachment", num, " ".join(rest), contents_of(doc))


def _shown(element: etree._Element, name: str) -> str:
    child = element.find(tag(name))
    return _plain(child) if child is not None else ""


def _plain(element: etree._Element) -> str:
    pieces = [element.text or ""]
    for child in element:
        if local(child.tag) == "br":
            pieces.append(" ")
        elif local(child.tag) != "authorialNote":
            pieces.append(_plain(child))
        pieces.append(child.tail or "")
    return fold_space("".join(pieces))


def provisions(xml: bytes) -> Iterator[ProvisionText]:
    """The provisions of *xml* for search: each article, each outline item or attachment that holds no article; a tiết by itself is none."""
    text = next((child for child in parse(xml) if local(child.tag) in ("act", "doc")), None)
    if text is not None:
        yield from _provisions(text)


def _provisions(text: etree._Element) -> Iterator[ProvisionText]:
    for name in ("body", "mainBody"):
        body = text.find(tag(name))
        if body is not None:
            yield from _below(body)
    for attachment in text.iterfind(f"{tag('attachments')}/{tag('attachment')}"):
        doc = next((child for child in attachment if local(child.tag) in ("act", "doc")), None)
        if doc is None:
            continue
        inner = list(_provisions(doc))
        if inner:
            yield from inner
        else:
            item = attachment_item(attachment)
            yield ProvisionText(item.eid, item.num, item.heading, "\n".join(lines_of(doc)))


def _below(parent: etree._Element) -> Iterator[ProvisionText]:
    for child in parent:
        if local(child.tag) not in LEVELS or child.get("name") == "tiet":
            continue
        if local(child.tag) == "article" or not _holds_article(child):
            yield ProvisionText(child.get("eId", ""), _shown(child, "num"), _shown(child, "heading"), "\n".join(lines_of(child)))
        else:
            yield from _below(child)


def _holds_article(parent: etree._Element) -> bool:
    """True when an article of the text's own, not a quoted one, stands below *parent*."""
    return any(local(child.tag) == "article" or _holds_article(child) for child in parent if local(child.tag) in LEVELS)
