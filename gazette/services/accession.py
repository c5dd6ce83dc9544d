"""Accessions: documents that exist already, taken in from a folder or a list; tried first, then done, and never done twice."""

import hashlib
import json
import os
import stat
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from pathlib import Path, PurePosixPath

import archive
from gazette.db import Work
from gazette.model.accession import CATALOGUE, Row
from gazette.model.document import MEDIA_TYPES, Upload, today
from gazette.model.errors import GazetteError, Unavailable
from gazette.model.numbers import parse_number
from gazette.model.outcome import Finding
from gazette.model.people import Actor
from gazette.model.permissions import DEPOSITORS
from gazette.model.refusals import StepClosed
from gazette.model.text import nfc, slug
from gazette.services.acting import label_named
from gazette.services.carrying import carry
from gazette.services.filing import must_be_open
from gazette.services.intake import check_intake
from gazette.services.issue_acts import written
from gazette.services.marks import bears_mark, refuse_marked
from gazette.services.parts import Parts
from gazette.services.roles import need

DESCRIPTION = "accession"
"""The rendition that holds a record's row of the list as JSON; a record that has one was taken in this way."""

LARGEST = 200 << 20


@dataclass(frozen=True, slots=True)
class Accessed:
    """What became of a row: ``ready`` (when only tried), ``taken``, ``known`` (taken in before) or ``refused``; and why."""

    row: Row
    status: str
    findings: tuple[Finding, ...]
    sha256: str = ""
    record: str = ""


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be taken in: the rows, the folder their files lie in, and the level and dossier of rows that name none."""

    rows: tuple[Row, ...]
    folder: Path
    level: str = "noi-bo"
    dossier: str = ""
    dry_run: bool = False

    @classmethod
    def of_folder(cls, folder: Path, level: str, dossier: str = "", dry_run: bool = False) -> "Order":
        """Every file below *folder*, in the order of their names; links among them are rows that will be refused."""
        names = sorted(
            Path(here, name).relative_to(folder).as_posix()
            for here, folders, files in os.walk(folder)
            for name in [*files, *(one for one in folders if Path(here, one).is_symlink())]
            if not name.startswith(".")
        )
        rows = tuple(Row(place, name, PurePosixPath(name).stem) for place, name in enumerate(names, start=1))
        return cls(rows, folder, level, dossier, dry_run)


@dataclass
class _Run:
    """What is remembered from row to row: what was taken in before, the bytes and the acts seen in this list, and the count."""

    before: dict[str, str]
    seen: dict[str, int] = field(default_factory=dict)
    acts: dict[tuple[str, str, str], int] = field(default_factory=dict)
    counts: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Examined:
    """A row that was looked at: its bytes and label when these could be had."""

    row: Row
    findings: tuple[Finding, ...]
    data: bytes = b""
    label: archive.Label | None = None
    record: str = ""

    @property
    def is_refused(self) -> bool:
        return any(finding.level == "error" for finding in self.findings)


class Accession:
    """Existing documents come into the archive, within the person's clearance; each is a record, deposited and logged as any other."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts

    def take_in(self, actor: Actor, order: Order) -> Iterator[Accessed]:
        """Goes through the rows one by one, each in a transaction of its own, and says what became of it.

        A dry run looks at all of it and changes nothing. Bytes that this person took in before, as far as they may know of the record,
        are not taken in again, so that a run that was broken off is simply begun anew. Raises NotAllowed, NotAccepted (public profile)
        before the first row, Unavailable when the archive fails.
        """
        need(actor, *DEPOSITORS)
        check_intake(self._parts)
        with self._parts.database.read() as work:
            run = _Run(archive.originals_with(work.connection, actor.clearance, DESCRIPTION))
        for row in order.rows:
            found = self._examined(actor, order, row, run)
            done = self._done(actor, order, found)
            run.counts[done.status] = run.counts.get(done.status, 0) + 1
            yield done
        if not order.dry_run:
            with self._parts.database.write() as work:
                written(self._parts, work, actor, "accession", {name: str(count) for name, count in sorted(run.counts.items())})

    def _done(self, actor: Actor, order: Order, found: _Examined) -> Accessed:
        sha256 = hashlib.sha256(found.data).hexdigest() if found.label else ""
        if found.is_refused or found.label is None:
            return Accessed(found.row, "refused", found.findings, sha256)
        if found.record:
            return Accessed(found.row, "known", found.findings, sha256, found.record)
        if order.dry_run:
            return Accessed(found.row, "ready", found.findings, sha256)
        try:
            record, known = self._kept(actor, order, found, found.label, sha256)
        except Unavailable:
            raise
        except GazetteError as error:
            why = CATALOGUE.finding("K050", _where(found.row), reason=error.message("vi"))
            return Accessed(found.row, "refused", (*found.findings, why), sha256)
        if known:
            return Accessed(found.row, "known", (*found.findings, _met_before(found.row, record)), sha256, record)
        return Accessed(found.row, "taken", found.findings, sha256, record)

    def _kept(self, actor: Actor, order: Order, found: _Examined, label: archive.Label, sha256: str) -> tuple[str, bool]:
        """The id of the row's record, and whether somebody took it in since this run began: the log's lock lets one after the other in."""
        row, vault = found.row, self._parts.vault
        label = label.raised(actor.floor)
        refuse_marked(self._parts, actor, Upload(row.file, found.data), label=label)
        told = {name: value for name, value in asdict(replace(row, findings=())).items() if name not in ("findings", "line") and value}
        about = json.dumps(told, ensure_ascii=False, sort_keys=True, indent=1).encode()
        media_type = MEDIA_TYPES.get(row.file.rpartition(".")[2].lower(), "application/octet-stream")
        with self._parts.database.write() as work:
            vault.audit.lock(work.connection)
            before = archive.originals_with(work.connection, actor.clearance, DESCRIPTION, sha256)
            if before:
                return before[sha256], True
            dossier = self._dossier(work, actor, row.dossier or order.dossier)
            record = vault.deposit(
                work.connection, actor.clearance, found.data, title=_title(row), label=label, media_type=media_type, dossier=dossier
            )
            vault.add_rendition(work.connection, actor.clearance, record.id, DESCRIPTION, about, "application/json", made_by="accession")
            carry(work, actor, vault.family(work.connection, record.id))
        with self._parts.database.write() as work:
            vault.tidy(work.connection)
        return record.id, False

    def _examined(self, actor: Actor, order: Order, row: Row, run: _Run) -> _Examined:
        found = [*row.findings, *_told(row, today(self._parts.clock))]
        label, wrong = self._label(actor, row, order.level)
        found += [*wrong, *self._filed(actor, row, row.dossier or order.dossier)]
        data, unread = _read(order.folder, row)
        found += unread
        if data is None or label is None:
            return _Examined(row, tuple(found))
        found += _doubles(row, data, run)
        marked = self._parts.vault.profile is not archive.Profile.CLOSED and bears_mark(Upload(row.file, data))
        found += [CATALOGUE.finding("K043", _where(row))] if marked else []
        record = run.before.get(hashlib.sha256(data).hexdigest(), "")
        found += [_met_before(row, record)] if record else []
        return _Examined(row, tuple(found), data, label, record)

    def _label(self, actor: Actor, row: Row, level: str) -> tuple[archive.Label | None, list[Finding]]:
        named, where = slug(row.level) or level, _where(row)
        try:
            label = label_named(named, row.compartments.split())
            self._parts.vault.profile.check(label)
        except GazetteError:
            return None, [CATALOGUE.finding("K040", where, text=f"{row.level} {row.compartments}".strip()[:80])]
        except archive.ArchiveError:
            return None, [CATALOGUE.finding("K042", where, level=named)]
        above = not archive.dominates(actor.clearance, label)
        return label, [CATALOGUE.finding("K041", where, level=named)] if above else []

    def _filed(self, actor: Actor, row: Row, code: str) -> list[Finding]:
        if not code:
            return []
        try:
            with self._parts.database.read() as work:
                dossiers = self._parts.vault.dossiers
                called = dossiers.called(work.connection, actor.clearance, code)
                known = {one.id: one for one in called} | {
                    one.id: one for one, _ in dossiers.among(work.connection, actor.clearance, [code])
                }
                if len(known) != 1:
                    return [CATALOGUE.finding("K044", _where(row), dossier=code[:80])]
                must_be_open(work, known.popitem()[1])
        except StepClosed:
            return [CATALOGUE.finding("K045", _where(row), dossier=code[:80])]
        return []

    def _dossier(self, work: Work, actor: Actor, code: str) -> str:
        if not code:
            return ""
        found = self._parts.vault.dossiers.show(work.connection, actor.clearance, code)
        must_be_open(work, found)
        return found.id


