"""Entries from a JSON Lines file: UTF-8, one object a line, with at least an `id`."""

import json
from collections.abc import Iterator
from pathlib import Path

from search.entry import Entry
from search.errors import EntryRefused, FileRefused


def read_entries(file: Path) -> Iterator[Entry]:
    """The entries of a file in their order; blank lines are passed over. Raises `FileRefused` with the line that is no entry."""
    try:
        with file.open(encoding="utf-8-sig") as lines:
            for number, line in enumerate(lines, 1):
                if line.strip():
                    yield _entry(f"{file}:{number}", line)
    except UnicodeDecodeError as error:
        raise FileRefused(file, "không phải UTF-8", "not UTF-8") from error
    except OSError as error:
        raise FileRefused(file, error.strerror or "", error.strerror or "") from error


def _entry(place: str, line: str) -> Entry:
    try:
        return Entry.from_json(json.loads(line))
    except EntryRefused as error:
        raise FileRefused(place, error.vi, error.en) from error
    except (ValueError, RecursionError) as error:
        raise FileRefused(place, "không phải JSON", "not JSON") from error
