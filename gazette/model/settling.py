"""What a Word file carries besides its text (tracked changes, comments, hidden text), and the ways an editor settles it: a table."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, replace
from typing import Literal

from gazette.model.outcome import Finding, Lang

Version = Literal["accepted", "original"]

TRACKED = frozenset({"W020", "W021", "W022"})
"""Finding codes of the Word room: insertions, deletions and changes of format that nobody decided on."""

OPEN = TRACKED | {"W023", "W024"}
"""Whatever of it is still open: also comments and hidden text."""


@dataclass(frozen=True, slots=True)
class Settlement:
    """One way of settling: the findings it ends, the finding that says so afterwards, and which text counts (empty: the words stay)."""

    id: str
    vi: str
    en: str
    ends: frozenset[str]
    told: str
    version: Version | Literal[""] = ""

    def label(self, lang: Lang = "vi") -> str:
        """The words on the button."""
        return self.vi if lang == "vi" else self.en


SETTLEMENTS: Mapping[str, Settlement] = {
    one.id: one
    for one in (
        Settlement("accept", "Chấp nhận mọi thay đổi", "Accept all changes", TRACKED | {"D016"}, "D015", "accepted"),
        Settlement("reject", "Từ chối mọi thay đổi", "Reject all changes", TRACKED | {"D015"}, "D016", "original"),
        Settlement("comments", "Đã đọc ý kiến, không đưa vào văn bản", "Comments read, not part of the text", frozenset({"W023"}), "D017"),
        Settlement("hidden", "Đã xem chữ ẩn, không đưa vào văn bản", "Hidden text seen, not part of the text", frozenset({"W024"}), "D018"),
    )
}

SETTLED = frozenset(one.told for one in SETTLEMENTS.values()) | {"D019"}
"""The findings that stay when something was settled: the Word file itself still carries it."""


ChangeKind = Literal["insert", "delete", "move", "format"]
CHANGE_KINDS: Mapping[ChangeKind, tuple[str, str]] = {
    "insert": ("Thêm", "Inserted"),
    "delete": ("Xóa", "Deleted"),
    "move": ("Chuyển chỗ", "Moved"),
    "format": ("Định dạng", "Formatted"),
}
"""What a tracked change does, in Vietnamese and English."""
ASPECTS: Mapping[str, tuple[str, str]] = {
    "b": ("chữ đậm", "bold"),
    "i": ("chữ nghiêng", "italic"),
    "u": ("gạch chân", "underline"),
    "strike": ("gạch ngang", "strikethrough"),
    "sz": ("cỡ chữ", "size"),
    "rFonts": ("phông chữ", "font"),
    "color": ("màu chữ", "colour"),
    "highlight": ("tô nền", "highlight"),
    "vertAlign": ("chỉ số", "super- or subscript"),
    "jc": ("căn lề", "alignment"),
    "ind": ("thụt lề", "indent"),
    "spacing": ("giãn cách", "spacing"),
    "numPr": ("đánh số", "numbering"),
    "pStyle": ("kiểu đoạn", "paragraph style"),
    "rStyle": ("kiểu chữ", "character style"),
}
"""What a change of format touches, by the element's name."""


@dataclass(frozen=True, slots=True)
class TrackedChange:
    """One tracked change: what it does, who made it when (as the file says), its words and paragraph, what of the format it touches."""

    key: str
    kind: ChangeKind
    author: str = ""
    date: str = ""
    words: str = ""
    paragraph: int = 0
    aspects: tuple[str, ...] = ()

    def label(self, lang: Lang = "vi") -> str:
        """What it does: ``Định dạng: chữ đậm, cỡ chữ``."""
        named = dict.fromkeys(ASPECTS[one][lang != "vi"] for one in self.aspects if one in ASPECTS)
        return ": ".join(filter(None, (CHANGE_KINDS[self.kind][lang != "vi"], ", ".join(named))))


