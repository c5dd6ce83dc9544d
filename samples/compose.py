"""Sample to WordprocessingML: the layout that Decree 30/2020 gives each part, as typists really make it."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from samples.encodings import Encoding
from samples.markup import Form, Look, Markup, grid, picture, rule
from samples.notation import Grid, Line, Sample

PORTRAIT, LANDSCAPE = (11906, 16838), (16838, 11906)
WIDTH = {False: 9354, True: 14286}
PLAIN, BOLD, ITALIC = Look(), Look(bold=True), Look(italic=True)
CENTRED = Form("center", before=0)
BODY = Form(first=1.27)
_BASE = re.compile(r"(Căn cứ|Theo đề nghị|Xét |Ủy ban nhân dân tỉnh ban hành Quyết định |Hội đồng nhân dân ban hành Nghị quyết )")
_ARTICLE = re.compile(r"(“?Điều \d+\w?\.) (.*)")
_LABEL = re.compile(r"(?:Điều \d+\.|\d+\.|[a-zđ]\)) ")


@dataclass(slots=True)
class Composer:
    """Composes one sample; ``place_picture`` stores the picture and gives its relation."""

    sample: Sample
    markup: Markup
    place_picture: Callable[[], str]
    started: bool = False
    landscape: bool = False
    _rules: int = field(default=100)

    def body(self) -> str:
        """The whole body, sections included."""
        lines = list(self.sample.body)
        written = [self._letterhead(), *self._title()]
        while lines:
            written.append(self._next(lines))
        return "".join(written) + section(landscape=self.landscape)

    def _next(self, lines: list[Line | Grid]) -> str:
        line = lines.pop(0)
        if isinstance(line, Grid):
            return self._table(line)
        if line.kind in ("@sign", "@to"):
            following = list(iter_plain(lines, line.kind))
            return self._signature(line.text, following) if line.kind == "@sign" else self._addressees(line.text, following)
        return self._line(line)

    def _line(self, line: Line) -> str:
        handler = {
            "#": self._heading,
            "##": lambda text: self._text(text, BOLD, Form(first=1.27, keep=True)),
            "###": lambda text: self._text(text, BOLD, BODY),
            "//": lambda text: self._text(text, ITALIC, BODY),
            "_": lambda text: self._text(text, ITALIC, CENTRED),
            "@annex": lambda _text: self.markup.paragraph("", Form(page_break=True, before=0)),
            "@attached": self._attached,
            "@landscape": self._turn,
            "@image": self._picture,
            "@endto": lambda _text: "",
            "": self._plain,
        }[line.kind]
        return handler(line.text)

    def _text(self, text: str, look: Look, form: Form) -> str:
        return self.markup.paragraph(self.markup.runs(text, look), form)

    def _heading(self, text: str) -> str:
        return "".join(
            self._text(part, BOLD, Form("center", before=6 if index == 0 else 0, keep=True)) for index, part in enumerate(text.split(" / "))
        )

    def _plain(self, text: str) -> str:
        if not self.started and _BASE.match(text):
            return self._text(text, ITALIC, BODY)
        article = _ARTICLE.fullmatch(text)
        self.started = self.started or article is not None
        if self.sample.head.get("numbering") == "auto" and _LABEL.match(text):
            return self._numbered(text)
        if article is None:
            return self._text(text, PLAIN, BODY)
        if len(text) < 140 and not text.endswith((".", ":", ";", "/./", ".”")):
            return self._text(text, BOLD, Form(first=1.27, keep=True))
        return self.markup.paragraph(self.markup.runs(article[1], BOLD) + self.markup.runs(" " + article[2], PLAIN), BODY)

    def _numbered(self, text: str) -> str:
        level = 0 if text.startswith("Điều") else 1 if text[0].isdigit() else 2
        rest = _LABEL.sub("", text, count=1)
        heading = level == 0 and not rest.endswith(".")
        return self._text(rest, BOLD if heading else PLAIN, Form(number=level, first=1.27))

    def _rule(self, width: int) -> str:
        self._rules += 1
        typed = self.sample.head["agency"].startswith("HỘI ĐỒNG") or self.sample.head.get("encoding") == "tcvn3"
        return self.markup.paragraph(self.markup.runs("-------", PLAIN) if typed else rule(width, self._rules), CENTRED)

    def _letterhead(self) -> str:
        head = self.sample.head
        parent, _, own = head["agency"].rpartition(" > ")
        small, strong = Look(13), Look(13, bold=True)
        left = [self._text(parent, small, CENTRED)] if parent else []
        left += [self._text(line, strong, CENTRED) for line in own.split(" / ")]
        left.append(self._rule(70))
        left.append(self._number(head["number"], small))
        if "about" in head:
            left.append(self._text(head["about"], Look(12), CENTRED))
        if "mark" in head:
            left.append(self._text(head["mark"], strong, Form("center", before=6)))
        motto = "CỘNG HOÀ XÃ HỘI CHỦ NGHĨA VIỆT NAM" if head.get("encoding") == "tcvn3" else "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
        right = [
            self._text(motto, strong, CENTRED),
            self._text("Độc lập - Tự do - Hạnh phúc", BOLD, CENTRED),
            self._rule(170),
            self._text(head["place"], ITALIC, CENTRED),
        ]
        return grid([["".join(left), "".join(right)]], [3700, 5950], borders=False) + self.markup.paragraph("", CENTRED)

    def _number(self, number: str, look: Look) -> str:
        label, _, rest = number.partition(" ")
        digits, slash, symbol = rest.partition("/")
        pieces = (label + " ", digits, slash + symbol)
        return self.markup.paragraph("".join(self.markup.runs(piece, look) for piece in pieces), CENTRED)

    def _title(self) -> Iterator[str]:
        head = self.sample.head
        if "kind" in head:
            yield self._text(head["kind"], BOLD, Form("center", before=6))
            yield self._text(head["subject"], BOLD, CENTRED)
            yield self._rule(90)

    def _attached(self, agency: str) -> str:
        left = "".join(self._text(line, Look(13, bold=True), CENTRED) for line in agency.split(" / ")) + self._rule(70)
        right = self._text("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", Look(13, bold=True), CENTRED) + self._text(
            "Độc lập - Tự do - Hạnh phúc", BOLD, CENTRED
        )
        right += self._rule(170)
        broken = self.markup.paragraph("", Form(page_break=True, before=0))
        return broken + grid([[left, right]], [3700, 5950], borders=False) + self.markup.paragraph("", CENTRED)

    def _addressees(self, text: str, lines: list[str]) -> str:
        if not lines:
            return self._text(text, PLAIN, Form("center", before=12))
        return self._text(text, PLAIN, Form("left", left=3, before=12)) + "".join(
            self._text(line, PLAIN, Form("left", left=4.5, before=0)) for line in lines
        )

    def _signature(self, text: str, recipients: list[str]) -> str:
        *titles, name = text.split("; ")
        left = self._text("Nơi nhận:", Look(12, bold=True, italic=True), Form("left", before=0))
        left += "".join(self._text(line, Look(11), Form("left", before=0)) for line in recipients)
        right = (
            "".join(self._text(title, BOLD, CENTRED) for title in titles)
            + self.markup.paragraph("", CENTRED) * 4
            + self._text(name, BOLD, CENTRED)
        )
        return self.markup.paragraph("", CENTRED) + grid([[left, right]], [4700, 4800], borders=False)

    def _table(self, table: Grid) -> str:
        widths = [WIDTH[self.landscape] * width // 100 for width in table.widths]
        rows = [
            [self._cell(cell, column, index < table.header, table) for column, cell in enumerate(row)]
            for index, row in enumerate(table.rows)
        ]
        return grid(rows, widths, header=table.header) + self.markup.paragraph("", Form(before=0))

    def _cell(self, cell: str, column: int, header: bool, table: Grid) -> str:
        if cell in ("<", "^"):
            return cell
        centred = header or (column == 0 and table.widths[0] <= 12) or bool(re.fullmatch(r"[\d.,]+", cell))
        look = Look(table.size, bold=header)
        return "".join(self._text(part, look, Form("center" if centred else "left", before=2)) for part in cell.split(" / "))

    def _turn(self, _text: str) -> str:
        self.landscape = True
        return f"<w:p><w:pPr>{section(landscape=False)}</w:pPr></w:p>"

    def _picture(self, text: str) -> str:
        size, alt = text.split(" ", 1)
        return self.markup.paragraph(picture(self.place_picture(), (float(size), float(size)), alt), Form("center"))


def iter_plain(lines: list[Line | Grid], kind: str) -> Iterator[str]:
    """Takes the plain lines off the front: the recipients after ``@sign``, the addressees up to ``@endto``."""
    while lines and isinstance(lines[0], Line) and lines[0].kind == "" and (kind == "@to" or lines[0].text.startswith("- ")):
        taken = lines.pop(0)
        assert isinstance(taken, Line)
        yield taken.text


def section(*, landscape: bool) -> str:
    """A section's page: A4 with the margins of Decree 30/2020 (20, 20, 30, 15 mm; turned when landscape)."""
    width, height = LANDSCAPE if landscape else PORTRAIT
    turned = ' w:orient="landscape"' if landscape else ""
    margins = (
        'w:top="1134" w:right="1134" w:bottom="851" w:left="1134"'
        if landscape
        else 'w:top="1134" w:right="851" w:bottom="1134" w:left="1701"'
    )
    size = f'<w:pgSz w:w="{width}" w:h="{height}"{turned}/>'
    return f'<w:sectPr>{size}<w:pgMar {margins} w:header="567" w:footer="567" w:gutter="0"/><w:titlePg/></w:sectPr>'


def encoding_of(sample: Sample) -> Encoding:
    """The encoding a sample's head asks for."""
    named = sample.head.get("encoding", "nfc")
    return "tcvn3" if named == "tcvn3" else "nfd" if named == "nfd" else "nfc"
