"""The body as a tree: Phần, Chương, Mục, Tiểu mục, Điều, khoản, điểm, tiết; or the levels of an outline."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from gazette.model.draft import Block, Item, Provision, Quotation, text_of, trimmed
from gazette.model.naming import roman
from gazette.structure.divisions import is_division_title, may_be_called, titles_articles
from gazette.structure.labels import (
    LETTERS,
    PLAIN_LETTERS,
    Label,
    bare,
    clause_label,
    dash_label,
    decimal_label,
    heading_label,
    loose_clause_label,
    may_be_low,
    outline_label,
    point_label,
)
from gazette.structure.lines import Row, block, has_note
from gazette.structure.lists import with_lists
from gazette.structure.nodes import DIVISIONS, LONG, SENTENCE_END, Node, entitle, frozen, node_of
from gazette.structure.quotations import instructs, introduces, opens_quotation, quoted_until

_RANKS = {
    "part": 0,
    "chapter": 1,
    "section": 2,
    "subsection": 3,
    "article": 4,
    "letter": 5,
    "roman": 6,
    "clause": 7,
    "decimal": 8,
    "point": 10,
    "dash": 11,
    "division": 5.5,
    "within": 6,
}
_FAR = 60
_WORDS = re.compile(r"[^\W\d_]{2}")


@dataclass(slots=True)
class Body:
    """Builds the tree of one text from its rows; ``articles`` False reads an outline, ``quoted`` the inside of a quotation."""

    articles: bool = True
    quoted: bool = False
    items: list[Item | Node] = field(default_factory=list)
    stack: list[Node] = field(default_factory=list)
    last_article: int = 0
    undivided: int = 0
    """The last row up to which no ``II`` divides the open Điều, so that it is looked for once."""
    unclosed: list[int] = field(default_factory=list)
    """The paragraphs that open a quotation whose mark is never closed."""

    def read(self, rows: list[Row]) -> tuple[Item, ...]:
        """The items of *rows*, in order."""
        index = 0
        while index < len(rows):
            index = self._step(rows, index)
        if not self.articles:
            entitle(self.nodes())
        items = tuple(frozen(item, self.articles) if isinstance(item, Node) else item for item in self.items)
        return items if self.articles else with_lists(items)

    def nodes(self) -> list[Node]:
        """The top provisions, for the checks on numbering."""
        return [item for item in self.items if isinstance(item, Node)]

    def _step(self, rows: list[Row], index: int) -> int:
        row = rows[index]
        if row.table is None and not self.quoted:
            end = quoted_until(rows, index, len(rows), self._resumes)
            if end > index:
                self._quote(rows[index:end])
                return end
        label = None if row.table is not None else self._label(rows, index)
        if label is None:
            self._note_unclosed(row)
            self._plain(block(row))
            return index + 1
        node = self._open(row, label)
        if node.style in DIVISIONS:
            return self._title(node, rows, index + 1)
        end = self._unmarked_until(node, rows, index)
        if end > index + 1:
            self._quote(rows[index + 1 : end], marked=False)
        return end

    def _note_unclosed(self, row: Row) -> None:
        label = heading_label(row.raw) if row.table is None and not self.quoted else None
        if label is not None and label.quoted:
            self.unclosed.append(row.where)

    def _resumes(self, row: Row) -> bool:
        """True when *row* goes on with the numbering of an open provision: an article, a Roman number, or an instruction."""
        if row.table is not None:
            return False
        label = _any_label(row.raw)
        if label is None or label.quoted:
            return False
        if label.style == "article":
            return label.pointed and label.number == str(self.last_article + 1)
        last = next((node.label.number for node in reversed(self.stack) if node.style == label.style), "")
        return _follows(label, last) and (label.style in ("roman", "letter") or instructs(row.raw[label.end :]))

    def _unmarked_until(self, node: Node, rows: list[Row], index: int) -> int:
        """The row after the provisions that the instruction at *index* brings in without quotation marks."""
        words = text_of(node.first).strip()
        if self.quoted or index + 1 >= len(rows) or not introduces(words) or not self._foreign(node, rows[index + 1], words):
            return index + 1
        found = next((at for at in range(index + 2, len(rows)) if self._resumes(rows[at])), None)
        return found or (len(rows) if node.style in ("clause", "roman") else index + 1)

    def _foreign(self, node: Node, row: Row, words: str) -> bool:
        """True when *row*, after the instruction *words* at *node*, opens a provision of another text."""
        label = _any_label(row.raw) if row.table is None and not opens_quotation(row.raw) else None
        if label is None or instructs(row.raw[label.end :]) or self._resumes(row):
            return False
        if label.style == "decimal" and label.number.startswith(f"{node.label.number}."):
            return instructs(words)
        return label.number.lower() not in ("1", "a", "i")

    def _quote(self, rows: list[Row], *, marked: bool = True) -> None:
        labels = [label for row in rows if row.table is None and (label := heading_label(row.raw))]
        articles = bool(labels) or self.articles if marked else any(label.style == "article" for label in labels)
        inner = Body(articles=articles, quoted=True).read(rows)
        if any(isinstance(item, Provision) for item in inner):
            self._plain(Quotation(inner))
        else:
            for item in inner:
                if not isinstance(item, Provision):
                    self._plain(item)

    def _label(self, rows: list[Row], index: int) -> Label | None:
        row = rows[index]
        label = heading_label(row.raw)
        if label is not None:
            return label if self._accepts(label, row) else None
        if not self.articles:
            return Label("division", "", 0) if is_division_title(row) and not self.quoted else self._outline(row)
        return self._lettered(rows, index) or self._below_article(rows, index)

    def _lettered(self, rows: list[Row], index: int) -> Label | None:
        """The label of a division that is called by a Roman number or a capital alone: above Điều, or within one."""
        row = rows[index]
        if self.quoted or not may_be_called(row):
            return None
        label = outline_label(row.raw)
        if label is None or label.style not in ("roman", "letter") or label.quoted:
            return None
        if titles_articles(rows, index):
            return Label(self._called(label), label.number, label.end)
        return Label("within", label.number, label.end) if label.style == "roman" and self._divides_article(rows, index, label) else None

    def _called(self, label: Label) -> str:
        """The level of a division called by a Roman number or a capital alone, by what is open above it."""
        above = [node.style for node in self.stack]
        if label.style == "roman":
            return "section"
        if "section" in above and "part" not in above and "chapter" not in above:
            return "subsection"
        return "section" if "chapter" in above else "part"

    def _divides_article(self, rows: list[Row], index: int, label: Label) -> bool:
        """True when a Roman number opens a division of the open Điều: the next after the last, or ``I`` with its ``II`` to come."""
        article = next((node for node in reversed(self.stack) if node.style == "article"), None)
        if article is None:
            return False
        if label.number != "I":
            last = next((child.label.number for child in reversed(article.children) if child.style == "within"), "")
            return _follows(Label("roman", label.number, 0), last)
        if article.children or index < self.undivided:
            return False
        for at, row in enumerate(_until_article(rows, index + 1), start=index + 1):
            if _opens_roman(row, "II"):
                return True
            self.undivided = at
        return False

    def _accepts(self, label: Label, row: Row) -> bool:
        if label.quoted and not self.quoted:
            return False
        if label.style != "article":
            return row.bold or row.capitals or row.centered or (len(row.text) < 120 and not row.text.endswith((";", ".")))
        if label.pointed:
            return True
        rest = row.raw[label.end :].strip()
        number = int(re.sub(r"\D.*", "", label.number))
        return rest[:1].isupper() and number == self.last_article + 1

    def _outline(self, row: Row) -> Label | None:
        label = outline_label(row.raw)
        if label is None or label.style not in ("roman", "letter"):
            return label
        letters = [node.label.number for node in self.stack if node.style == "letter"]
        if label.number in ("C", "L") or (label.style == "roman" and letters and _follows_letter(label.number, letters[-1])):
            label = Label("letter", label.number, label.end, label.quoted)
        return label if self._plausible(label, row) else None

    def _plausible(self, label: Label, row: Row) -> bool:
        """True when a capital or a Roman number opens a division: no symbol of a formula explained below it (``C: chiều cao``)."""
        words = row.raw[label.end :]
        if row.bold or (words.isupper() and _WORDS.search(words)):
            return True
        sign = row.raw[: label.end].rstrip()[-1]
        last = next((node.label.number for node in reversed(self.stack) if node.style == label.style), "")
        return sign == "." or _follows(label, last) or (sign != ":" and label.number in ("A", "I"))

    def _below_article(self, rows: list[Row], index: int) -> Label | None:
        raw = rows[index].raw
        if not may_be_low(raw) or not (self.quoted or any(node.style in ("article", "clause") for node in self.stack)):
            return None
        label = decimal_label(raw)
        if label is not None:
            return label if self._next_decimal(label) else None
        label = clause_label(raw) or point_label(raw)
        if label is not None:
            return label if label.pointed or self._next_point(label) else None
        label = loose_clause_label(raw)
        if label is not None:
            return label if self._next_clause(label) and (not bare(label, raw) or _stands_alone(rows, index, label)) else None
        if self.stack and self.stack[-1].style in ("point", "dash"):
            label = dash_label(raw)
            return label if label and label.number in "-–—+" else None
        return None

    def _next_decimal(self, label: Label) -> bool:
        """True when a number such as ``2.1`` stands below the open number it begins with: a khoản, a number like it, or the Điều itself."""
        above, _, last = label.number.rpartition(".")
        parent = next((node for node in reversed(self.stack) if _heads(node, above)), None)
        if parent is None:
            return False
        before = [node.label.number for node in parent.children if node.style == "decimal"]
        return int(last) == 1 if not before else int(last) > int(before[-1].rpartition(".")[2])

    def _next_point(self, label: Label) -> bool:
        """True when the letter follows the one before it in the official order, or in the plain alphabet some writers count by."""
        points = [node.label.number for node in self.stack if node.style == "point"]
        if not points:
            return label.number == LETTERS[0]
        pair = points[-1] + label.number
        return any(pair in "".join(letters) for letters in (LETTERS, PLAIN_LETTERS))

    def _next_clause(self, label: Label) -> bool:
        """True when the number follows the last khoản of the open Điều; a list below a điểm is no khoản."""
        article = next((node for node in reversed(self.stack) if node.style == "article"), None)
        siblings = article.children if article is not None else self.nodes()
        clauses = [node.label.number for node in siblings if node.style == "clause"]
        if not clauses:
            return label.number == "1" and not any(node.style == "point" for node in self.stack)
        return clauses[-1].isdigit() and label.number == str(int(clauses[-1]) + 1)

    def _open(self, row: Row, label: Label) -> Node:
        node = node_of(row, label)
        if label.style == "article":
            self.last_article = int(re.sub(r"\D.*", "", label.number) or "0")
        self._climb(node, row)
        (self.stack[-1].children if self.stack else self.items).append(node)
        self.stack.append(node)
        return node

    def _climb(self, node: Node, row: Row) -> None:
        styles = [open_node.style for open_node in self.stack]
        node.rank = _RANKS[node.style] + (node.label.number.count(".") - 1 if node.style == "decimal" else 0)
        if node.style == "division" and row.centered:
            node.rank = 0
        if node.style == "decimal" and not node.label.number[0].isdigit():
            node.rank = self._compound_rank(node.label.number)
        if node.style == "letter" and "roman" in styles and "letter" not in styles and "clause" not in styles:
            node.rank = _RANKS["roman"] + 0.5
        elif node.style == "letter" and "letter" in styles:
            node.rank = next(one.rank for one in self.stack if one.style == "letter")
        while self.stack and self.stack[-1].rank >= node.rank:
            self.stack.pop()

    def _compound_rank(self, number: str) -> float:
        """The rank of a number that repeats the division's own (``I.1``, ``B.2.1``): right below it, above the khoản."""
        division = _RANKS["roman"] if re.match(r"[IVX]+\.", number) else _RANKS["letter"]
        above = next((node.rank for node in self.stack if node.style in ("roman", "letter") and node.rank >= division), division)
        return above + 0.1 * number.count(".")

    def _plain(self, one: Block) -> None:
        if self.stack:
            self.stack[-1].lead.append(one)
        else:
            self.items.append(one)

    def _title(self, node: Node, rows: list[Row], index: int) -> int:
        taken = 0
        noted = has_note(node.num) or has_note(node.first)
        while index < len(rows) and taken < 5 and not noted and self._continues_title(node, rows[index], taken):
            node.title.append(trimmed(rows[index].inlines))
            noted = has_note(rows[index].inlines)
            taken += 1
            index += 1
        return index

    def _continues_title(self, node: Node, row: Row, taken: int) -> bool:
        if row.table is not None or heading_label(row.raw) or clause_label(row.raw) or not row.text:
            return False
        if not text_of(node.first).strip() and taken == 0:
            return len(row.text) < LONG
        return (row.capitals or (row.bold and row.centered)) and len(row.text) < LONG and not outline_label(row.raw)


