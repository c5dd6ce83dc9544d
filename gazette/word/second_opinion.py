"""Reads the words of a .doc a second time, by antiword when it is installed, and compares them with what came through LibreOffice.

catdoc is not asked: it prints page headers and the instructions of fields, and drops the optional hyphen that is ư in TCVN3.
"""

import re
import shutil
import subprocess
import tempfile
import unicodedata
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from gazette.word.encodings import AsUnicode, Mixed
from gazette.word.libreoffice import environment, fenced
from gazette.word.package import Limits
from gazette.word.remarks import Remarks

_OPTIONS = ("-m", "UTF-8.txt", "-w", "0")
_SECONDS = 5
_MOST_BYTES = 64 * 1024 * 1024
# Words of three letters: list numbers and single signs are laid out by each program in its own way.
_WORD = re.compile(r"[^\W\d_]{3,}")
_UNSEEN = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")
# A program that wraps table cells cuts a long word now and then; lost text is lost by the sentence.
_NOISE, _SHARE = 5, 0.005


def missing_words(data: bytes, text: str, limits: Limits) -> list[str]:
    """The words of *data* that *text* lacks, in their order; none when antiword is missing or fails, or all is noise."""
    program = shutil.which("antiword")
    if program is None:
        return []
    second = _words(_in_unicode(_said((program, *_OPTIONS), data, limits)))
    heard = Counter(_words(text))
    missing = []
    for word in second:
        if heard[word] > 0:
            heard[word] -= 1
        else:
            missing.append(word)
    return missing if len(missing) > max(_NOISE, len(second) * _SHARE) else []


def _words(text: str) -> list[str]:
    return _WORD.findall(unicodedata.normalize("NFC", _UNSEEN.sub("", text)).replace("Ð", "Đ").lower())


def _in_unicode(text: str) -> str:
    """*text*, which tells no fonts, with its old encodings read as the document's own are."""
    lines, first, remarks = text.split("\n"), AsUnicode(), Remarks()
    for line in lines:
        first.paragraph([("", line)], remarks)
    if not first.suspicious:
        return text
    mixed = Mixed(first.paragraphs)
    return "\n".join(mixed.paragraph(paragraph, remarks)[0] for paragraph in first.paragraphs)


def _said(command: Sequence[str], data: bytes, limits: Limits) -> str:
    """What *command* prints about *data*, run in the same fence as LibreOffice; "" when it fails or takes too long."""
    with tempfile.TemporaryDirectory(prefix="gazette-word-", ignore_cleanup_errors=True) as folder:
        home = Path(folder)
        source, printed = home / "source", home / "text"
        source.write_bytes(data)
        with printed.open("wb") as output:
            try:
                done = subprocess.run(  # noqa: S603
                    [*fenced(limits, home), *command, str(source)],
                    cwd=home,
                    env=environment(home),
                    stdin=subprocess.DEVNULL,
                    stdout=output,
                    stderr=subprocess.DEVNULL,
                    timeout=_SECONDS,
                    check=False,
                )
            except subprocess.TimeoutExpired:
                return ""
        if done.returncode != 0 or printed.stat().st_size > _MOST_BYTES:
            return ""
        return printed.read_text(encoding="utf-8", errors="replace")
