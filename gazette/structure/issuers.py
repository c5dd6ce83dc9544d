"""The issuer's province: told by the head's other lines, the place line or the symbol, and put into its slug."""

from collections.abc import Iterable, Iterator

from gazette.model.agencies import Agency
from gazette.model.draft import Block, Component, Line
from gazette.model.territory import Clues, located
from gazette.structure.letterhead import Head


def settle_province(head: Head, main: Component) -> bool:
    """Put the issuer's province into its slug; False when the issuer needs one and nothing tells it."""
    if head.issuer is None or head.issuer_slug is None:
        return True
    lines = (*_lines(head.letterhead, "parent-authority"), *_lines(main.preamble, "authority-line"))
    clues = Clues(lines, head.place or "", head.number.symbol if head.number else "", head.day)
    found, known = located(Agency(head.issuer, head.issuer_slug), clues)
    head.issuer_slug = found.slug
    return known


def _lines(blocks: Iterable[Block], role: str) -> Iterator[str]:
    return (one.text for one in blocks if isinstance(one, Line) and one.role == role)
