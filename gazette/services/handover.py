"""Handing records over and taking them in, as packages whose every digest is checked."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from importlib.metadata import version
from itertools import chain
from pathlib import Path
from typing import Any

import archive
import signing
from gazette.db import Work
from gazette.db.errors import translated
from gazette.model.document import Upload, today
from gazette.model.people import Actor
from gazette.model.refusals import RoleMissing
from gazette.services.intake import check_intake
from gazette.services.marks import refuse_marked
from gazette.services.parts import Parts
from gazette.services.sealing import PackageSeal

NOTE, STAMP = "handover.note", "handover.tsr"
"""The signature over a package's seal, and the RFC 3161 timestamp over the signature."""

_LARGEST_STAMP = 1 << 20
PURPOSE = "gazette hand-over"


@dataclass(frozen=True, slots=True)
class HandedOver:
    """What was written: the record, the E-ARK package's folder in the bag, and whether its signature bears a timestamp."""

    record: archive.Record
    package: Path
    stamped: bool


class Handover:
    """Records in and out of the archive as BagIt folders, within the person's clearance; the log's key signs label and bytes alike."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._seal = PackageSeal(parts, NOTE, PURPOSE)

    def export(self, actor: Actor, record: str, folder: Path) -> HandedOver:
        """Writes a record with all its renditions to *folder*; every reading is logged. Raises NotAllowed, NotFound, Refused.

        A time-stamping authority that does not answer stops nothing: what it gives can be asked for later, over the same signature.
        """
        _need_archivist(actor)
        vault = self._parts.vault
        with self._parts.database.write() as work:
            found = vault.show(work.connection, actor.clearance, record)
            entry = archive.Entry(actor.user, "export", found.id, found.label, request=actor.clearance.request)
            vault.audit.append(work.connection, entry)
            proof, rows = archive.evidence(work.connection, vault.audit, found.id)
            made = archive.Made(work.now, self._parts.gazette.publisher, "Gazette", version("gazette"))
        package = archive.information_package(found, made, proof, rows)
        whence = {"Source-Organization": self._parts.gazette.publisher, "Bagging-Date": today(self._parts.clock).isoformat()}
        payload = chain(package.descriptions, self._renditions(actor, found, package.places))
        with translated():
            bag = archive.write_bag(folder, payload, {**whence, **package.info}, sign=self._signed)
        return HandedOver(found, bag.folder / "data" / found.id, (bag.folder / STAMP).exists())

    def take_in(self, actor: Actor, folder: Path, keys: Iterable[archive.VerifierKey] = ()) -> archive.Record:
        """Keeps the record of a package as a new one that bears the package's label. Raises NotAllowed, Refused, BadCall, StateSecretMark.

        The signature must be by one of *keys*, or by this installation's own; the person must be cleared for the label, and this
        deployment may hold it. Nothing is kept unless everything is.
        """
        _need_archivist(actor)
        check_intake(self._parts)
        with translated():
            bag = archive.open_bag(folder)
            self._seal.check(bag, keys)
            told = archive.described(bag)
            archive.check_evidence(bag.read(archive.within(bag, archive.EVIDENCE)))
            files = [(rendition, bag.read(rendition["file"])) for rendition in told.renditions]
        refuse_marked(self._parts, actor, *(Upload(rendition["file"], data) for rendition, data in files))
        with self._parts.database.write() as work:
            return self._kept(work, actor, (bag, told), files)

    def _signed(self, seal: archive.ContentId) -> dict[str, bytes]:
        """The signature over the package, and the timestamp over that where a time-stamping authority answers."""
        files = self._seal.sign(seal)
        authority = self._parts.authority()
        if authority is None:
            return files
        try:
            return {**files, STAMP: signing.stamp(files[NOTE], authority)}
        except signing.SigningError:
            return files

    def _stamped(self, bag: archive.Bag) -> str:
        """The proven moment of the signature in ISO 8601; empty when there is no timestamp, or none by an authority trusted here."""
        try:
            token = (bag.folder / STAMP).read_bytes()[:_LARGEST_STAMP]
            note = (bag.folder / NOTE).read_bytes()
        except OSError:
            return ""
        moment = signing.stamped_at(token, note, self._parts.trust())
        return moment.isoformat() if moment else ""

    def _renditions(self, actor: Actor, record: archive.Record, names: Iterable[str]) -> Iterator[archive.Payload]:
        for item, name in zip(record.renditions, names, strict=True):
            # One transaction each: the log's row is committed before the bytes leave.
            with self._parts.database.write() as work:
                data = self._parts.vault.read(work.connection, actor.clearance, record.id, item.name, item.version)
            yield archive.Payload(name, [data], item.sha256)

    def _kept(
        self, work: Work, actor: Actor, package: tuple[archive.Bag, archive.Described], files: list[tuple[Mapping[str, Any], bytes]]
    ) -> archive.Record:
        vault, (bag, told) = self._parts.vault, package
        (first, data), *others = files
        record = vault.deposit(
            work.connection,
            actor.clearance,
            data,
            title=told.title,
            label=told.label,
            media_type=first["media_type"],
            rendition=first["name"],
        )
        kept = [*record.renditions]
        for form, data in others:
            source = form["derived_from"] if any(item.name == form["derived_from"] for item in kept) else ""
            kept.append(
                vault.add_rendition(
                    work.connection, actor.clearance, record.id, form["name"], data, form["media_type"], source, form["made_by"][:200]
                )
            )
        details = {"from": told.record, "seal": bag.seal.hex, "stamped": self._stamped(bag)}
        vault.audit.append(work.connection, archive.Entry(actor.user, "import", record.id, told.label, details=details))
        return replace(record, renditions=tuple(kept))


def _need_archivist(actor: Actor) -> None:
    if not actor.has("archivist"):
        raise RoleMissing(vi="cần vai trò Lưu trữ cơ quan", en="needs the role Archivist")
