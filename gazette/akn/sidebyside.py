"""Two texts side by side as HTML: one row a paragraph, under the provision it stands in, what did not change folded away."""

from collections.abc import Iterator
from html import escape
from itertools import groupby

from gazette.akn.compare import Comparison, changes
from gazette.akn.pairing import Pair, Section, likeness
from gazette.model.outcome import Lang
from gazette.model.text import slug

_FOLDED = 3
_NEAR = 20
_VERSION = 0.4
_WORDS: dict[str, dict[str, str]] = {
    "vi": {
        "title": "So sánh hai văn bản",
        "first": "Bản thứ nhất",
        "second": "Bản thứ hai",
        "same": "Hai văn bản trùng khớp từng chữ.",
        "opening": "Phần mở đầu",
        "changed": "sửa",
        "moved": "chuyển chỗ",
        "renumbered": "đánh số lại",
        "added": "thêm mới",
        "removed": "bỏ",
        "unchanged": "{count} đoạn không đổi",
        "differences": "{count} chỗ khác nhau",
        "nothing": "không có",
        "del": "bỏ: ",
        "ins": "thêm: ",
        "end": " (hết)",
    },
    "en": {
        "title": "Two texts compared",
        "first": "First text",
        "second": "Second text",
        "same": "The two texts agree letter for letter.",
        "opening": "Opening",
        "changed": "changed",
        "moved": "moved",
        "renumbered": "renumbered",
        "added": "added",
        "removed": "removed",
        "unchanged": "{count} paragraphs unchanged",
        "differences": "{count} differences",
        "nothing": "none",
        "del": "removed: ",
        "ins": "added: ",
        "end": " (end)",
    },
}
STYLE = """
:root{color-scheme:light;--line:#ddd4c4;--tint:#fcfaf5;--soft:#59524a;--red:#8f1d1d;--bad:#a01818;--bad-ground:#fbebe9;--good:#1d6338;--good-ground:#eaf4ec}
*{box-sizing:border-box}body{margin:0 auto;max-width:78rem;padding:1.5rem 1rem 4rem;color:#1d1a17;background:#fff;
font:1rem/1.6 "Source Serif 4",Tinos,"Times New Roman",serif}h1{font-size:1.5rem;margin:0 0 .5rem;color:var(--red)}a{color:var(--red)}
"""
LAYOUT = """
.comparison{width:100%;border-collapse:collapse;table-layout:fixed;font-size:.95rem}
.comparison th,.comparison td{border:1px solid var(--line);padding:.45rem .8rem;text-align:left;vertical-align:top;overflow-wrap:anywhere}
.comparison thead th{background:var(--tint);position:sticky;top:0}.comparison .other{font-weight:400;color:var(--soft);font-size:.85em}
.comparison tbody th{background:var(--tint);border-top:2px solid var(--red);scroll-margin-top:3.5rem}
.comparison .what{font-weight:400;font-size:.85em;color:var(--soft);margin-left:.5rem}.comparison .none{color:var(--soft);font-style:italic}
.comparison del{background:var(--bad-ground);color:var(--bad);text-decoration:line-through}
.comparison ins{background:var(--good-ground);color:var(--good);text-decoration:underline;text-underline-offset:.15em}
.comparison summary{cursor:pointer;color:var(--soft);font-size:.9em}.comparison details p{margin:.4rem 0}
.comparison-list{display:flex;flex-wrap:wrap;gap:.4rem .9rem;list-style:none;padding:0;margin:.6rem 0 1.2rem}
.unseen{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
@media(max-width:42rem){.comparison,.comparison tbody,.comparison tr,.comparison td,.comparison tbody th{display:block;width:100%}
.comparison thead{display:none}.comparison td{border-top:0}.comparison td.again{display:none}
.comparison td[data-side]::before{content:attr(data-side);display:block;font-size:.78rem;color:var(--soft)}}
"""


def comparison_html(comparison: Comparison, lang: Lang = "vi", *, standalone: bool = False) -> str:
    """*comparison* as a table of two sides; a whole page with *standalone*. *lang* is that of the view's own words."""
    body = _table(comparison, lang) if not comparison.identical else f'<p class="identical">{_WORDS[lang]["same"]}</p>'
    if not standalone:
        return body
    title = _WORDS[lang]["title"]
    return (
        f'<!DOCTYPE html>\n<html lang="{lang}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        f"<title>{title}</title><style>{STYLE}{LAYOUT}</style></head><body><main><h1>{title}</h1>{body}</main></body></html>\n"
    )


def _table(comparison: Comparison, lang: Lang) -> str:
    words, other = _WORDS[lang], _WORDS["en" if lang == "vi" else "vi"]
    heads = "".join(
        f'<th scope="col">{words[side]} <span class="other" lang="{"en" if lang == "vi" else "vi"}">{other[side]}</span></th>'
        for side in ("first", "second")
    )
    bodies: list[str] = []
    links: list[str] = []
    for number, (what, group) in enumerate(_grouped(comparison.provisions, words), start=1):
        label = _label(group[0], words)
        eid = f"so-sanh-{number}-{slug(label)}"
        if what:
            links.append(f'<li><a href="#{eid}">{escape(label)}</a> <span class="what">{what}</span></li>')
            bodies.append(f"<tbody>{_heading(label, eid, what)}{''.join(_rows(group[0], words))}</tbody>")
        else:
            bodies.append(f"<tbody>{_folded(group, eid, words)}</tbody>")
    count = words["differences"].format(count=len(comparison.differences))
    return (
        f'<p class="comparison-count">{count}</p><ul class="comparison-list">{"".join(links)}</ul>'
        f'<table class="comparison"><thead><tr>{heads}</tr></thead>{"".join(bodies)}</table>'
    )


