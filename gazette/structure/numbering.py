"""Gaps, repeats and jumps in the numbers of Điều and Chương: reported to the editor, never repaired."""

import re
from collections.abc import Iterable, Iterator

from gazette.model.draft import Item, Provision, text_of
from gazette.model.outcome import Finding
from gazette.model.text import fold_space
from gazette.structure.findings import CATALOGUE

_ARTICLE = re.compile(r"(\d+)\s?([a-zđ]*)")


def check_numbers(items: Iterable[Item], where: str) -> Iterator[Finding]:
    """What is odd in the article numbers of one text; *where* names the attachment, empty for the main text."""
    seen: set[tuple[int, str]] = set()
    last: tuple[int, str] | None = None
    for provision in _articles(items):
        match = _ARTICLE.search(fold_space(text_of(provision.num)))
        if not match:
            continue
        number = int(match.group(1)), match.group(2)
        place = f"{where} Điều {match.group(0)}".strip()
        shown = match.group(0)
        if number in seen:
            yield CATALOGUE.finding("S009", place, label="Điều", number=shown)
        elif last is not None and number[0] > last[0] + 1:
            missing = str(last[0] + 1) if number[0] == last[0] + 2 else f"{last[0] + 1}-{number[0] - 1}"
            yield CATALOGUE.finding("S008", place, label="Điều", missing=missing, before=f"Điều {last[0]}{last[1]}", after=f"Điều {shown}")
        elif last is not None and number[0] < last[0]:
            yield CATALOGUE.finding("S010", place, label="Điều", number=shown, before=f"Điều {last[0]}{last[1]}")
        seen.add(number)
        last = number


def _articles(items: Iterable[Item]) -> Iterator[Provision]:
    for item in items:
        if isinstance(item, Provision):
            yield from (one for one in item.walk() if one.level == "article")