def _where(row: Row) -> str:
    return f"dòng {row.line}"


def _met_before(row: Row, record: str) -> Finding:
    return CATALOGUE.finding("K032", _where(row), record=record)


def _title(row: Row) -> str:
    named = row.title or PurePosixPath(row.file.replace("\\", "/")).stem
    return f"{row.number}: {named}" if row.number else named


def _told(row: Row, day: date) -> Iterable[Finding]:
    """What is to be said of a row's words alone."""
    where = _where(row)
    if not row.title:
        yield CATALOGUE.finding("K012", where)
    if row.day and row.issued_on is None:
        yield CATALOGUE.finding("K013", where, text=row.day[:40])
    if row.issued_on is not None and row.issued_on > day:
        yield CATALOGUE.finding("K014", where, day=row.issued_on)
    if row.number and parse_number(row.number) is None:
        yield CATALOGUE.finding("K015", where, text=row.number[:80])


def _doubles(row: Row, data: bytes, run: _Run) -> Iterable[Finding]:
    other = run.seen.setdefault(hashlib.sha256(data).hexdigest(), row.line)
    if other != row.line:
        yield CATALOGUE.finding("K030", _where(row), other=other)
    if row.number and row.issued_on:
        act = run.acts.setdefault((slug(row.number), row.issued_on.isoformat(), slug(row.issuer)), row.line)
        if act != row.line:
            yield CATALOGUE.finding("K031", _where(row), other=act)


