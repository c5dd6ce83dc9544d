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
    # What is registered first runs last: the policy is written when this adds to it.
    app.after_request(_with_connections)
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


def connecting(response: flask.Response, *origins: str) -> flask.Response:
    """*response* as a page whose script may also talk to these origins; every other page talks to the site alone."""
    flask.g.connections = origins
    return response


def _with_connections(response: flask.Response) -> flask.Response:
    origins = flask.g.get("connections", ())
    if origins and response.status_code == 200:
        name = "Content-Security-Policy"
        response.headers[name] = f"{response.headers[name]}; connect-src 'self' {' '.join(origins)}"
    return response
