"""The grammar of amending instructions: ``Sửa đổi, bổ sung khoản 2 Điều 5 như sau:``, ``Thay cụm từ “A” bằng cụm từ “B” tại …``."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise, zip_longest
from typing import NamedTuple

from gazette.model.modifications import Act, Action, Extent, Place, Target
from gazette.model.naming import PREFIXES, number_name, under
from gazette.model.text import small
from gazette.structure.acts import Act as Cited
from gazette.structure.acts import address
from gazette.structure.citations import Citation, citations
from gazette.structure.listing import Listing, items, may_hold, opened_by
from gazette.structure.provisions import THIS
from gazette.structure.stating import PAUSES, RESUMES, STOPS

Path = tuple[tuple[str, str], ...]
"""A path as the words give it: level and number, from the widest to the narrowest."""
Span = tuple[int, int]
_VERB = (
    r"sửa đổi(?:,| và)? bổ sung|sửa đổi|bổ sung|thay thế|thay(?! đổi)|bãi bỏ|hủy bỏ|huỷ bỏ|bỏ|đính chính|chuyển|"
    rf"{STOPS}|{PAUSES}|{RESUMES}"
)
_CHANGING = ("sửa", "bổ", "thay", "bỏ", "đính", "chuyển", "hiệu", "đình chỉ", "ngưng", "ngừng", "dừng")
"""A syllable of each verb of change, and of the loss of force."""
_ACTIONS: dict[str, Action] = {
    "sửa đổi": "substitution",
    "bổ sung": "insertion",
    "thay": "substitution",
    "bãi bỏ": "repeal",
    "hủy bỏ": "repeal",
    "huỷ bỏ": "repeal",
    "bỏ": "repeal",
    "đính chính": "correction",
    "chuyển": "renumbering",
}
_BY_WORD: tuple[tuple[str, Action], ...] = (
    ("sửa đổi", "substitution"),
    ("thay", "substitution"),
    ("khôi phục", "resumption"),
    ("phục hồi", "resumption"),
    ("tiếp tục", "resumption"),
)
"""What verbs do that come with other words behind them."""
_STARTS = re.compile(rf"(?:^|(?<=[;,.] )|(?<= và ))(?<!sửa đổi, )(?P<verb>{_VERB}) ", re.IGNORECASE)
_OPENS = re.compile(rf"\W*(?:về (?:việc )?)?(?P<verb>{_VERB})[ ,]", re.IGNORECASE)
_PASSIVE = re.compile(
    r" (?:được|bị) (?P<verb>sửa đổi(?:,| và)? bổ sung|sửa đổi|bổ sung|thay thế|bãi bỏ|hủy bỏ|đính chính)(?= như sau| bằng|[.;:]?$)",
    re.IGNORECASE,
)
_BY_OTHERS = re.compile(
    r"(?:đã |mới )?được (?:sửa đổi|bổ sung|thay thế)[^;:]{0,60}? (?:theo|bởi|tại|bằng) .*?(?= như sau| hết hiệu lực|[:;]|\.$|$)",
    re.IGNORECASE,
)
_NUMBERED = r"(?:khoản|điểm|điều|chương|mục|phụ lục|cụm từ|từ)(?: số)? [\d“\"IVXLCa-zđ]{1,4}(?:,| |“)"
_UMBRELLA = re.compile(rf"(?:{_VERB})(?:, (?:{_VERB}))* (?:một số|các) (?!{_NUMBERED})", re.IGNORECASE)
_QUOTED = re.compile(r"“[^“”]*(?:“[^“”]*”[^“”]*)*”|\"[^\"]*\"|«[^«»]*»")
_BY = re.compile(r" (?:bằng|thành|là)(?= |:|$)")
_BESIDE = re.compile(r" (?:vào )?(?:phía |liền )?(?P<where>sau|trước)(?: |$)")
_INTO = re.compile(r" vào (?:(?P<end>cuối|đầu) )?(?!sau|trước|phía|liền)")
_REPAIRED = re.compile(
    r"(?:nay (?:được )?(?:sửa|đính chính)(?: lại)?|(?<!\w)(?:được )?(?:sửa|đính chính)(?: lại)?(?= thành| là))(?: thành| là)?",
    re.IGNORECASE,
)
_REPLACES = re.compile(r"^[^“”;]{0,40} này(?: [^“”]{0,160}?)?(?:,| và)? (?P<verb>thay thế|bãi bỏ) ", re.IGNORECASE)
_AND_DOES = re.compile(r"(?:[,;] (?:và )?|và |đồng thời )(?P<verb>thay thế|bãi bỏ|hủy bỏ|huỷ bỏ) ", re.IGNORECASE)
_EXPIRES = re.compile(r" hết hiệu lực(?: thi hành)?(?: kể)? từ (?:ngày|thời điểm) ", re.IGNORECASE)
_HEADING = re.compile(r"(?:tên(?: gọi)?|tiêu đề)(?: của)?(?: các)? $", re.IGNORECASE)
_OWN_HEADING = re.compile(r" tên (?:điều|chương|mục|phần)(?= như sau|:|;|$)", re.IGNORECASE)
_INTRO = re.compile(r"(?:đoạn|câu)(?: mở)? đầu(?: tiên)?(?: của)?(?: các)? $", re.IGNORECASE)
_ANSWERS = re.compile(r" (?:bằng|thành|là|sau|trước)(?: là)?:?(?: các)?(?: từ,)?(?: cụm)?(?: từ| chữ| số)? ?$")
_IN_TITLE = re.compile(
    r"(?:của|thi hành|theo|thực hiện|sửa đổi|bổ sung|tại|với|hướng dẫn|chi tiết|từ)(?: các| một số điều(?: của)?(?: các)?| một số)? $",
    re.IGNORECASE,
)
_WHOLE = re.compile(rf"\W*(?:{_VERB})(?: (?:toàn bộ|các|một phần|đối với|của|thi hành|việc))* $", re.IGNORECASE)
_IN_PART = re.compile(r"một phần(?: (?:của|các|nội dung|quy định|tại))* $", re.IGNORECASE)
_ENDING = frozenset(("repeal", "suspension", "resumption"))
_LONGEST = 8000
"""The characters of the longest line read as an instruction; a longer one is running text, and costs."""
_TO_ANNEX = {"annex": "att"}


@dataclass(frozen=True, slots=True)
class Scope:
    """What the provisions around a line say is being amended: the text, and the provision within it; or the list of texts they open."""

    act: Act | None = None
    path: Path = ()
    listing: Listing | None = None


class Named(NamedTuple):
    """A provision that words name in *act*; ``part`` is ``heading`` or ``intro`` where they speak of that, ``extent`` as of a target."""

    act: Act
    path: Path
    part: str = ""
    extent: Extent = ""


@dataclass(frozen=True, slots=True)
class Change:
    """One change a line makes; ``phrases`` are the spans of the quoted phrases it speaks of."""

    action: Action
    target: Target
    old: Span | None = None
    new: Span | None = None
    becomes: str = ""


@dataclass(frozen=True, slots=True)
class Instruction:
    """What one line says: its changes, and the scope it opens for the lines below it."""

    changes: tuple[Change, ...]
    scope: Scope


class Reader:
    """Reads the instructions of one document; ``known`` are the texts it names in full, by the name it calls them later."""

    def __init__(self, known: dict[str, Act]) -> None:
        self.known = known

    def read(self, text: str, scope: Scope, *, heading: bool = False) -> Instruction | None:
        """The instruction in *text* (one line, or the *heading* of a provision), or None when it gives none."""
        if len(text) > _LONGEST or not (scope.listing or may_instruct(small(text))):
            return None
        masked = _masked(text)
        opened = opened_by(masked, heading=heading)
        lists = not heading and (scope.listing is not None or may_hold(masked))
        listed = tuple(self._listed(masked, scope.listing)) if lists else ()
        if opened or listed:
            return Instruction(listed, Scope(listing=opened or scope.listing))
        if _OPENS.match(masked):
            return self._active(text, masked, scope)
        passive = _PASSIVE.search(masked)
        found = self._passive(text, masked, passive, scope) if passive else None
        if found is None and _REPAIRED.search(masked):
            changes = self._one(text, masked, "đính chính", (0, len(text)), scope)
            found = Instruction(changes, scope) if any(one.old for one in changes) else None
        return found or self._of_acts(masked, scope)

    def item(self, text: str, scope: Scope) -> Instruction | None:
        """The instruction in *text*, a cell of a list of texts set as a table."""
        listed = tuple(self._listed(_masked(text), scope.listing)) if len(text) <= _LONGEST else ()
        return Instruction(listed, scope) if listed else None

    def _listed(self, masked: str, above: Listing | None) -> Iterator[Change]:
        """The changes that the items of a list make: of whole texts, or of the provisions named."""
        for one, listing in items(masked, citations(masked), above):
            act = self.act(one.act)
            if act is None:
                continue
            paths = [path_name(path) for path in _paths_of(one, (), act.kind)] if one.targets else [""]
            extents: tuple[Extent, ...] = tuple("" if path or listing.whole else "part" for path in paths)
            yield from (Change(listing.action, Target(act, path, extent=extent)) for path, extent in zip(paths, extents, strict=True))

    def _active(self, text: str, masked: str, scope: Scope) -> Instruction | None:
        opened = self._opened(masked, scope)
        if _UMBRELLA.match(masked):
            return Instruction((), opened)
        verbs = list(_STARTS.finditer(masked))
        changes: list[Change] = []
        for verb, after in zip_longest(verbs, verbs[1:]):
            end = after.start("verb") if after else len(text)
            changes.extend(self._one(text, masked, verb.group("verb"), (verb.start("verb"), end), self._around(masked[end:], scope)))
        return Instruction(tuple(changes), opened) if changes or opened != scope else None

    def _around(self, rest: str, scope: Scope) -> Scope:
        """*scope*, or without a provision in it the one that the *rest* of the line goes on to name."""
        if scope.path or not rest:
            return scope
        article = next((target.path for one in citations(rest) for target in one.targets if target.number("article")), ())
        named = next((self.act(one.act) for one in citations(rest) if one.act and not one.act.own), None)
        return Scope(scope.act or named, article)

    def _opened(self, masked: str, scope: Scope) -> Scope:
        cited = [one for one in citations(masked) if not (one.act and one.act.own)]
        act = next((self.act(one.act) for one in cited if one.act), None)
        path = next((one.targets[0].path for one in cited if one.targets), ())
        if act is not None and act != scope.act:
            return Scope(act, path)
        return Scope(scope.act, completed(path, scope.path) if path else scope.path)

    def _passive(self, text: str, masked: str, passive: re.Match[str], scope: Scope) -> Instruction | None:
        first = next(citations(masked), None)
        if first is None or not re.fullmatch(
            r"\W*(?:(?:tên(?: gọi)?|nội dung|đoạn đầu|các)(?: của)? )*", masked[: first.start], re.IGNORECASE
        ):
            return None
        named = re.split(r" (?:được )?quy định tại ", masked[: passive.start()])[0]
        span = (0, len(named)) if passive.group("verb") != "thay thế" else (0, len(text))
        changes = self._one(text, masked, passive.group("verb"), span, scope)
        return Instruction(changes, self._opened(masked, scope)) if changes else None

    def _one(self, text: str, masked: str, verb: str, span: Span, scope: Scope) -> tuple[Change, ...]:
        """The changes of one verb with the words from ``span[0]`` to ``span[1]``."""
        action = _does(small(verb))
        quoted = [(match.start(), match.end()) for match in _QUOTED.finditer(text, span[0], span[1])]
        if quoted:
            return tuple(self._phrases(action, masked, span, quoted, scope))
        return tuple(self._provisions(action, masked[span[0] : span[1]], scope))

    def _phrases(self, action: Action, masked: str, span: Span, quoted: list[Span], scope: Scope) -> Iterator[Change]:
        for piece, phrases in _groups(masked, span, quoted):
            words, rest = masked[piece[0] : piece[1]], masked[piece[1] :]
            targets = list(self._targets(words, self._around(rest, scope)))
            if not targets and not any(one.targets for one in citations(words)):
                targets = list(self._targets(rest, scope)) or list(self._whole(scope))
            sides = list(_sides(action, masked, phrases))
            yield from (Change(action, replace(target, place=place), old, new) for target in targets for old, new, place in sides)

    def _whole(self, scope: Scope) -> Iterator[Target]:
        if scope.act:
            yield Target(scope.act, path_name(scope.path))

    def _provisions(self, action: Action, piece: str, scope: Scope) -> Iterator[Change]:
        if action == "insertion":
            yield from self._insertion(piece, scope)
        elif action == "renumbering":
            yield from self._renumbering(piece, scope)
        else:
            by = _BY.search(piece) if action == "substitution" else None
            targets = list(self._targets(piece[: by.start()] if by else piece, scope))
            yield from (Change(action, target) for target in targets)
            if not targets:
                yield from self._whole_acts(action, piece)

    def _whole_acts(self, action: Action, piece: str) -> Iterator[Change]:
        """Whole texts that *piece* names right after its verb: repealed, or replaced."""
        first = next(citations(piece), None)
        if first is None or first.targets or not _WHOLE.match(piece[: first.start]):
            return
        if action in _ENDING:
            extent = _extent(piece[: first.start])
            yield from (Change(action, Target(act, extent=extent)) for act in self._acts(piece[first.start :]))
        elif small(piece).startswith("thay thế"):
            yield from (Change("replacement", Target(act)) for act in self._acts(piece))

    def _insertion(self, piece: str, scope: Scope) -> Iterator[Change]:
        beside, into = _BESIDE.search(piece), _INTO.search(piece)
        at = beside or into
        anchor = next(iter(self._paths(piece[at.end() :], scope)), None) if at else None
        if at is None or anchor is None:
            for one in self._paths(piece, scope):
                yield Change("insertion", Target(one.act, path_name(one.path[:-1]), "", "inside"), becomes=path_name(one.path))
            return
        act, stem = anchor.act, anchor.path
        place: Place = "inside"
        if beside:
            place = "after" if beside.group("where") == "sau" else "before"
        elif into and into.group("end"):
            place = "end" if into.group("end") == "cuối" else "start"
        target = Target(act, path_name(stem), "", place)
        new = self._paths(piece[: at.start()], Scope(act, stem[:-1] if beside else stem))
        yield from (Change("insertion", target, becomes=path_name(one.path)) for one in new)
        if not new:
            yield Change("insertion", target)

    def _renumbering(self, piece: str, scope: Scope) -> Iterator[Change]:
        old, _, new = re.sub(r"^\W*chuyển ", "", piece, flags=re.IGNORECASE).partition(" thành ")
        named = self._paths(new, self._around(old, scope))
        around = Scope(named[0].act, scope.path or named[0].path) if named else scope
        for one, other in zip(self._paths(old, around), named, strict=False):
            yield Change("renumbering", Target(one.act, path_name(one.path)), becomes=path_name(other.path))

    def _of_acts(self, masked: str, scope: Scope) -> Instruction | None:
        """Whole texts that this one replaces or repeals, or that lose their force."""
        replaces, expires = _REPLACES.match(masked), _EXPIRES.search(masked)
        if replaces:
            verbs = [replaces, *_AND_DOES.finditer(masked, replaces.end())]
            ends = [*(verb.start("verb") for verb in verbs[1:]), len(masked)]
            changes = [
                Change("replacement" if small(verb.group("verb")) == "thay thế" else "repeal", Target(act))
                for verb, end in zip(verbs, ends, strict=True)
                for act in self._acts(masked[verb.end() : end])
            ]
        elif expires:
            before = masked[: expires.start()]
            first = next(citations(before), None)
            if first is None or first.start > 4 or first.elsewhere:
                return None
            changes = [Change("expiry", target) for target in self._targets(before, Scope())]
            changes = changes or [Change("expiry", Target(act)) for act in self._acts(before)]
        else:
            return None
        return Instruction(tuple(changes), scope) if changes else None

    def _acts(self, piece: str) -> Iterator[Act]:
        """The texts that *piece* lists, not those that only stand in the titles of others."""
        for one in citations(piece):
            act = self.act(one.act)
            if act is not None and act.kind != "hien-phap" and not one.targets and not _IN_TITLE.search(piece[: one.start]):
                yield act

    def _targets(self, piece: str, scope: Scope) -> Iterator[Target]:
        for one in self._paths(piece, scope):
            name = path_name(one.path)
            yield Target(one.act, under(name, one.part) if one.part else name, extent=one.extent)

    def _paths(self, piece: str, scope: Scope) -> list[Named]:
        """The provisions named in *piece*."""
        found: list[Named] = []
        act = scope.act
        for one in reversed([one for one in citations(piece) if not (one.act and one.act.own)]):
            named = self.act(one.act) or self.act(one.issued_with)
            act = named or act
            if act is None or not one.targets or (one.elsewhere and named is None):
                continue
            around = scope.path if act == scope.act else ()
            before = piece[: one.start]
            found[:0] = [Named(act, path, _part(before), _extent(before)) for path in _paths_of(one, around, act.kind)]
        if not found and scope.act and scope.path and _OWN_HEADING.search(piece):
            found.append(Named(scope.act, scope.path, "heading"))
        return found

    def act(self, cited: Cited | None) -> Act | None:
        """The text that *cited* names; a name alone takes the number that the document gives it elsewhere."""
        if cited is None or cited.own:
            return None
        found = act_of(cited)
        return self.known.get(name_of(cited), found) if not found.number else found


def act_of(cited: Cited) -> Act:
    """*cited* as the value that modifications carry, with its address when the words give all of it."""
    return Act(cited.kind, cited.number.raw if cited.number else "", cited.day, cited.title, address(cited))


def name_of(cited: Cited) -> str:
    """The name under which a text is cited later without its number."""
    return f"{cited.kind} {cited.title.lower()}" if cited.title else ""


def may_instruct(lower: str) -> bool:
    """Whether *lower*, a line in small letters, may give an instruction: a quick look, for most lines do not."""
    return any(map(lower.__contains__, _CHANGING))


def _masked(text: str) -> str:
    """*text* with the words in quotation marks and what was amended by others before made unreadable, at the same places."""
    quoted = any(mark in text for mark in '”"»')
    blank = _QUOTED.sub(lambda match: "“" + "·" * (len(match.group(0)) - 2) + "”", text) if quoted else text
    blank = blank if blank.isprintable() else re.sub(r"\s", " ", blank)
    return _BY_OTHERS.sub(lambda match: "·" * len(match.group(0)), blank) if "được" in small(blank) else blank


def _groups(masked: str, span: Span, quoted: list[Span]) -> Iterator[tuple[Span, list[Span]]]:
    """The phrases that change together, each group with its words: a new one begins after the provisions of the last."""
    groups: list[list[Span]] = [[quoted[0]]]
    for before, after in pairwise(quoted):
        between = masked[before[1] : after[0]]
        if not _ANSWERS.search(between) and any(one.targets for one in citations(between)):
            groups.append([after])
        else:
            groups[-1].append(after)
    starts = [span[0], *(group[0][0] for group in groups[1:])]
    yield from zip(zip(starts, [*starts[1:], span[1]], strict=True), groups, strict=True)


def _sides(action: Action, masked: str, quoted: list[Span]) -> Iterator[tuple[Span | None, Span | None, Place]]:
    """The old and the new phrase of each change, and where the new one stands beside the old."""
    first, last = quoted[0], quoted[-1]
    if action == "repeal":
        yield from ((one, None, "") for one in quoted)
    elif action == "insertion":
        beside = _BESIDE.search(masked, first[1], quoted[1][0]) if len(quoted) > 1 else None
        place: Place = "" if beside is None else "after" if beside.group("where") == "sau" else "before"
        yield (quoted[1] if beside else None), first, place
    elif len(quoted) == 1:
        yield None, first, ""
    else:
        by = next((at for at in range(1, len(quoted)) if _joint(masked[quoted[at - 1][1] : quoted[at][0]])), None)
        if by is None:
            return
        olds, news = quoted[:by], quoted[by:]
        yield from (
            (old, news[index] if len(news) == len(olds) else last if len(olds) == 1 else news[0], "") for index, old in enumerate(olds)
        )


def _joint(between: str) -> bool:
    return bool(_BY.search(between) or _REPAIRED.search(between))


def _does(verb: str) -> Action:
    """What *verb*, in small letters, does; all verbs that no table holds suspend."""
    if verb in _ACTIONS:
        return _ACTIONS[verb]
    for word, action in _BY_WORD:
        if verb.startswith(word):
            return action
    return "suspension"


def _extent(before: str) -> Extent:
    """``part`` where the words right before a citation say that only a part of it is meant."""
    return "part" if _IN_PART.search(before) else ""


def _part(before: str) -> str:
    if _HEADING.search(before):
        return "heading"
    return "intro" if _INTRO.search(before) else ""


def _paths_of(cited: Citation, around: Path, kind: str) -> Iterator[Path]:
    for target in cited.targets:
        path = completed(target.path, around)
        if (path[0][0] not in _NARROW or kind in _WITHOUT_ARTICLES) and all(number != THIS for _, number in path):
            yield path


_NARROW = frozenset(("clause", "point", "item"))
_WITHOUT_ARTICLES = frozenset(("thong-tu", "thong-tu-lien-tich", "chi-thi"))
"""Kinds that were once built by sections and points, without Điều."""
_RANKS = {
    level: rank
    for rank, level in enumerate(("annex", "form", "part", "chapter", "section", "subsection", "article", "clause", "point", "item"))
}


def completed(path: Path, around: Path) -> Path:
    """*path* with the wider levels that it leaves out taken from *around*."""
    widest = _RANKS[path[0][0]]
    return (*(one for one in around if _RANKS[one[0]] < widest), *path) if path else around


def path_name(path: Path) -> str:
    """*path* as an eId; what stands above an article is left out, for the numbers of articles run through the whole text."""
    levels = [level for level, _ in path]
    start = levels.index("article") if "article" in levels else 0
    kept = [*(one for one in path[:start] if one[0] in ("annex", "form")), *path[start:]]
    name = ""
    for level, number in kept:
        prefix = PREFIXES.get(level) or _TO_ANNEX.get(level, level)
        name = under(name, f"{prefix}_{number_name(number, level)}")
    return name
