"""A document's contents as flat lines for the screens."""

from gazette import akn
from gazette.model.desk import ContentsLine


def lines(items: tuple[akn.ContentsItem, ...], depth: int = 0) -> tuple[ContentsLine, ...]:
    """The contents in reading order, each line with its depth from 0."""
    found: list[ContentsLine] = []
    for item in items:
        found.append(ContentsLine(depth, item.eid, item.num, item.heading))
        found.extend(lines(item.children, depth + 1))
    return tuple(found)
