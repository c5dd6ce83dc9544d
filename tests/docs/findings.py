"""Prints ``docs/findings.md`` from the catalogues of all rooms; ``python -m tests.docs.findings`` writes it."""

from collections.abc import Iterable, Iterator
from pathlib import Path

import archive.findings
import gazette.akn.editable.findings
import gazette.akn.findings
import gazette.cli.texts
import gazette.model.accession
import gazette.model.checks.registry
import gazette.model.findings
import gazette.structure.findings
import gazette.typeset.findings
import gazette.word.findings
import signing.report
from gazette.model.outcome import Catalogue

PAGE = Path(__file__).resolve().parents[2] / "docs" / "findings.md"
HEAD = """# Findings

Everything that can be said of a document, by room. A finding is about the document, never about the operation; its code never
changes its meaning. `error` stops the step that needs the document to be right, `warning` wants a person's eyes, `info` is for the
record. Words in braces are filled in. This page is printed from the rooms' catalogues by `python -m tests.docs.findings`.
"""
Row = tuple[str, str, str, str]


def rooms() -> Iterator[tuple[str, Iterable[Row]]]:
    """Each room's heading with its rows: code, level, Vietnamese, English."""
    yield "gazette/word: reading the file", _rows(gazette.word.findings.CATALOGUE)
    yield "gazette/structure: understanding the act", _rows(gazette.structure.findings.CATALOGUE)
    yield "gazette/akn: Akoma Ntoso", _rows(gazette.akn.findings.CATALOGUE)
    yield "gazette/akn: the editable text", _rows(gazette.akn.editable.findings.CATALOGUE)
    yield "gazette/typeset: the printed page", _rows(gazette.typeset.findings.CATALOGUE)
    yield "gazette/services: the document on its way", _rows(gazette.model.findings.CATALOGUE)
    yield "gazette/model/checks: before publication", _rows(gazette.model.checks.registry.CATALOGUE)
    yield "gazette/services: accessions", _rows(gazette.model.accession.CATALOGUE)
    yield "gazette/cli: files in, files out", _rows(gazette.cli.texts.CATALOGUE)
    faults = ((code, "error", vi, en) for code, (vi, en) in sorted(archive.findings.SENTENCES.items()))
    yield "archive: log and store", faults
    yield "signing: verification", [(code, level, vi, en) for code, (level, vi, en) in sorted(signing.report.FINDINGS.items())]


def _rows(catalogue: Catalogue) -> Iterator[Row]:
    for code in sorted(catalogue):
        kind = catalogue[code]
        yield code, kind.level, kind.vi, kind.en


def page() -> str:
    """The whole page."""
    parts = [HEAD]
    for title, rows in rooms():
        parts.append(f"\n## {title}\n\n| code | level | tiếng Việt | English |\n|---|---|---|---|\n")
        parts.extend(f"| {code} | {level} | {_cell(vi)} | {_cell(en)} |\n" for code, level, vi, en in rows)
    return "".join(parts)


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
