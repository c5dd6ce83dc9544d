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

FILE = click.Path(path_type=Path)


@click.command()
@click.argument("files", type=FILE, nargs=-1, metavar="[FILE.pdf…]")
@click.option("--tsa", metavar="URL", help="Máy chủ cấp dấu thời gian / time-stamping authority.")
@click.option("--report", "years", type=click.IntRange(0, 100), metavar="YEARS", help="Chỉ báo cáo / what stops verifying within YEARS.")
@pass_session
def renew(session: Session, files: tuple[Path, ...], tsa: str | None, years: int | None) -> int:
    """Thêm dấu thời gian lưu trữ / adds an archive timestamp to files; with --report alone, looks at everything published."""
    if files:
        return _files(session, files, tsa, years)
    if years is None:
        raise BadCall(reason="FILE.pdf… | --report YEARS")
    with opened(session) as installation:
        ends = [_said(session, row.address, row.until, years) for row in installation.services.lasting.published()]
    return 0 if all(ends) else 1


def _files(session: Session, files: tuple[Path, ...], tsa: str | None, years: int | None) -> int:
    if years is None and not tsa:
        raise BadCall(reason="--tsa URL")
    batch = Batch(files)
    for path, data in batch.readable(session):
        renewed = data
        if years is None and tsa:
            renewed = signing.renew(data, signing.TimestampAuthority(tsa), signing.TrustStore.load(Home(session.home).trust))
            write_bytes(path, renewed)
        batch.count(_said(session, str(path), signing.verifiable_until(renewed), years or 0))
    return batch.status


def _said(session: Session, name: str, until: datetime | None, years: int) -> bool:
    """Prints one row; whether the file still verifies in that many years."""
    now = datetime.now(UTC)
    lasts = until is not None and (until - now).days >= 365 * years
    session.emit({"file": name, "until": until, "lasts": lasts}, f"{until.date().isoformat() if until else '–':<10}  {name}")
    return lasts


COMMANDS = {"renew": renew}
