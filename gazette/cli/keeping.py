"""``gazette archive`` and ``release``: records, and what goes out in one direction."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import click

import archive as library
from gazette import keys
from gazette.bootstrap import Installation
from gazette.cli.accessions import accession
from gazette.cli.acting import actor, as_user, json_too, opened
from gazette.cli.auditing import tell
from gazette.cli.retention import retention
from gazette.cli.session import Session, pass_session, passphrase, read_bytes, write_bytes
from gazette.model.document import Upload
from gazette.model.errors import NotFound
from gazette.model.people import Actor
from gazette.services import Decision

FILE = click.Path(path_type=Path)


@click.group()
def archive() -> None:
    """Hồ sơ lưu trữ, trong quyền của người thực hiện / records, within the acting person's clearance."""


@click.group()
def release() -> None:
    """Gói phát hành một chiều / one-way release packages."""


def _row(record: library.Record) -> dict[str, Any]:
    return {"record": record.id, "level": record.label.id, "sha256": record.renditions[0].sha256.hex if record.renditions else None}


def _emit(session: Session, record: library.Record) -> None:
    session.emit({**_row(record), "title": record.title}, f"{record.id}  {record.label.id:<9}  {record.title}")


@archive.command("put")
@click.argument("file", type=FILE)
@click.option("--title", required=True, help="Tiêu đề / the record's title.")
@click.option("--level", required=True, help="Mức xử lý / handling level: cong-khai, noi-bo, han-che, bi-mat.")
@click.option("--compartment", "compartments", multiple=True, help="Nhóm được biết / a compartment; may be repeated.")
@as_user
@json_too
@pass_session
def put(session: Session, /, file: Path, user: str | None, password_file: Path | None, **label: Any) -> None:
    """Nộp tệp thành hồ sơ mới / keeps a file as a new record."""
    upload = Upload(file.name, read_bytes(file))
    with opened(session) as installation:
        record = installation.services.keep.put(actor(installation, session, user, password_file, "archivist"), upload, **label)
    session.emit(_row(record), record.id)


@archive.command("get")
@click.argument("record")
@click.option("-o", "--output", type=FILE, required=True, help="Tệp ghi ra / the file to write.")
@click.option("--rendition", default="original", show_default=True, help="Bản nào / which rendition.")
@as_user
@pass_session
def get(session: Session, /, record: str, output: Path, user: str | None, password_file: Path | None, **options: Any) -> None:
    """Lấy nội dung hồ sơ / writes a record's bytes to a file."""
    with opened(session) as installation:
        person = actor(installation, session, user, password_file, "archivist")
        kept = installation.services.keep.get(person, record, options["rendition"])
    write_bytes(output, kept.data)
    session.emit({**_row(kept.record), "output": str(output)}, str(output))


@archive.command("list")
@as_user
@json_too
@pass_session
def list_records(session: Session, user: str | None, password_file: Path | None) -> None:
    """Liệt kê hồ sơ được biết / the records this person may know of, newest first."""
    with opened(session) as installation:
        person = actor(installation, session, user, password_file, "archivist")
        after, more = None, True
        while more:
            page = installation.services.keep.list(person, size=500, after=after)
            for record in page.records:
                _emit(session, record)
            after, more = page.next, page.next is not None


@archive.command("show")
@click.argument("record")
@as_user
@json_too
@pass_session
def show(session: Session, record: str, user: str | None, password_file: Path | None) -> None:
    """Xem mô tả hồ sơ / one record without its bytes."""
    with opened(session) as installation:
        found = installation.services.keep.show(actor(installation, session, user, password_file, "archivist"), record)
    renditions = [
        {"rendition": item.name, "version": item.version, "media_type": item.media_type, "size": item.size, "sha256": item.sha256.hex}
        for item in found.renditions
    ]
    label = {"compartments": sorted(found.label.compartments), "marks": sorted(found.label.marks)}
    holds = [{"hold": hold.id, "reason": hold.reason, "actor": hold.actor, "dossier": hold.dossier or None} for hold in found.holds]
    about = {"title": found.title, "state": found.state.value, "created": found.created.isoformat()}
    lines = [f"{found.id}  {found.label.id}  {found.state.value}  {found.title}"]
    lines += [f"  {item['rendition']} {item['version']}  {item['size']}  {item['sha256']}" for item in renditions]
    session.emit({**_row(found), **about, **label, "renditions": renditions, "holds": holds}, "\n".join(lines))


@archive.command("reclassify")
@click.argument("record")
@click.argument("level")
@click.option("--reason", required=True, help="Lý do / why.")
@click.option("--decision", required=True, metavar="NUMBER", help="Số quyết định / the written decision's number.")
@click.option("--second", required=True, metavar="USER", help="Người thứ hai / the second person.")
@click.option("--second-password-file", type=FILE, help="Mật khẩu của người thứ hai / the second person's password.")
@as_user
@json_too
@pass_session
def reclassify(session: Session, /, record: str, level: str, **decided: Any) -> None:
    """Đổi mức xử lý, hai người / gives a record another level, by two people."""
    with opened(session) as installation:
        first, second = _both(installation, session, decided, "security-officer")
        changed = installation.services.keep.reclassify(first, second, record, level, _decision(decided))
    session.emit(_row(changed), f"{changed.id}  {changed.label.id}")


