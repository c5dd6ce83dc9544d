"""Signatures over packages: the log's key signs what covers every byte of them, and only known keys are believed."""

from collections.abc import Iterable
from dataclasses import dataclass

import archive
from gazette.model.refusals import NotAccepted
from gazette.services.parts import Parts


@dataclass(frozen=True, slots=True)
class PackageSeal:
    """The signature of one kind of package: the file it lies in, and the words it is given for; no other kind bears it."""

    parts: Parts
    file: str
    purpose: str

    def sign(self, seal: archive.ContentId) -> dict[str, bytes]:
        """What ``archive.write_bag`` asks for: the signature file of the package with this seal."""
        audit = self.parts.vault.audit
        return {self.file: audit.sign(f"{audit.origin}\n{self.purpose}\n{seal}\n").encode()}

    def check(self, bag: archive.Bag, keys: Iterable[archive.VerifierKey] = ()) -> None:
        """Raises NotAccepted unless the package is signed by one of *keys*, or without any by this installation's own, old or new."""
        audit = self.parts.vault.audit
        believed = tuple(keys) or tuple(archive.VerifierKey(audit.origin, key) for key in audit.public_keys)
        try:
            note = (bag.folder / self.file).read_bytes()[:10_000].decode("utf-8", "replace")
        except OSError:
            note = ""
        if not any(archive.note_is_signed_by(note, f"{key.name}\n{self.purpose}\n{bag.seal}\n", key) for key in believed):
            raise NotAccepted(vi="chữ ký trên gói không đúng", en="the signature on the package is not right")