def _grouped(provisions: tuple[Pair, ...], words: dict[str, str]) -> Iterator[tuple[str, list[Pair]]]:
    """What happened and to which provision, one by one; those to which nothing happened in runs."""
    for what, run in groupby(provisions, lambda pair: _what(pair, words)):
        if what:
            yield from ((what, [pair]) for pair in run)
        else:
            yield "", list(run)


def _folded(group: list[Pair], eid: str, words: dict[str, str]) -> str:
    """A run of provisions without a change, in one row that opens."""
    labels = list(dict.fromkeys((_label(group[0], words), _label(group[-1], words))))
    lines = [line for pair in group for line in _lines(pair.second)]
    shown = f"<b>{escape(' – '.join(labels))}</b> {words['unchanged'].format(count=len(lines))}"
    return f'<tr><td colspan="2" id="{eid}">{_details(shown, lines)}</td></tr>'


def _details(summary: str, lines: list[str]) -> str:
    return f"<details><summary>{summary}</summary>{''.join(f'<p>{escape(one)}</p>' for one in lines)}</details>"


def _label(pair: Pair, words: dict[str, str]) -> str:
    labels = [one.label or words["opening"] for one in (pair.first, pair.second) if one is not None]
    return " → ".join(dict.fromkeys(labels))


def _what(pair: Pair, words: dict[str, str]) -> str:
    """What happened to a provision; empty when nothing did."""
    if pair.first is None or pair.second is None:
        return words["added"] if pair.first is None else words["removed"]
    happened = {"moved": pair.moved, "renumbered": pair.renumbered, "changed": pair.first.body != pair.second.body}
    return ", ".join(words[name] for name, did in happened.items() if did)


def _heading(label: str, eid: str, what: str) -> str:
    shown = f'<span class="what">{what}</span>' if what else ""
    return f'<tr><th colspan="2" scope="rowgroup" id="{eid}">{escape(label)}{shown}</th></tr>'


def _rows(pair: Pair, words: dict[str, str]) -> Iterator[str]:
    first, second = _lines(pair.first), _lines(pair.second)
    at = 0
    for a1, a2, b1, b2 in (*changes(first, second), (len(first), len(first), len(second), len(second))):
        yield from _unchanged(second[at:b1], words)
        for before, after in _abreast(first[a1:a2], second[b1:b2]):
            yield _changed(before, after, words)
        at = b2


def _lines(section: Section | None) -> list[str]:
    return list(section.lines) if section is not None else []


def _abreast(first: list[str], second: list[str]) -> Iterator[tuple[str, str]]:
    """Paragraphs that are versions of each other beside each other, the others beside nothing."""
    at = 0
    for before in first:
        near = range(at, min(at + _NEAR, len(second)))
        place = next((place for place in near if likeness(before, second[place]) >= _VERSION), None)
        if place is None:
            yield before, ""
            continue
        yield from (("", after) for after in second[at:place])
        yield before, second[place]
        at = place + 1
    yield from (("", after) for after in second[at:])


def _unchanged(lines: list[str], words: dict[str, str]) -> Iterator[str]:
    if len(lines) >= _FOLDED:
        yield f'<tr><td colspan="2">{_details(words["unchanged"].format(count=len(lines)), lines)}</td></tr>'
        return
    for line in map(escape, lines):
        yield f'<tr><td>{line}</td><td class="again">{line}</td></tr>'


def _changed(before: str, after: str, words: dict[str, str]) -> str:
    a, b = before.split(), after.split()
    spans = [one for one in changes(a, b) if one[0] < one[1] or one[2] < one[3]]
    left = _side(a, [(one[0], one[1]) for one in spans], ("del", words))
    right = _side(b, [(one[2], one[3]) for one in spans], ("ins", words))
    cells = (_cell(left, "first", words), _cell(right, "second", words))
    return f"<tr>{''.join(cells)}</tr>"


def _cell(inner: str, side: str, words: dict[str, str]) -> str:
    return f'<td data-side="{words[side]}">{inner}</td>' if inner else f'<td class="none">{words["nothing"]}</td>'


def _side(text: list[str], spans: list[tuple[int, int]], mark: tuple[str, dict[str, str]]) -> str:
    """The words of one side, those in *spans* marked, with words for whoever does not see the mark."""
    name, words = mark
    pieces: list[str] = []
    at = 0
    for start, end in spans:
        pieces += map(escape, text[at:start])
        if start < end:
            said = f'<span class="unseen">{words[name]}</span>{escape(" ".join(text[start:end]))}<span class="unseen">{words["end"]}</span>'
            pieces.append(f"<{name}>{said}</{name}>")
        at = end
    pieces += map(escape, text[at:])
    return " ".join(pieces)