def _decision(decided: dict[str, Any]) -> Decision:
    return Decision(decided["reason"].strip(), decided["decision"].strip())


def _both(installation: Installation, session: Session, people: dict[str, Any], role: str) -> tuple[Actor, Actor]:
    first = actor(installation, session, people["user"], people["password_file"], role)
    return first, actor(installation, session, people["second"], people["second_password_file"], role)


@archive.command("hold")
@click.argument("record")
@click.option("--reason", required=True, help="Lý do / why.")
@as_user
@json_too
@pass_session
def hold(session: Session, record: str, reason: str, user: str | None, password_file: Path | None) -> None:
    """Giữ nguyên trạng / orders that a record stay as it is."""
    with opened(session) as installation:
        placed = installation.services.keep.hold(actor(installation, session, user, password_file, "archivist"), record, reason)
    session.emit({"record": record, "hold": placed.id}, placed.id)


def _destroy(session: Session, record: str, decided: dict[str, Any]) -> None:
    with opened(session) as installation:
        first, second = _both(installation, session, decided, "archivist")
        installation.services.keep.dispose(first, second, record, _decision(decided))
    session.emit({"record": record, "state": "disposed"}, record)


@archive.command("dispose")
@click.argument("record")
@click.option("--reason", required=True, help="Lý do / why.")
@click.option("--decision", required=True, metavar="NUMBER", help="Số quyết định / the written decision's number.")
@click.option("--second", required=True, metavar="USER", help="Người thứ hai / the second person.")
@click.option("--second-password-file", type=FILE, help="Mật khẩu của người thứ hai / the second person's password.")
@as_user
@json_too
@pass_session
def dispose(session: Session, /, record: str, **decided: Any) -> None:
    """Tiêu hủy, hai người / destroys a record, by two people; a tombstone remains."""
    _destroy(session, record, decided)


@archive.command("shred")
@click.argument("record")
@click.option("-o", "--output", type=FILE, help="Tệp ghi giấy chứng nhận / the file for the certificate.")
@click.option("--reason", required=True, help="Lý do / why.")
@click.option("--decision", required=True, metavar="NUMBER", help="Số quyết định / the written decision's number.")
@click.option("--second", required=True, metavar="USER", help="Người thứ hai / the second person.")
@click.option("--second-password-file", type=FILE, help="Mật khẩu của người thứ hai / the second person's password.")
@as_user
@json_too
@pass_session
def shred(session: Session, /, record: str, output: Path | None, **decided: Any) -> None:
    """Tiêu hủy cả khóa, hai người / destroys a record and its keys, so that no backup gives it back; prints the certificate."""
    with opened(session) as installation:
        first, second = _both(installation, session, decided, "archivist")
        certificate = installation.services.keep.shred(first, second, record, _decision(decided))
    if output is not None:
        write_bytes(output, certificate.to_json().encode())
    about = {"record": record, "state": "disposed", "row": certificate.row, "certificate": certificate.note}
    session.emit(about, certificate.note)


@archive.command("certificates")
@as_user
@json_too
@pass_session
def certificates(session: Session, user: str | None, password_file: Path | None) -> int:
    """Giấy chứng nhận tiêu hủy khóa / the certificates of destroyed keys, and whether each holds; exit 1 when one does not."""
    with opened(session) as installation:
        found = installation.services.keep.certificates(actor(installation, session, user, password_file, "archivist"))
    for one in found:
        row = {"record": one.record, "row": one.certificate.row, "holds": one.holds, "certificate": one.certificate.note}
        session.emit(row, f"{'✓' if one.holds else '✗'}  {one.record}  {one.certificate.row}")
    return 0 if all(one.holds for one in found) else 1


@archive.command("certificate")
@click.argument("record")
@click.option("-o", "--output", type=FILE, required=True, help="Tệp ghi ra / the file to write.")
@as_user
@json_too
@pass_session
def certificate(session: Session, record: str, output: Path, user: str | None, password_file: Path | None) -> int:
    """Giấy chứng nhận của một hồ sơ / writes the certificate of a record's destroyed keys, with its proof; exit 1 when it does not hold."""
    with opened(session) as installation:
        found = installation.services.keep.certificate(actor(installation, session, user, password_file, "archivist"), record)
    if found is None:
        raise NotFound
    write_bytes(output, found.certificate.to_json().encode())
    session.emit({"record": record, "row": found.certificate.row, "holds": found.holds, "output": str(output)}, str(output))
    return 0 if found.holds else 1


