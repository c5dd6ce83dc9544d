"""A reader's words -> a condition: words, "phrases", -excluded, OR, endings with *, and document numbers. It never fails."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from search.numbers import Mention, find_numbers
from search.vietnamese import Syllable, normalise, syllables

MAX_WORDS = 64
_PIECE = re.compile(r'(?P<minus>(?<!\S)[-−])?(?:["“”„](?P<phrase>[^"“”„]*)(?P<closed>["“”„]|$)|(?P<plain>[^\s"“”„]+))')
_OR = {"OR", "HOẶC"}


@dataclass(frozen=True)
class Word:
    """One word; `marked` when it carries marks and so means itself first; `prefix` when it ended in `*`."""

    exact: str
    folded: str
    prefix: bool = False

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
    """A document number: index terms of the number, and the words as written for acts that only cite it."""

    terms: frozenset[str]
    words: tuple[Word, ...]
    sure: bool


@dataclass(frozen=True)
class Either:
    """At least one of these."""

    choices: "tuple[Node, ...]"


Node = Word | Phrase | Number | Either


@dataclass(frozen=True)
class Condition:
    """All of `wanted`, none of `unwanted`; `remarks` are codes of what was read differently from how it was written."""

    wanted: tuple[Node, ...] = ()
    unwanted: tuple[Node, ...] = ()
    remarks: tuple[str, ...] = ()

    def words(self) -> list[Word]:
        """Every wanted word, those inside phrases, numbers and choices too."""
        return [word for node in self.wanted for word in _words(node)]


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


def parse(text: str) -> Condition:
    """The condition that a query text stands for."""
    draft, run = _Draft(), ""
    for minus, phrase, plain, closed in _pieces(normalise(text)):
        if plain is not None and not minus and plain not in _OR:
            run += " " + plain
            continue
        _add_plain(draft, run)
        run = ""
        if plain in _OR and not minus:
            draft.either = bool(draft.wanted)
        elif plain is not None:
            for node in _nodes(plain):
                draft.add(node, True)
        else:
            if not closed:
                draft.remarks.append("open-quote")
            _add_phrase(draft, phrase or "", minus)
    _add_plain(draft, run)
    if len(draft.wanted) > MAX_WORDS:
        draft.remarks.append("too-long")
    return Condition(tuple(draft.wanted[:MAX_WORDS]), tuple(draft.unwanted[:MAX_WORDS]), tuple(draft.remarks))


def _pieces(text: str) -> Iterator[tuple[bool, str | None, str | None, bool]]:
    for match in _PIECE.finditer(text):
        yield bool(match["minus"]), match["phrase"], match["plain"], bool(match["closed"])


def _add_plain(draft: _Draft, run: str) -> None:
    for node in _nodes(run):
        draft.add(node, False)


def _add_phrase(draft: _Draft, text: str, unwanted: bool) -> None:
    found = tuple(_word(item) for item in syllables(text))[:MAX_WORDS]
    if found:
        draft.add(found[0] if len(found) == 1 else Phrase(found), unwanted)


def _nodes(run: str) -> Iterator[Node]:
    items = list(syllables(run))
    mentions = {mention.start: mention for mention in find_numbers(run, items)}
    at = 0
    while at < len(items):
        mention = mentions.get(at)
        if mention:
            yield _number(items, mention)
            at = mention.end
        else:
            yield _word(items[at], run[items[at].end : items[at].end + 1] == "*")
            at += 1


def _number(items: list[Syllable], mention: Mention) -> Number:
    return Number(mention.terms, tuple(_word(item) for item in items[mention.start : mention.end]), mention.sure)


def _word(item: Syllable, prefix: bool = False) -> Word:
    return Word(item.exact, item.folded, prefix)


def _words(node: Node) -> list[Word]:
    if isinstance(node, Word):
        return [node]
    if isinstance(node, Either):
        return [word for choice in node.choices for word in _words(choice)]
    return list(node.words)
