"""``gazette archive accession``: existing documents from a folder or a list into the archive, tried first and then done."""

from pathlib import Path
from typing import Any

import click

from gazette.cli.acting import actor, as_user, json_too, opened
from gazette.cli.session import Session, pass_session, read_bytes
from gazette.cli.system import unreadable
from gazette.model.accession import read_list
from gazette.services import Accessed, Order

FILE = click.Path(path_type=Path)


@click.command("accession")
@click.argument("source", type=FILE, metavar="LIST.csv|DIR")
@click.option("--folder", type=FILE, metavar="DIR", help="Thư mục chứa tệp / where the list's files lie; else the list's own folder.")
@click.option("--level", default="noi-bo", show_default=True, help="Mức của dòng không ghi mức / the level of rows that name none.")
@click.option("--dossier", default="", metavar="CODE", help="Hồ sơ của dòng không ghi hồ sơ / the dossier of rows that name none.")
@click.option("--dry-run", is_flag=True, help="Chỉ kiểm tra, không thay đổi gì / reports on every row and changes nothing.")
@as_user
@json_too
@pass_session
def accession(session: Session, /, source: Path, user: str | None, password_file: Path | None, **options: Any) -> int:
    """Nhận tài liệu có sẵn từ thư mục hoặc danh mục CSV / takes in existing documents; running it again takes in nothing twice."""
    order = _order(session, source, options)
    if order is None:
        return 2
    refused = 0
    with opened(session) as installation, session.progress("Tiếp nhận", "Taking in", len(order.rows)) as bar:
        person = actor(installation, session, user, password_file, "archivist")
        for done in installation.services.accession.take_in(person, order):
            bar.step()
            refused += done.status == "refused"
            _tell(session, done)
    return 1 if refused else 0


def _order(session: Session, source: Path, options: dict[str, Any]) -> Order | None:
    """What is to be taken in; None when the list cannot be read, which was said then."""
    level, dossier, dry_run = options["level"], options["dossier"], options["dry_run"]
    if source.is_dir():
        return Order.of_folder(source, level, dossier, dry_run)
    folder = options["folder"] or source.parent
    if not folder.is_dir():
        raise unreadable(folder, NotADirectoryError(20, ""))
    rows = read_list(read_bytes(source))
    for finding in rows.findings:
        session.emit({"row": None, "findings": [finding.to_json(session.lang)]}, f"{finding.code} {finding.message(session.lang)}")
    return Order(rows.value, folder, level, dossier, dry_run) if rows.value is not None else None


def _tell(session: Session, done: Accessed) -> None:
    told = [finding.to_json(session.lang) for finding in done.findings]
    lines = [f"{done.status:<8} {done.row.line:>5}  {done.row.file}", *(f"    {one['code']} {one['message']}" for one in told)]
    row = {"row": done.row.line, "file": done.row.file, "status": done.status, "record": done.record or None}
    session.emit({**row, "sha256": done.sha256 or None, "findings": told}, "\n".join(lines))
