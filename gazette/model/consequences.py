"""What an act will do to other acts once it is published: one sentence for each provision it touches, and from which day."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from gazette.model.modifications import Action, Modification, Target
from gazette.model.numbers import number_key
from gazette.model.outcome import Lang
from gazette.model.own_days import OwnDays
from gazette.model.places import place_in_words
from gazette.model.relations import REFUSED, Relation

_DONE: Mapping[Action, tuple[str, str]] = {
    "substitution": ("được sửa đổi", "is amended"),
    "insertion": ("được bổ sung", "is inserted"),
    "repeal": ("bị bãi bỏ", "is repealed"),
    "replacement": ("bị thay thế", "is replaced"),
    "renumbering": ("được đánh số lại", "is renumbered"),
    "correction": ("được đính chính", "is corrected"),
    "expiry": ("hết hiệu lực", "ceases to have effect"),
    "suspension": ("bị ngưng hiệu lực", "has no effect for a time"),
    "resumption": ("tiếp tục có hiệu lực", "has effect again"),
}
"""What happens to a provision, in Vietnamese and English, as ``… từ ngày`` goes on."""

_BY_TYPE: Mapping[str, Action] = {
    "sua-doi-bo-sung": "substitution",
    "thay-the": "replacement",
    "bai-bo": "repeal",
    "dinh-chinh": "correction",
    "het-hieu-luc": "expiry",
    "dinh-chi": "suspension",
    "ngung-hieu-luc": "suspension",
    "tiep-tuc-hieu-luc": "resumption",
}
_PLACES: Mapping[str, tuple[str, str]] = {
    "before": ("trước", "before"),
    "after": ("sau", "after"),
    "start": ("vào đầu", "at the start of"),
    "inside": ("vào", "within"),
    "end": ("vào cuối", "at the end of"),
}

Apart = Literal["", "own", "some"]
_WAITING = (
    ("từ ngày văn bản này có hiệu lực", "from the day this document takes effect"),
    ("từ ngày có hiệu lực riêng nêu trong văn bản này", "from the day this document names for it"),
)
"""While the day is not known: that of the document, and that of a provision with a day of its own."""
_DOUBT = ("trừ phần có ngày hiệu lực riêng", "but for what has a day of its own")


@dataclass(frozen=True, slots=True)
class Consequence:
    """One effect on another act: what happens to which of its provisions (eId; empty for the whole act), and from when.

    ``act`` is how the act is called, ``slug`` its page when it is published here. ``day`` is None while the day of effect is not known.
    ``part``: the words name no provision, and only a part of the act is touched. ``apart``: ``own`` when the provision that orders it
    takes effect on a day of its own, ``some`` when parts of this document do and whether this is among them is not known.
    """

    act: str
    action: Action
    path: str = ""
    up_to: str = ""
    becomes: str = ""
    place: str = ""
    slug: str = ""
    day: date | None = None
    part: bool = False
    apart: Apart = ""

    def told(self, lang: Lang = "vi") -> str:
        """The sentence: ``Điều 5 của 12/2020/QĐ-UBND được sửa đổi từ 01/01/2027.``"""
        vi = lang == "vi"
        happens = _DONE[self.action][not vi]
        begun = "từ" if vi else "from"
        since = f"{begun} {self.day:%d/%m/%Y}" if self.day else _WAITING[self.apart == "own"][not vi]
        but = f"({_DOUBT[not vi]})" if self.apart == "some" else ""
        sentence = " ".join(filter(None, (self._what(lang), happens, self._where(lang), since, but)))
        return f"{sentence[0].upper()}{sentence[1:]}."

    def _what(self, lang: Lang) -> str:
        vi = lang == "vi"
        of = "của" if vi else "of"
        if self.action == "insertion" and self.becomes:
            return place_in_words(self.becomes, lang)
        if self.path:
            last = f" {'đến' if vi else 'to'} {place_in_words(self.up_to, lang)}" if self.up_to else ""
            return f"{place_in_words(self.path, lang)}{last} {of} {self.act}"
        return f"{'Một phần' if vi else 'A part'} {of} {self.act}" if self.part else self.act

    def _where(self, lang: Lang) -> str:
        vi = lang == "vi"
        of = "của" if vi else "of"
        if self.action == "renumbering" and self.becomes:
            return f"{'thành' if vi else 'as'} {place_in_words(self.becomes, lang)}"
        if self.action != "insertion" or not self.becomes:
            return ""
        if not self.path:
            return f"{'vào' if vi else 'into'} {self.act}"
        return f"{_PLACES.get(self.place, _PLACES['inside'])[not vi]} {place_in_words(self.path, lang)} {of} {self.act}"


def consequences(
    changes: Iterable[Modification], relations: Iterable[Relation], day: date | None, own: OwnDays | None = None
) -> tuple[Consequence, ...]:
    """What follows for other acts, from *day* on: provision by provision where the instructions name them, else act by act.

    What *own* gives a day of its own has that one. A relation that an editor refused, or that leaves the other act's effect as it is,
    has none.
    """
    when = _Days(day, own or OwnDays())
    stated = [one for one in relations if not one.back]
    silent = {number_key(one.number or "") for one in stated if one.scope in (REFUSED, "none")}
    spoken = {number_key(one.number or "") for one in stated if one.scope not in (REFUSED, "none")}
    slugs = {number_key(one.number): one.slug or "" for one in stated if one.number}
    told = tuple(_of_changes(changes, silent - spoken, slugs, when))
    known = {number_key(one.act) for one in told}
    return tuple(dict.fromkeys((*told, *(one for one in _of_relations(stated, when) if number_key(one.act) not in known))))


@dataclass(frozen=True, slots=True)
class _Days:
    """From which day something holds, and whether that is beyond doubt."""

    whole: date | None
    own: OwnDays

    def of_change(self, mod: str) -> tuple[date | None, Apart]:
        return (self.own.changes[mod], "own") if mod in self.own.changes else self._of_the_rest()

    def of_tie(self, one: Relation) -> tuple[date | None, Apart]:
        return (one.since, "own") if one.apart else self._of_the_rest()

    def _of_the_rest(self) -> tuple[date | None, Apart]:
        return self.whole, "some" if self.own.elsewhere else ""


def _of_changes(changes: Iterable[Modification], silent: set[str], slugs: Mapping[str, str], when: _Days) -> Iterator[Consequence]:
    for change in changes:
        target, act = change.target, _called(change.target)
        key = number_key(target.act.number)
        if act and key not in silent:
            day, apart = when.of_change(change.mod)
            found = Consequence(act, change.action, target.path, target.up_to, change.becomes, target.place)
            yield replace(found, slug=slugs.get(key, ""), day=day, part=bool(target.extent), apart=apart)


def _called(target: Target) -> str:
    return target.act.number or target.act.title


def _of_relations(relations: Iterable[Relation], when: _Days) -> Iterator[Consequence]:
    for one in relations:
        act = one.number or one.title
        if act and one.type in _BY_TYPE and one.scope not in (REFUSED, "none"):
            day, apart = when.of_tie(one)
            yield Consequence(act, _BY_TYPE[one.type], slug=one.slug or "", day=day, part=one.scope == "part", apart=apart)
