"""On which day a text is gazetted that runs over several issues: which of them counts, as a table with the rules they follow."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal

from gazette.model.issue import Stretch
from gazette.model.outcome import Lang


@dataclass(frozen=True, slots=True)
class GazettedRule:
    """From *since* on the ``first`` or the ``last`` of a text's issues counts, because *vi* and *en* say so; *source* is the rule."""

    since: date
    counts: Literal["first", "last"]
    source: str
    vi: str
    en: str

    def label(self, lang: Lang = "vi") -> str:
        """Why that issue counts."""
        return self.vi if lang == "vi" else self.en


RULES: tuple[GazettedRule, ...] = (
    GazettedRule(
        date.min,
        "last",
        "Nghị định số 100/2010/NĐ-CP, Điều 2",
        "văn bản đăng Công báo phải được đăng toàn văn: chỉ khi phần cuối đã đăng thì văn bản mới được đăng Công báo",
        "a text is published in full: it is gazetted when its last part is",
    ),
)
"""No article known says it of split texts in so many words; a rule that does is one more row."""


def rule_on(day: date, rules: Iterable[GazettedRule] = RULES) -> GazettedRule:
    """The rule in force on *day*."""
    return max((rule for rule in rules if rule.since <= day), key=lambda rule: rule.since)


def settles(stretch: Stretch, day: date, rules: Iterable[GazettedRule] = RULES) -> bool:
    """Whether the issue of *day* that prints this stretch is the one by which the whole text is gazetted."""
    return not (stretch.begins if rule_on(day, rules).counts == "first" else stretch.ends)
