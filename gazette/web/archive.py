"""The archive: what is kept, within the person's own clearance; what lies above it does not exist here."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

import flask

from archive import LEVELS, MARKS, RULES, Action, Page, State, Wanted
from gazette.model import addresses
from gazette.model.document import HANOI, MEDIA_TYPES
from gazette.model.errors import BadCall, NotFound
from gazette.model.locking import LOCKS
from gazette.model.people import Actor
from gazette.model.permissions import ARCHIVE_ROLES, DEPOSITORS, FILERS
from gazette.services import About, Decision
from gazette.web import context, rendering
from gazette.web.guards import DESK_READERS, permission
from gazette.web.language import said as _
from gazette.web.limits import GUESSING, limited
from gazette.web.second import second_person
from gazette.web.sending import send_bytes
from gazette.web.uploads import sent_one

screen = flask.Blueprint("archive", __name__, url_prefix=addresses.ARCHIVE)


@screen.get("")
@permission(*DESK_READERS)
def listed(actor: Actor) -> Any:
    """A page of the records this person may know of, newest first."""
    given = {name: flask.request.args.get(name, "").strip() for name in ("trang-thai", "nam", "muc")}
    words = flask.request.args.get("q", "").strip()
    if words:
        page = Page(context.services().partitions.find(actor, words), None)
    else:
        page = context.services().keep.list(actor, _wanted(given), after=flask.request.args.get("sau") or None)
    asked = {name: value for name, value in given.items() if value}
    return rendering.page(
        "archive/list.html",
        page=page,
        words=words,
        given=given,
        asked={**asked, "sau": page.next},
        states=[state.value for state in State if state in RULES[Action.LIST].states],
        levels=[(level.id, level.name(context.lang())) for level in LEVELS],
    )


@screen.get("/nop")
@permission(*DEPOSITORS)
def deposit_form(actor: Actor) -> Any:
    """The form that keeps a file."""
    asked = flask.request.args
    return rendering.page(
        "archive/deposit.html",
        levels=context.levels_of(actor),
        limit=context.screens().upload_limit,
        marks=MARKS,
        dossiers=context.services().dossiers.list(actor).dossiers,
        lists=context.services().circulation.known(actor),
        attached_to=asked.get("kem", "")[:32],
        copy_of=asked.get("sao", "")[:32],
    )


@screen.post("/nop")
@permission(*DEPOSITORS)
def deposit(actor: Actor) -> Any:
    """Keeps a file as a new record."""
    upload, form = sent_one("file"), flask.request.form
    if upload is None:
        raise BadCall(reason=_("không có tệp nào được gửi"))
    title = form.get("title", "").strip() or upload.name
    chosen = tuple(form.get("compartments", "").split())
    record = context.services().keep.put(actor, upload, title=title, level=form.get("level", "noi-bo"), compartments=chosen, about=_about())
    flask.flash(_("Đã nộp vào kho lưu trữ."), "good")
    return flask.redirect(addresses.archive("ho-so", record.id), 303)


@screen.get("/ho-so/<record>")
@permission(*DESK_READERS)
def show(actor: Actor, record: str) -> Any:
    """One record: label, renditions, holds, and what the log says about it."""
    keep = context.services().keep
    found = keep.show(actor, record)
    return rendering.page(
        "archive/record.html",
        record=found,
        history=keep.history(actor, record),
        lock=context.services().editing.lock_on(actor, found.id),
        stealing=actor.has(*LOCKS["file"].stealers),
        fellows=keep.attachments(actor, found),
        lists=context.services().circulation.known(actor),
        levels=context.levels_of(actor),
        marks=MARKS,
        dossiers=context.services().dossiers.list(actor).dossiers if actor.has(*FILERS) else (),
        filing=actor.has(*FILERS),
        depositing=actor.has(*DEPOSITORS),
        certified=keep.certificate(actor, found.id) if found.state is State.DISPOSED else None,
        editable=not context.services().editing.at_work(found.id),
        disposable=found.state in RULES[Action.DISPOSE].states,
    )


@screen.get("/ho-so/<record>/tep/<rendition>")
@permission(*DESK_READERS)
def file(actor: Actor, record: str, rendition: str) -> Any:
    """The bytes of a rendition; the reading is logged before they leave."""
    kept = context.services().keep.get(actor, record, rendition, flask.request.args.get("ban", type=int))
    response = flask.Response(context.services().keep.flow(actor, kept), content_type=kept.media_type)
    response.content_length = len(kept.data)
    extension = next((name for name, media in MEDIA_TYPES.items() if media == kept.media_type), "bin")
    response.headers.set("Content-Disposition", "attachment", filename=f"{record}-{rendition}.{extension}")
    return response


@screen.get("/ho-so/<record>/giay-chung-nhan")
@permission(*DESK_READERS)
def certificate(actor: Actor, record: str) -> Any:
    """What certifies that a record's keys were destroyed, with its proof, as a file."""
    found = context.services().keep.certificate(actor, record)
    if found is None:
        raise NotFound
    return send_bytes(found.certificate.to_json().encode(), "application/json", f"giay-chung-nhan-{record}.json")


