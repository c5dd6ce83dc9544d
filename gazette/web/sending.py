"""Files as answers: the strong tag is the SHA-256, parts may be asked for, and only what is published comes this far."""

from collections.abc import Iterator

import flask

from gazette.model.reading import FileView

_INLINE = ("application/pdf", "text/html; charset=utf-8")


def send(file: FileView) -> flask.Response:
    """A published file with its tag, time and parts."""
    response = _named(file, file.read())
    response.headers["ETag"] = file.etag
    response.headers["Digest"] = f"sha-256={file.ref.sha256}"
    response.last_modified = file.published_at
    response.make_conditional(flask.request, accept_ranges=True, complete_length=file.ref.size)
    return response


def hand_out(file: FileView) -> flask.Response:
    """The staff's copy, which nobody keeps: it leaves piece by piece and ends early when its reader may read it no longer."""
    response = _named(file, file.chunks)
    response.content_length = file.ref.size
    return response


def _named(file: FileView, body: bytes | Iterator[bytes]) -> flask.Response:
    response = flask.Response(body, content_type=file.ref.media_type)
    place = "inline" if file.ref.media_type in _INLINE else "attachment"
    response.headers.set("Content-Disposition", place, filename=file.name)
    return response


def send_bytes(data: bytes, media_type: str, name: str) -> flask.Response:
    """Bytes made for this person only."""
    response = flask.Response(data, mimetype=media_type)
    response.headers.set("Content-Disposition", "inline", filename=name)
    return response
