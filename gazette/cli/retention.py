"""``gazette archive retention``: what is due, proposals of destruction, their decision, their carrying out and its protocol."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import click

from gazette.cli.acting import actor, as_user, json_too, opened
from gazette.cli.plans import plan, schedule
from gazette.cli.session import Session, pass_session, write_bytes
from gazette.model.document import HANOI
from gazette.model.errors import NotFound
from gazette.model.retention import CAUSES, STATES, Disposal, period
from gazette.services import Disposing

FILE = click.Path(path_type=Path)


@click.group()
def retention() -> None:
    """Thời hạn bảo quản và xét hủy / how long dossiers are kept, and the destruction of what is due."""


retention.add_command(schedule)
retention.add_command(plan)


@retention.command("close")
@click.argument("dossier")
@click.option("--kind", default="", help="Loại hồ sơ, khi chưa theo danh mục / kind of dossier, when it follows no line of the list.")
@click.option("--date", "day", type=click.DateTime(["%Y-%m-%d"]), help="Ngày kết thúc / the day it was closed (today).")
@as_user
@json_too
@pass_session
def close(session: Session, /, dossier: str, kind: str, day: datetime | None, user: str | None, password_file: Path | None) -> None:
    """Kết thúc hồ sơ / closes a dossier: its period runs from the end of that year."""
    on = (day or datetime.now(HANOI)).date()
    with opened(session) as installation:
        person = actor(installation, session, user, password_file, "archivist")
        closed = installation.services.appraisal.close(person, dossier, kind, on)
    row = {"dossier": closed.dossier, "kind": closed.kind, "closed": on, "years": closed.years, "ground": closed.ground}
    session.emit(row, f"{closed.dossier}  {on.isoformat()}  {period(closed.years, session.lang)}  {closed.ground}")


@retention.command("hold")
@click.argument("dossier")
@click.option("--reason", required=True, help="Lý do / why.")
@as_user
@json_too
@pass_session
def hold(session: Session, dossier: str, reason: str, user: str | None, password_file: Path | None) -> None:
    """Giữ nguyên trạng cả hồ sơ / orders that a dossier stay as it is, with what lies in it and what comes into it."""
    with opened(session) as installation:
        person = actor(installation, session, user, password_file, "archivist")
        placed = installation.services.dossiers.hold(person, dossier, reason)
    session.emit({"dossier": placed.dossier, "hold": placed.id}, placed.id)


@retention.command("release")
@click.argument("dossier")
@click.argument("hold_id", metavar="HOLD")
@click.option("--reason", required=True, help="Lý do / why.")
@as_user
@json_too
@pass_session
def release(session: Session, /, dossier: str, hold_id: str, reason: str, user: str | None, password_file: Path | None) -> None:
    """Bỏ lệnh giữ nguyên trạng hồ sơ / lifts a hold on a dossier."""
    with opened(session) as installation:
        person = actor(installation, session, user, password_file, "archivist")
        installation.services.dossiers.release_hold(person, dossier, hold_id, reason)
    session.emit({"dossier": dossier, "hold": hold_id, "state": "released"}, hold_id)


@retention.command("due")
@as_user
@json_too
@pass_session
def due(session: Session, user: str | None, password_file: Path | None) -> None:
    """Hồ sơ hết thời hạn bảo quản / the dossiers whose period is over, the longest over first."""
    with opened(session) as installation:
        found = installation.services.appraisal.due(actor(installation, session, user, password_file, "archivist"))
    for one in found:
        fixed = {"kind": one.retained.kind, "years": one.retained.years, "ground": one.retained.ground}
        named = {"dossier": one.dossier.id, "code": one.dossier.code, "title": one.dossier.title}
        row = {**named, **fixed, "last_year": one.last_year, "records": one.records, "proposed": one.waiting, "held": one.held}
        session.emit(row, f"{one.dossier.id}  {one.last_year}  {one.records:>5}  {one.dossier.code}  {one.dossier.title}")


@retention.command("unfiled")
@as_user
@json_too
@pass_session
def unfiled(session: Session, user: str | None, password_file: Path | None) -> None:
    """Tài liệu chưa xếp vào hồ sơ / the records of years gone by that lie in no dossier: no period runs until they are filed."""
    with opened(session) as installation:
        person = actor(installation, session, user, password_file, "archivist")
        after, more = None, True
        while more:
            page = installation.services.appraisal.unfiled(person, size=500, after=after)
            for one in page.records:
                row = {"record": one.id, "level": one.label.id, "created": one.created, "state": one.state.value, "title": one.title}
                session.emit(row, f"{one.id}  {one.created:%Y-%m-%d}  {one.label.id:<9}  {one.title}")
            after, more = page.next, page.next is not None


@retention.command("propose")
@click.argument("dossiers", nargs=-1, required=True)
@click.option("--reason", required=True, help="Lý do / why.")
@as_user
@json_too
@pass_session
def propose(session: Session, /, dossiers: tuple[str, ...], reason: str, user: str | None, password_file: Path | None) -> None:
    """Đề nghị tiêu hủy hồ sơ đến hạn / proposes dossiers that are due, by id, for destruction."""
    with opened(session) as installation:
        person = actor(installation, session, user, password_file, "archivist")
        made = installation.services.appraisal.propose(person, dossiers, reason)
    _tell(session, made)


@retention.command("proposals")
@as_user
@json_too
@pass_session
def proposals(session: Session, user: str | None, password_file: Path | None) -> None:
    """Các đề nghị tiêu hủy, mới trước / the proposals this person may know of, newest first."""
    with opened(session) as installation:
        found = installation.services.appraisal.list(actor(installation, session, user, password_file, "archivist"))
    for one in found:
        _tell(session, one.disposal)


@retention.command("show")
@click.argument("disposal", metavar="PROPOSAL")
@as_user
@json_too
@pass_session
def show(session: Session, disposal: str, user: str | None, password_file: Path | None) -> None:
    """Xem một đề nghị / one proposal with its dossiers and what became of each."""
    with opened(session) as installation:
        found = installation.services.appraisal.show(actor(installation, session, user, password_file, "archivist"), disposal)
    _tell(session, found.disposal, list(_dossiers(session, found)))


@retention.command("decide")
@click.argument("disposal", metavar="PROPOSAL")
@click.option("--reason", required=True, help="Lý do / why.")
@click.option("--decision", default="", metavar="NUMBER", help="Số quyết định / the written decision's number.")
@click.option("--refuse", is_flag=True, help="Không duyệt / refuses it, instead of approving.")
@as_user
@json_too
@pass_session
def decide(
    session: Session, /, disposal: str, reason: str, decision: str, refuse: bool, user: str | None, password_file: Path | None
) -> None:
    """Duyệt hoặc từ chối, bởi người đứng đầu / approves a proposal, or refuses it: the head, never who proposed it."""
    with opened(session) as installation:
        person = actor(installation, session, user, password_file, "leader")
        decided = installation.services.appraisal.decide(person, disposal, decision, reason, approved=not refuse)
    _tell(session, decided)


@retention.command("carry-out")
@click.argument("disposal", metavar="PROPOSAL")
@as_user
@json_too
@pass_session
def carry_out(session: Session, disposal: str, user: str | None, password_file: Path | None) -> None:
    """Tiêu hủy theo đề nghị đã duyệt / destroys what was approved and keeps the protocol; broken off, it is taken up by calling again."""
    with opened(session) as installation:
        done = installation.services.appraisal.carry_out(actor(installation, session, user, password_file, "archivist"), disposal)
    _tell(session, done)


@retention.command("protocol")
@click.argument("disposal", metavar="PROPOSAL")
@click.option("-o", "--output", type=FILE, required=True, help="Tệp PDF ghi ra / the PDF to write.")
@as_user
@json_too
@pass_session
def protocol(session: Session, disposal: str, output: Path, user: str | None, password_file: Path | None) -> None:
    """Biên bản tiêu hủy / writes the protocol of a destruction that was carried out."""
    with opened(session) as installation:
        person = actor(installation, session, user, password_file, "archivist")
        record = installation.services.appraisal.show(person, disposal).disposal.protocol
        if not record:
            raise NotFound
        kept = installation.services.keep.get(person, record)
    write_bytes(output, kept.data)
    session.emit({"proposal": disposal, "protocol": record, "output": str(output)}, str(output))


def _dossiers(session: Session, found: Disposing) -> Iterable[dict[str, Any]]:
    at = 0 if session.lang == "vi" else 1
    for item in found.disposal.items:
        dossier = found.dossiers[item.dossier]
        fixed = {"closed": item.closed_on, "years": item.years, "ground": item.ground, "state": item.state, "records": item.records}
        cause = CAUSES[item.cause][at] if item.cause else None
        yield {"dossier": dossier.id, "code": dossier.code, "title": dossier.title, **fixed, "kept_because": cause}


def _tell(session: Session, disposal: Disposal, dossiers: Sequence[dict[str, Any]] = ()) -> None:
    at = 0 if session.lang == "vi" else 1
    proposed = {"reason": disposal.reason, "proposed_by": disposal.proposed_by, "proposed_at": disposal.proposed_at}
    decided = {"decision": disposal.decision or None, "decided_by": disposal.decided_by or None, "protocol": disposal.protocol or None}
    row = {"proposal": disposal.id, "state": disposal.state, **proposed, **decided}
    lines = [f"{disposal.id}  {STATES[disposal.state][at]}  {len(disposal.items)}  {disposal.reason}"]
    below = (f"  {STATES[one['state']][at]}  {one['code']}  {one['title']}  {one['kept_because'] or ''}" for one in dossiers)
    lines += map(str.rstrip, below)
    ids = [item.dossier for item in disposal.items]
    session.emit({**row, "dossiers": dossiers if dossiers else ids}, "\n".join(lines))
