"""The pictures of a document as one parcel, so that the vault keeps them as one rendition; and as addresses a page can show."""

import base64
import io
import zipfile
from collections.abc import Mapping

from gazette.model.blocks import Image

_MOMENT = (1980, 1, 1, 0, 0, 0)
_TYPES = {"png": "image/png", "jpg": "image/jpeg", "jpeg": "image/jpeg", "gif": "image/gif", "webp": "image/webp", "svg": "image/svg+xml"}


def pack(images: Mapping[str, Image]) -> bytes:
    """The pictures as a ZIP file; the same pictures give the same bytes."""
    parcel = io.BytesIO()
    with zipfile.ZipFile(parcel, "w", zipfile.ZIP_STORED) as folder:
        for name in sorted(images):
            folder.writestr(zipfile.ZipInfo(name, _MOMENT), images[name].data)
    return parcel.getvalue()


def unpack(parcel: bytes) -> dict[str, bytes]:
    """The pictures' bytes by name, from what ``pack`` made."""
    with zipfile.ZipFile(io.BytesIO(parcel)) as folder:
        return {name: folder.read(name) for name in folder.namelist()}


def shown(images: Mapping[str, bytes], source: str) -> str:
    """A picture as a ``data:`` address; the source itself when there is no such picture."""
    data = images.get(source)
    if data is None:
        return source
    media_type = _TYPES.get(source.rpartition(".")[2].lower(), "image/png")
    return f"data:{media_type};base64,{base64.b64encode(data).decode()}"
