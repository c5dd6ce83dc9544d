"""One structured line and two figures for each request: the route and the outcome, never text, query or file names."""

import secrets
import time

import flask
import structlog
from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest

from gazette.web import context

_log = structlog.get_logger("gazette.web")


class Figures:
    """What one application counts, in a registry of its own."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.requests = Counter(
            "gazette_requests_total", "Requests by route and status", ["method", "route", "status"], registry=self.registry
        )
        self.seconds = Histogram("gazette_request_seconds", "Time to answer by route", ["route"], registry=self.registry)

    def text(self) -> bytes:
        """The figures in Prometheus' text form."""
        return generate_latest(self.registry)


def attach(app: flask.Flask) -> Figures:
    """Joins the line and the figures to *app*; gives the figures."""
    figures = Figures()

    def begin() -> None:
        flask.g.begun, flask.g.request_id = time.perf_counter(), secrets.token_hex(8)

    def finish(response: flask.Response) -> flask.Response:
        route = flask.request.url_rule.rule if flask.request.url_rule else "-"
        taken = time.perf_counter() - flask.g.get("begun", time.perf_counter())
        figures.requests.labels(flask.request.method, route, response.status_code).inc()
        figures.seconds.labels(route).observe(taken)
        actor = context.actor()
        if route != "/static/<path:filename>":
            _log.info(
                "request",
                method=flask.request.method,
                route=route,
                status=response.status_code,
                ms=round(taken * 1000, 1),
                user=actor.user if actor else None,
                request=flask.g.get("request_id"),
            )
        return response

    app.before_request(begin)
    app.after_request(finish)
    return figures
