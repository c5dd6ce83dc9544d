"""Hypothesis strategies for Drafts: every field of every class of the model, with words that look like signs of a notation.

``FIELDS`` names each field once; a test holds it against the classes, so that a field added to the model cannot be forgotten here.
"""

from collections.abc import Mapping
from typing import Any

from hypothesis import strategies as st

from gazette.model.blocks import Formula, Image, NoteMark, Picture, Run
from gazette.model.draft import (
    LEVELS,
    Component,
    Draft,
    Grid,
    GridCell,
    Group,
    Line,
    Marked,
    NoteText,
    Provision,
    Quotation,
    Relation,
    Signer,
    tidy,
)
from gazette.model.effect import RULES, EffectiveDate, PartialEffect
from gazette.model.modifications import ACTIONS, PLACES, Act, Modification, Target

_WORDS = st.sampled_from(
    [
        "Điều 1.", "Điều 5a. Phạm vi", "Điều", "Chương I", "Mục 1", "Phần thứ nhất", "PHẦN", "1.", "1. Một", "1.1. Một", "a) Điểm", "đ)", "- tiết",
        "I. MỤC ĐÍCH", "A. PHẦN", "“Điều 20. Mới", "**", "*", "//", "http://x", "__", "______", "~~", "^^", ",,", "****", "{giữa}", "{", "}", "[",
        "]", "[bảng]", "[khoản: 1.]", "[^n1]", "|", "| a |", "¶", "↵", "⇥", "# ", "#", "=== VĂN BẢN ===", "===", "--- Nội dung ---", "-------", "\\",
        "\\n", "\\u{41}", ":", ";", ",", "\"", "“”", "\n", "\t", " ", "  ", "\u00a0", "\u200b", "\u00ad", "\ufeff", "\r", "\x85", "\u2028", "\x00",
        "e\u0302\u0301", "\u0301", "ệ", "=\u0338", "\u1100\u1161", "\ud800", "Căn cứ Luật;", "Nơi nhận:", "thường", "liền", "không có đoạn", "x",
    ]
)  # fmt: skip
TEXT = st.one_of(_WORDS, st.text(max_size=6), st.lists(_WORDS, max_size=3).map(" ".join))
_SLUG = st.sampled_from(["quyet-dinh", "nghi-quyet", "phu-luc", "thu-la", "Quyết định", "text"])
_MEASURE = st.one_of(st.floats(0, 900), st.integers(0, 900).map(float))
_INLINE: st.SearchStrategy[Any] = st.deferred(
    lambda: st.one_of(*(of(kind) for kind in (Run, Run, Run, NoteMark, Picture, Formula, Marked)))
)
_BLOCK: st.SearchStrategy[Any] = st.deferred(lambda: st.one_of(of(Line), of(Line), of(Line), of(Grid), of(Quotation), of(Group)))
_ITEM: st.SearchStrategy[Any] = st.deferred(lambda: st.one_of(_BLOCK, of(Provision), of(Provision)))
_DAY = st.dates()


def _many(one: st.SearchStrategy[Any], most: int = 2) -> st.SearchStrategy[tuple[Any, ...]]:
    return st.lists(one, max_size=most).map(tuple)


INLINES = st.lists(_INLINE, max_size=4).map(tidy)
_BLOCKS, _ITEMS = _many(_BLOCK), _many(_ITEM)
_KEY = st.one_of(st.sampled_from(["n1", "n2", "a]b"]), TEXT)