@dataclass(frozen=True, slots=True)
class Decided:
    """What was decided one by one, by key: tracked changes accepted and rejected, comments read, hidden words shown or left out."""

    accepted: frozenset[str] = frozenset()
    rejected: frozenset[str] = frozenset()
    read: frozenset[str] = frozenset()
    shown: frozenset[str] = frozenset()
    left_out: frozenset[str] = frozenset()

    def __bool__(self) -> bool:
        return any(getattr(self, one.name) for one in fields(self))

    @property
    def tracked(self) -> frozenset[str]:
        """The tracked changes that were decided on."""
        return self.accepted | self.rejected

    def without_tracked(self) -> "Decided":
        """The same with every tracked change open again."""
        return replace(self, accepted=frozenset(), rejected=frozenset())

    def with_choices(self, choices: Mapping[str, str]) -> "Decided":
        """The same after more *choices*: by key the name of what it then belongs to (``accepted`` …), empty for open again."""
        held = {one.name: getattr(self, one.name) - choices.keys() for one in fields(self)}
        made = {name: frozenset(key for key, choice in choices.items() if choice == name) for name in held}
        return Decided(**{name: held[name] | made[name] for name in held})

    def told(self) -> dict[str, str]:
        """How a finding keeps it: the keys, and how many there are."""
        keys = {f"{one.name}_keys": " ".join(sorted(getattr(self, one.name))) for one in fields(self)}
        return keys | {one.name: str(len(getattr(self, one.name))) for one in fields(self)}


NOTHING = Decided()
"""Nothing was decided yet."""
ONE_BY_ONE = "D019"
"""The finding that keeps what was decided one by one."""
CHOICES: Mapping[str, Mapping[str, tuple[str, str]]] = {
    "change": {"accepted": ("Chấp nhận", "Accept"), "rejected": ("Từ chối", "Reject")},
    "comment": {"read": ("Đã xử lý", "Dealt with")},
    "hidden": {"shown": ("Đưa vào văn bản", "Make it text"), "left_out": ("Bỏ", "Leave out")},
}
"""What may be said of each, in Vietnamese and English."""


def decided_of(findings: Iterable[Finding]) -> Decided:
    """What was decided one by one, as a document's *findings* keep it."""
    kept = next((finding.details for finding in findings if finding.code == ONE_BY_ONE), {})
    return Decided(**{one.name: frozenset(kept.get(f"{one.name}_keys", "").split()) for one in fields(Decided)})


def open_to(findings: Iterable[Finding]) -> tuple[Settlement, ...]:
    """The settlements that a document with *findings* asks for, or whose decision can still be changed."""
    codes = asked_of(findings)
    return tuple(one for one in SETTLEMENTS.values() if one.ends & codes)


def decided_at_once(findings: Iterable[Finding]) -> str:
    """What was said of all tracked changes at once: ``accepted``, ``rejected``, or nothing."""
    codes = {finding.code for finding in findings}
    return next((name for name, told in (("accepted", "D015"), ("rejected", "D016")) if told in codes), "")


def asked_of(findings: Iterable[Finding]) -> frozenset[str]:
    """The codes among *findings*; changes that were decided on one by one may also be decided on all at once."""
    known = tuple(findings)
    return frozenset(finding.code for finding in known) | (TRACKED if decided_of(known).tracked else frozenset())


@dataclass(frozen=True, slots=True)
class Choice:
    """Which text of a Word file counts: with or without its tracked changes, and after what was decided one by one."""

    version: Version = "accepted"
    decided: Decided = NOTHING


AS_IT_IS = Choice()
"""The text as the file shows it, with nothing settled."""


def choice_of(findings: Iterable[Finding]) -> Choice:
    """The text that counts by what a document's *findings* keep of the decisions."""
    known = tuple(findings)
    return Choice(version_of(known), decided_of(known))


def version_of(findings: Iterable[Finding]) -> Version:
    """Which text of the Word file counts: with its tracked changes, unless they were rejected."""
    rejected = SETTLEMENTS["reject"].told
    return "original" if any(finding.code == rejected for finding in findings) else "accepted"
