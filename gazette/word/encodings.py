"""Old Vietnamese encodings (TCVN3, VNI, VISCII, VPS): found by the characters, the font only a hint, read as Unicode."""

import re
from collections import Counter
from dataclasses import dataclass, field

from gazette.word.charmaps import DECODERS, ENCODINGS
from gazette.word.reading import Stretch
from gazette.word.remarks import Remarks
from gazette.word.syllables import is_syllable, score

# Letters that Vietnamese in Unicode uses and that no old encoding shows.
_UNICODE = re.compile("[ĂăĐđĨĩŨũƠơƯưẠ-ỹ\u0300\u0301\u0303\u0309\u0323]")
# Characters that Vietnamese in Unicode does not use and old encodings are full of.
_STRANGE = re.compile("[µ¸¶¹»¼½¾¨ª¬ÄÅÆÇËÎÏÑÖØÛÜÞßäåæçëîïñöøûüþÿ]")
_HIGH = re.compile("[\u0080-\u00ff]")
_CAPITALS = re.compile(r"^\.vn.*H$", re.IGNORECASE)
# TCVN3 writes ư where Windows has the optional hyphen; a word that begins with one and is no syllable has the hyphen.
_HYPHEN = re.compile(r"\bư([^\W\d_]+)")
_ENOUGH = 4
_NAMES = {"tcvn3": "TCVN3 (ABC)", "vni": "VNI", "viscii": "VISCII", "vps": "VPS"}


def legacy_font(font: str) -> str:
    """The encoding a font's name promises (``tcvn3``, ``vni``), or ""; a promise is no proof."""
    name = font.lower()
    if name.startswith(".vn") or "tcvn3" in name:
        return "tcvn3"
    return "vni" if name.startswith("vni") else ""


class AsUnicode:
    """Leaves every stretch as it is and remembers them all, in case the file turns out not to hold Unicode."""

    def __init__(self) -> None:
        self.paragraphs: list[list[Stretch]] = []

    def paragraph(self, stretches: list[Stretch], _remarks: Remarks) -> list[str]:
        """The texts, unchanged."""
        self.paragraphs.append(stretches)
        return [text for _, text in stretches]

    @property
    def suspicious(self) -> bool:
        """Whether anything seen so far may be written in an old encoding."""
        stretches = [stretch for paragraph in self.paragraphs for stretch in paragraph]
        if _STRANGE.search("".join(text for _, text in stretches)):
            return True
        return any(_HIGH.search(text) and not _UNICODE.search(text) for font, text in stretches if font and legacy_font(font))


@dataclass(slots=True)
class _Votes:
    """How much text of one font spoke for each encoding ("" = Unicode)."""

    words: Counter[str] = field(default_factory=Counter)

    def winner(self, known: tuple[str, ...]) -> str | None:
        """The encoding with most words among the *known* and Unicode; ``None`` when nothing spoke."""
        names = [name for name in ("", *known) if self.words[name]]
        return max(names, key=lambda name: self.words[name]) if names else None


@dataclass(frozen=True, slots=True)
class _Verdict:
    """What the characters of one stretch say: the best reading, and by how many words it leads."""

    encoding: str
    lead: int


def judge(text: str, encodings: tuple[str, ...] = ENCODINGS) -> _Verdict:
    """The reading of *text* under which most words are Vietnamese syllables; lead 0 when it cannot be told."""
    plain = score(text)
    if _UNICODE.search(text):
        return _Verdict("", max(1, plain))
    readings = sorted(((score(DECODERS[name](text)), name) for name in encodings), reverse=True)
    best, name = readings[0]
    if best > plain and best > 0:
        return _Verdict(name, best - max(plain, readings[1][0] if len(readings) > 1 else plain))
    return _Verdict("", max(0, plain - best))


