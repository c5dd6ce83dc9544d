"""Tracked changes marked where they stand: what each added and took away is read in place, between the two edges of its mark."""

from collections.abc import Callable

from lxml import etree

from gazette.model.settling import Version
from gazette.word.deciding import accept, reject
from gazette.word.names import WORD, w

EDGE = "{urn:gazette:marking}edge"
"""Stands where a mark begins (``mark``, ``key``, ``gone``) or ends (also ``ends``)."""
_P, _R, _T, _RPR, _PPR = w("p"), w("r"), w("t"), w("rPr"), w("pPr")
_PROPERTIES = frozenset((_RPR, w("trPr"), w("tcPr")))
_MARKS = {w("ins"): "ins", w("moveTo"): "ins", w("del"): "del", w("moveFrom"): "del"}
_DELETED = w("delText")
_LETTERS = frozenset((_RPR, _T, _DELETED, *(w(name) for name in ("tab", "noBreakHyphen", "softHyphen", "sym"))))
"""What is shown of a run that is no part of the text: no pictures, fields, notes or breaks, which would move what follows."""
_PILCROW = "¶"


def marker(version: Version) -> Callable[[str, etree._Element], None]:
    """What marks one element of the change that a key names, in a file whose text is read as *version*.

    What holds whole paragraphs, rows or cells that are no part of the text stays unmarked, and so does the look of a paragraph.
    """
    settle = accept if version == "accepted" else reject
    going = "del" if version == "accepted" else "ins"

    def mark(key: str, change: etree._Element) -> None:
        parent = change.getparent()
        if parent is None:
            return
        kind = _MARKS.get(str(change.tag))
        holder = parent.getparent()
        if kind is None:
            if change.tag == w("rPrChange") and holder is not None and holder.tag == _R:
                _surround(holder, key, "format")
        elif parent.tag in _PROPERTIES:
            if holder is not None and holder.tag == _PPR:
                _mark_end(holder.getparent(), (key, kind))
                settle(change)
        elif etree.QName(parent).namespace == WORD and not (kind == going and next(change.iter(_P), None) is not None):
            _unwrap(change, key, kind, gone=kind == going)

    return mark


def _unwrap(change: etree._Element, key: str, kind: str, *, gone: bool) -> None:
    """The content of *change* in its place, between two edges; asks for no index, which costs the square of a long paragraph."""
    if gone:
        _letters_only(change)
    for inner in change.iter(_DELETED):
        inner.tag = _T
    parent = change.getparent()
    assert parent is not None
    change.addprevious(_edge(key, kind, gone=gone))
    for inner in list(change):
        change.addprevious(inner)
    change.addprevious(_edge(key, kind, gone=gone, ends=True))
    parent.remove(change)


def _letters_only(change: etree._Element) -> None:
    for run in change.iter(_R):
        for inner in list(run):
            if inner.tag not in _LETTERS:
                run.remove(inner)


def _surround(run: etree._Element, key: str, kind: str) -> None:
    run.addprevious(_edge(key, kind, gone=False))
    run.addnext(_edge(key, kind, gone=False, ends=True))


def _mark_end(paragraph: etree._Element | None, mark: tuple[str, str]) -> None:
    """Shows the mark of *paragraph* itself, which a change added or took away."""
    if paragraph is None or paragraph.tag != _P:
        return
    key, kind = mark
    run = etree.SubElement(paragraph, _R)
    etree.SubElement(run, _T).text = _PILCROW
    run.addprevious(_edge(key, kind, gone=True))
    run.addnext(_edge(key, kind, gone=True, ends=True))


def _edge(key: str, kind: str, *, gone: bool, ends: bool = False) -> etree._Element:
    edge = etree.Element(EDGE, key=key, mark=kind)
    if gone:
        edge.set("gone", "1")
    if ends:
        edge.set("ends", "1")
    return edge