def _until_article(rows: list[Row], index: int) -> Iterator[Row]:
    """The rows from *index* on as far as the next heading."""
    for at in range(index, len(rows)):
        if rows[at].table is None and heading_label(rows[at].raw):
            return
        yield rows[at]


def _opens_roman(row: Row, number: str) -> bool:
    label = outline_label(row.raw) if row.table is None and row.raw.lstrip()[:1] == number[0] else None
    return label is not None and label.style == "roman" and label.number == number


def _heads(node: Node, number: str) -> bool:
    """True when *node* bears *number*, so that ``number.1`` may open what stands below it; an Điều only where it has no khoản."""
    if node.style not in ("article", "clause", "decimal") or node.label.number != number:
        return False
    return node.style != "article" or not any(child.style == "clause" for child in node.children)


def _any_label(raw: str) -> Label | None:
    return heading_label(raw) or outline_label(raw)


def _follows(label: Label, last: str) -> bool:
    """True when *label* is the next number or letter after *last*."""
    if label.style == "roman":
        return roman(label.number) == (roman(last) or -1) + 1
    if label.style == "point":
        return any(last + label.number in "".join(letters) for letters in (LETTERS, PLAIN_LETTERS) if last)
    if label.style == "letter":
        return _follows_letter(label.number, last)
    return last.isdigit() and label.number == str(int(last) + 1)


def _follows_letter(letter: str, last: str) -> bool:
    """True when the capital *letter* is the next after *last*, by the official order or the plain alphabet."""
    return bool(last) and any((last + letter).lower() in "".join(letters) for letters in (LETTERS, PLAIN_LETTERS))


def _stands_alone(rows: list[Row], index: int, label: Label) -> bool:
    """True when a bare number opens a khoản: the row above is ended, and a first one is followed by the second."""
    before = rows[index - 1] if index else None
    if before is not None and before.table is None and not (SENTENCE_END.search(before.text) or heading_label(before.raw)):
        return False
    if label.number != "1":
        return True
    for row in rows[index + 1 : index + _FAR]:
        if row.table is not None or heading_label(row.raw):
            return False
        following = clause_label(row.raw) or loose_clause_label(row.raw)
        if following is not None:
            return following.number == "2"
    return False
