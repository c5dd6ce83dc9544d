"""Lists and protocols of the archive, to be printed, signed and bound: the yearly list of dossiers, the protocol of a destruction."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from gazette.model.outcome import Outcome
from gazette.typeset.pdf import Job, press
from gazette.typeset.plain import shown

_CELL = 600


@dataclass(frozen=True, slots=True)
class Ledger:
    """A table: its heading, its columns with their share of the width, and its rows. Without rows it says so."""

    title: str
    columns: tuple[tuple[str, int], ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Minutes:
    """What such a page prints: the office, title and subject, day, what is said, the tables, and who signs (capacity and name)."""

    office: str
    title: str
    subject: str
    day: date
    place: str = ""
    facts: tuple[tuple[str, str], ...] = ()
    tables: tuple[Ledger, ...] = ()
    signers: tuple[tuple[str, str], ...] = ()


def minutes(sheet: Minutes) -> Outcome[bytes]:
    """*sheet* as PDF/A-3a and PDF/UA-1."""
    data = {
        "office": shown(sheet.office),
        "place": f"{shown(sheet.place)}, " if sheet.place else "",
        "day": f"ngày {sheet.day.day:02d} tháng {sheet.day.month:02d} năm {sheet.day.year}",
        "date": [sheet.day.year, sheet.day.month, sheet.day.day],
        "title": shown(sheet.title),
        "subject": shown(sheet.subject, _CELL),
        "facts": [[shown(name), shown(value, _CELL)] for name, value in sheet.facts],
        "tables": list(_tables(sheet)),
        "signers": [[shown(capacity), shown(name)] for capacity, name in sheet.signers],
    }
    made, problems = press(Job("minutes.typ", data, {}, sheet.day))
    return Outcome(made, problems)


def _tables(sheet: Minutes) -> Iterator[dict[str, object]]:
    for one in sheet.tables:
        rows = [[shown(cell, _CELL) for cell in row] for row in one.rows]
        yield {
            "title": shown(one.title),
            "columns": [name for name, _ in one.columns],
            "widths": [wide for _, wide in one.columns],
            "rows": rows,
        }
