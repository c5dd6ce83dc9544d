"""The second half of the master key: a secret that no copy of the keys holds, and that every shredding replaces in all its places."""

import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from archive.custody import beside, read_key, write_private
from archive.errors import KeyRefused
from archive.sealing import KEY

EPOCH, PLACES, WHOLE = "epoch.key", "epoch.places", "epoch.whole"


class Epoch:
    """The secret of the present epoch, in the installation's key folder and in every place outside that is named there.

    Whoever holds a copy of the key store made before a shredding, and all that its master key was held by, lacks the epoch of that day:
    each place was written over. So only a copy of this very file, made past the program, could open what was shredded.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    @property
    def own(self) -> Path:
        """Where the installation itself keeps it."""
        return self._folder / EPOCH

    @property
    def outside(self) -> tuple[Path, ...]:
        """The places on other media, such as one that lies in a safe."""
        listed = self._folder / PLACES
        return tuple(map(Path, listed.read_text(encoding="utf-8").splitlines())) if listed.exists() else ()

    @property
    def whole(self) -> str:
        """When a copy of the keys was last made that held this secret too, or was made before there was one; empty for never."""
        kept = self._folder / WHOLE
        return kept.read_text(encoding="ascii").strip() if kept.exists() else ""

    def note_whole(self, moment: str) -> None:
        """Writes down that such a copy was made; the newest is remembered for good, because it opens by itself for good."""
        if moment > self.whole:
            write_private(self._folder / WHOLE, f"{moment}\n".encode())

    def candidates(self) -> Iterator[bytes]:
        """The secrets at hand, a replacement that was broken off among them. Raises KeyRefused."""
        for place in (self.own, *self.outside):
            for path in (place, beside(place)):
                if path.exists():
                    yield read_key(path)

    def ready(self) -> None:
        """Raises KeyRefused, naming the place, unless every place can be written over now."""
        for place in (self.own, *self.outside):
            if self.own.exists() and not place.exists():
                raise KeyRefused(reason=f"{place}: hãy nối phương tiện giữ khóa kỳ / connect the medium that holds the epoch's key")

    def add(self, place: Path) -> None:
        """Puts the secret into one more place, which every shredding will need at hand. Raises KeyRefused."""
        try:
            write_private(place, read_key(self.own))
        except OSError as error:
            raise KeyRefused(reason=f"{place}: {error.strerror}") from None
        named = dict.fromkeys((*map(str, self.outside), str(place.resolve())))
        write_private(self._folder / PLACES, "".join(f"{one}\n" for one in named).encode())

    def forget(self, place: Path) -> None:
        """Asks for a place no more: whoever destroyed the medium, or lost it, answers for that. Raises KeyRefused for one not named."""
        wanted = str(place.resolve())
        if wanted not in map(str, self.outside):
            raise KeyRefused(reason=f"{place}: không phải nơi giữ khóa kỳ / not a place of the epoch's key")
        left = [one for one in map(str, self.outside) if one != wanted]
        write_private(self._folder / PLACES, "".join(f"{one}\n" for one in left).encode())

    def prepare(self, secret: bytes) -> None:
        """Writes a new secret beside the present one, everywhere. Raises KeyRefused."""
        self.ready()
        for place in (self.own, *self.outside):
            try:
                write_private(beside(place), secret)
            except OSError as error:
                raise KeyRefused(reason=f"{place}: {error.strerror}") from None

    def settle(self) -> None:
        """The new secret takes the place of the old, which is written over first."""
        for place in (*self.outside, self.own):
            if beside(place).exists():
                overwrite(place)
                with suppress(FileNotFoundError):  # another process was faster
                    beside(place).replace(place)


def bound(key: bytes, secret: bytes) -> bytes:
    """The master key of a store: what its custody holds, and the secret of the epoch; the former alone where there is no epoch."""
    return HKDF(hashes.SHA256(), KEY, None, b"gazette-epoch-1").derive(key + secret) if secret else key


def overwrite(path: Path) -> None:
    """Writes over a short secret in place, as far as the medium lets us."""
    if path.exists():
        with path.open("r+b") as file:
            file.write(bytes(KEY))
            file.flush()
            os.fsync(file.fileno())
