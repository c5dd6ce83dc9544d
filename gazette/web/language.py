"""In which language a page answers: ``?lang=``, then what was chosen before, then the browser's wish, then Vietnamese."""

from typing import Any

import flask
import flask_babel  # type: ignore[import-untyped]

from gazette.model.outcome import Lang
from gazette.pages import LANGUAGES, Translations, translations
from gazette.web import context

COOKIE = "ngon-ngu"
_YEAR = 365 * 24 * 3600


class _Catalogue(flask_babel.Domain):  # type: ignore[misc]
    """Flask-Babel's domain, reading the catalogue that the templates use."""

    def get_translations(self) -> Translations:
        return translations(context.lang())


_domain = _Catalogue()


def said(sentence: str, **values: Any) -> str:
    """*sentence* (Vietnamese) in the language of the answer, with *values* in its ``%(places)s``."""
    text: str = _domain.gettext(sentence, **values)
    return text


_ = said


def choose() -> Lang:
    """The language of this request."""
    for asked in (flask.request.args.get("lang"), flask.request.cookies.get(COOKIE)):
        if asked in LANGUAGES:
            return "en" if asked == "en" else "vi"
    return "en" if flask.request.accept_languages.best_match(LANGUAGES, "vi") == "en" else "vi"


def remember_choice(response: flask.Response) -> flask.Response:
    """Keeps a language that was asked for by ``?lang=`` in a cookie, so that the next page speaks it too."""
    asked = flask.request.args.get("lang")
    if asked in LANGUAGES and flask.request.cookies.get(COOKIE) != asked:
        response.set_cookie(COOKIE, str(asked), max_age=_YEAR, samesite="Lax", httponly=True, secure=flask.request.is_secure)
    return response


def attach(app: flask.Flask) -> None:
    """Joins Flask-Babel and the choice of language to *app*."""
    flask_babel.Babel(app, locale_selector=context.lang, default_timezone="Asia/Ho_Chi_Minh", configure_jinja=False)
    app.after_request(remember_choice)
