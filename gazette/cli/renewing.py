"""``gazette renew``: archive timestamps before the old ones age."""

from datetime import UTC, datetime
from pathlib import Path

import click

import signing
from gazette.cli.acting import opened
from gazette.cli.batch import Batch
from gazette.cli.session import Session, pass_session, write_bytes
from gazette.home import Home
from gazette.model.errors import BadCall
from gazette.services.lasting import AT_ONCE, Lasting

FILE = click.Path(path_type=Path)


@click.command()
@click.argument("files", type=FILE, nargs=-1, metavar="[FILE.pdf…]")
@click.option("--tsa", metavar="URL", help="Máy chủ cấp dấu thời gian / time-stamping authority.")
@click.option("--report", "years", type=click.IntRange(0, 100), metavar="YEARS", help="Chỉ báo cáo / what stops verifying within YEARS.")
@pass_session
def renew(session: Session, files: tuple[Path, ...], tsa: str | None, years: int | None) -> int:
    """Thêm dấu thời gian lưu trữ / adds an archive timestamp to files, or to what is published and due; --report only looks."""
    if files:
        return _files(session, files, tsa, years)
    with opened(session) as installation:
        if years is None:
            return _due(session, installation.services.lasting)
        ends = [_said(session, row.address, row.horizon, years) for row in installation.services.lasting.published()]
    return 0 if all(ends) else 1


def _due(session: Session, lasting: Lasting) -> int:
    """Renews everything published that is due, and lists what could not be renewed."""
    more, total = True, 0
    while more:
        more, renewed = lasting.renew_due(AT_ONCE)
        total += renewed
    failing = lasting.failing()
    session.emit({"renewed": total, "failing": len(failing)}, f"{total} tệp đã gia hạn / files renewed")
    for row in failing:
        place = row.file.document or row.file.issue
        told = {"file": place, "until": row.until, "code": row.code, "problem": row.problem(session.lang), "due": row.due}
        session.emit(told, f"{row.address or place}  {row.problem(session.lang)}")
    return 1 if failing else 0


def _files(session: Session, files: tuple[Path, ...], tsa: str | None, years: int | None) -> int:
    if years is None and not tsa:
        raise BadCall(reason="--tsa URL")
    batch = Batch(files)
    for path, data in batch.readable(session):
        renewed = data
        if years is None and tsa:
            renewed = signing.renew(data, signing.TimestampAuthority(tsa), signing.TrustStore.load(Home(session.home).trust))
            write_bytes(path, renewed)
        batch.count(_said(session, str(path), signing.horizon(renewed), years or 0))
    return batch.status


def _said(session: Session, name: str, ends: signing.Horizon, years: int) -> bool:
    """Prints one row; whether the file still verifies in that many years."""
    until = ends.until
    lasts = until is not None and (until - datetime.now(UTC)).days >= 365 * years
    row = {"file": name, "until": until, "lasts": lasts, "cause": ends.cause, "detail": ends.detail}
    session.emit(row, f"{until.date().isoformat() if until else '–':<10}  {name}  {CAUSES[ends.cause]} {ends.detail}".rstrip())
    return lasts


CAUSES = {
    "authority": "hết hạn chứng thư cấp dấu thời gian / the time-stamping certificate ends:",
    "algorithm": "thuật toán hết hạn dùng / an algorithm ends:",
    "no-timestamp": "không có dấu thời gian / no timestamp",
}
COMMANDS = {"renew": renew}
