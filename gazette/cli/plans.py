"""``gazette archive retention plan`` and ``schedule``: the yearly list of dossiers, and the periods they are kept."""

from pathlib import Path
from typing import Any

import click

from gazette.bootstrap import Installation
from gazette.cli.acting import actor, as_user, json_too, opened
from gazette.cli.session import Session, pass_session, write_bytes
from gazette.model.people import Actor
from gazette.model.retention import STATES, Entry, period
from gazette.services import PlanLine

FILE = click.Path(path_type=Path)
YEAR = click.IntRange(1945, 9999)


@click.command("schedule")
@as_user
@json_too
@pass_session
def schedule(session: Session, user: str | None, password_file: Path | None) -> None:
    """Bảng thời hạn bảo quản / the schedule of periods: every row of every edition."""
    with opened(session) as installation:
        actor(installation, session, user, password_file, "archivist")
        found = installation.services.plans.schedule()
    for term in sorted(found.terms, key=lambda one: (one.kind, one.since)):
        held = {"since": term.since, "until": term.until, "row": term.id or None}
        lasting = period(term.years, session.lang)
        text = f"{term.kind:<16}  {term.since.isoformat()}  {lasting:<10}  {term.ground}  {term.name(session.lang)}"
        session.emit({"kind": term.kind, "name": term.name(session.lang), "years": term.years, "ground": term.ground, **held}, text)


@click.group()
def plan() -> None:
    """Danh mục hồ sơ hằng năm / the yearly list of dossiers."""


@plan.command("show")
@click.argument("year", type=YEAR)
@as_user
@json_too
@pass_session
def show(session: Session, year: int, user: str | None, password_file: Path | None) -> None:
    """Danh mục của một năm / the list of a year, with the dossiers opened from it."""
    with opened(session) as installation:
        found = installation.services.plans.plan(actor(installation, session, user, password_file, "archivist"), year)
    for line in found:
        _tell(session, line)


@plan.command("print")
@click.argument("year", type=YEAR)
@click.option("-o", "--output", type=FILE, required=True, help="Tệp PDF ghi ra / the PDF to write.")
@as_user
@json_too
@pass_session
def printed(session: Session, year: int, output: Path, user: str | None, password_file: Path | None) -> None:
    """Bản in của danh mục / writes the list as it is printed, signed and bound."""
    with opened(session) as installation:
        sheet = installation.services.plans.print(actor(installation, session, user, password_file, "archivist"), year)
    write_bytes(output, sheet)
    session.emit({"year": year, "output": str(output)}, str(output))


@plan.command("add")
@click.argument("year", type=YEAR)
@click.argument("code")
@click.argument("title")
@click.option("--kind", required=True, help="Loại hồ sơ trong bảng thời hạn / kind of dossier, out of the schedule.")
@click.option("--heading", default="", help="Đề mục / the heading it stands under.")
@click.option("--maker", default="", help="Người lập hồ sơ / who makes the dossier.")
@click.option("--note", default="", help="Ghi chú / a note.")
@as_user
@json_too
@pass_session
def add(session: Session, /, year: int, code: str, user: str | None, password_file: Path | None, **said: str) -> None:
    """Thêm một dòng dự thảo / adds a line to the draft; to an approved list, as a supplement."""
    entry = Entry("", year, code, said["heading"], said["title"], said["kind"], said["maker"], said["note"])
    with opened(session) as installation:
        person = actor(installation, session, user, password_file, "archivist")
        installation.services.plans.add(person, entry)
        added = _line(installation, person, year, " ".join(code.split()))
    _tell(session, added)


@plan.command("remove")
@click.argument("entry")
@as_user
@json_too
@pass_session
def remove(session: Session, entry: str, user: str | None, password_file: Path | None) -> None:
    """Bỏ một dòng chưa duyệt / takes a line out, by id, that was not approved."""
    with opened(session) as installation:
        installation.services.plans.remove(actor(installation, session, user, password_file, "archivist"), entry)
    session.emit({"entry": entry, "state": "removed"}, entry)


@plan.command("propose")
@click.argument("year", type=YEAR)
@as_user
@json_too
@pass_session
def propose(session: Session, year: int, user: str | None, password_file: Path | None) -> None:
    """Trình dự thảo danh mục / lays the drafted lines before the head of the agency."""
    with opened(session) as installation:
        count = installation.services.plans.propose(actor(installation, session, user, password_file, "archivist"), year)
    session.emit({"year": year, "lines": count, "state": "proposed"}, str(count))


@plan.command("decide")
@click.argument("year", type=YEAR)
@click.option(
    "--decision", default="", metavar="NUMBER", help="Số quyết định duyệt; không có thì trả lại / approves; without it, sends it back."
)
@as_user
@json_too
@pass_session
def decide(session: Session, year: int, decision: str, user: str | None, password_file: Path | None) -> None:
    """Duyệt danh mục, hoặc trả lại / approves what was proposed by the decision of that number, or sends it back: the head."""
    number = decision.strip()
    with opened(session) as installation:
        count = installation.services.plans.decide(actor(installation, session, user, password_file, "leader"), year, number)
    session.emit({"year": year, "lines": count, "state": "approved" if number else "draft"}, str(count))


@plan.command("open")
@click.argument("entry")
@click.option("--level", default="noi-bo", show_default=True, help="Mức xử lý / the dossier's handling level.")
@as_user
@json_too
@pass_session
def open_dossier(session: Session, entry: str, level: str, user: str | None, password_file: Path | None) -> None:
    """Lập hồ sơ theo danh mục / opens a dossier that follows an approved line."""
    with opened(session) as installation:
        dossier = installation.services.plans.open(actor(installation, session, user, password_file, "archivist"), entry, level)
    session.emit({"dossier": dossier.id, "code": dossier.code, "title": dossier.title}, f"{dossier.id}  {dossier.code}")


def _line(installation: Installation, person: Actor, year: int, code: str) -> PlanLine:
    return next(line for line in installation.services.plans.plan(person, year) if line.entry.code == code)


def _tell(session: Session, line: PlanLine) -> None:
    entry, years = line.entry, line.term.years if line.term else None
    about = {"heading": entry.heading, "title": entry.title, "kind": entry.kind, "maker": entry.maker, "note": entry.note}
    decided = {"state": entry.state, "decision": entry.decision or None, "decided": entry.decided_on}
    row: dict[str, Any] = {"entry": entry.id, "year": entry.year, "code": entry.code, **about, "years": years, **decided}
    state = STATES[entry.state][0 if session.lang == "vi" else 1]
    lasting = period(years, session.lang) if line.term else "–"
    session.emit({**row, "dossiers": [one.id for one in line.dossiers]}, f"{entry.id}  {state}  {entry.code}  {lasting}  {entry.title}")
