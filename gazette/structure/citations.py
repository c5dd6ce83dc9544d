"""Citations: other texts by kind, number, date and issuer; provisions of this text by their path (Decree 30/2020, Annex I)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from gazette.model.agencies import agency, capitals
from gazette.model.draft import Block, Component, Grid, Group, Inline, Item, Line, Marked, Provision, Relation, cut, text_of
from gazette.model.kinds import KINDS, kind_of_title
from gazette.model.numbers import DocumentNumber, parse_number
from gazette.model.text import fold_space, slug

_KINDS = (
    "Bộ luật|Luật|Pháp lệnh|Hiến pháp|Nghị quyết liên tịch|Nghị quyết|Nghị định|Thông tư liên tịch|Thông tư|Quyết định|Chỉ thị|Kế hoạch|"
    "Công văn|Tờ trình|Thông báo|Hướng dẫn|Báo cáo|Chương trình|Đề án|Kết luận|Lệnh|Công điện|Biên bản"
)
_DAY = r"ngày\s+(?P<d>\d{1,2})\s*(?:/|-|tháng\s+)\s*(?P<m>\d{1,2})\s*(?:/|-|\s+năm\s+)\s*(?P<y>\d{4})"
_NUMBER = r"\d{1,6}[a-zđ]?(?:/\d{4})?[/-][A-ZĐÂĂÊÔƠƯ][\w/–-]*\w"
_OF = r"\s+của\s+(?P<issuer>(?:liên\s+)?[A-ZĐỦỨ][^;.,()“”:]{3,90}?)"
_BY_NUMBER = re.compile(
    rf"(?P<kind>{_KINDS})(?P<name>[^;.:()“”0-9]{{0,110}}?)\s+số\s*:?\s*(?P<number>{_NUMBER})(?:\s*,?\s*{_DAY})?"
    rf"(?:{_OF}(?=\s*(?:[;.,(“]|$|về\b|quy định|hướng dẫn|ban hành|sửa đổi|và\b|được\b|ngày\b)))?"
)
_BY_NAME = re.compile(rf"(?P<kind>Bộ luật|Luật|Pháp lệnh)\s+(?P<name>[A-ZĐÀ-Ỹ][^;.:()“”0-9]{{2,110}}?),?\s+{_DAY}")
_BY_SYMBOL = (
    (re.compile(r"UBTVQH\d*$"), "uy-ban-thuong-vu-quoc-hoi"),
    (re.compile(r"QH\d*$"), "quoc-hoi"),
    (re.compile(r"TTg$"), "thu-tuong-chinh-phu"),
    (re.compile(r"(?:NĐ|NQ)-CP$"), "chinh-phu"),
)
_THIS = r"(?:(?:Luật|Bộ luật|Pháp lệnh|Nghị quyết|Nghị định|Thông tư|Quyết định|Quy định|Quy chế|Văn bản) này\s+)?"
_VERBS = re.compile(
    rf"^(?:Về việc |Việc )?{_THIS}(?:được\s+)?(?P<verb>sửa đổi|bổ sung|bãi bỏ|thay thế|đính chính|hợp nhất|quy định chi tiết|hướng dẫn)",
    re.IGNORECASE,
)
_THEN = re.compile(r"(?:và|,)\s+(?P<verb>thay thế|bãi bỏ|sửa đổi)[^.;0-9]{0,40}$", re.IGNORECASE)
_OPENERS = ("Luật này", "Nghị quyết này", "Nghị định này", "Thông tư này", "Quyết định này", "Chỉ thị này", "Quy định này")
_TYPES = {
    "sửa đổi": "sua-doi-bo-sung",
    "bổ sung": "sua-doi-bo-sung",
    "bãi bỏ": "bai-bo",
    "thay thế": "thay-the",
    "đính chính": "dinh-chinh",
    "hợp nhất": "hop-nhat",
    "quy định chi tiết": "quy-dinh-chi-tiet",
    "hướng dẫn": "quy-dinh-chi-tiet",
}
_PASSIVE = re.compile(r"được (?:sửa đổi|bổ sung|thay thế)|(?:theo|tại) (?:quy định )?(?:của |tại )?$", re.IGNORECASE)
_BASIS = re.compile(r"^\s*(?:Căn cứ|Thực hiện|Thi hành)\s")
_EXPIRES = re.compile(r"^[^;.]{0,200}?hết hiệu lực")
_OWN = r"(?:Luật|Bộ luật|Pháp lệnh|Nghị quyết|Nghị định|Thông tư|Quyết định|Quy định|Quy chế|Điều lệ|Nội quy)"
_PATH = re.compile(
    r"(?:(?P<point>điểm\s+(?P<p>[a-zđ]\d?)(?:\s*,\s*[a-zđ]\d?)*(?:\s+và\s+[a-zđ]\d?)?)\s+)?"
    r"(?:(?P<clause>(?:các\s+)?khoản\s+(?P<c>\d{1,3}[a-zđ]?|này)(?:\s*,\s*\d{1,3})*(?:\s+và\s+\d{1,3})?)\s+)?"
    rf"Điều\s+(?P<a>\d{{1,4}}[a-zđ]?|này)(?!\w)(?![./-]\d)(?:\s+(?:của\s+)?(?P<own>{_OWN})\s+này)?"
)
_WITHIN = re.compile(r"(?:điểm\s+(?P<p>[a-zđ]\d?)\s+)?khoản\s+này(?!\w)")
_OUTSIDE = re.compile(rf"\s*(?:,?\s*(?:Mục|Chương|Phần)\s+\S+\s*)?(?:của\s+)?(?:{_KINDS}|Quy định|Quy chế|Điều lệ|Hiệp định|Công ước)\b")
_GOES_ON = re.compile(
    rf"(?:[\s,]*+(?:và|hoặc|đến|khoản|điểm|Điều|các|\d{{1,4}}[a-zđ]?|[a-zđ]\d?)(?!\w))*+[\s,]*+(?:của\s+)?(?:{_KINDS}|Quy định|Quy chế)\b"
)
_NUMERAL = re.compile(r"\d+\s?[a-zđ]?|[a-zđ]\d?(?=\s*\))")


@dataclass(frozen=True, slots=True)
class Here:
    """Where a line stands: in which component, article and clause; ``amends`` True where paths mean another text."""

    component: str = ""
    kind: str = ""
    article: str = ""
    clause: str = ""
    amends: bool = False


@dataclass(frozen=True, slots=True)
class Citation:
    """One citation found in a text: its span, its address when the words give one, and the relation it states."""

    start: int
    end: int
    href: str
    relation: Relation | None = None


def external(text: str, default: str) -> Iterator[Citation]:
    """The citations of other texts in *text*; *default* is the relation where no verb says more."""
    taken = 0
    matches = sorted([*_BY_NUMBER.finditer(text), *_BY_NAME.finditer(text)], key=lambda match: (match.start(), -match.end()))
    for match in matches:
        if match.start() < taken:
            continue
        start = _innermost(match)
        found = _external(match, start, text, default)
        if found is not None:
            taken = found.end
            yield found


def _innermost(match: re.Match[str]) -> int:
    """The start of the last kind's name before the number: ``Quyết định sửa đổi Quyết định số …`` cites the second."""
    name = match.group("name") or ""
    inner = [found.start() for found in re.finditer(rf"(?:{_KINDS})(?!\w)", name)]
    return match.start("name") + inner[-1] if inner else match.start()


