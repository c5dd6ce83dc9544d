"""How a published document stands today: which it is, where it was published, whether it is in force, and which acts changed it."""

from collections.abc import Mapping
from dataclasses import dataclass

from gazette.model.checks.corrigenda import ERRORS, by_gazette, corrects
from gazette.model.document import HANOI, Document, status_label
from gazette.model.issue import Issue
from gazette.model.kinds import KINDS
from gazette.model.outcome import Lang
from gazette.model.places import place_in_words
from gazette.model.reading import Tombstone
from gazette.model.relations import CORRECTS, Relation
from gazette.model.text import date_in_words

CHANGING = ("bai-bo", "thay-the", "het-hieu-luc", "dinh-chi", "ngung-hieu-luc", "tiep-tuc-hieu-luc", "sua-doi-bo-sung", "dinh-chinh")
"""The relations from another act that a reader must know of, the gravest first."""

_OVER = ("expired", "withdrawn")
_LABELS: Mapping[str, tuple[str, str]] = {
    "document": ("Văn bản", "Document"),
    "subject": ("Trích yếu", "Subject"),
    "issuer": ("Cơ quan ban hành", "Issued by"),
    "day": ("Ngày ban hành", "Date"),
    "issue": ("Công bố tại", "Published in"),
    "effect": ("Hiệu lực hôm nay", "Standing today"),
}
_APART: Mapping[Lang, tuple[str, str]] = {
    "vi": ("có hiệu lực từ ngày {:%d/%m/%Y}", "có ngày hiệu lực riêng"),
    "en": ("takes effect on {:%d/%m/%Y}", "takes effect on a day of its own"),
}
_ENDED = (
    "Có văn bản bãi bỏ, thay thế hoặc làm hết hiệu lực (toàn bộ hoặc một phần)",
    "An act repeals or replaces it or ends its effect (in whole or in part)",
)


@dataclass(frozen=True, slots=True)
class Standing:
    """What to say of a published document or issue beside its name; a fact that does not apply is empty.

    ``acts`` are the acts that change it and those that it corrects, each with what is done. ``tone`` is how its effect looks at a
    glance: ``good`` in force and unchanged, ``bad`` over or touched by an ending act, else ``wait``.
    """

    name: str
    subject: str = ""
    issuer: str = ""
    day: str = ""
    issue: str = ""
    effect: str = ""
    acts: tuple[tuple[str, str], ...] = ()
    tone: str = "wait"

    def facts(self, lang: Lang = "vi") -> tuple[tuple[str, str], ...]:
        """The facts with their labels, in the order in which people ask."""
        values = {"document": self.name, "subject": self.subject, "issuer": self.issuer, "day": self.day}
        values |= {"issue": self.issue, "effect": self.effect}
        return (*((_LABELS[name][lang != "vi"], value) for name, value in values.items() if value), *self.acts)


def standing(document: Document, lang: Lang = "vi") -> Standing:
    """The standing of a published *document*, in *lang*; its own words stay as they are."""
    kind = KINDS.get(document.kind or "")
    called = (kind.vi if lang == "vi" else kind.en) if kind else document.kind_name or ""
    numbered = f"{called} {'số' if lang == 'vi' else 'No.'} {document.number}".strip() if document.number else called
    acts = changed_by(document)
    return Standing(
        name=numbered or document.title,
        subject=document.subject or "" if numbered else "",
        issuer=document.issuer or "",
        day=(date_in_words(document.issued_on) if lang == "vi" else f"{document.issued_on:%d/%m/%Y}") if document.issued_on else "",
        issue="; ".join(_placed(document, lang)),
        effect="; ".join((_effect(document, acts, lang), *apart(document, lang))),
        acts=tuple(
            (act.label(lang), f"{' '.join(filter(None, (act.number, act.title)))}{reach(act, lang)}")
            for act in (*acts, *corrects(document))
        ),
        tone=_tone(document, acts),
    )


def standing_of_issue(issue: Issue, lang: Lang = "vi") -> Standing:
    """The standing of a published *issue*: an issue has no effect of its own."""
    if lang == "vi":
        return Standing(f"{issue.title}/{issue.number.year}", day=date_in_words(issue.date))
    return Standing(f"Gazette No. {issue.number.label}/{issue.number.year}", day=f"{issue.date:%d/%m/%Y}")


def standing_of_withdrawn(stone: Tombstone, lang: Lang = "vi") -> Standing:
    """The standing of a document that was taken off the site."""
    said = "Đã thu hồi khỏi Công báo ngày" if lang == "vi" else "Withdrawn from the gazette on"
    return Standing(stone.slug, effect=f"{said} {stone.withdrawn_at.astimezone(HANOI):%d/%m/%Y}: {stone.reason}", tone="bad")


def changed_by(document: Document) -> tuple[Relation, ...]:
    """The published acts that change *document* or end it, the gravest first, each once."""
    changing = (one for one in document.relations if one.back and one.type in CHANGING and one.scope != "none")
    acts = {(one.type, one.number, one.title): one for one in changing}
    return tuple(sorted(acts.values(), key=lambda act: CHANGING.index(act.type)))


def reach(act: Relation, lang: Lang = "vi") -> str:
    """How far and from when *act* changes the other one, to stand behind its name: `` (một phần), từ ngày 01/07/2026``."""
    part = act.touches in ("ends", "suspends", "resumes") and act.scope == "part"
    words = (" (một phần)", ", từ ngày {:%d/%m/%Y}") if lang == "vi" else (" (in part)", ", from {:%d/%m/%Y}")
    if act.type == CORRECTS:
        return f" ({ERRORS[by_gazette(act.issuer)][lang != 'vi']})" if act.back else ""
    return words[0] * part + (words[1].format(act.since) if act.touches and act.since else "")


def apart(document: Document, lang: Lang = "vi") -> tuple[str, ...]:
    """What of *document* takes effect on a day of its own, one sentence each: ``Điều 5 có hiệu lực từ ngày 01/01/2027``."""
    dated, undated = _APART[lang]
    named = ((one.topic or place_in_words(one.eid, lang), one.day) for one in document.own_days)
    told = (f"{name} {dated.format(day) if day else undated}" for name, day in named if name)
    return tuple(dict.fromkeys(f"{one[0].upper()}{one[1:]}" for one in told))


def _unjudged(acts: tuple[Relation, ...]) -> bool:
    """Whether an act ends it of which nobody said how much, or from when."""
    return any(act.touches == "ends" and not (act.scope and act.since) for act in acts)


def _effect(document: Document, acts: tuple[Relation, ...], lang: Lang) -> str:
    return _ENDED[lang != "vi"] if _unjudged(acts) and document.status not in _OVER else status_label(document.status, lang)


def _tone(document: Document, acts: tuple[Relation, ...]) -> str:
    if document.status in _OVER or _unjudged(acts):
        return "bad"
    return "good" if not acts and document.status == "in_force" else "wait"


def _placed(document: Document, lang: Lang) -> list[str]:
    published = f", {document.published_at.astimezone(HANOI):%d/%m/%Y}" if document.published_at else ""
    rows = []
    for ref in document.issues:
        number = ref.number
        rows.append(f"Công báo số {number} năm {ref.year}{published}" if lang == "vi" else f"Gazette No. {number}, {ref.year}{published}")
    return rows
