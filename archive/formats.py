"""JSON Schemas (draft 2020-12) of the two files in a package that are this archive's own; they travel with it."""

import json
from collections.abc import Mapping
from typing import Any

_TEXT, _NUMBER, _HEX = {"type": "string"}, {"type": "integer"}, {"type": "string", "pattern": "^[0-9a-f]{64}$"}
_TEXTS = {"type": "array", "items": _TEXT}


def _object(**members: Any) -> dict[str, Any]:
    return {"type": "object", "required": sorted(members), "properties": members}


_LABEL = _object(
    level={"type": "integer", "minimum": 0, "maximum": 3},
    secrecy={"type": "integer", "minimum": 0, "maximum": 3},
    compartments=_TEXTS,
    marks=_TEXTS,
    personal_data={"type": "boolean"},
    release_date={"type": ["string", "null"], "format": "date"},
)
_RENDITION = _object(
    file=_TEXT,
    name=_TEXT,
    version=_NUMBER,
    media_type=_TEXT,
    sha256=_HEX,
    made_by=_TEXT,
    derived_from=_TEXT,
    created={"type": "string", "format": "date-time"},
)
_ROW = _object(
    **dict.fromkeys(("seq", "level", "secrecy"), _NUMBER),
    **dict.fromkeys(("time", "actor", "action", "object", "outcome", "request"), _TEXT),
    **dict.fromkeys(("details_sha256", "leaf"), _HEX),
    compartments=_TEXTS,
    details={"type": "null"},
)
_RECORD = _object(
    record=_TEXT,
    title=_TEXT,
    created={"type": "string", "format": "date-time"},
    label=_LABEL,
    renditions={"type": "array", "minItems": 1, "items": _RENDITION},
)
_AUDIT = _object(
    head={**_TEXT, "description": "signed head of the log: origin, size, root, signatures (C2SP checkpoint)"},
    keys={**_TEXTS, "description": "public keys of the log (C2SP verifier keys)"},
    rows={"type": "array", "items": _object(row=_ROW, path={**_TEXTS, "description": "RFC 9162 inclusion proof of the row, in hex"})},
)

SCHEMAS: Mapping[str, bytes] = {
    f"schemas/{name}.schema.json": json.dumps(
        {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": title, **schema}, ensure_ascii=False, indent=1
    ).encode()
    for name, title, schema in (("record", "What the register says of the record", _RECORD), ("audit", "What the log says of it", _AUDIT))
}
"""The schemas by their places in a package."""
