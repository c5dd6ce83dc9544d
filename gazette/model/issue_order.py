"""The order of an issue: part by part, each issuer's documents together, by rule or as somebody puts them."""

from collections.abc import Iterable, Sequence

from gazette.model.issue import PARTS, IssueItem, printed_order


def by_rule(items: Iterable[IssueItem]) -> list[IssueItem]:
    """In printed order (domain: part, People's Council first, issuer, date, number)."""
    return sorted(items, key=lambda item: printed_order(item.document))


def grouped(items: Sequence[IssueItem]) -> list[IssueItem]:
    """As an issue prints them: part by part, each issuer's together where its first document stands; within that as they are."""
    parts, groups = list(PARTS), list(dict.fromkeys(map(_group, items)))
    return sorted(items, key=lambda item: (parts.index(item.part), groups.index(_group(item))))


def inserted(items: Sequence[IssueItem], item: IssueItem) -> list[IssueItem]:
    """With *item* behind the last that stands before it by rule; the order of the others, which somebody may have chosen, stays."""
    own = printed_order(item.document)
    place = max((place for place, one in enumerate(items, start=1) if printed_order(one.document) <= own), default=0)
    return grouped([*items[:place], item, *items[place:]])


def moved(items: Sequence[IssueItem], item: IssueItem, position: int) -> list[IssueItem]:
    """With *item* at *position* (from 1) among its issuer's; where that is another issuer's place, all of its issuer's go there.

    No document leaves its part.
    """
    part = [place for place, one in enumerate(items) if one.part == item.part]
    place = min(max(position - 1, part[0]), part[-1])
    own, there = _group(item), _group(items[place])
    taken = [item] if own == there else [one for one in items if _group(one) == own]
    others = [one for one in items if one not in taken]
    if own == there:
        return [*others[:place], item, *others[place:]]
    held = [at for at, one in enumerate(others) if _group(one) == there]
    at = held[0] if place < items.index(item) else held[-1] + 1
    return [*others[:at], *taken, *others[at:]]


def _group(item: IssueItem) -> tuple[str, str]:
    return item.part, item.document.issuer or ""