def _read(folder: Path, row: Row) -> tuple[bytes | None, list[Finding]]:
    """The bytes of a row's file, which must be a regular file below *folder* that no link leads to."""
    where, parts = _where(row), PurePosixPath(row.file.replace("\\", "/")).parts
    if not parts:
        return None, [CATALOGUE.finding("K010", where)]
    if ".." in parts or parts[0].startswith("/") or ":" in parts[0] or "\x00" in row.file:
        return None, [CATALOGUE.finding("K021", where)]
    try:
        path = folder
        for part in parts:
            path = _beside(path, part)
            if path.is_symlink():
                return None, [CATALOGUE.finding("K022", where)]
        # Not followed and not waited for: what is a file now may be a link or a pipe a moment later.
        handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
        with open(handle, "rb") as file:  # noqa: PTH123 (a descriptor)
            about = os.fstat(handle)
            if not stat.S_ISREG(about.st_mode):
                return None, [CATALOGUE.finding("K023", where)]
            if about.st_size > LARGEST:
                return None, [CATALOGUE.finding("K025", where, most=LARGEST >> 20)]
            data = file.read(LARGEST)
    except (FileNotFoundError, NotADirectoryError):
        return None, [CATALOGUE.finding("K020", where)]
    except IsADirectoryError:
        return None, [CATALOGUE.finding("K023", where)]
    except (OSError, ValueError) as error:
        return None, [CATALOGUE.finding("K024", where, reason=type(error).__name__)]
    return data, [] if data else [CATALOGUE.finding("K026", where)]


def _beside(folder: Path, name: str) -> Path:
    """The entry of that name, also where its letters are composed otherwise there than in the list."""
    path = folder / name
    if not os.path.lexists(path) and folder.is_dir():
        return next((one for one in folder.iterdir() if nfc(one.name) == nfc(name)), path)
    return path
