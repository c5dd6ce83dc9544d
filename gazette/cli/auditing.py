"""``gazette audit``: the tamper-evident log, its signed head, proofs, and its check with or without the installation."""

from collections.abc import Iterable, Sequence
from pathlib import Path

import click

import archive as library
from gazette.cli.acting import actor, as_user, json_too, opened
from gazette.cli.issues import named
from gazette.cli.session import Session, pass_session, read_bytes, write_bytes
from gazette.db.errors import translated
from gazette.model.errors import BadCall
from gazette.model.outcome import Finding
from gazette.services import Outside, Placed, rows_of

FILE = click.Path(path_type=Path)


@click.group()
def audit() -> None:
    """Nhật ký chống sửa / the tamper-evident log."""


@audit.command("verify")
@click.argument("export", type=FILE, required=False, metavar="[EXPORT.jsonl]")
@click.option(
    "--against",
    type=FILE,
    multiple=True,
    metavar="FILE",
    help="Đầu nhật ký đã ký, bản mở mã cam kết, hoặc bản xuất / a signed head, an opened commitment, or an export.",
)
@click.option("--key", "keys", type=FILE, multiple=True, metavar="FILE", help="Khóa công khai của nhật ký / the log's public keys.")
@click.option("--files", type=FILE, metavar="DIR", help="Bản sao kho tệp / a copy of the store's files, held against EXPORT.")
@json_too
@pass_session
def verify(session: Session, export: Path | None, against: Sequence[Path], keys: Sequence[Path], files: Path | None) -> int:
    """Kiểm tra nhật ký; với EXPORT thì không cần cài đặt / checks the log; with EXPORT needs no installation. Exit 1: something changed."""
    texts = [_text(path) for path in against]
    if export is not None:
        with translated():
            return tell(session, _offline(export, texts, keys, files))
    if keys or files:
        raise BadCall(reason="EXPORT.jsonl")
    with opened(session) as installation:
        found = installation.services.log.verify(texts)
    return tell(session, found)


def _offline(export: Path, texts: Iterable[str], keys: Iterable[Path], files: Path | None) -> list[library.Finding]:
    rows = rows_of(_text(export))
    known = [library.VerifierKey.parse(line) for path in keys for line in _text(path).splitlines() if line.strip()]
    found = list(Outside.read(texts).check(rows, known))
    return [*found, *library.against_log(rows, library.LocalBlobs(files))] if files else found


def _text(path: Path) -> str:
    return read_bytes(path).decode("utf-8", "replace")


def tell(session: Session, found: Iterable[library.Finding | Finding]) -> int:
    """Prints findings; the exit status."""
    status = 0
    for finding in found:
        status = 1
        row = {"code": finding.code, "where": finding.where, "message": finding.message(session.lang)}
        session.emit(row, f"{finding.code} {finding.where} {row['message']}")
    if not status:
        session.emit({"findings": 0}, "✓")
    return status


@audit.command("head")
@click.option("-o", "--output", type=FILE, help="Tệp ghi ra / write the note to a file.")
@json_too
@pass_session
def head(session: Session, output: Path | None) -> None:
    """Ký đầu nhật ký / signs the present head; keep the note elsewhere."""
    with opened(session) as installation:
        signed = installation.services.log.head()
    if output is not None:
        write_bytes(output, signed.note.encode())
    row = {"origin": signed.head.origin, "size": signed.head.size, "root": signed.head.root.hex(), "time": signed.head.time}
    session.emit({**row, "note": signed.note}, str(output) if output else signed.note.rstrip("\n"))


@audit.command("proof")
@click.argument("record", required=False)
@click.option("--row", type=click.IntRange(1), metavar="N", help="Một dòng của nhật ký / one row of the log, for auditors.")
@as_user
@json_too
@pass_session
def proof(session: Session, record: str | None, row: int | None, user: str | None, password_file: Path | None) -> None:
    """Chứng minh hồ sơ, hoặc một dòng, có trong nhật ký / proves that what was done to a record, or one row, stands in the log."""
    if (record is None) == (row is None):
        raise BadCall(reason="RECORD | --row N")
    with opened(session) as installation:
        log = installation.services.log
        person = actor(installation, session, user, password_file, "auditor" if row else "archivist")
        for placed in [log.proof(person, row)] if row else log.proofs(person, record or ""):
            session.emit(placed.to_json(), _told(placed))


def _told(placed: Placed) -> str:
    path = "".join(f"\n  {step}" for step in placed.proof.path)
    return f"{placed.row}/{placed.proof.size}  {placed.action}  {placed.proof.leaf}{path}\n= {placed.proof.root}"


@audit.command("open")
@click.argument("issue", metavar="12+13/2026")
@click.option("-o", "--output", type=FILE, help="Tệp ghi ra / write the opening to a file.")
@as_user
@json_too
@pass_session
def open_commitment(session: Session, issue: str, output: Path | None, user: str | None, password_file: Path | None) -> None:
    """Mở mã cam kết in trong số Công báo / opens the commitment that an issue prints: the head it stands for, and the salt."""
    with opened(session) as installation:
        person = actor(installation, session, user, password_file, "auditor")
        found = installation.services.compose.find(person, *named(issue))
        opening = installation.services.log.opening(person, found.id)
    if output is not None:
        write_bytes(output, f"{opening.to_json()}\n".encode())
    session.emit({"commitment": opening.digest, "salt": opening.salt, "head": opening.note}, str(output) if output else opening.to_json())


@audit.command("published")
@click.argument("proof", type=FILE, metavar="PROOF.json")
@click.option("--key", "keys", type=FILE, multiple=True, metavar="FILE", help="Khóa công khai của nhật ký / the log's public keys.")
@click.option("--file", "published", type=FILE, metavar="FILE", help="Tệp đã công bố / the published file.")
@json_too
@pass_session
def check_published(session: Session, proof: Path, keys: Sequence[Path], published: Path | None) -> int:
    """Kiểm tra chứng minh của nhật ký công khai, không cần cài đặt / checks a proof of the public log; needs no installation."""
    known = [library.VerifierKey.parse(line) for path in keys for line in _text(path).splitlines() if line.strip()]
    with translated():
        proved = library.check_publication(read_bytes(proof), known)
    found = list(proved.findings)
    if published is not None and library.ContentId.of(read_bytes(published)).hex != proved.row.sha256:
        found.append(library.Finding("L015", str(proved.seq)))
    root, head = proved.head.root.hex(), proved.head
    if not known:
        session.say(
            f"Không có khóa: hãy so mã băm gốc {root} với số Công báo.", f"No key given: compare the root {root} with the gazette's."
        )
    told = {"row": proved.seq, "action": proved.row.action, "object": proved.row.object, "size": head.size, "root": root}
    session.emit(told, f"{proved.seq}/{head.size}  {proved.row.action}  {proved.row.object}  {root}")
    return tell(session, found)


@audit.command("export")
@click.option("-o", "--output", type=FILE, required=True, metavar="FILE.jsonl", help="Tệp ghi ra / the file to write.")
@as_user
@json_too
@pass_session
def export_log(session: Session, output: Path, user: str | None, password_file: Path | None) -> None:
    """Xuất cả nhật ký / the whole log, one JSON object a line, to be kept elsewhere."""
    with opened(session) as installation:
        rows = installation.services.log.export(actor(installation, session, user, password_file, "auditor"))
    write_bytes(output, "".join(f"{row.to_json()}\n" for row in rows).encode())
    session.emit({"output": str(output), "rows": len(rows)}, str(output))


COMMANDS = {"audit": audit}
