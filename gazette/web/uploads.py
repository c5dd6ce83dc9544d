"""Files that readers and staff send: read whole within the limit of the request, and closed."""

import flask

from gazette.model.document import Upload


def sent(name: str) -> list[Upload]:
    """The files of the form field *name*, in order; fields left empty are left out."""
    found = []
    for storage in flask.request.files.getlist(name):
        with storage.stream:
            if storage.filename:
                found.append(Upload(storage.filename, storage.stream.read()))
    return found


def sent_one(name: str) -> Upload | None:
    """The first file of the form field *name*."""
    return next(iter(sent(name)), None)
