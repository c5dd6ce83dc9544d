"""Corrigenda (đính chính): in which form a text is corrected, as a table with the articles followed, and which texts bear a bar."""

from collections.abc import Iterator
from dataclasses import dataclass

from gazette.model.checks.reading import is_normative
from gazette.model.document import Document
from gazette.model.outcome import Lang
from gazette.model.relations import REFUSED, Relation

CORRECTS = "dinh-chinh"
_NORMATIVE = ("quyet-dinh", "nghi-quyet")
"""The normative acts of a province (Law 64/2025/QH15, Article 4)."""


@dataclass(frozen=True, slots=True)
class CorrigendumRule:
    """How texts that are ``normative`` or not are corrected: by a paper of one of *kinds*, itself no normative act; *source* says so."""

    normative: bool
    kinds: tuple[str, ...]
    source: str
    vi: str
    en: str

    def label(self, lang: Lang = "vi") -> str:
        """The form that is asked for."""
        return self.vi if lang == "vi" else self.en


RULES: tuple[CorrigendumRule, ...] = (
    CorrigendumRule(
        True,
        _NORMATIVE,
        "Nghị định số 78/2025/NĐ-CP, Điều 9",
        "quyết định hoặc nghị quyết cá biệt",
        "a decision or resolution that is no normative act",
    ),
    CorrigendumRule(
        False,
        ("cong-van",),
        "Nghị định số 30/2020/NĐ-CP, Điều 18 khoản 3",
        "công văn đính chính",
        "an official letter",
    ),
)


def rule_for(target: str | None, kind: str | None) -> CorrigendumRule:
    """The rule for a text with the number *target*, whose own kind is not known here; *kind* is that of the paper that corrects it."""
    wanted = any(is_normative(one, target) for one in (*_NORMATIVE, kind))
    return next(rule for rule in RULES if rule.normative == wanted)


def in_wrong_form(document: Document) -> Iterator[tuple[Relation, CorrigendumRule]]:
    """The corrections that *document* makes and that its kind of paper cannot make, each with the rule."""
    for one in corrects(document):
        rule = rule_for(one.number, document.kind)
        if document.kind not in rule.kinds or is_normative(document.kind, document.number):
            yield one, rule


def corrects(document: Document) -> tuple[Relation, ...]:
    """The texts that *document* corrects, each once."""
    return tuple(one for one in bars(document.relations) if not one.back)


def bars(relations: tuple[Relation, ...]) -> tuple[Relation, ...]:
    """What the bar of a corrected or correcting text says, each once."""
    found = (one for one in relations if one.type == CORRECTS and one.scope != REFUSED)
    return tuple({(one.back, one.number, one.title): one for one in found}.values())
