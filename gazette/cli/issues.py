"""``gazette issue``: composing and publishing an issue."""

from datetime import date, datetime
from pathlib import Path
from typing import Any

import click

from gazette.bootstrap import Installation
from gazette.cli.acting import actor, as_user, opened
from gazette.cli.session import Session, pass_session
from gazette.model.document import HANOI
from gazette.model.errors import BadCall, GazetteError
from gazette.model.issue import Issue, IssueNumber, PreflightRow
from gazette.model.issue_steps import state_of
from gazette.model.outcome import Lang
from gazette.model.people import Actor
from gazette.model.places import place_in_words

SAMPLE_REASON = "Hệ thống mẫu: chấp nhận cảnh báo để trình diễn."
"""Why the editor of a sample installation lets warnings pass where nobody was asked."""


@click.group()
def issue() -> None:
    """Số Công báo / gazette issues."""


def _row(found: Issue) -> dict[str, Any]:
    return {
        "issue": found.id,
        "year": found.number.year,
        "number": found.number.part,
        "date": found.date.isoformat(),
        "state": found.state,
        "documents": [item.document.number or item.document.title for item in found.items],
    }


def _emit(session: Session, found: Issue) -> None:
    session.emit(_row(found), f"{found.number.part}/{found.number.year}  {found.date.isoformat()}  {found.state}  {len(found.items)}")


def named(name: str) -> tuple[int, str]:
    """``12+13/2026`` as year and number."""
    part, _, year = name.partition("/")
    if not year.isdigit():
        raise BadCall(reason=f"{name} (12+13/2026)")
    return int(year), part


@issue.command("new")
@click.argument("number", metavar="12|12+13|12-15")
@click.option("--date", "day", type=click.DateTime(["%Y-%m-%d"]), help="Ngày phát hành / date of issue (today).")
@as_user
@pass_session
def new(session: Session, number: str, day: datetime | None, user: str | None, password_file: Path | None) -> None:
    """Lập số mới / opens an issue."""
    on = day.date() if day else _today()
    try:
        numbers = IssueNumber.parse(on.year, number)
    except ValueError:
        raise BadCall(reason=f"{number} (12, 12+13, 12-15)") from None
    with opened(session) as installation:
        chosen = actor(installation, session, user, password_file, "editor")
        made = installation.services.compose.new(chosen, first=numbers.first, last=numbers.last, day=on)
    _emit(session, made)


def _today() -> date:
    return datetime.now(HANOI).date()


@issue.command("add")
@click.argument("name", metavar="12+13/2026")
@click.argument("documents", nargs=-1, required=True)
@as_user
@pass_session
def add(session: Session, name: str, documents: tuple[str, ...], user: str | None, password_file: Path | None) -> None:
    """Xếp văn bản vào số / puts documents, by id, into an issue."""
    with opened(session) as installation:
        chosen = actor(installation, session, user, password_file, "editor")
        compose = installation.services.compose
        found = compose.find(chosen, *named(name))
        for document in documents:
            found = compose.add(chosen, found.id, document)
    _emit(session, found)


@issue.command("check")
@click.argument("name", metavar="12+13/2026")
@as_user
@pass_session
def check(session: Session, name: str, user: str | None, password_file: Path | None) -> int:
    """Kiểm tra trước khi phát hành / everything wrong with an issue; exit 1 when something stops it."""
    with opened(session) as installation:
        chosen = actor(installation, session, user, password_file, "editor")
        compose = installation.services.compose
        report = compose.check(chosen, compose.find(chosen, *named(name)).id)
    for row in report.rows:
        session.emit(_found(row, session.lang), _told(row, session.lang))
    return 0 if report.ready else 1


def _found(row: PreflightRow, lang: Lang) -> dict[str, Any]:
    """One finding as an object: the item and the document it is in, its place there, and who answers for it."""
    item = {"item": row.item.position, "document": row.item.document.number or row.item.document.title} if row.item else {}
    passed = {"by": row.passed.by, "reason": row.passed.reason} if row.passed else None
    return {**row.finding.to_json(lang), "where": row.place or row.finding.where, **item, "answered": passed}


