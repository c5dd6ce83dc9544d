"""Security headers: nothing from elsewhere, nothing inline, no frame of a stranger."""

import flask
import flask_talisman

POLICY = {
    "default-src": "'self'",
    "img-src": "'self' data:",
    "object-src": "'none'",
    "base-uri": "'none'",
    "form-action": "'self'",
    "frame-ancestors": "'self'",
}


def attach(app: flask.Flask, *, secure: bool) -> None:
    """Joins Flask-Talisman to *app*; ``secure`` says that the site is served over HTTPS only."""
    flask_talisman.Talisman(
        app,
        content_security_policy=POLICY,
        force_https=False,
        strict_transport_security=secure,
        session_cookie_secure=secure,
        session_cookie_samesite="Lax",
        frame_options="SAMEORIGIN",
        referrer_policy="same-origin",
        permissions_policy={"camera": "()", "geolocation": "()", "microphone": "()", "browsing-topics": "()"},
    )
