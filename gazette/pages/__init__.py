"""Model values to HTML through the templates: one Jinja environment for screens and jobs, in Vietnamese and English."""

from gazette.pages.check import qr_svg
from gazette.pages.environment import MissingTemplate, environment, render
from gazette.pages.language import LANGUAGES, Translations, later, translations
from gazette.pages.site import Site
from gazette.pages.word_view import word_view

__all__ = ["LANGUAGES", "MissingTemplate", "Site", "Translations", "environment", "later", "qr_svg", "render", "translations", "word_view"]