@archive.command("unlock")
@click.option("--holder", "holders", type=(str, FILE), multiple=True, help="NAME FILE: người giữ, tệp mật khẩu / holder, passphrase file.")
@click.option("--pin-file", type=FILE, help="Tệp chứa PIN của thiết bị / the file with the token's PIN.")
@json_too
@pass_session
def unlock(session: Session, /, holders: tuple[tuple[str, Path], ...], pin_file: Path | None) -> None:
    """Mở khóa phần trên mức Công khai / opens what is above Công khai, for every process of this installation, until lock or restart."""
    with opened(session) as installation:
        given = {name: passphrase(file, session) for name, file in holders}
        keys.unlock(installation, given | ({"pin": passphrase(pin_file, session)} if pin_file else {}))
    session.emit({"locked": False}, "✓")


@archive.command("lock")
@json_too
@pass_session
def lock(session: Session) -> None:
    """Khóa lại phần trên mức Công khai / takes the master key out of memory."""
    with opened(session) as installation:
        keys.lock(installation)
    session.emit({"locked": True}, "✓")


@archive.command("check")
@as_user
@json_too
@pass_session
def check(session: Session, user: str | None, password_file: Path | None) -> int:
    """Đối chiếu sổ với kho tệp / compares register, documents and store; exit 1 when something is wrong."""
    with opened(session) as installation, session.progress("Kiểm tra", "Checking", 0) as bar:
        found = installation.services.keep.check(actor(installation, session, user, password_file, "archivist"), bar.reach)
    return tell(session, found)


@archive.command("fixity")
@as_user
@json_too
@pass_session
def fixity(session: Session, user: str | None, password_file: Path | None) -> int:
    """Đọc lại từng tệp đã lưu / reads every kept file again and compares its digest; exit 1 when one differs."""
    with opened(session) as installation, session.progress("Đọc lại", "Reading", 0) as bar:
        found = installation.services.keep.fixity(actor(installation, session, user, password_file, "archivist"), bar.reach)
    return tell(session, found)


@archive.command("export")
@click.argument("record")
@click.option("-o", "--output", type=FILE, required=True, metavar="DIR", help="Thư mục gói / the package's folder, absent or empty.")
@as_user
@json_too
@pass_session
def export(session: Session, record: str, output: Path, user: str | None, password_file: Path | None) -> None:
    """Xuất hồ sơ thành gói BagIt / writes a record with all its renditions as a BagIt folder."""
    with opened(session) as installation:
        person = actor(installation, session, user, password_file, "archivist")
        made = installation.services.handover.export(person, record, output)
    session.emit({**_row(made.record), "output": str(output), "package": str(made.package), "stamped": made.stamped}, str(output))


@archive.command("import")
@click.argument("folder", type=FILE, metavar="DIR")
@click.option("--key", "keys", type=FILE, multiple=True, metavar="FILE", help="Khóa công khai của nơi gửi / the sender's public key.")
@as_user
@json_too
@pass_session
def take_in(session: Session, folder: Path, keys: Iterable[Path], user: str | None, password_file: Path | None) -> None:
    """Nhập gói BagIt / takes a record's package in, after signature and every digest were checked, under its own label."""
    trusted = _trusted(keys)
    with opened(session) as installation:
        record = installation.services.handover.take_in(actor(installation, session, user, password_file, "archivist"), folder, trusted)
    session.emit(_row(record), record.id)


def _trusted(keys: Iterable[Path]) -> list[library.VerifierKey]:
    lines = [line for path in keys for line in read_bytes(path).decode("utf-8", "replace").splitlines() if line.strip()]
    return [library.VerifierKey.parse(line) for line in lines]


@release.command("export")
@click.option("-o", "--output", type=FILE, required=True, metavar="DIR", help="Thư mục gói / the package's folder, absent or empty.")
@as_user
@json_too
@pass_session
def export_release(session: Session, output: Path, user: str | None, password_file: Path | None) -> None:
    """Gói mọi văn bản đã đăng và ký / packs and signs everything published."""
    with opened(session) as installation:
        count = installation.services.release.export(actor(installation, session, user, password_file, "publisher"), output)
    session.emit({"output": str(output), "documents": count}, f"{output}  {count}")


@release.command("import")
@click.argument("folder", type=FILE, metavar="DIR")
@click.option("--key", "keys", type=FILE, multiple=True, metavar="FILE", help="Khóa công khai của nơi gửi / the sender's public key.")
@as_user
@json_too
@pass_session
def import_release(session: Session, folder: Path, keys: Iterable[Path], user: str | None, password_file: Path | None) -> None:
    """Nhập gói phát hành / checks signature and digests, then keeps all of it as published records."""
    trusted = _trusted(keys)
    with opened(session) as installation:
        person = actor(installation, session, user, password_file, "archivist")
        count = installation.services.release.take_in(person, folder, trusted)
    session.emit({"records": count}, str(count))


archive.add_command(accession)
archive.add_command(retention)

COMMANDS = {"archive": archive, "release": release}