def _told(row: PreflightRow, lang: Lang) -> str:
    finding = row.finding
    places = (f"mục {row.item.position}" if row.item else "", row.item.document.number if row.item else "", place_in_words(row.place, lang))
    answered = f" [{row.passed.by}: {row.passed.reason}]" if row.passed else ""
    return f"{finding.level} {finding.code} {finding.message(lang)} ({', '.join(filter(None, places))}){answered}"


@issue.command("approve")
@click.argument("name", metavar="12+13/2026")
@click.option("--reason", default="", help="Lý do bỏ qua mọi cảnh báo còn lại / why all remaining warnings may pass.")
@as_user
@pass_session
def approve(session: Session, name: str, reason: str, user: str | None, password_file: Path | None) -> None:
    """Duyệt số Công báo / approves an issue as it stands; with a reason, answers for its warnings first."""
    with opened(session) as installation:
        chosen = actor(installation, session, user, password_file, "editor")
        found = installation.services.compose.find(chosen, *named(name))
        approved = _approved(installation, chosen, found, reason)
    _emit(session, approved)


def _approved(installation: Installation, editor: Actor, found: Issue, reason: str) -> Issue:
    compose = installation.services.compose
    for row in compose.check(editor, found.id).waiting if reason else ():
        compose.answer(editor, found.id, row.key, reason)
    return compose.approve(editor, found.id)


def _in_one(installation: Installation, publisher: Actor, editor: Actor, found: Issue) -> Issue:
    """Nobody is asked for in a sample installation: its editor approves what its publisher publishes, or nothing is changed."""
    _approved(installation, editor, found, SAMPLE_REASON)
    try:
        return installation.services.publish.publish(publisher, found.id)
    except GazetteError:
        installation.services.compose.take_back(editor, found.id)
        raise


def _publish(session: Session, name: str, user: str | None, password_file: Path | None) -> None:
    with opened(session) as installation:
        chosen = actor(installation, session, user, password_file, "publisher")
        found = installation.services.compose.find(chosen, *named(name))
        alone = installation.settings.sample and password_file is None and state_of(found) == "draft" and chosen.has("publisher")
        editor = actor(installation, session, None, None, "editor") if alone else None
        published = _in_one(installation, chosen, editor, found) if editor else installation.services.publish.publish(chosen, found.id)
    _emit(session, published)


@issue.command("sign")
@click.argument("name", metavar="12+13/2026")
@as_user
@pass_session
def sign(session: Session, name: str, user: str | None, password_file: Path | None) -> None:
    """Ký và phát hành / signs the issue, which publishes it: the two are one act."""
    _publish(session, name, user, password_file)


@issue.command("publish")
@click.argument("name", metavar="12+13/2026")
@as_user
@pass_session
def publish(session: Session, name: str, user: str | None, password_file: Path | None) -> None:
    """Phát hành / composes, signs and publishes an issue, all or nothing."""
    _publish(session, name, user, password_file)


@issue.command("list")
@as_user
@pass_session
def list_issues(session: Session, user: str | None, password_file: Path | None) -> None:
    """Liệt kê các số / lists the issues, newest first."""
    with opened(session) as installation:
        for found in installation.services.compose.list(actor(installation, session, user, password_file, "editor")):
            _emit(session, found)


@issue.command("show")
@click.argument("name", metavar="12+13/2026")
@as_user
@pass_session
def show(session: Session, name: str, user: str | None, password_file: Path | None) -> None:
    """Xem một số / shows an issue with its documents."""
    with opened(session) as installation:
        found = installation.services.compose.find(actor(installation, session, user, password_file, "editor"), *named(name))
    items = "\n".join(f"{item.position}. {item.document.title}" for item in found.items)
    session.emit(_row(found), f"{found.title}, {found.date.isoformat()}\n{items}")


COMMANDS = {"issue": issue}
