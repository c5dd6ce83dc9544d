"""Sixty thousand entries of a realistic mix, the same at every run: lines of real documents recombined by topic, numbers changed,
names, places and a long tail of rare words added; without the shared documents, generated sentences take the place of the lines."""

import csv
import os
import random
import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import accumulate
from pathlib import Path

from benchmarks import documents
from search import Entry

_SHARED = Path(os.environ.get("SHARED_FOLDER", Path(__file__).resolve().parents[2] / "shared"), "word-corpus")
_KINDS = {"quyet-dinh": "QĐ-UBND", "nghi-quyet": "NQ-HĐND", "ke-hoach": "KH-UBND", "chi-thi": "CT-UBND", "thong-bao": "TB-VPUB"}
_FAMILY = ["Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Huỳnh", "Phan", "Vũ", "Võ", "Đặng", "Bùi", "Đỗ", "Hồ", "Ngô", "Dương", "Lý"]
_MIDDLE = ["Văn", "Thị", "Hữu", "Đức", "Minh", "Thanh", "Quốc", "Ngọc", "Xuân", "Thu", "Hồng", "Kim"]
_GIVEN = [
    "Mẫu",
    "An",
    "Bình",
    "Chi",
    "Dũng",
    "Giang",
    "Hà",
    "Hiếu",
    "Khánh",
    "Lan",
    "Nam",
    "Oanh",
    "Phương",
    "Quý",
    "Sơn",
    "Tâm",
    "Uyên",
    "Việt",
    "Yến",
]
_RARE = 72_000
_LINES_A_RECORD = (8, 16, 24, 32, 48, 80, 800)
_LINE_WEIGHTS = (3, 8, 8, 6, 4, 2, 0.3)
QUERIES = 40


def name(chance: random.Random) -> str:
    """A sample person."""
    return f"{chance.choice(_FAMILY)} {chance.choice(_MIDDLE)} {chance.choice(_GIVEN)}"


@lru_cache(maxsize=1)
def topics() -> tuple[tuple[str, ...], ...]:
    """The lines of each source document."""
    found = tuple(lines for lines in _real() if len(lines) > 20)
    return found or tuple(tuple(documents.sentence(random.Random(f"{topic}/{at}")) for at in range(200)) for topic in range(60))


def entries(count: int, first: int = 0) -> Iterator[Entry]:
    """The entries `first` to `first + count`."""
    rare, cumulative = _rare_words()
    for number in range(first, first + count):
        chance = random.Random(f"entry/{number}")
        yield _entry(number, chance, chance.choices(rare, cum_weights=cumulative, k=chance.randint(5, 60)))


def questions(count: int) -> dict[str, list[str]]:
    """Queries drawn from the entries' numbers, titles, names and texts, by kind."""
    chance = random.Random(7)
    drawn = [next(entries(1, chance.randrange(count))) for _ in range(QUERIES)]
    words = [re.findall(r"[^\W\d_]+", entry.text) for entry in drawn]
    titles = [re.findall(r"[^\W\d_]+", entry.title) for entry in drawn]
    starts = [chance.randrange(len(one) - 4) for one in words]
    pairs = list(zip(words, starts, strict=True))
    return {
        "symbol": [entry.number for entry in drawn],
        "single": [one[at] for one, at in pairs],
        "AND": [" ".join(dict.fromkeys(chance.sample(one, min(len(one), chance.randint(2, 4))))) for one in titles],
        "AND body": [" ".join(dict.fromkeys(chance.sample(one, 3))) for one in words],
        "name": [name(chance) for _ in drawn],
        "phrase": [" ".join(one[at : at + chance.randint(3, 4)]) for one, at in pairs],
    }


def _entry(number: int, chance: random.Random, rare: list[str]) -> Entry:
    own = chance.choice(topics())
    lines = chance.choices(_LINES_A_RECORD, _LINE_WEIGHTS)[0]
    chosen = [_varied(chance, chance.choice(own if chance.random() < 0.75 else chance.choice(topics()))) for _ in range(lines)]
    for word in rare:
        chosen.insert(chance.randrange(len(chosen) + 1), word)
    chosen.insert(chance.randrange(len(chosen) + 1), f"Người được giao: {name(chance)}.")
    kind = list(_KINDS)[number % len(_KINDS)]
    year = 2005 + number % 20
    return Entry(
        id=f"d{number}",
        number=f"{number // 20 + 1}/{year}/{_KINDS[kind]}",
        kind=kind,
        kind_label=kind,
        issuer=f"co-quan-{number % 37}",
        issuer_label=f"Cơ quan {number % 37}",
        field=f"linh-vuc-{number % 13}",
        status=("in_force", "in_force", "repealed")[number % 3],
        signer=name(random.Random(f"signer/{number % 50}")),
        date=f"{year}-{number % 12 + 1:02}-{number % 28 + 1:02}",
        title=f"Quy định {' '.join(chance.choice(own).split()[:14])} {rare[0]}",
        text="\n".join(chosen),
    )


def _varied(chance: random.Random, line: str) -> str:
    return re.sub(r"\d+", lambda found: str(chance.randrange(1, 10 ** len(found.group()) + 1)), line[:2_000])


@lru_cache(maxsize=1)
def _rare_words() -> tuple[list[str], list[float]]:
    """A long tail of words with their cumulative weights after Zipf's law."""
    chance = random.Random("rare words")
    first = ["b", "c", "ch", "d", "đ", "g", "gi", "h", "kh", "l", "m", "n", "ng", "nh", "ph", "qu", "r", "s", "t", "th", "tr", "v", "x"]
    last = ["a", "ă", "e", "ê", "i", "o", "ô", "ơ", "u", "ư", "ai", "ao", "an", "ang", "anh", "em", "en", "inh", "on", "ong", "um"]
    made = {f"{chance.choice(first)}{chance.choice(last)}{chance.choice(first)}{chance.choice(last)}" for _ in range(4 * _RARE)}
    words = sorted(made)
    chance.shuffle(words)
    return words[:_RARE], list(accumulate(1 / (place + 20) for place in range(_RARE)))


def _real() -> Iterator[tuple[str, ...]]:
    import docx

    if not _SHARED.exists():
        return
    with (_SHARED / "manifest.tsv").open(encoding="utf-8") as rows:
        files = [row["file"] for row in csv.DictReader(rows, delimiter="\t") if row["kind"] == "docx" and row["legacy_encoding"] == "n"]
    for file in files:
        try:
            paragraphs = docx.Document(str(_SHARED / "files" / file)).paragraphs
        except Exception:
            continue
        yield tuple(line.text.strip() for line in paragraphs if len(line.text.split()) > 4)
