"""Writes the judged questions: `python -m tests.search.judging > tests/search/judged.tsv`; the file is what the test reads and people check."""

import random
import unicodedata
from collections.abc import Iterator

from search import Entry
from search.vietnamese import fold_text
from tests.search.province import acts

_OLD = {"hòa": "hoà", "hoà": "hòa", "hóa": "hoá", "hoá": "hóa", "thuỷ": "thủy", "thủy": "thuỷ", "thoả": "thỏa", "quỹ": "quĩ", "Kỳ": "Kì", "Lý": "Lí", "lý": "lí", "Quý": "Quí", "Hoà": "Hòa", "Thuỷ": "Thủy"}  # fmt: skip
_TONES = {"\u0300": "f", "\u0301": "s", "\u0309": "r", "\u0303": "x", "\u0323": "j"}
_HATS = {"\u0302": "{0}{0}", "\u0306": "{0}w", "\u031b": "{0}w"}


def judged() -> Iterator[tuple[str, str, str]]:
    """Class, question, and the act that must stand first (numbers) or among the first three (all others)."""
    every = list(acts())
    chance = random.Random("judging")
    for act in chance.sample(every, 9):
        yield from (("number", asked, act.id) for asked in _spellings(act))
    for act in chance.sample(every, 24):
        yield "title without accents", fold_text(act.title), act.id
        yield "title in part", " ".join(word for word in act.title.split()[2:] if word not in {"trên", "địa", "bàn"}), act.id
    for act in chance.sample([act for act in every if _respelt(act.title) != act.title], 14):
        yield "other spelling of the same word", _respelt(act.title), act.id
    for act in chance.sample(every, 10):
        yield "decomposed", unicodedata.normalize("NFD", act.title), act.id
        yield "phrase", '"' + " ".join(act.title.split()[4:]) + '"', act.id
        yield "phrase without accents", '"' + fold_text(" ".join(act.title.split()[4:])) + '"', act.id
    for act in chance.sample(every, 8):
        yield "keystrokes", " ".join(map(_keys, act.title.replace(",", "").split()[2:])), act.id
        yield "spaces missing", "".join(act.title.replace(",", "").lower().split()[2:6]) + " " + " ".join(act.title.split()[6:]), act.id
        yield "field and words", f"năm:{act.year} loại:{act.kind} " + " ".join(act.title.split()[3:]), act.id
        yield "kind, year and subject", f"{act.title} {act.year}", act.id
    for act in chance.sample([act for act in every if "thủ tục hành chính" in act.title or "cải cách hành chính" in act.title], 6):
        yield "abbreviation", act.title.replace("thủ tục hành chính", "TTHC").replace("cải cách hành chính", "CCHC"), act.id


def _spellings(act: Entry) -> list[str]:
    ordinal, year, symbol = act.number.split("/")
    short = symbol.split("-")[0]
    return [
        act.number, fold_text(act.number), act.number.lower(), f"{int(ordinal)}/{year}/{symbol}", f"{ordinal} {year} {symbol.replace('-', ' ')}",
        f"{short.lower()} {ordinal}/{year}", f"{act.kind_label} số {ordinal}/{year}", f"{fold_text(act.kind_label)} so {int(ordinal)} nam {year}",
        f"số {ordinal}/{year}/{symbol.replace('Đ', 'Ð')}", unicodedata.normalize("NFD", act.number),
    ]  # fmt: skip


def _respelt(text: str) -> str:
    return " ".join(_OLD.get(word, word) for word in text.split())


def _keys(word: str) -> str:
    """A word as Telex keystrokes."""
    typed, tone = "", ""
    for letter in unicodedata.normalize("NFD", word.lower().replace("đ", "dd")):
        if letter in _TONES:
            tone = _TONES[letter]
        elif letter in _HATS:
            typed = typed[:-1] + _HATS[letter].format(typed[-1])
        else:
            typed += letter
    return typed + tone


if __name__ == "__main__":
    for row in judged():
        print("\t".join(row))
