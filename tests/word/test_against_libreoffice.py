"""The numbers of random lists, and the words of real files, as LibreOffice prints them: an oracle nobody here wrote.

LibreOffice counts differently from Word, and is not asked, where a list begins below its first level or takes up several
start overrides at once; it does not know legal numbering, nor levels that restart elsewhere than below the level above.
"""

import random
import subprocess
from collections import Counter
from pathlib import Path

import pytest

from gazette.word import read
from tests.shared import shared
from tests.word.extractor import words
from tests.word.soffice import needs_soffice
from tests.words import docx

_FORMATS = ("decimal", "upperRoman", "lowerRoman", "upperLetter", "lowerLetter", "decimalZero", "ordinal", "cardinalText", "ordinalText")
_LISTS = 150


def printed(folder: Path, *sources: Path) -> list[str]:
    """The text LibreOffice writes for each of *sources*."""
    command = ["soffice", f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless"]
    command += ["--convert-to", "txt:Text (encoded):UTF8", "--outdir", str(folder / "text"), *map(str, sources)]
    subprocess.run(command, check=True, capture_output=True, timeout=300)
    return [(folder / "text" / f"{source.stem}.txt").read_text("utf-8-sig") for source in sources]


def level(rng: random.Random, place: int) -> str:
    shown = "".join(f"%{upper}." for upper in range(1, place + 2) if upper > place or rng.random() < 0.5)
    pattern = rng.choice(("", "Điều ", "(")) + shown
    return (
        f'<w:lvl w:ilvl="{place}"><w:start w:val="{rng.choice((1, 1, 1, 3))}"/><w:numFmt w:val="{rng.choice(_FORMATS)}"/>'
        f'<w:suff w:val="{rng.choice(("tab", "space"))}"/><w:lvlText w:val="{pattern}"/></w:lvl>'
    )


def override(rng: random.Random, depth: int) -> str:
    """Nothing, another start for the first level, or another look for any level."""
    place = rng.randrange(depth)
    return rng.choice(
        (
            "",
            f'<w:lvlOverride w:ilvl="0"><w:startOverride w:val="{rng.randint(1, 9)}"/></w:lvlOverride>',
            f'<w:lvlOverride w:ilvl="{place}">{level(rng, place)}</w:lvlOverride>',
        )
    )


def random_lists(rng: random.Random, count: int) -> tuple[list[str], str]:
    """The lines of a document with *count* lists of up to three instances, and its numbering."""
    lines, abstracts, instances = [], "", ""
    for abstract in range(count):
        depth = rng.randint(1, 4)
        made = "".join(level(rng, place) for place in range(depth))
        abstracts += f'<w:abstractNum w:abstractNumId="{abstract}"><w:multiLevelType w:val="multilevel"/>{made}</w:abstractNum>'
        numbers = [abstract * 3 + place + 1 for place in range(rng.randint(1, 3))]
        for number in numbers:
            changed = override(rng, depth) if number != numbers[0] else ""
            instances += f'<w:num w:numId="{number}"><w:abstractNumId w:val="{abstract}"/>{changed}</w:num>'
        lines.append(f"p:danh sách {abstract}")
        place = 0
        for item in range(rng.randint(3, 9)):
            place = rng.randint(0, min(place + 1, depth - 1)) if item else 0
            lines.append(f"p[num={rng.choice(numbers)}/{place}]:mục {item}")
    return lines, abstracts + instances


@needs_soffice
@pytest.mark.parametrize("seed", [20261122, *(pytest.param(seed, marks=pytest.mark.soak) for seed in range(8))])
def test_random_lists_are_counted_as_libreoffice_counts_them(seed: int, tmp_path: Path) -> None:
    lines, numbering = random_lists(random.Random(seed), _LISTS)
    source = tmp_path / "lists.docx"
    source.write_bytes(docx(*lines, numbering=numbering))
    (theirs,) = printed(tmp_path, source)
    ours = read(source.read_bytes()).require().visible_text()
    assert list(map(str.split, ours.split("\n"))) == list(map(str.split, theirs.removesuffix("\n").split("\n")))


def differences(folder: Path, sources: list[Path]) -> list[str]:
    """The files of which LibreOffice prints words or numbers that we do not read (it leaves text boxes and notes out of its text)."""
    found = []
    for source, theirs in zip(sources, printed(folder, *sources), strict=True):
        blocks = read(source.read_bytes()).require()
        lost = Counter(words(theirs)) - Counter(words(blocks.visible_text()))
        if sum(lost.values()) > len(blocks.notes):
            found.append(f"{source.name}: {lost}")
    return found


@needs_soffice
def test_a_sample_of_real_files_holds_every_word_that_libreoffice_prints(tmp_path: Path) -> None:
    assert differences(tmp_path, sorted(shared("word-corpus", "files").glob("*.docx"))[::40]) == []


@pytest.mark.soak
@needs_soffice
def test_every_real_file_holds_every_word_that_libreoffice_prints(tmp_path: Path) -> None:
    assert differences(tmp_path, sorted(shared("word-corpus", "files").glob("*.docx"))) == []
