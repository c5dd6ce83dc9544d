"""Real Word documents through the line: a table of what was converted, kept, valid and found; a sample, and all of them as soak."""

import csv
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import pytest

from gazette import akn, typeset, word
from gazette.conversion import Conversion, convert
from tests.shared import shared

OUTPUT = Path(__file__).parents[1] / "output"
COLUMNS = ("converted", "text identical", "XSD valid", "articles = manifest", "number = manifest", "printed text identical")


@dataclass(frozen=True)
class Score:
    """What one file reached; None where the manifest says nothing or the file was not printed."""

    type: str
    file: str
    reached: tuple[bool | None, ...]


def manifest() -> list[dict[str, str]]:
    with shared("word-corpus", "manifest.tsv").open(encoding="utf-8") as file:
        return list(csv.DictReader(file, delimiter="\t"))


def score(row: dict[str, str], *, legacy: word.LegacyConverter | None = None, printed: bool = False) -> Score:
    """Convert the file of *row* and hold the report against the manifest."""
    data = shared("word-corpus", "files", row["file"]).read_bytes()
    conversion = convert(data, row["file"], legacy=legacy)
    report = conversion.report("vi")
    if conversion.xml is None:
        assert [one for one in report["findings"] if one["level"] == "error"], row["file"]
        return Score(row["type"], row["file"], (False, *(None,) * 5))
    reached = (
        True,
        report["text"]["identical"],
        not [one for one in conversion.findings if one.code.startswith("A") and one.level == "error"],
        report["counts"]["articles"] == int(row["typed_articles"] or 0),
        _key(report["number"]) == _key(row["number"]) if re.match(r"\d", row["number"]) else None,
        _printed(conversion) if printed else None,
    )
    return Score(row["type"], row["file"], reached)


def _key(number: str | None) -> str:
    return re.sub(r"\s", "", unicodedata.normalize("NFC", number or "")).upper().replace("Ð", "Đ")


def _printed(conversion: Conversion) -> bool | None:
    assert conversion.xml is not None
    pdf = typeset.document(conversion.xml, images={name: image.data for name, image in conversion.images.items()}).value
    return None if pdf is None else akn.printed_mismatch(conversion.xml, akn.pdf_text(pdf.pdf)) is None


def table(scores: Iterable[Score]) -> str:
    """The scores by type and macro-averaged, as a Markdown table."""
    types: dict[str, list[Score]] = defaultdict(list)
    for one in scores:
        types[one.type].append(one)
    lines = [f"| type | files | {' | '.join(COLUMNS)} |", "|---" * (len(COLUMNS) + 2) + "|"]
    means: list[list[float]] = [[] for _ in COLUMNS]
    for name, group in sorted(types.items(), key=lambda item: (-len(item[1]), item[0])):
        cells = []
        for column, mean in enumerate(means):
            known = [one.reached[column] for one in group if one.reached[column] is not None]
            mean.extend([sum(map(bool, known)) / len(known)] if known else [])
            cells.append(f"{sum(map(bool, known))}/{len(known)}" if known else "–")
        lines.append(f"| {name} | {len(group)} | {' | '.join(cells)} |")
    averages = (f"{100 * sum(mean) / len(mean):.1f} %" if mean else "–" for mean in means)
    return "\n".join([*lines, f"| macro-average of {len(types)} types | | {' | '.join(averages)} |"]) + "\n"


def written(name: str, scores: list[Score]) -> None:
    OUTPUT.mkdir(exist_ok=True)
    failed = [f"- {one.file} ({one.type}): not {COLUMNS[at]}" for one in scores for at, ok in enumerate(one.reached) if ok is False]
    (OUTPUT / name).write_text(table(scores) + "\n" + "\n".join(failed) + "\n", encoding="utf-8")


def share(scores: list[Score], column: str) -> float:
    known = [one.reached[COLUMNS.index(column)] for one in scores]
    known = [one for one in known if one is not None]
    return sum(map(bool, known)) / max(1, len(known))


def test_a_sample_of_every_type_is_converted_with_its_text_whole_and_valid() -> None:
    chosen: dict[str, list[dict[str, str]]] = defaultdict(list)
    for row in manifest():
        if row["kind"] == "docx":
            chosen[row["type"]].append(row)
    scores = [score(row) for rows in chosen.values() for row in rows[:: max(1, len(rows) // 4)][:4]]
    written("corpus-sample.md", scores)
    for column in COLUMNS[:3]:
        assert share(scores, column) == 1, column
    assert share(scores, "number = manifest") >= 0.9


@pytest.mark.soak
def test_every_real_document_is_converted_whole_valid_and_printed_as_it_reads() -> None:
    with word.WarmLibreOffice() as office:
        scores = [score(row, legacy=office, printed=True) for row in manifest()]
    written("corpus.md", scores)
    for column, least in zip(COLUMNS, (0.98, 0.995, 1.0, 0.9, 0.9, 0.9), strict=True):
        assert share(scores, column) >= least, column
