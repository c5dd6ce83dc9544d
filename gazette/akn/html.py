"""Akoma Ntoso as reading HTML: semantic, one anchor per provision, readable without a style sheet."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from html import escape

from lxml import etree

from gazette.akn.contents import ContentsItem, contents_of
from gazette.akn.names import GZ, QUOTED, local, quotations_of, tag
from gazette.akn.page import page
from gazette.akn.parsing import parse
from gazette.akn.rows import row_eid
from gazette.akn.text import lines_of
from gazette.model.draft import CONTENTS, LEVELS
from gazette.model.naming import names_level
from gazette.model.outcome import Lang
from gazette.model.paths import WIDE
from gazette.model.text import fold_space

_SAFE_SOURCE = re.compile(r"(?:https?://|data:image/(?:png|jpeg|gif|webp);base64,)", re.IGNORECASE)
_SCHEME = re.compile(r"^\s*[a-z][a-z0-9+.-]*:", re.IGNORECASE)
_LOOKS = {"b": "b", "i": "i", "u": "u", "sup": "sup", "sub": "sub"}
_SPANS = {"docNumber": "number", "docDate": "date", "docAuthority": "authority", "docType": "kind", "docTitle": "title"}
_WORDS = {
    "vi": {"notes": "Chú thích", "back": "Trở lại", "table": "Bảng", "attachments": "Phụ lục và văn bản kèm theo", "image": "Hình"},
    "en": {"notes": "Notes", "back": "Back", "table": "Table", "attachments": "Attachments", "image": "Picture"},
}
ImageUrl = Callable[[str], str]


def to_html(
    xml: bytes, *, lang: Lang = "vi", standalone: bool = False, image_url: ImageUrl | None = None, notices: tuple[str, ...] = ()
) -> str:
    """The reading view of *xml*: an ``article`` element, or with *standalone* a whole page with its contents.

    *lang* is the language of the view's own words; the text stays Vietnamese. *image_url* turns a picture's name into its
    address; *notices* stand above the text of a whole page. :class:`~gazette.akn.parsing.NotAkomaNtoso` when *xml* is none.
    """
    text = next((child for child in parse(xml) if local(child.tag) in ("act", "doc")), None)
    view = _View(lang, image_url)
    if text is not None:
        view.document(text)
    article = f'<article class="akn" lang="vi">{"".join(view.out)}</article>'
    if not standalone:
        return article
    bar = "".join(f'<p class="notice" role="note" lang="vi">{escape(one)}</p>' for one in notices)
    return page(_title(text), contents_html(contents_of(text) if text is not None else ()), bar + article, lang)


def contents_html(items: tuple[ContentsItem, ...]) -> str:
    """The contents as a nested list of links."""
    if not items:
        return ""
    return "<ol>" + "".join(map(_contents_line, items)) + "</ol>"


def _contents_line(item: ContentsItem) -> str:
    shown = escape(" ".join(filter(None, (item.num, item.heading))))
    return f'<li><a href="#{escape(item.eid)}">{shown}</a>{contents_html(item.children)}</li>'


def _title(text: etree._Element | None) -> str:
    if text is None:
        return "Văn bản"
    lines = [
        fold_space(" ".join(lines_of(paragraph)) or "".join(str(piece) for piece in paragraph.itertext()))
        for paragraph in text.iterfind(f"{tag('preface')}/{tag('p')}")
        if paragraph.get("class", "").split()[:1] in (["kind"], ["subject"])
    ]
    return " ".join(lines) or "Văn bản"


@dataclass(slots=True)
class _View:
    lang: Lang
    image_url: ImageUrl | None
    out: list[str] = field(default_factory=list)
    notes: list[etree._Element] = field(default_factory=list)
    numbered: int = 0

    def document(self, text: etree._Element, depth: int = 2) -> None:
        for child in text:
            name = local(child.tag)
            if name == "preface":
                self._wrap("header", "preface", child, depth)
            elif name == "preamble":
                self._wrap("div", "preamble", child, depth)
            elif name in ("body", "mainBody"):
                self._wrap("div", "body", child, depth)
            elif name == "conclusions":
                self._wrap("footer", "conclusions", child, depth)
            elif name == "attachments":
                for attachment in child:
                    self._attachment(attachment, depth)
        if depth == 2:
            self._footnotes()

    def _wrap(self, element: str, role: str, parent: etree._Element, depth: int) -> None:
        self.out.append(f'<{element} class="{role}">')
        self._children(parent, depth)
        self.out.append(f"</{element}>")

    def _attachment(self, attachment: etree._Element, depth: int) -> None:
        self.out.append(f'<section class="attachment"{_id(attachment)}>')
        for doc in attachment:
            self.document(doc, depth + 1)
        self.out.append("</section>")

    def _children(self, parent: etree._Element, depth: int) -> None:
        for child in parent:
            name = local(child.tag)
            if name in LEVELS:
                self._provision(child, depth)
            elif name in ("num", "heading"):
                continue
            else:
                self._block(child, name, depth)

    def _provision(self, element: etree._Element, depth: int) -> None:
        name = local(element.tag)
        num, heading = element.find(tag("num")), element.find(tag("heading"))
        label = element.get("name", name) if name == "hcontainer" else name
        if label in WIDE and num is not None and not names_level("".join(map(str, num.itertext()))):
            label = "outline"
        self.out.append(f'<section class="{escape(label)}"{_id(element)}>')
        shown = self._inline(num) if num is not None else ""
        if heading is not None:
            level = min(depth, 6)
            between = "<br>" if label in ("part", "chapter") else " "
            self.out.append(f'<h{level}><span class="num">{shown}</span>{between if shown else ""}{self._inline(heading)}</h{level}>')
        elif shown and not self._run_in(element, shown, depth):
            self.out.append(f'<p><span class="num">{shown}</span></p>')
        self._children(element, depth + 1)
        self.out.append("</section>")

    def _run_in(self, element: etree._Element, shown: str, depth: int) -> bool:
        """Print the label at the start of the first paragraph; False when there is none, or the label stands apart."""
        num = element.find(tag("num"))
        first = next((child for child in element if local(child.tag) in ("content", "intro")), None)
        paragraph = first[0] if first is not None and len(first) else None
        if paragraph is None or local(paragraph.tag) != "p":
            return False
        quoted = quotations_of(paragraph)
        inner = self._inline(paragraph)
        if quoted and not inner:
            return False
        if num is not None and num.get("class") == "apart":
            return False
        gap = "" if num is not None and num.get("class") == "joined" else " "
        self.out.append(f'<p{_class(paragraph)}><span class="num">{shown}</span>{gap}{inner}</p>')
        self._quotations(quoted, depth)
        paragraph.set("class", "printed")
        return True

    def _block(self, element: etree._Element, name: str, depth: int) -> None:
        if name == "p":
            if element.get("class") == "printed":
                return
            quoted = quotations_of(element)
            inner = self._inline(element)
            if inner or not quoted:
                self.out.append(f"<p{_class(element)}>{inner}</p>")
            self._quotations(quoted, depth)
        elif name == "table":
            self._table(element, depth)
        elif name == "container":
            role = element.get("name", "")
            self.out.append(f'<div class="{escape(role)}"{_id(element)}>')
            self._children(element, depth)
            self.out.append("</div>")
        elif name == "blockContainer" and element.get("class") == CONTENTS:
            self._wrap("div", CONTENTS, element, depth)
        elif name == "recitals":
            self._wrap("div", "recitals", element, depth)
        elif name == "formula":
            self._wrap("div", escape(element.get("name", "formula")), element, depth)
        elif name:
            self._children(element, depth)

    def _quotations(self, quoted: list[etree._Element], depth: int) -> None:
        for structure in quoted:
            self.out.append(f'<blockquote class="quoted"{_id(structure)}>')
            self._children(structure, depth)
            self.out.append("</blockquote>")

    def _table(self, table: etree._Element, depth: int) -> None:
        classes = table.get("class", "")
        layout = "plain" in classes.split()
        words = _WORDS[self.lang]
        region = "" if layout else f' role="region" tabindex="0" aria-label="{words["table"]}"'
        self.out.append(f'<div class="table {escape(classes)}"{region}><table{_id(table)}{" role=presentation" if layout else ""}>')
        for place, row in enumerate(table, 1):
            eid = "" if layout else row_eid(table, place)
            self.out.append(f'<tr id="{escape(eid)}">' if eid else "<tr>")
            for cell in row:
                self._cell(cell, layout=layout, first_row=place == 1, depth=depth)
            self.out.append("</tr>")
        self.out.append("</table></div>")

    def _cell(self, cell: etree._Element, *, layout: bool, first_row: bool, depth: int) -> None:
        header = not layout and (local(cell.tag) == "th" or (first_row and _all_bold(cell)))
        spans = "".join(f' {name}="{escape(cell.get(name, ""))}"' for name in ("colspan", "rowspan") if cell.get(name))
        element = "th" if header else "td"
        self.out.append(f"<{element}{' scope=col' if header else ''}{spans}>")
        self._children(cell, depth)
        self.out.append(f"</{element}>")

    def _inline(self, element: etree._Element) -> str:
        pieces = [escape(element.text, quote=False)] if element.text else []
        for child in element:
            pieces.append(self._inline_child(child))
            if child.tail:
                pieces.append(escape(child.tail, quote=False))
        return "".join(pieces)

    def _inline_child(self, child: etree._Element) -> str:
        name = local(child.tag)
        if name in _LOOKS:
            return f"<{name}>{self._inline(child)}</{name}>"
        if name == "br":
            return "<br>"
        if name in QUOTED:
            return ""
        if name == "mod":
            inner = self._inline(child)
            return f'<span class="instruction"{_id(child)}>{inner}</span>' if inner else ""
        if name == "authorialNote":
            return self._note(child)
        if name == "img":
            return self._image(child)
        if name == "ref":
            return self._ref(child)
        if name == "span" and child.get("class") == "strike":
            return f"<s>{self._inline(child)}</s>"
        if name == "inline" and child.get("name") == "formula":
            return mathml(child.get(f"{{{GZ}}}mathml", "")) or f'<span class="formula">{self._inline(child)}</span>'
        if name in _SPANS:
            day = child.get("date") if name == "docDate" else None
            inner = self._inline(child)
            return f'<time datetime="{escape(day)}">{inner}</time>' if day else f'<span class="{_SPANS[name]}">{inner}</span>'
        return self._inline(child)

    def _ref(self, ref: etree._Element) -> str:
        href = ref.get("href", "")
        inner = self._inline(ref)
        return f'<a href="{escape(href)}">{inner}</a>' if href.startswith(("#", "/akn/")) else inner

    def _image(self, image: etree._Element) -> str:
        source = image.get("src", "")
        url = self.image_url(source) if self.image_url else source
        if not _SAFE_SOURCE.match(url) and (_SCHEME.match(url) or url.startswith("//")):
            return ""
        size = "".join(f' {name}="{escape(image.get(name, ""))}"' for name in ("width", "height") if image.get(name))
        alt = image.get("alt", "")
        return f'<img src="{escape(url)}" alt="{escape(alt)}"{size} loading="lazy">'

    def _note(self, note: etree._Element) -> str:
        self.notes.append(note)
        eid = escape(note.get("eId", f"note_{len(self.notes)}"))
        mark = escape(note.get("marker", str(len(self.notes))))
        return f'<sup class="note"><a id="ref_{eid}" href="#{eid}" role="doc-noteref">{mark}</a></sup>'

    def _footnotes(self) -> None:
        if not self.notes:
            return
        words = _WORDS[self.lang]
        self.out.append(f'<section class="notes" role="doc-endnotes" aria-label="{words["notes"]}"><hr><ul>')
        while self.numbered < len(self.notes):
            note = self.notes[self.numbered]
            self.numbered += 1
            eid = escape(note.get("eId", f"note_{self.numbered}"))
            self.out.append(f'<li id="{eid}"><span class="num">{escape(note.get("marker", ""))}</span> ')
            self._children(note, 6)
            self.out.append(f'<a href="#ref_{eid}" role="doc-backlink" aria-label="{words["back"]}">↩</a></li>')
        self.out.append("</ul></section>")


def _id(element: etree._Element) -> str:
    eid = element.get("eId")
    return f' id="{escape(eid)}"' if eid else ""


def _class(element: etree._Element) -> str:
    classes = element.get("class")
    return f' class="{escape(classes)}"' if classes else ""


def _all_bold(cell: etree._Element) -> bool:
    paragraphs = [one for one in cell if local(one.tag) == "p"]
    return bool(paragraphs) and all(
        not (one.text or "").strip() and len(one) and all(local(run.tag) == "b" and not (run.tail or "").strip() for run in one)
        for one in paragraphs
    )


def mathml(source: str) -> str:
    """*source* as MathML that is safe to show: presentation elements and plain attributes only; empty when it is not."""
    if not source:
        return ""
    try:
        root = etree.fromstring(source.encode(), etree.XMLParser(resolve_entities=False, no_network=True))
    except etree.XMLSyntaxError:
        return ""
    return _math_element(root) if local(root.tag) == "math" else ""


def mathml_text(source: str) -> str:
    """Every character that the formula *source* shows; empty when it is no safe MathML."""
    shown = mathml(source)
    if not shown:
        return ""
    root = etree.fromstring(shown)
    etree.strip_elements(root, "mphantom", with_tail=False)
    return "".join(map(str, root.itertext())).translate(_UNSEEN)


_UNSEEN = str.maketrans("", "", "\u2061\u2062\u2063\u2064")
_MATH = frozenset(
    (  # noqa: SIM905
        "math mrow mi mn mo mtext ms mspace mfrac msqrt mroot mstyle merror mpadded mphantom mfenced menclose msub msup msubsup "
        "munder mover munderover mmultiscripts mprescripts none mtable mtr mtd"
    ).split()
)
_MATH_ATTRIBUTES = frozenset(
    ("display", "mathvariant", "stretchy", "accent", "linethickness", "open", "close", "separators", "columnalign", "notation")
)


def _math_element(element: etree._Element) -> str:
    name = local(element.tag)
    inner = escape(element.text or "") + "".join(_math_element(child) + escape(child.tail or "") for child in element)
    if name not in _MATH:
        return inner
    attributes = "".join(f' {key}="{escape(str(value))}"' for key, value in element.attrib.items() if key in _MATH_ATTRIBUTES)
    return f"<{name}{attributes}>{inner}</{name}>"
