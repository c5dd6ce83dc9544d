"""A reader's words -> a condition: words, "phrases", -excluded, OR, endings with *, field:value, numbers, dates. It never fails."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from search.abbreviations import LONGEST, full_forms, short_forms
from search.asking import subject
from search.dates import FIRST, LAST, days_in, period, spelt_number
from search.fieldnames import OR, Target, target
from search.numbers import Mention, find_numbers
from search.procedures import codes_in
from search.vietnamese import Syllable, fold_text, normalise, syllables, words

MAX_WORDS = 64
_PIECE = re.compile(
    r"(?P<minus>(?<!\S)[-−])?(?:(?P<name>[^\W\d_]+(?:[-_][^\W\d_]+)*):(?=[^\s:]))?"
    r'(?:["“”„](?P<phrase>[^"“”„]*)(?P<closed>["“”„]|$)|(?P<plain>[^\s"“”„]+))'
)
_COUNTED = {"dieu", "khoan", "chuong", "muc", "phan", "so"}
"""Words after which a number may be written in words."""
_CODE_SAID = {"ma", "so"}


@dataclass(frozen=True)
class Word:
    """One word; `marked` when it carries marks and so means itself first; `prefix` when it ended in `*`; `written` as typed."""

    exact: str
    folded: str
    prefix: bool = False
    written: str = field(default="", compare=False)

    @property
    def marked(self) -> bool:
        """Whether the reader typed marks."""
        return self.exact != self.folded


@dataclass(frozen=True)
class Phrase:
    """Words that must follow one another; without any mark they are compared folded."""

    words: tuple[Word, ...]

    @property
    def marked(self) -> bool:
        """Whether any of its words carries marks."""
        return any(word.marked for word in self.words)


@dataclass(frozen=True)
class Number:
    """A document number as it was read, its words as written, and those of them by which other acts cite it."""

    mention: Mention
    words: tuple[Word, ...]
    cited: tuple[Word, ...]
    written: str = field(default="", compare=False)


@dataclass(frozen=True)
class Procedure:
    """An administrative procedure by its whole or its national code: the index term, and the words it is written with."""

    term: str
    words: tuple[Word, ...]
    written: str = field(default="", compare=False)

    @property
    def whole(self) -> Word:
        """The code as one word, for marking it in a text."""
        folded = " ".join(word.folded for word in self.words)
        return Word(folded, folded, written=self.written)


@dataclass(frozen=True)
class Synonym:
    """All of the words as typed, or the other way of writing the same: an abbreviation, its full form, a numeral."""

    asked: tuple[Word, ...]
    other: "Word | Phrase"


@dataclass(frozen=True)
class Day:
    """A day (20230831): of a date of the document, or written in its text in any common form."""

    day: int
    words: tuple[Word, ...]


@dataclass(frozen=True)
class Titled:
    """All of the words, or the phrase, in the title."""

    words: tuple[Word, ...]
    phrase: bool


@dataclass(frozen=True)
class Having:
    """A facet whose value, by its code or by what readers see, has these folded words in a row."""

    facet: str
    words: str
    written: str = field(default="", compare=False)


@dataclass(frozen=True)
class Within:
    """A date of the document between two days (20230101 to 20231231), both included."""

    column: str
    first: int
    last: int


@dataclass(frozen=True)
class Either:
    """At least one of these."""

    choices: "tuple[Node, ...]"


Node = Word | Phrase | Number | Procedure | Synonym | Day | Titled | Having | Within | Either


@dataclass(frozen=True)
class Condition:
    """All of `wanted`, none of `unwanted`; `remarks` are codes of what was read differently from how it was written."""

    wanted: tuple[Node, ...] = ()
    unwanted: tuple[Node, ...] = ()
    remarks: tuple[str, ...] = ()

    def words(self) -> list[Word]:
        """Every wanted word, those inside phrases, numbers and choices too; the code of a procedure has no words."""
        return [word for node in self.wanted for word in _words(node)]

    def shown(self) -> list[Word]:
        """Every word worth marking in a text: those of `words`, and the other ways of writing them."""
        others = [node.other for node in self.wanted if isinstance(node, Synonym)]
        codes = [node.whole for node in self.wanted if isinstance(node, Procedure)]
        return [*self.words(), *(word for other in others for word in _words(other)), *codes]


@dataclass
class _Draft:
    wanted: list[Node] = field(default_factory=list)
    unwanted: list[Node] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    either: bool = False

    def add(self, node: Node, unwanted: bool) -> None:
        if unwanted:
            self.unwanted.append(node)
        elif self.either and self.wanted:
            last = self.wanted.pop()
            self.wanted.append(Either((*(last.choices if isinstance(last, Either) else (last,)), node)))
        else:
            self.wanted.append(node)
        self.either = False


@lru_cache(maxsize=1_000)
def parse(text: str) -> Condition:
    """The condition that a query text stands for."""
    written = normalise(text)
    meant_by_it = subject(written)
    draft, run = _Draft(remarks=["asking"] if words(meant_by_it) != words(written) else []), ""
    for match in _PIECE.finditer(meant_by_it):
        minus, plain = bool(match["minus"]), match["plain"]
        meant = target(match["name"]) if match["name"] else None
        if match["name"] and not meant:
            plain = f"{match['name']} {plain or match['phrase']}"  # no name of a field: its words
        if plain is not None and not meant and not minus and plain not in OR:
            run += " " + plain
            continue
        _add_all(draft, _nodes(run), False)
        run = ""
        if meant:
            _add_all(draft, _field(meant, plain if plain is not None else match["phrase"], plain is None), minus)
        elif plain in OR and not minus:
            draft.either = bool(draft.wanted)
        elif plain is not None:
            _add_all(draft, _nodes(plain), True)
        else:
            _add_phrase(draft, match["phrase"] or "", minus)
        if match["phrase"] is not None and not match["closed"]:
            draft.remarks.append("open-quote")
    _add_all(draft, _nodes(run), False)
    if len(draft.wanted) > MAX_WORDS:
        draft.remarks.append("too-long")
    return Condition(tuple(draft.wanted[:MAX_WORDS]), tuple(draft.unwanted[:MAX_WORDS]), tuple(draft.remarks))


def _add_all(draft: _Draft, nodes: Iterator[Node], unwanted: bool) -> None:
    for node in nodes:
        draft.add(node, unwanted)


def _add_phrase(draft: _Draft, text: str, unwanted: bool) -> None:
    found = tuple(_word(text, item) for item in syllables(text))[:MAX_WORDS]
    if found:
        draft.add(found[0] if len(found) == 1 else Phrase(found), unwanted)


def _field(meant: Target, value: str, quoted: bool) -> Iterator[Node]:
    """What `name:value` asks for; a date that is none and an empty value ask for their words."""
    days = period(value)
    if meant == "title" and (words := tuple(_word(value, item) for item in syllables(value))):
        yield Titled(words[:MAX_WORDS], quoted)
    elif meant == "number":
        yield from _nodes(value if "số" in value else f"số {value}")
    elif meant in {"year", "date", "effective_from", "gazetted"} and days:
        yield Within("date" if meant == "year" else meant, *days)
    elif meant in {"from", "until"} and days:
        yield Within("date", days[0] if meant == "from" else FIRST, LAST if meant == "from" else days[1])
    elif meant in {"kind", "issuer", "field", "status", "signer"} and (folded := fold_text(value.replace("-", " "))):
        yield Having(meant, folded, value)
    else:
        yield from _nodes(value)


def _nodes(run: str) -> Iterator[Node]:
    items = list(syllables(run))
    procedures = _procedures(run, items)
    numbers = {
        mention.start: (_number(run, items, mention), mention.end)
        for mention in find_numbers(run, items)
        if not any(mention.start <= at < mention.end for at in procedures)
    }
    spans = _days(run, items) | numbers | procedures
    at, plain = 0, list[Word]()
    while at < len(items):
        if at in spans:
            yield from _with_synonyms(plain)
            plain = []
            node, at = spans[at]
            yield node
        else:
            plain.append(_word(run, items[at], run[items[at].end : items[at].end + 1] == "*"))
            at += 1
    yield from _with_synonyms(plain)


def _procedures(run: str, items: Sequence[Syllable]) -> dict[int, tuple[Node, int]]:
    found: dict[int, tuple[Node, int]] = {}
    for code in codes_in(run):
        inside = [at for at, item in enumerate(items) if code.start <= item.start and item.end <= code.end]
        written, first = tuple(_word(run, items[at]) for at in inside), inside[0]
        while first and items[first - 1].folded in _CODE_SAID:
            first -= 1
        found[first] = (Procedure(code.term, written, run[code.start : code.end]), inside[-1] + 1)
    return found


def _days(run: str, items: Sequence[Syllable]) -> dict[int, tuple[Node, int]]:
    found: dict[int, tuple[Node, int]] = {}
    for start, end, day in days_in(run):
        inside = [at for at, item in enumerate(items) if start <= item.start and item.end <= end]
        if inside:
            first = inside[0] - (inside[0] > 0 and items[inside[0] - 1].folded == "ngay")
            found[first] = (Day(day, tuple(_word(run, items[at]) for at in inside)), inside[-1] + 1)
    return found


def _with_synonyms(words: Sequence[Word]) -> Iterator[Node]:
    at = 0
    while at < len(words):
        node, length = _synonym(words, at)
        yield node
        at += length


def _synonym(words: Sequence[Word], at: int) -> tuple[Node, int]:
    """The node for the word at this place, and how many words it takes."""
    for length in range(min(LONGEST, len(words) - at), 1, -1):
        asked = tuple(words[at : at + length])
        short = short_forms().get(tuple(word.folded for word in asked))
        if short and not any(word.prefix for word in asked):
            return Synonym(asked, _plain_words(short)[0]), length
    spelt = spelt_number([word.folded for word in words[at : at + 3]]) if at and words[at - 1].folded in _COUNTED else None
    if spelt:
        return Synonym(tuple(words[at : at + spelt[1]]), _plain_words(str(spelt[0]))[0]), spelt[1]
    full = None if words[at].prefix else full_forms().get(words[at].folded)
    return (Synonym((words[at],), Phrase(_plain_words(full))), 1) if full else (words[at], 1)


def _plain_words(text: str) -> tuple[Word, ...]:
    return tuple(_word(text, item) for item in syllables(text))


def _number(run: str, items: list[Syllable], mention: Mention) -> Number:
    inside, core = items[mention.start : mention.end], items[slice(*mention.core)]
    words, cited = (tuple(_word(run, item) for item in chosen) for chosen in (inside, core))
    return Number(mention, words, cited, run[inside[0].start : inside[-1].end])


def _word(text: str, item: Syllable, prefix: bool = False) -> Word:
    return Word(item.exact, item.folded, prefix, text[item.start : item.end])


def _words(node: Node) -> list[Word]:
    if isinstance(node, Word):
        return [node]
    if isinstance(node, Either):
        return [word for choice in node.choices for word in _words(choice)]
    if isinstance(node, Synonym):
        return list(node.asked)
    return [] if isinstance(node, Having | Within | Procedure) else list(node.words)