FIELDS: Mapping[type, Mapping[str, st.SearchStrategy[Any]]] = {
    Run: {
        "text": TEXT.filter(bool),
        **dict.fromkeys(("bold", "italic", "underline", "strike"), st.booleans()),
        "script": st.sampled_from(["", "super", "sub"]),
    },
    NoteMark: {"note": _KEY},
    Picture: {"image": TEXT, "alt": TEXT, "width": _MEASURE, "height": _MEASURE},
    Formula: {"mathml": st.one_of(st.just("<math><mi>x</mi></math>"), TEXT), "text": TEXT},
    Marked: {"name": st.one_of(st.sampled_from(["docNumber", "docDate", "ref", "role"]), TEXT), "inlines": INLINES, "value": TEXT},
    Line: {
        "inlines": INLINES,
        "role": st.one_of(st.sampled_from(["", "", "recital", "authority", "number"]), TEXT),
        "align": st.sampled_from(["", "left", "center", "right", "justify"]),
    },
    GridCell: {"blocks": _BLOCKS, "colspan": st.integers(1, 3), "rowspan": st.integers(1, 3), "header": st.booleans()},
    Grid: {
        "rows": _many(_many(st.deferred(lambda: of(GridCell)))),
        "widths": _many(_MEASURE, 3),
        "borders": st.booleans(),
        "landscape": st.booleans(),
    },
    Quotation: {"items": _ITEMS},
    Group: {"name": st.one_of(st.sampled_from(["recipients", "signature", "toc"]), TEXT), "blocks": _BLOCKS},
    Provision: {
        "level": st.sampled_from(LEVELS),
        "num": INLINES,
        "heading": INLINES,
        "lead": _BLOCKS,
        "children": _many(st.deferred(lambda: of(Provision))),
        "tail": _BLOCKS,
        "name": st.one_of(st.sampled_from(["", "muc", "tiet"]), TEXT),
        "join": st.sampled_from(["space", "none", "apart"]),
    },
    Component: {
        "kind": st.one_of(_SLUG, TEXT),
        **dict.fromkeys(("letterhead", "title", "preamble", "conclusions"), _BLOCKS),
        "body": _ITEMS,
    },
    Signer: dict.fromkeys(("capacity", "title", "name"), st.none() | TEXT),
    EffectiveDate: {"day": st.none() | _DAY, "rule": st.sampled_from(sorted(RULES)), "evidence": TEXT, "days": st.integers(0, 999)},
    PartialEffect: {"at": TEXT, "topic": TEXT, "effect": st.deferred(lambda: of(EffectiveDate))},
    Relation: {
        "type": st.sampled_from(["can-cu", "dan-chieu", "la"]),
        **dict.fromkeys(("evidence", "number", "kind", "day", "title", "href", "provisions", "at", "starts"), TEXT),
    },
    Act: dict.fromkeys(("kind", "number", "day", "title", "href"), TEXT),
    Target: {
        "act": st.deferred(lambda: of(Act)),
        "path": TEXT,
        "up_to": TEXT,
        "place": st.sampled_from(PLACES),
        "extent": st.sampled_from(["", "part"]),
    },
    Modification: {
        "action": st.sampled_from(ACTIONS),
        "target": st.deferred(lambda: of(Target)),
        **dict.fromkeys(("mod", "old", "new", "becomes"), TEXT),
    },
    NoteText: {"blocks": _BLOCKS, "kind": st.sampled_from(["footnote", "endnote"]), "mark": TEXT},
    Image: {"data": st.binary(max_size=3), "media_type": st.just("image/png")},
    Draft: {
        "main": st.deferred(lambda: of(Component)),
        "attachments": _many(st.deferred(lambda: of(Component))),
        **dict.fromkeys(("number", "symbol", "issuer", "issuer_slug", "place", "subject", "urgency", "circulation"), st.none() | TEXT),
        "kind": st.none() | _SLUG | TEXT,
        "date": st.none() | _DAY,
        "adopted": st.none() | _DAY,
        "effective": st.none() | st.deferred(lambda: of(EffectiveDate)),
        "partial": _many(st.deferred(lambda: of(PartialEffect))),
        "signers": _many(st.deferred(lambda: of(Signer))),
        "recipients": _many(TEXT),
        "relations": _many(st.deferred(lambda: of(Relation))),
        "modifications": _many(st.deferred(lambda: of(Modification))),
        "notes": st.dictionaries(_KEY, st.deferred(lambda: of(NoteText)), max_size=2),
        "images": st.dictionaries(TEXT, st.deferred(lambda: of(Image)), max_size=1),
    },
}


def of(kind: type) -> st.SearchStrategy[Any]:
    """Values of one class of the model."""
    return st.builds(kind, **FIELDS[kind])


DRAFTS: st.SearchStrategy[Draft] = of(Draft)
"""Any Draft; a Marked without text, a row without cells, notes that nobody calls, letters in any form."""
