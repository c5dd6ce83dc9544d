"""From when a text has effect: the rules as a table with the laws they follow, the day a rule gives, and the default of the law."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from gazette.model.outcome import Lang

Counts = Literal["named", "signing", "adoption", "gazette", "announcement", "nothing"]
"""What a rule counts from; ``nothing`` where the words name no day at all."""


@dataclass(frozen=True, slots=True)
class Source:
    """An article of law and the days from which and to which it was in force; ``until`` is None while it is."""

    law: str
    article: str
    since: date
    until: date | None = None

    def __str__(self) -> str:
        """The citation as printed: ``Luật số 64/2025/QH15, Điều 53 khoản 1``."""
        return f"{self.law}, {self.article}"

    def holds(self, day: date) -> bool:
        """True when the article was in force on *day*."""
        return self.since <= day and (self.until is None or day <= self.until)


LAW_64 = Source("Luật số 64/2025/QH15", "Điều 53 khoản 1", date(2025, 4, 1))
LAW_80 = Source("Luật số 80/2015/QH13", "Điều 151 khoản 1", date(2016, 7, 1), date(2025, 3, 31))
LAW_17 = Source("Luật số 17/2008/QH12", "Điều 78 khoản 1", date(2009, 1, 1), date(2016, 6, 30))
LAW_31 = Source("Luật số 31/2004/QH11", "Điều 51", date(2005, 4, 1), date(2016, 6, 30))
STATED = (LAW_64, LAW_80, LAW_17, LAW_31)
"""Who lets a normative text state its own day. Administrative texts state theirs too: Decree 30/2020/NĐ-CP gives them none."""

COUNTING = Source("Bộ luật Dân sự số 91/2015/QH13", "Điều 147 khoản 2", date(2017, 1, 1))
"""Counting in days: the first day is left out, so that ten days from the 9th end on the 19th."""


@dataclass(frozen=True, slots=True)
class EffectRule:
    """How words give the day of effect. ``pattern`` (a regular expression) is what follows ``có hiệu lực thi hành``.

    Its groups are ``d m y`` for a day and ``n`` for a number of days; ``sources`` are the laws the rule follows.
    """

    id: str
    pattern: str
    counts: Counts
    vi: str
    en: str
    sources: tuple[Source, ...] = STATED

    def label(self, lang: Lang = "vi") -> str:
        """What the rule says."""
        return self.vi if lang == "vi" else self.en


_FROM = r"(?:kể\s+)?từ\s+(?:0\s*giờ\s+(?:00\s+)?)?"
_DAY = r"(?:ngày\s+)?(?<!\d)(?P<d>\d{1,2})\s*(?:[/.-]|tháng)\s*(?P<m>\d{1,2})\s*(?:[/.-]|năm)\s*(?P<y>\d{4})"
DAYS_IN_WORDS: Mapping[str, int] = {
    "năm": 5, "bảy": 7, "mười": 10, "mười lăm": 15, "hai mươi": 20, "ba mươi": 30, "bốn mươi lăm": 45, "sáu mươi": 60
}  # fmt: skip
"""Numbers of days that texts write in letters."""
_WORDS = "|".join(word.replace(" ", r"\s+") for word in sorted(DAYS_IN_WORDS, key=len, reverse=True))
_AFTER = rf"sau\s+(?P<n>\d{{1,3}}|{_WORDS})" r"\s*(?:\([^)]*\)\s*)?ngày,?\s*(?:tính\s+|kể\s+)?từ\s+"
_SIGNED = r"ngày\s+(?:được\s+)?(?:ký|ban\s+hành)(?!\w)"
_ADOPTED = r"ngày\s+(?:được\s+)?(?:Hội\s+đồng\s+nhân\s+dân|HĐND|Quốc\s+hội)?(?:(?!có\s+hiệu)[^.;,\d]){0,60}thông\s+qua(?!\w)"
_GAZETTED = r"ngày\s+(?:được\s+)?đăng\s+(?:trên\s+|tải\s+trên\s+)?Công\s+báo"
_ANNOUNCED = r"ngày\s+(?:được\s+)?công\s+bố(?!\w)"

RULES: Mapping[str, EffectRule] = {
    rule.id: rule
    for rule in (
        EffectRule("named-day", _FROM + _DAY, "named", "ngày nêu trong văn bản", "the day the text names"),
        EffectRule("signing-day", _FROM + _SIGNED, "signing", "ngày ký", "the day of signing"),
        EffectRule("adoption-day", _FROM + _ADOPTED, "adoption", "ngày thông qua", "the day of adoption"),
        EffectRule("gazette-day", _FROM + _GAZETTED, "gazette", "ngày đăng Công báo", "the day of publication in the gazette"),
        EffectRule("announcement-day", _FROM + _ANNOUNCED, "announcement", "ngày công bố", "the day of promulgation"),
        EffectRule("days-after-signing", _AFTER + _SIGNED, "signing", "số ngày sau ngày ký", "days after signing", (*STATED, COUNTING)),
        EffectRule(
            "days-after-adoption", _AFTER + _ADOPTED, "adoption", "số ngày sau ngày thông qua", "days after adoption", (*STATED, COUNTING)
        ),
        EffectRule(
            "days-after-gazette",
            _AFTER + _GAZETTED,
            "gazette",
            "số ngày sau ngày đăng Công báo",
            "days after publication",
            (*STATED, COUNTING),
        ),
        EffectRule(
            "days-after-announcement",
            _AFTER + _ANNOUNCED,
            "announcement",
            "số ngày sau ngày công bố",
            "days after promulgation",
            (*STATED, COUNTING),
        ),
        EffectRule("school-year", _FROM + r"(?:đầu\s+)?năm\s+học(?!\w)", "nothing", "năm học, không nêu ngày", "a school year, no day"),
        EffectRule("by-law", "", "signing", "theo luật, văn bản không nêu", "by law, the text says nothing", (LAW_31,)),
    )
}
"""Every rule by its id; the first whose pattern fits is taken. ``by-law`` has no words: see :data:`DEFAULTS`."""


@dataclass(frozen=True, slots=True)
class Default:
    """The day the law itself gives to silent texts of some issuers: *days* after signing, while *source* is in force."""

    issuers: tuple[str, ...]
    kinds: tuple[str, ...]
    days: int
    source: Source


DEFAULTS = (
    Default(("ubnd-tinh-",), ("quyet-dinh", "chi-thi"), 10, LAW_31),
    Default(("ubnd-huyen-", "ubnd-quan-", "ubnd-thi-xa-"), ("quyet-dinh", "chi-thi"), 7, LAW_31),
    Default(("ubnd-xa-", "ubnd-phuong-", "ubnd-thi-tran-"), ("quyet-dinh", "chi-thi"), 5, LAW_31),
)
"""Defaults by law. Law 31/2004 alone gave local normative texts a day without their saying so; Laws 80/2015 and 64/2025 leave it to
the text. Councils counted from adoption, which their silent texts do not name, and a city may be of either rank: both are left out."""


@dataclass(frozen=True, slots=True)
class EffectiveDate:
    """From when a text has effect: the rule (an id of :data:`RULES`), its *days* where it counts, and the words it was read from.

    ``day`` is None until the day the rule counts from is known, and for ever where the words name none.
    """

    day: date | None
    rule: str
    evidence: str
    days: int = 0

    @property
    def counts(self) -> Counts:
        """What the rule counts from."""
        return RULES[self.rule].counts


@dataclass(frozen=True, slots=True)
class PartialEffect:
    """A provision that takes effect on a day of its own; ``at`` is its path in the document (``@/5/2``).

    Provisions that the text names by what they are about have no path but a ``topic``: ``các quy định về nhãn hiệu âm thanh``.
    """

    at: str
    effect: EffectiveDate
    topic: str = ""


@dataclass(frozen=True, slots=True)
class OwnDay:
    """A provision with a day of effect of its own, as a published document carries it: by its eId, else by the *topic* it is named by.

    ``day`` is None while it is not known.
    """

    eid: str
    day: date | None
    topic: str = ""

    def to_json(self) -> dict[str, str | None]:
        """The values as they are kept and handed out; the day in ISO 8601."""
        return {"eid": self.eid, "topic": self.topic, "day": self.day.isoformat() if self.day else None}

    @classmethod
    def of_json(cls, told: Mapping[str, str | None]) -> "OwnDay":
        """What ``to_json`` wrote."""
        day = told["day"]
        return cls(told["eid"] or "", date.fromisoformat(day) if day else None, told["topic"] or "")


def counted(effect: EffectiveDate, start: date, counts: Counts) -> EffectiveDate:
    """*effect* with its day when it waits for *start*, the day of signing, adoption or publication; otherwise as it is.

    The first day is not counted (Civil Code 91/2015/QH13, Article 147.2); a day beyond the calendar is none.
    """
    if effect.day is not None or effect.counts != counts:
        return effect
    try:
        return EffectiveDate(start + timedelta(days=effect.days), effect.rule, effect.evidence, effect.days)
    except OverflowError:
        return effect


def by_law(kind: str | None, issuer: str | None, signed: date | None) -> EffectiveDate | None:
    """What the law gives a normative text of *kind* and *issuer* (slugs), *signed* that day, which says nothing itself."""
    if signed is None:
        return None
    for default in DEFAULTS:
        if kind in default.kinds and (issuer or "").startswith(default.issuers) and default.source.holds(signed):
            return counted(EffectiveDate(None, "by-law", str(default.source), default.days), signed, "signing")
    return None
