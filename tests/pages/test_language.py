"""Every sentence of the pages exists in Vietnamese and in English."""

import io
import re
from pathlib import Path

from babel.messages.extract import extract
from babel.messages.pofile import read_po

import gazette
from gazette.pages import later, translations
from gazette.pages.language import CATALOGUE
from templates import ROOT

_OPTIONS = {"trimmed": "true", "extensions": "jinja2.ext.do"}
_TEMPLATES = (".html", ".xml", ".txt")


def sentences() -> set[str]:
    """Every sentence marked for translation, in templates and in code."""
    found: set[str] = set()
    for path in ROOT.rglob("*"):
        if path.suffix in _TEMPLATES and "static" not in path.parts:
            found |= _marked("jinja2.ext:babel_extract", path)
    for path in Path(gazette.__file__).parent.glob("web/*.py"):
        found |= _marked("python", path)
    return found


def _marked(method: str, path: Path) -> set[str]:
    rows = extract(method, io.BytesIO(path.read_bytes()), keywords={"_": None, "later": None}, options=_OPTIONS)
    return {str(row[1]) for row in rows}


def test_every_sentence_has_an_english_one_and_no_other_stands_in_the_catalogue() -> None:
    with CATALOGUE.open("rb") as source:
        known = {str(message.id) for message in read_po(source) if message.id and message.string}
    assert len(known) > 300
    assert sentences() - known == set()
    assert known - sentences() == set()


def test_places_for_values_are_the_same_in_both_languages() -> None:
    english = translations("en")
    for sentence in sentences():
        places = sorted(re.findall(r"%\(\w+\)s", sentence))
        assert sorted(re.findall(r"%\(\w+\)s", english.gettext(sentence))) == places, sentence


def test_vietnamese_is_its_own_translation() -> None:
    assert translations("vi").gettext(later("Tìm kiếm")) == "Tìm kiếm"
    assert translations("en").gettext("Tìm kiếm") == "Search"


def test_no_vietnamese_sentence_stands_unmarked_in_a_template() -> None:
    letters = re.compile(r"[ăâđêôơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ]", re.IGNORECASE)
    for path in ROOT.rglob("*.html"):
        text = path.read_text(encoding="utf-8")
        bare = re.sub(r"\{%.*?%\}|\{\{.*?\}\}|\{#.*?#\}", "", text, flags=re.DOTALL).replace("Tiếng Việt", "")
        assert not letters.search(bare), path.name
