"""What is said of closed records, titles and details of the log, under the key of the record it is said of."""

import base64
import hashlib
import hmac
import re

from archive.errors import ArchiveLocked, KeyDestroyed, KeyRefused, SealBroken
from archive.keystore import KeyStore
from archive.levels import Label
from archive.sealing import unwrap, wrap

_ID = re.compile(r"[0-9a-f]{32}\Z")
_SEALED = "aes256gcm:"


LOOKUP = Label()
"""The level under which the key of :meth:`Notes.mark` is wrapped: it opens nothing, so everybody's will do."""


class Notes:
    """Seals short texts. Without a key store, and for what is Công khai, a text stays as it is.

    With *sealing* off texts are written as they are, and those sealed before still open.
    """

    def __init__(self, keys: KeyStore | None, *, sealing: bool = True) -> None:
        self._keys = keys
        self._sealing = sealing

    def seals(self, label: Label) -> bool:
        """Whether a text about something of that label is written sealed here."""
        return self._keys is not None and self._sealing and not label.is_public

    def mark(self, text: str) -> str | None:
        """HMAC-SHA-256 of *text* under a key of the key store, in hexadecimal digits: finds the same text again and tells nothing of it.

        None where nothing is sealed, and while the keys are not at hand.
        """
        if self._keys is None or not self._sealing:
            return None
        try:
            return hmac.new(self._keys.about(_name("lookup"), LOOKUP), text.encode(), "sha256").hexdigest()
        except (ArchiveLocked, KeyRefused):
            return None

    def seal(self, part: str, holder: str, label: Label, text: str) -> str:
        """A text as it is written down: *part* says what it is, *holder* what it is about. Raises ArchiveLocked, KeyRefused."""
        if self._keys is None or not self.seals(label):
            return text
        name = _name(holder)
        try:
            return _SEALED + base64.b64encode(wrap(self._keys.about(name, label), text.encode(), _context(part, name))).decode()
        except KeyDestroyed:
            return text  # what is left of a destroyed record is its tombstone, which says nothing of it

    def open(self, part: str, holder: str, text: str) -> str | None:
        """The text again; None when its key was destroyed or is not at hand, or when it belongs to something else."""
        if not is_sealed(text):
            return text
        if self._keys is None or self._keys.locked:
            return None
        name = _name(holder)
        try:
            wrapped = base64.b64decode(text.removeprefix(_SEALED), validate=True)
            return unwrap(self._keys.about(name), wrapped, _context(part, name)).decode()
        except (SealBroken, KeyDestroyed, ValueError):
            return None


def is_sealed(text: str) -> bool:
    """Whether :meth:`Notes.seal` made this text."""
    return text.startswith(_SEALED)


def _name(holder: str) -> str:
    return holder if _ID.match(holder) else hashlib.sha256(holder.encode()).hexdigest()[:32]


def _context(part: str, name: str) -> bytes:
    return f"{part}/{name}".encode()