class Mixed:
    """Decides stretch by stretch, after a first reading of the whole file has shown what its fonts are used for."""

    def __init__(self, seen: list[list[Stretch]]) -> None:
        self._fonts: dict[str, _Votes] = {}
        self._all = _Votes()
        self._last: dict[str, str] = {}
        self._converted: Counter[str] = Counter()
        self._examples: dict[str, tuple[str, str]] = {}
        for paragraph in seen:
            for font, text in joined(paragraph):
                self._vote(font, text)
        most = max((count for name, count in self._all.words.items() if name), default=0)
        # A few stray words of a third encoding are chance: one file was typed on one or two machines.
        self._known = tuple(name for name in ENCODINGS if self._all.words[name] >= max(_ENOUGH, most / 20))

    def _vote(self, font: str, text: str) -> None:
        if text.isascii():
            return
        verdict = judge(text)
        if verdict.lead:
            self._fonts.setdefault(font, _Votes()).words[verdict.encoding] += verdict.lead
            self._all.words[verdict.encoding] += verdict.lead

    @property
    def legacy(self) -> bool:
        """Whether anything in the file speaks for an old encoding."""
        return bool(self._known)

    def paragraph(self, stretches: list[Stretch], remarks: Remarks) -> list[str]:
        """The texts in Unicode; stretches of one font are judged together, wherever the look cuts them."""
        whole: dict[str, str] = {}
        for font, text in stretches:
            whole[font] = whole.get(font, "") + text
        chosen = {font: self._choose(font, text, remarks) for font, text in whole.items()}
        return [self._decoded(font, text, chosen[font]) for font, text in stretches]

    def _choose(self, font: str, text: str, remarks: Remarks) -> str:
        verdict = _Verdict("", 0) if text.isascii() else judge(text, self._known)
        if verdict.lead >= _ENOUGH or (verdict.lead and self._supported(font, verdict.encoding)):
            self._last[font] = verdict.encoding
            return verdict.encoding
        if _UNICODE.search(text):
            return ""
        usual = self._usual(font)
        if not usual and _STRANGE.search(text) and legacy_font(font):
            remarks.note("W041", text=text[:60])
        return usual

    def _supported(self, font: str, encoding: str) -> bool:
        votes = self._fonts.get(font)
        return votes is not None and votes.words[encoding] >= _ENOUGH

    def _usual(self, font: str) -> str:
        if font in self._last:
            return self._last[font]
        votes = self._fonts.get(font)
        usual = votes.winner(self._known) if votes else None
        if usual is None and legacy_font(font):
            usual = self._all.winner(self._known)
        return usual or ""

    def _decoded(self, font: str, text: str, encoding: str) -> str:
        if not encoding:
            return text
        decoded = DECODERS[encoding](text)
        if encoding == "tcvn3" and "\u00ad" in text:
            decoded = _HYPHEN.sub(_letter_or_hyphen, decoded)
        if encoding == "tcvn3" and _CAPITALS.match(font) and font.endswith("H"):
            decoded = decoded.upper()
        if decoded != text:
            self._converted[encoding] += 1
            if encoding not in self._examples and len(text) > 8:
                self._examples[encoding] = (text[:60].strip(), decoded[:60].strip())
        return decoded

    def report(self, remarks: Remarks) -> None:
        """One remark W040 for each encoding that was read, with an example."""
        for encoding, count in self._converted.items():
            before, after = self._examples.get(encoding, ("", ""))
            remarks.note("W040", "", encoding=_NAMES[encoding], count=count, before=before, after=after)


def _letter_or_hyphen(match: re.Match[str]) -> str:
    return match[0] if is_syllable(match[0]) else f"\u00ad{match[1]}"


def joined(stretches: list[Stretch]) -> list[Stretch]:
    """Neighbours of one font as one stretch: runs are cut anywhere."""
    done: list[Stretch] = []
    for font, text in stretches:
        if done and done[-1][0] == font:
            done[-1] = (font, done[-1][1] + text)
        else:
            done.append((font, text))
    return done
