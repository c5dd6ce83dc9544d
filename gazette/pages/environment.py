"""The Jinja environment: strict about unknown names, escaping by default, one per language."""

import hashlib
from collections.abc import Mapping
from functools import cache, partial

from jinja2 import Environment, FileSystemLoader, StrictUndefined, TemplateNotFound
from markupsafe import Markup

from gazette.model import addresses
from gazette.model.annexes import annex_number
from gazette.model.checks.corrigenda import bar_in_words, bars, corrects
from gazette.model.document import status_label
from gazette.model.fields import field_label
from gazette.model.outcome import Lang
from gazette.model.places import place_in_words
from gazette.model.standing import apart, changed_by, reach
from gazette.pages import wording
from gazette.pages.anchors import with_anchors, with_links, with_places
from gazette.pages.check import qr_svg
from gazette.pages.language import translations
from templates import ROOT

MissingTemplate = TemplateNotFound


@cache
def environment(lang: Lang) -> Environment:
    """The environment whose ``_("…")`` speaks *lang*."""
    env = Environment(
        loader=FileSystemLoader(ROOT),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n", "jinja2.ext.do"],
    )
    env.install_gettext_translations(translations(lang), newstyle=True)  # type: ignore[attr-defined]
    env.filters |= {
        "day": wording.day,
        "words": partial(wording.day_in_words, lang=lang),
        "gazette_day": wording.gazette_day,
        "moment": wording.moment,
        "size": partial(wording.size, lang=lang),
        "annex": annex_number,
        "number": partial(wording.count, lang=lang),
        "grouped": wording.grouped,
        "with_anchors": with_anchors,
        "with_links": with_links,
        "with_places": with_places,
        "in_words": partial(place_in_words, lang=lang),
        "provision": partial(wording.provision, lang=lang),
        "effect_rule": partial(wording.effect_rule, lang=lang),
        "changed_by": changed_by,
        "apart": partial(apart, lang=lang),
        "corrects": corrects,
        "bar": partial(bar_in_words, lang=lang),
        "bars": bars,
        "reach": partial(reach, lang=lang),
    }
    env.globals |= {
        "address": addresses,
        "status_label": partial(status_label, lang=lang),
        "issue_title": partial(wording.issue_title, lang=lang),
        "kind_label": partial(wording.kind_label, lang=lang),
        "field_label": field_label,
        "action_label": partial(wording.action_label, lang=lang),
        "outcome_label": partial(wording.outcome_label, lang=lang),
        "rendition_label": partial(wording.rendition_label, lang=lang),
        "series_label": partial(wording.series_label, lang=lang),
        "state_label": partial(wording.state_label, lang=lang),
        "level_label": partial(wording.level_label, lang=lang),
    }
    env.globals |= {"lang": lang, "static": static_address, "qr": lambda address, label: Markup(qr_svg(address, label))}  # noqa: S704
    return env


@cache
def static_address(name: str) -> str:
    """The address of a static file, with a mark of its content so that browsers may keep it for a year."""
    mark = hashlib.sha256((ROOT / "static" / name).read_bytes()).hexdigest()[:10]
    return f"/static/{name}?v={mark}"


def render(template: str, lang: Lang, context: Mapping[str, object]) -> str:
    """*template* filled with *context* in *lang*; a name the context lacks is an error, never an empty place."""
    return environment(lang).get_template(template).render(context)
