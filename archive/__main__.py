"""The archive on the command line: ``python -m archive --home DIR put|get|list|show|fixity|audit``, acting with the clearance stated."""

import argparse
import json
import mimetypes
import os
import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from archive.checking import verify
from archive.errors import ArchiveError, HeadNotUnderstood
from archive.findings import Finding
from archive.fixity import sweep
from archive.folder import Folder, read_public_key
from archive.heads import SignedHead
from archive.levels import Clearance, Label, Profile
from archive.listing import ORIGINAL
from archive.register import Record
from archive.rows import LogRow

DONE, NEGATIVE, NOT_UNDERSTOOD, FAILED = range(4)
_UNREADABLE = ("A400", "A401", "A402", "A406", "A407")
_NEGATIVE = ("A403", "A404", "A409", "A410", "A422", "A423", "A451")


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command and gives its exit status: 0 done, 1 a negative answer, 2 the call or input cannot be read, 3 failed."""
    call = _parser().parse_args(arguments)
    run: Callable[[argparse.Namespace], int] = call.run
    try:
        return run(call)
    except ArchiveError as error:
        return _failed(error.message(call.lang), _status(error))
    except OSError as error:
        return _failed(f"{error.filename}: {error.strerror}", NOT_UNDERSTOOD)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m archive", description="A records archive with confidentiality levels, in one folder.")
    parser.add_argument("--home", type=Path, default=Path("var"), help="the archive's folder (default: ./var)")
    parser.add_argument("--profile", choices=[profile.value for profile in Profile], default=Profile.OFFICE.value)
    parser.add_argument("--lang", choices=["vi", "en"], default="vi", help="language of messages (default: vi)")
    parser.add_argument("--json", action="store_true", help="one JSON object a line")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    _put_parser(_person(commands.add_parser("put", help="keep a file as a new record; makes the folder when there is none")))
    get = _person(commands.add_parser("get", help="write a record's bytes to a file"))
    get.add_argument("record")
    get.add_argument("-o", "--output", type=Path, required=True)
    get.add_argument("--rendition", default=ORIGINAL)
    get.set_defaults(run=_get)
    _person(commands.add_parser("list", help="the records this person may know of")).set_defaults(run=_list)
    show = _person(commands.add_parser("show", help="one record without its bytes"))
    show.add_argument("record")
    show.set_defaults(run=_show)
    commands.add_parser("fixity", help="read every kept file and compare it with the register").set_defaults(run=_fixity)
    _audit_parser(commands.add_parser("audit", help="the tamper-evident log"))
    return parser


def _person(parser: argparse.ArgumentParser) -> argparse.ArgumentParser:
    parser.add_argument("--as", dest="subject", required=True, metavar="USER", help="who acts")
    parser.add_argument("--clearance", default="cong-khai", metavar="LEVEL", help="how far this person is cleared (default: cong-khai)")
    parser.add_argument("--in", dest="inside", action="append", default=[], metavar="COMPARTMENT", help="a compartment this person is in")
    parser.add_argument(
        "--assigned", action="append", default=[], metavar="NAME", help="a record, dossier or group assigned to this person"
    )
    return parser


def _put_parser(put: argparse.ArgumentParser) -> None:
    put.add_argument("file", type=Path)
    put.add_argument("--title", required=True)
    put.add_argument("--level", default="noi-bo")
    put.add_argument("--compartment", action="append", default=[])
    put.add_argument("--dossier", default="")
    put.set_defaults(run=_put)


def _audit_parser(audit: argparse.ArgumentParser) -> None:
    commands = audit.add_subparsers(required=True, metavar="COMMAND")
    check = commands.add_parser("verify", help="check the log against itself and against heads kept outside")
    check.add_argument("--against", type=Path, action="append", default=[], metavar="FILE", help="a signed head kept outside")
    check.add_argument("--export", type=Path, metavar="FILE", help="check an exported log instead of the folder's; needs no folder")
    check.add_argument("--key", type=Path, metavar="FILE", help="the public key of the heads (PEM; default: the folder's)")
    check.set_defaults(run=_verify)
    commands.add_parser("head", help="sign the present head; keep the output elsewhere").set_defaults(run=_head)
    commands.add_parser("export", help="the whole log, one JSON object a line").set_defaults(run=_export)
    proof = commands.add_parser("proof", help="the proof that a row is in the log")
    proof.add_argument("row", type=int)
    proof.set_defaults(run=_proof)


def _put(call: argparse.Namespace) -> int:
    label = Label.named(call.level, call.compartment)
    with call.file.open("rb") as file:
        folder = Folder(call.home, Profile(call.profile), make=True)
        media_type = mimetypes.guess_type(call.file.name)[0] or "application/octet-stream"
        with folder.engine.begin() as connection:
            kept = folder.vault.deposit(
                connection, _clearance(call), file, title=call.title, label=label, media_type=media_type, dossier=call.dossier
            )
    folder.close()
    _tell(call, kept)
    return DONE


def _get(call: argparse.Namespace) -> int:
    folder = Folder(call.home, Profile(call.profile))
    with folder.engine.begin() as connection:
        data = folder.vault.read(connection, _clearance(call), call.record, call.rendition)
    folder.close()
    unfinished = call.output.with_name(f".{call.output.name}.{os.getpid()}")
    try:
        unfinished.write_bytes(data)
        unfinished.replace(call.output)
    finally:
        unfinished.unlink(missing_ok=True)
    return DONE


def _list(call: argparse.Namespace) -> int:
    folder = Folder(call.home, Profile(call.profile))
    after, more = None, True
    while more:
        with folder.engine.begin() as connection:
            page = folder.vault.list(connection, _clearance(call), after=after)
        for record in page.records:
            _tell(call, record)
        after, more = page.next, page.next is not None
    folder.close()
    return DONE


def _show(call: argparse.Namespace) -> int:
    folder = Folder(call.home, Profile(call.profile))
    with folder.engine.begin() as connection:
        _tell(call, folder.vault.show(connection, _clearance(call), call.record))
    folder.close()
    return DONE


def _fixity(call: argparse.Namespace) -> int:
    folder = Folder(call.home, Profile(call.profile))
    with folder.engine.begin() as connection:
        status = _report(call, sweep(connection, folder.blobs))
    folder.close()
    return status


def _verify(call: argparse.Namespace) -> int:
    keys = [read_public_key(call.key)] if call.key else []
    heads = [SignedHead.parse(_text(path)) for path in call.against]
    if call.export:
        return _report(call, verify(_exported(call.export), heads, *keys))
    folder = Folder(call.home, Profile(call.profile))
    with folder.engine.begin() as connection:
        status = _report(call, folder.audit.verify(connection, heads, *(keys or [folder.public_key()])))
    folder.close()
    return status


def _head(call: argparse.Namespace) -> int:
    folder = Folder(call.home, Profile(call.profile))
    with folder.engine.begin() as connection:
        sys.stdout.write(folder.audit.sign_head(connection).note)
    folder.close()
    return DONE


def _export(call: argparse.Namespace) -> int:
    folder = Folder(call.home, Profile(call.profile))
    with folder.engine.begin() as connection:
        for row in folder.audit.rows(connection):
            sys.stdout.write(row.to_json() + "\n")
    folder.close()
    return DONE


def _proof(call: argparse.Namespace) -> int:
    folder = Folder(call.home, Profile(call.profile))
    try:
        with folder.engine.begin() as connection:
            proof = folder.audit.inclusion(connection, call.row)
    except IndexError:
        return _failed("Nhật ký không có dòng này." if call.lang == "vi" else "The log has no such row.", NEGATIVE)
    finally:
        folder.close()
    told = {"row": proof.first, "size": proof.size, "leaf": proof.leaf, "path": list(proof.path), "root": proof.root}
    sys.stdout.write(json.dumps(told) + "\n")
    return DONE


def _clearance(call: argparse.Namespace) -> Clearance:
    reach = Label.named(call.clearance)
    return Clearance(call.subject, reach.level, reach.secrecy, frozenset(call.inside), frozenset(call.assigned))


def _exported(path: Path) -> Iterable[LogRow]:
    try:
        return [LogRow.from_json(line) for line in _text(path).splitlines()]
    except ValueError as error:
        raise HeadNotUnderstood() from error


def _text(path: Path) -> str:
    return path.read_bytes().decode("utf-8", "replace")


def _tell(call: argparse.Namespace, record: Record) -> None:
    if not call.json:
        sys.stdout.write(f"{record.id}  {record.label.id:10}  {record.title}\n")
        return
    told = {"record": record.id, "level": record.label.id, "title": record.title, "state": record.state.value}
    if record.renditions:
        told["sha256"] = record.renditions[0].sha256.hex
    sys.stdout.write(json.dumps(told, ensure_ascii=False) + "\n")


def _report(call: argparse.Namespace, found: Iterable[Finding]) -> int:
    status = DONE
    for finding in found:
        status = NEGATIVE
        told = {"code": finding.code, "where": finding.where, "message": finding.message(call.lang)}
        sys.stdout.write((json.dumps(told, ensure_ascii=False) if call.json else f"{finding.code} {told['message']}") + "\n")
    return status


def _status(error: ArchiveError) -> int:
    if error.code in _UNREADABLE:
        return NOT_UNDERSTOOD
    return NEGATIVE if error.code in _NEGATIVE else FAILED


def _failed(message: str, status: int) -> int:
    sys.stderr.write(message + "\n")
    return status


if __name__ == "__main__":
    sys.exit(main())
