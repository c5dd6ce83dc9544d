"""Old Vietnamese encodings: found word by word from the characters, the font only a hint, and read as Unicode."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from gazette.word.charmaps import ENCODINGS, NAMES
from gazette.word.evidence import decoded, weight
from gazette.word.fonts import all_capitals, legacy_font
from gazette.word.reading import Stretch
from gazette.word.refusal import Refusal
from gazette.word.remarks import Remarks
from gazette.word.symbols import is_symbol_font

# Letters that Vietnamese in Unicode uses and that no old encoding shows.
_UNICODE = re.compile("[ĂăĐđĨĩŨũƠơƯưẠ-ỹ\u0300\u0301\u0303\u0309\u0323]")
# Characters that Vietnamese in Unicode does not use and old encodings are full of.
_STRANGE = re.compile("[µ¸¶¹»¼½¾¨ª¬ÄÅÆÇËÎÏÑÖØÛÜÞßäåæçëîïñöøûüþÿ\u0080-\u009f]|ð")
# Old encodings use these within words, and so does Vietnamese in Unicode, beside many more letters of its own.
_SHARED = re.compile("[ÌÒìò](?=[^\\W\\d_])")
_SHARED_BYTES = [letter.encode("latin-1") for letter in "ÌÒìò"]
_ORDINARY = bytes(code for code in range(256) if not _STRANGE.match(chr(code)))
_HIGH = re.compile("[\u0080-\u00ff\uf080-\uf0ff]")
# No old encoding uses ASCII signs or digits for a letter, so these end a word; a no-break space may be a byte of UTF-8.
# No word is that long: what is cut there was made to exhaust the reader.
_WORD = re.compile("[A-Za-z\u0080-\U0010ffff]{1,60}")
_SYMBOLS = {0xF000 + code: code for code in range(0x20, 0x100)}

_ENOUGH = 4
# Foreign words, too, may be syllables in an old encoding (på, sø, né); Vietnamese has more words, and more letters, even on one line.
_FEWEST_WORDS, _FEWEST_LETTERS = 3, 4
_FEWEST_IN_FONT = 2
_MOST_WORDS, _MOST_STRANGE = 1_000_000, 50_000
_MOST_ROWS, _MOST_SHOWN, _TELLING = 50, 120, 12


class AsUnicode:
    """Leaves every stretch as it is and remembers them all, in case the file turns out not to hold Unicode."""

    def __init__(self) -> None:
        self._seen: list[str | list[Stretch]] = []

    def paragraph(self, stretches: list[Stretch], _remarks: Remarks) -> list[str]:
        """The texts, unchanged."""
        texts = [text for _, text in stretches]
        named = [font for font, _ in stretches if font]
        self._seen.append(stretches if named else "".join(texts))
        return texts

    @property
    def paragraphs(self) -> list[list[Stretch]]:
        """All that was seen, with blanks for what is set in a symbol font."""
        return [[("", seen)] if isinstance(seen, str) else _lettered(seen) for seen in self._seen]

    @property
    def suspicious(self) -> bool:
        """Whether anything seen so far may be written in an old encoding."""
        named = [stretch for seen in self._seen if not isinstance(seen, str) for stretch in _lettered(seen)]
        whole = "".join([*(seen for seen in self._seen if isinstance(seen, str)), *(text for _, text in named)])
        # Whatever is strange is a letter of Latin-1: looked for among bytes, that is ten times quicker.
        latin = whole.encode("latin-1", "ignore")
        if latin.translate(None, _ORDINARY) or _mostly_shared(whole, latin):
            return True
        return any(legacy_font(font) and _HIGH.search(text) and not _UNICODE.search(text) for font, text in named)


def _mostly_shared(whole: str, latin: bytes) -> bool:
    """Whether *whole* (and its letters of Latin-1) has more letters that old encodings share than such as only Unicode has."""
    if sum(map(latin.count, _SHARED_BYTES)) <= whole.count("đ") + whole.count("ư"):
        return False
    return len(_SHARED.findall(whole)) > len(_UNICODE.findall(whole))


@dataclass(frozen=True, slots=True)
class _Word:
    """A word of a paragraph, wherever the look cuts it: its place, its characters, and the font of its first one."""

    start: int
    text: str
    font: str


@dataclass(slots=True)
class _Votes:
    """How many words spoke for each encoding ("" = Unicode): those of one font, or of the whole file."""

    words: defaultdict[str, float] = field(default_factory=lambda: defaultdict(float))

    def share(self, encoding: str) -> float:
        """The share of *encoding*, 0 to 1; 0 when nothing spoke."""
        total = sum(self.words.values())
        return self.words[encoding] / total if total >= _ENOUGH else 0.0


@dataclass(slots=True)
class _Witness:
    """What spoke for one old encoding: its different words, those of them under a font that promises it, and the most in one place."""

    words: set[str] = field(default_factory=set)
    promised: set[str] = field(default_factory=set)
    most: float = 0.0

    def hear(self, group: list[_Word], encoding: str, lead: float) -> None:
        """The words of *group*, one stretch, spoke for *encoding* by *lead*."""
        spelled = {word.text.lower() for word in group if weight(word.text, encoding) > 0}
        self.words |= spelled
        if legacy_font(group[0].font) == encoding.partition("/")[0]:
            self.promised |= spelled
        self.most = max(self.most, lead)

    @property
    def believed(self) -> bool:
        """Whether so many different words are more than foreign words might be."""
        letters = {letter for word in self.words for letter in word if letter > "\x7f"}
        various = len(self.words) >= _FEWEST_WORDS and len(letters) >= _FEWEST_LETTERS
        return various or len(self.promised) >= _FEWEST_IN_FONT


# What it costs to take another encoding than that of the word before: within one font two words must speak for it.
_SWITCH, _SWITCH_FONT = 2.0, 0.25
# What a font says: by what it was used for in this file, or by its name alone; and what was last read in it.
_USE, _NAME, _ELSEWHERE, _LAST = 0.6, 0.7, 0.2, 0.25
_EVIDENCE = 0.7


class Mixed:
    """Decides word by word, after a first reading of the whole file has shown what its fonts are used for."""

    def __init__(self, seen: list[list[Stretch]]) -> None:
        self._fonts: dict[str, _Votes] = {}
        self._all = _Votes()
        self._last: dict[str, str] = {}
        self._converted: Counter[str] = Counter()
        self._examples: dict[str, tuple[str, str]] = {}
        self._known: tuple[str, ...] = ENCODINGS
        self._fresh = True
        _check(seen)
        heard: defaultdict[str, _Witness] = defaultdict(_Witness)
        for paragraph in seen:
            for group, encoding, lead in self._spoken(_typed(paragraph)):
                self._fonts.setdefault(group[0].font, _Votes()).words[encoding] += lead
                self._all.words[encoding] += lead
                if encoding:
                    heard[encoding].hear(group, encoding, lead)
        self._known = tuple(name for name in ENCODINGS if self._is_known(name, heard[name]))
        self._fresh = False

    def _is_known(self, encoding: str, heard: _Witness) -> bool:
        """A few stray words are chance: one file was typed on one or two machines, and foreign words are Unicode."""
        words = self._all.words
        most = max(words[name] for name in ENCODINGS)
        enough = words[encoding] >= max(_ENOUGH, most / 20) and heard.believed
        return enough and (heard.most >= _ENOUGH or words[encoding] >= words[""] / 10)

    def _spoken(self, paragraph: list[Stretch]) -> Iterator[tuple[list[_Word], str, float]]:
        """The stretches of *paragraph* in one font that speak clearly for an encoding, and by how many words."""
        words = _words(paragraph)
        chosen = zip(words, self._choose(words), strict=True)
        for (encoding, _), pairs in groupby(chosen, key=lambda pair: (pair[1], pair[0].font)):
            group = [word for word, _ in pairs]
            weights = [weight(word.text, encoding) for word in group]
            good, bad = sum(value for value in weights if value > 0), -sum(value for value in weights if value < 0)
            if good > bad and good >= _EVIDENCE * (good + bad):
                yield group, encoding, good - bad

    @property
    def legacy(self) -> bool:
        """Whether anything in the file speaks for an old encoding."""
        return bool(self._known)

    def paragraph(self, stretches: list[Stretch], remarks: Remarks) -> list[str]:
        """The texts in Unicode."""
        typed = _typed(_lettered(stretches))
        whole = "".join(text for _, text in typed)
        words = _words(typed)
        chosen = self._choose(words)
        letters, old = list(whole), [False] * len(whole)
        for word, encoding in zip(words, chosen, strict=True):
            self._last[word.font] = encoding
            if encoding:
                place = slice(word.start, word.start + len(word.text))
                letters[place] = decoded(word.text, encoding)
                old[place] = [encoding.startswith("tcvn3")] * len(word.text)
        _in_capitals(typed, old, letters)
        self._note(whole, letters, [(word, encoding) for word, encoding in zip(words, chosen, strict=True)], remarks)
        decided = _cut_again(typed, letters)
        return [raw if is_symbol_font(font) else text for (font, raw), text in zip(stretches, decided, strict=True)]

    def _choose(self, words: Sequence[_Word]) -> list[str]:
        """The most likely encoding of each word: its own evidence, the font's hint, and its neighbours (Viterbi)."""
        if not words:
            return []
        states = ("", *self._known)
        costs = dict.fromkeys(states, 0.0)
        back: list[dict[str, str]] = []
        before = words[0].font
        for word in words:
            switch = _SWITCH if word.font == before else _SWITCH_FONT
            best = min(states, key=costs.__getitem__)
            come = {state: state if costs[state] <= costs[best] + switch else best for state in states}
            costs = {
                state: min(costs[state], costs[best] + switch) - weight(word.text, state) - self._hint(word, state) for state in states
            }
            back.append(come)
            before = word.font
        state = min(states, key=costs.__getitem__)
        done: list[str] = []
        for come in reversed(back):
            done.append(state)
            state = come[state]
        return done[::-1]

    def _hint(self, word: _Word, encoding: str) -> float:
        """What the font speaks for *encoding* where the characters say nothing: always less than one word of evidence."""
        if self._fresh or (word.text.isascii() and not all_capitals(word.font)):
            return 0.0
        font = word.font
        votes = self._fonts.get(font)
        if votes is not None and sum(votes.words.values()) >= _ENOUGH:
            hint = _USE * votes.share(encoding)
        else:
            hint = (_NAME if self._promised(font) == encoding else 0.0) + _ELSEWHERE * self._all.share(encoding)
        return hint + (_LAST if self._last.get(font) == encoding else 0.0)

    def _promised(self, font: str) -> str:
        name = legacy_font(font)
        if not name or name in self._known:
            return name
        return max(self._known, key=self._all.words.__getitem__, default="")

    def _note(self, whole: str, letters: list[str], chosen: list[tuple[_Word, str]], remarks: Remarks) -> None:
        for encoding, group in groupby(chosen, key=lambda pair: pair[1]):
            part = [word for word, _ in group]
            if not encoding:
                self._note_unclear(part, remarks)
                continue
            place = slice(part[0].start, part[-1].start + len(part[-1].text))
            before, after = whole[place], "".join(letters[place])
            if before != after:
                self._note_converted(encoding, part[0].font, (_short(before), _short(after)), remarks)

    def _note_converted(self, encoding: str, font: str, example: tuple[str, str], remarks: Remarks) -> None:
        before, after = example
        self._converted[encoding] += 1
        if len(before) > len(self._examples.get(encoding, ("", ""))[0]) < _TELLING:
            self._examples[encoding] = example
        if self._converted[encoding] <= _MOST_ROWS:
            remarks.note("W060", encoding=NAMES[encoding], font=font or "–", before=before, after=after)

    def _note_unclear(self, part: list[_Word], remarks: Remarks) -> None:
        unclear = [word for word in part if _STRANGE.search(word.text) and self._is_unclear(word)]
        if unclear:
            text = _short(" ".join(word.text for word in unclear))
            remarks.note("W041", text=text)

    def _is_unclear(self, word: _Word) -> bool:
        """Whether *word* is no Vietnamese in Unicode, and an old font or an old encoding in this file may explain it."""
        if weight(word.text, "") >= 0:
            return False
        return bool(legacy_font(word.font)) or any(weight(word.text, name) > 0 for name in self._known)

    def report(self, remarks: Remarks) -> None:
        """One remark W040 for each encoding that was read, with an example."""
        for encoding, count in self._converted.items():
            before, after = self._examples[encoding]
            remarks.note("W040", "", encoding=NAMES[encoding], count=count, before=before[:60], after=after[:60])


