"""``gazette import``: bulk intake with a progress bar and a journal that a broken run goes on from."""

import errno
import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TextIO

import click

from gazette.bootstrap import Installation
from gazette.cli.acting import actor, as_user, opened
from gazette.cli.batch import Batch
from gazette.cli.processes import Staff, gazette_child
from gazette.cli.session import Session, pass_session
from gazette.cli.system import unreadable
from gazette.model.document import Upload
from gazette.model.errors import BadCall, GazetteError, Unavailable
from gazette.model.outcome import Lang
from gazette.model.people import Actor


class _NothingToTakeIn(BadCall):
    vi = "Không có tệp Word nào (.docx, .doc, .rtf) để tiếp nhận."
    en = "There is no Word file (.docx, .doc, .rtf) to take in."


FILE = click.Path(path_type=Path)
WORD = (".docx", ".doc", ".rtf")


@dataclass(frozen=True)
class _Journal:
    """What was taken in already, one JSON line a file; the key is the file's SHA-256, so a renamed file is still known."""

    path: Path

    def known(self) -> set[str]:
        if not self.path.exists():
            return set()
        rows = (self._row(line) for line in self.path.read_text(encoding="utf-8").splitlines())
        return {row["sha256"] for row in rows if row.get("status") == "received"}

    @staticmethod
    def _row(line: str) -> dict[str, Any]:
        try:
            row = json.loads(line)
        except ValueError:  # the last line of a run that was killed
            return {}
        return row if isinstance(row, dict) else {}

    def open(self) -> TextIO:
        broken = self.path.exists() and not self.path.read_bytes().endswith(b"\n")
        written = self.path.open("a", encoding="utf-8")
        if broken:
            written.write("\n")
        return written


@click.command("import")
@click.argument("paths", type=FILE, nargs=-1, required=True, metavar="DIR|FILE…")
@click.option("--book", type=click.Choice(["incoming", "issued"]), default="incoming")
@click.option("--level", default="cong-khai", show_default=True)
@click.option("--resume", is_flag=True, help="Bỏ qua tệp đã có trong nhật ký / skip what the journal already holds.")
@click.option("--jobs", type=click.IntRange(1, 64), default=1, metavar="N", help="Số tiến trình chuyển đổi / how many conversions at once.")
@as_user
@pass_session
def bulk(session: Session, /, paths: tuple[Path, ...], **options: Any) -> int:
    """Nhập hàng loạt / takes in many files; a PDF of the same stem is the issuer's signed file."""
    files = [file for path in paths for file in _word_files(path)]
    if not files:
        raise _NothingToTakeIn
    journal = _Journal(session.home / "import-journal.jsonl")
    with opened(session) as installation:
        person = actor(installation, session, options["user"], options["password_file"], "clerk")
        known = journal.known() if options["resume"] else set()
        batch = _taken_in(_Intake(installation, person, options["book"], options["level"], session.lang), files, (journal, known), session)
        others = Staff([gazette_child(installation.settings, "worker") for _ in range(options["jobs"] - 1)])
        with others.at_work(), session.progress("Chuyển đổi", "Converting", batch.good) as bar:
            while installation.worker.once():
                bar.step()
    return batch.status


def _word_files(path: Path) -> Iterator[Path]:
    if path.is_dir():
        yield from sorted(file for file in path.rglob("*") if file.suffix.lower() in WORD and file.is_file())
    elif path.exists():
        yield path
    else:
        raise unreadable(path, FileNotFoundError(errno.ENOENT, ""))


@dataclass(frozen=True)
class _Intake:
    """Who takes in, and into which book."""

    installation: Installation
    person: Actor
    book: str
    level: str
    lang: Lang

    def take(self, file: Path, data: bytes) -> dict[str, Any]:
        """Receives one file; the row says how it went. An operation that failed altogether is raised."""
        beside = file.with_suffix(".pdf")
        signed = Upload(beside.name, beside.read_bytes()) if beside.is_file() else None
        row: dict[str, Any] = {"source": str(file), "sha256": hashlib.sha256(data).hexdigest()}
        try:
            taken = self.installation.batch.receive.receive(
                self.person, Upload(file.name, data), signed_pdf=signed, book=self.book, level=self.level
            )
        except Unavailable:
            raise
        except GazetteError as error:
            return {**row, "status": "refused", "code": error.code, "message": error.message(self.lang)}
        return {**row, "status": "received", "document": taken.document.id, "number": taken.document.received_number}


def _taken_in(intake: _Intake, files: list[Path], journal: tuple[_Journal, set[str]], session: Session) -> Batch:
    book, known = journal
    batch = Batch(files)
    with book.open() as written, session.progress("Tiếp nhận", "Receiving", len(files)) as bar:
        for file, data in batch.readable(session):
            bar.step()
            if hashlib.sha256(data).hexdigest() in known:
                batch.count(True)
                continue
            row = intake.take(file, data)
            written.write(json.dumps(row, ensure_ascii=False) + "\n")
            written.flush()
            session.emit(row, f"{row['status']:<9} {file}  {row.get('number') or row.get('message', '')}")
            batch.count(row["status"] == "received")
    return batch


COMMANDS = {"import": bulk}