def _external(match: re.Match[str], start: int, text: str, default: str) -> Citation | None:
    groups = match.groupdict()
    found_kind = kind_of_title(text[start : match.end()])
    if found_kind is None:
        return None
    kind = found_kind[0]
    number = parse_number((groups.get("number") or "").rstrip("-–/"))
    if groups.get("number") and number is None:
        return None
    day = _day(match)
    issuer = _issuer(number, groups.get("issuer"), kind.slug)
    href = f"/akn/vn/{kind.work}/{kind.slug}/{issuer}/{day}/{number.slug}" if number and day and issuer else ""
    name = fold_space(text[start : match.start("number")] if number else text[start : match.start("d")])
    title = re.sub(r"[\s,]*(?:số|ngày)\s*:?$", "", name) if kind.slug in ("luat", "bo-luat", "phap-lenh") else ""
    relation = Relation(
        type=_type(text, start, match.end(), default),
        evidence=_evidence(text, start, match.end()),
        number=number.raw if number else "",
        kind=kind.slug,
        day=day,
        title=title,
        href=href,
    )
    end = match.end("y") if groups.get("y") else match.end("number")
    return Citation(start, end, href, relation)


def _day(match: re.Match[str]) -> str:
    if not match.group("y"):
        return ""
    try:
        return date(int(match.group("y")), int(match.group("m")), int(match.group("d"))).isoformat()
    except ValueError:
        return ""


def _issuer(number: DocumentNumber | None, words: str | None, kind: str) -> str:
    for pattern, name in _BY_SYMBOL if number else ():
        if number and pattern.search(number.symbol):
            return name
    if not words:
        return ""
    printed = re.sub(r"^(?:BỘ TRƯỞNG (?=BỘ)|CHỦ TỊCH (?=ỦY BAN|UBND))", "", capitals(words))
    found = agency(printed)
    return found.slug if found.name != printed and kind in KINDS else ""