def _check(seen: list[list[Stretch]]) -> None:
    """``Refusal`` W005 when deciding about each word of *seen* would take longer than any real file may."""
    count, strange = 0, set[str]()
    for paragraph in seen:
        words = _WORD.findall("".join(text for _, text in paragraph))
        count += len(words)
        strange.update(word for word in words if not word.isascii())
        if count > _MOST_WORDS or len(strange) > _MOST_STRANGE:
            raise Refusal("W005", reason=f"{count} words that may be in an old encoding, {len(strange)} different")


def _lettered(stretches: list[Stretch]) -> list[Stretch]:
    """*stretches* with blanks for what is set in a symbol font: pictures, in no encoding."""
    return [(font, " " * len(text) if is_symbol_font(font) else text) for font, text in stretches]


def _typed(stretches: list[Stretch]) -> list[Stretch]:
    """*stretches* with the private-use characters of a font that was declared a symbol font as what was typed."""
    return [(font, text.translate(_SYMBOLS) if legacy_font(font) and not text.isascii() else text) for font, text in stretches]


def _words(stretches: list[Stretch]) -> list[_Word]:
    """The words of a paragraph; Word cuts runs anywhere, so a word may begin in one stretch and end in another."""
    fonts, place = [], 0
    for font, text in stretches:
        fonts.append((place, font))
        place += len(text)
    done: list[_Word] = []
    at = 0
    for match in _WORD.finditer("".join(text for _, text in stretches)):
        while at + 1 < len(fonts) and fonts[at + 1][0] <= match.start():
            at += 1
        done.append(_Word(match.start(), match[0], fonts[at][1]))
    return done


def _in_capitals(stretches: list[Stretch], old: list[bool], letters: list[str]) -> None:
    """Raises the letters typed in a font of capitals, where *old* says that they are in the encoding of that font."""
    place = 0
    for font, text in stretches:
        if all_capitals(font):
            for at in range(place, place + len(text)):
                letters[at] = letters[at].upper() if old[at] else letters[at]
        place += len(text)


def _cut_again(stretches: list[Stretch], letters: list[str]) -> list[str]:
    done, place = [], 0
    for _, text in stretches:
        done.append("".join(letters[place : place + len(text)]))
        place += len(text)
    return done


def _short(text: str) -> str:
    return " ".join(text.split())[:_MOST_SHOWN]
