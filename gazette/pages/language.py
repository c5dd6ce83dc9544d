"""The two languages of the pages: sentences stand in Vietnamese in the templates, their English in one catalogue read at start."""

from functools import cache
from io import BytesIO

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import NullTranslations
from babel.support import Translations as Compiled

from gazette.model.outcome import Lang
from templates import ROOT

LANGUAGES: tuple[Lang, ...] = ("vi", "en")
CATALOGUE = ROOT / "locale" / "en" / "messages.po"
Translations = NullTranslations
"""A catalogue: ``gettext(sentence)`` gives the sentence in the catalogue's language."""


@cache
def translations(lang: Lang) -> Translations:
    """The catalogue of *lang*; Vietnamese sentences are their own translation."""
    if lang == "vi":
        return NullTranslations()
    compiled = BytesIO()
    with CATALOGUE.open("rb") as source:
        write_mo(compiled, read_po(source, locale="en"))
    compiled.seek(0)
    return Compiled(compiled)


def later(sentence: str) -> str:
    """*sentence* itself: marks a sentence in a table as one that is translated where it is shown."""
    return sentence