@screen.post("/ho-so/<record>/muc")
@permission("security-officer")
@limited(GUESSING, failed_only=True)
def reclassify(actor: Actor, record: str) -> Any:
    """Another level, by two people and with a reason."""
    context.services().keep.reclassify(actor, second_person(), record, flask.request.form.get("level", ""), _decision())
    return _back(record, _("Đã đổi mức tiếp cận."))


@screen.post("/ho-so/<record>/giu")
@permission("archivist")
def hold(actor: Actor, record: str) -> Any:
    """Orders that a record stay as it is."""
    context.services().keep.hold(actor, record, flask.request.form.get("reason", "").strip())
    return _back(record, _("Đã ra lệnh giữ nguyên trạng."))


@screen.post("/ho-so/<record>/bo-giu")
@permission(*ARCHIVE_ROLES[Action.HOLD])
def release_hold(actor: Actor, record: str) -> Any:
    """Lifts a hold."""
    form = flask.request.form
    context.services().keep.release_hold(actor, record, form.get("hold", ""), form.get("reason", "").strip())
    return _back(record, _("Đã bỏ lệnh giữ nguyên trạng."))


@screen.post("/ho-so/<record>/giao")
@permission(*ARCHIVE_ROLES[Action.GRANT])
def grant(actor: Actor, record: str) -> Any:
    """Makes a person need to know a record, or takes that back."""
    form, keep = flask.request.form, context.services().keep
    change = keep.revoke if form.get("thu") else keep.grant
    change(actor, record, form.get("list") or form.get("principal", "").strip())
    return _back(record, _("Đã lưu."))


@screen.post("/ho-so/<record>/huy")
@permission("archivist")
@limited(GUESSING, failed_only=True)
def dispose(actor: Actor, record: str) -> Any:
    """Destroys a record, by two people and with a reason."""
    context.services().keep.dispose(actor, second_person(), record, _decision())
    flask.flash(_("Đã tiêu hủy."), "good")
    return flask.redirect(addresses.archive(), 303)


@screen.get("/nhat-ky")
@permission("auditor", "security-officer")
def log(actor: Actor) -> Any:
    """The log's rows; above the reader's clearance only the opaque id."""
    after = max(0, flask.request.args.get("sau", 0, type=int))
    return rendering.page("archive/log.html", rows=context.services().keep.log(actor, after), after=after)


def _wanted(given: Mapping[str, str]) -> Wanted:
    """The records that the form asks for: of a state, a year by the clock of Hà Nội, a level."""
    levels = {level.id: level.rank for level in LEVELS}
    try:
        state = State(given["trang-thai"]) if given["trang-thai"] else None
        level = levels[given["muc"]] if given["muc"] else None
        year = int(given["nam"]) if given["nam"] else None
        since = datetime(year, 1, 1, tzinfo=HANOI) if year else None
        before = datetime(year + 1, 1, 1, tzinfo=HANOI) if year else None
    except (ValueError, KeyError, OverflowError):
        raise BadCall(reason=_("bộ lọc không hợp lệ")) from None
    return Wanted(state=state, level=level, since=since, before=before)


def _about() -> About:
    form = flask.request.form
    day = form.get("release_date", "").strip()
    try:
        release = date.fromisoformat(day) if day else None
    except ValueError:
        raise BadCall(reason=_("ngày không hợp lệ")) from None
    return About(
        dossier=form.get("dossier", "").strip(),
        marks=frozenset(form.getlist("mark")) & MARKS.keys(),
        personal_data=bool(form.get("personal_data")),
        release_date=release,
        recipients=(*form.get("recipients", "").split(), *form.getlist("list")),
        attached_to=form.get("attached_to", "").strip(),
        copy_of=form.get("copy_of", "").strip(),
    )


def _decision() -> Decision:
    form = flask.request.form
    return Decision(form.get("reason", "").strip(), form.get("decision", "").strip())


def _back(record: str, message: str) -> Any:
    flask.flash(message, "good")
    return flask.redirect(addresses.archive("ho-so", record), 303)