def _type(text: str, start: int, end: int, default: str) -> str:
    """The relation the words state: a verb that opens the sentence, or the expiry said after; else *default*."""
    if default == "can-cu" or (_BASIS.match(text) and start < 60):
        return "can-cu"
    sentence = re.split(r"[;.]\s", text[:start])[-1].strip()
    verb = _VERBS.match(sentence)
    if verb and not _PASSIVE.search(sentence):
        return _TYPES[verb.group("verb").lower()]
    then = _THEN.search(sentence) if sentence.startswith(_OPENERS) else None
    if then:
        return _TYPES[then.group("verb").lower()]
    return "het-hieu-luc" if _EXPIRES.match(text[end:]) and not _PASSIVE.search(sentence) else default


def _evidence(text: str, start: int, end: int) -> str:
    return fold_space(text[max(0, start - 80) : end + 40])


def internal(text: str, here: Here) -> Iterator[Citation]:
    """The citations of this text's own provisions in *text*, as ``@component/article/clause/point``."""
    for match in _PATH.finditer(text):
        target = _target(match, text, here)
        if target:
            yield Citation(match.start(), match.end(), target)
    for match in _WITHIN.finditer(text):
        if here.clause and not here.amends:
            point = match.group("p") or ""
            yield Citation(match.start(), match.end(), f"@{here.component}/{here.article}/{here.clause}/{point}")


def _target(match: re.Match[str], text: str, here: Here) -> str:
    article, clause, point = match.group("a"), match.group("c") or "", match.group("p") or ""
    own = match.group("own")
    if article == "này":
        article = here.article
    elif own is None and (here.amends or _OUTSIDE.match(text[match.end() :]) or _cites_later(text[match.end() :])):
        return ""
    clause = here.clause if clause == "này" else clause
    point = "" if match.group("point") and re.search(r",|và", match.group("point")) else point
    clause = "" if match.group("clause") and re.search(r",|và", match.group("clause")) else clause
    component = here.component
    if own and component and slug(own) != here.kind:
        component = ""
    return f"@{component}/{article}/{clause}/{point if clause else ''}" if article else ""


def _cites_later(rest: str) -> bool:
    """True when the path goes on to another text: ``Điều 5 và Điều 6 Luật …``."""
    return bool(_GOES_ON.match(rest))


def linked(component: Component, here: Here) -> tuple[Component, list[Relation]]:
    """*component* with its citations marked as ``ref``, and the relations they state."""
    linker = _Linker([])
    preamble = tuple(
        linker.line(one, here, "can-cu") if isinstance(one, Line) and one.role == "recital" else one for one in component.preamble
    )
    body = tuple(linker.item(item, here) for item in component.body)
    return replace(component, preamble=preamble, body=body), linker.relations


@dataclass(slots=True)
class _Linker:
    relations: list[Relation]

    def item(self, item: Item, here: Here) -> Item:
        if isinstance(item, Provision):
            return self.provision(item, here)
        return self.block(item, here)

    def provision(self, provision: Provision, here: Here) -> Provision:
        label = _NUMERAL.search(text_of(provision.num))
        number = label.group(0).replace(" ", "") if label else ""
        if provision.level == "article":
            amends = here.amends or bool(re.search(r"[Ss]ửa đổi|[Bb]ổ sung", text_of(provision.heading) or _first(provision)))
            here = replace(here, article=number, clause="", amends=amends)
        elif provision.level == "clause":
            here = replace(here, clause=number)
        return replace(
            provision,
            lead=tuple(self.block(one, here) for one in provision.lead),
            children=tuple(self.provision(one, here) for one in provision.children),
            tail=tuple(self.block(one, here) for one in provision.tail),
        )

    def block(self, block: Block, here: Here) -> Block:
        if isinstance(block, Line):
            return self.line(block, here, "dan-chieu")
        if isinstance(block, Grid):
            return block
        return replace(block, blocks=tuple(self.block(one, here) for one in block.blocks)) if isinstance(block, Group) else block

    def line(self, line: Line, here: Here, default: str) -> Line:
        text = line.text
        if "Điều " not in text and " số" not in text and "ngày" not in text and "khoản" not in text:
            return line
        found = list(external(text, default))
        self.relations.extend(one.relation for one in found if one.relation)
        spans = [one for one in found if one.href]
        spans += [one for one in internal(text, here) if all(one.end <= other.start or one.start >= other.end for other in found)]
        return replace(line, inlines=_marked(line.inlines, sorted(spans, key=lambda one: one.start))) if spans else line


def _first(provision: Provision) -> str:
    return next((one.text for one in provision.lead if isinstance(one, Line)), "")[:200]


def _marked(inlines: tuple[Inline, ...], spans: list[Citation]) -> tuple[Inline, ...]:
    done: list[Inline] = []
    at = 0
    for span in spans:
        if span.start < at:
            continue
        before, rest = cut(inlines, span.start - at)
        inside, after = cut(rest, span.end - span.start)
        if any(isinstance(piece, Marked) for piece in inside):
            continue
        done.extend(before)
        done.append(Marked("ref", inside, span.href))
        inlines, at = after, span.end
    return (*done, *inlines)
