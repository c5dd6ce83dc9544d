"""What is said of closed records, titles and details of the log, under the key of the record it is said of."""

import base64
import hashlib
import re

from archive.errors import KeyDestroyed, SealBroken
from archive.keystore import KeyStore
from archive.levels import Label
from archive.sealing import unwrap, wrap

_ID = re.compile(r"[0-9a-f]{32}\Z")
_SEALED = "aes256gcm:"


class Notes:
    """Seals short texts. Without a key store, and for what is Công khai, a text stays as it is."""

    def __init__(self, keys: KeyStore | None) -> None:
        self._keys = keys

    def seal(self, part: str, holder: str, label: Label, text: str) -> str:
        """A text as it is written down: *part* says what it is, *holder* what it is about. Raises ArchiveLocked, KeyRefused."""
        if self._keys is None or label.is_public:
            return text
        name = _name(holder)
        try:
            return _SEALED + base64.b64encode(wrap(self._keys.about(name, label), text.encode(), _context(part, name))).decode()
        except KeyDestroyed:
            return text  # what is left of a destroyed record is its tombstone, which says nothing of it

    def open(self, part: str, holder: str, text: str) -> str | None:
        """The text again; None when its key was destroyed or is not at hand, or when it belongs to something else."""
        if not text.startswith(_SEALED):
            return text
        if self._keys is None or self._keys.locked:
            return None
        name = _name(holder)
        try:
            wrapped = base64.b64decode(text.removeprefix(_SEALED), validate=True)
            return unwrap(self._keys.about(name), wrapped, _context(part, name)).decode()
        except (SealBroken, KeyDestroyed, ValueError):
            return None


def _name(holder: str) -> str:
    return holder if _ID.match(holder) else hashlib.sha256(holder.encode()).hexdigest()[:32]


def _context(part: str, name: str) -> bytes:
    return f"{part}/{name}".encode()
