"""One tracked change in the tree of a part: accepted, or rejected, as Word does it (ISO/IEC 29500-1, 17.13.5)."""

from lxml import etree

from gazette.word.names import child, w

GONE = "{urn:gazette:settled}gone"
"""Stands at a paragraph's mark that was decided away: the next paragraph goes on where this one ends."""
_COMING = frozenset((w("ins"), w("moveTo"), w("cellIns")))
_GOING = frozenset((w("del"), w("moveFrom"), w("cellDel")))
_RPR, _PPR, _TRPR, _TCPR = w("rPr"), w("pPr"), w("trPr"), w("tcPr")
_DELETED_NAMES = {w("delText"): w("t"), w("delInstrText"): w("instrText")}
_LASTING = {GONE} | {
    w(name)
    for name in ("ins", "del", "moveFrom", "moveTo", "cellIns", "cellDel", "cellMerge", "sectPr", "headerReference", "footerReference")
}
"""What stays among properties whose former state is restored: it was no part of the change."""


def accept(change: etree._Element) -> None:
    """What came stays, what went is gone, what was formatted is so."""
    if change.tag in _COMING:
        _stay(change)
    elif change.tag in _GOING:
        _go(change)
    else:
        _drop(change)


def reject(change: etree._Element) -> None:
    """Everything is again as it was before the change."""
    if change.tag in _COMING:
        _go(change)
    elif change.tag in _GOING:
        _stay(change)
    else:
        _restore(change)


def _stay(change: etree._Element) -> None:
    """The marker goes, what it marks stays."""
    for inner in change.iter(*_DELETED_NAMES):
        inner.tag = _DELETED_NAMES[str(inner.tag)]
    parent = change.getparent()
    if parent is None:
        return
    place = parent.index(change)
    parent[place : place + 1] = list(change) if not _is_marker(change) else []


def _go(change: etree._Element) -> None:
    """The marker goes with what it marks: its content, a paragraph's mark, a row or a cell."""
    parent = change.getparent()
    if parent is None:
        return
    holder = parent.getparent()
    if parent.tag == _RPR and holder is not None and holder.tag == _PPR:
        change.tag = GONE
        for inner in list(change):
            change.remove(inner)
    elif parent.tag in (_TRPR, _TCPR) and holder is not None:
        _drop(holder)
    else:
        _drop(change)


def _restore(change: etree._Element) -> None:
    """Properties as they were; what no formatting changes stays where it stands."""
    properties, former = change.getparent(), next(iter(change), None)
    if properties is None:
        return
    if former is None:
        _drop(change)
        return
    mark = child(properties, _RPR) if properties.tag == _PPR else None
    kept = [one for one in properties if one is mark or one.tag in _LASTING]
    names = {one.tag for one in kept}
    properties[:] = [*(one for one in former if one.tag not in names), *kept]


def _is_marker(change: etree._Element) -> bool:
    """True for a marker among properties, which holds nothing of the text."""
    parent = change.getparent()
    return parent is not None and parent.tag in (_RPR, _TRPR, _TCPR)


def _drop(element: etree._Element) -> None:
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)
