"""Break-glass: a record opened to one reader for thirty minutes, by a second person, with an alarm, and reviewed before the next."""

import secrets

import structlog

import archive
from gazette.db import Work
from gazette.model.emergency import LENGTH, OPENERS, REVIEWERS, Emergency
from gazette.model.errors import BadCall, NotFound
from gazette.model.people import Actor
from gazette.model.refusals import RoleMissing, StepClosed
from gazette.services.parts import Parts
from gazette.services.roles import need
from gazette.services.telling import tell_holders

_alarm = structlog.get_logger("gazette.alarm")


class Emergencies:
    """Who asks for a record they may not know of learns from this only what the second person decides."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts

    def ask(self, actor: Actor, record: str, reason: str) -> Emergency:
        """Asks for a record by its id; whether there is such a record is neither looked up nor told. Raises BadCall, StepClosed.

        Nobody asks again before the last time was reviewed.
        """
        if not reason.strip() or not record.strip() or len(record) > 32 or not record.isprintable():
            raise BadCall(reason="phải nêu mã hồ sơ và lý do / the record's id and a reason must be given")
        with self._parts.database.write() as work:
            self._check_reviewed(work, actor)
            asked = Emergency(secrets.token_hex(16), actor.user, record.strip(), reason.strip(), work.now)
            work.emergencies.add(asked)
            self._note(work, actor, "break-glass-asked", asked)
            tell_holders(work, "break-glass-asked", OPENERS, actor.user)
        self._sound("break-glass asked", asked)
        return asked

    def open(self, actor: Actor, emergency_id: str) -> Emergency:
        """Opens what was asked for, as the second person, who may read the record without it. Raises RoleMissing, StepClosed, NotFound."""
        need(actor, *OPENERS)
        with self._parts.database.write() as work:
            asked = self._of_another(work, actor, emergency_id, "asked")
            self._check_reviewed(work, actor)
            if not self._parts.vault.opens(work.connection, actor.clearance.ordinary, asked.record):
                raise NotFound
            work.emergencies.change(asked, "opened", second=actor.user, opened_at=work.now, until=work.now + LENGTH)
            self._note(work, actor, "break-glass-opened", asked)
            tell_holders(work, "break-glass-opened", REVIEWERS, actor.user, asked.user)
            opened = work.emergencies.get(asked.id)
        self._sound("break-glass opened", opened)
        return opened

    def refuse(self, actor: Actor, emergency_id: str) -> None:
        """Refuses what was asked for; the asker may take it back so."""
        with self._parts.database.write() as work:
            asked = work.emergencies.get(emergency_id)
            if asked.user != actor.user:
                need(actor, *OPENERS)
            if asked.state != "asked":
                raise _decided()
            work.emergencies.change(asked, "refused", second=actor.user)
            self._note(work, actor, "break-glass-refused", asked)

    def review(self, actor: Actor, emergency_id: str, finding: str) -> None:
        """Ends and reviews an opening, by a third person, in words. Raises RoleMissing, StepClosed, BadCall, NotFound."""
        need(actor, *REVIEWERS)
        if not finding.strip():
            raise BadCall(reason="phải ghi kết luận / a finding must be given")
        with self._parts.database.write() as work:
            opened = self._of_another(work, actor, emergency_id, "opened")
            work.emergencies.change(opened, "reviewed", reviewer=actor.user, reviewed_at=work.now, review=finding.strip())
            self._note(work, actor, "break-glass-reviewed", opened)

    def own(self, actor: Actor) -> tuple[Emergency, ...]:
        """What this person asked for and is not at its end, newest first."""
        with self._parts.database.read() as work:
            return tuple(one for one in work.emergencies.at("asked", "opened") if one.user == actor.user)

    def board(self, actor: Actor) -> tuple[Emergency, ...]:
        """All that wait to be opened or reviewed, and the latest that were. Raises NotAllowed."""
        need(actor, *OPENERS, *REVIEWERS)
        with self._parts.database.read() as work:
            return (*work.emergencies.at("asked", "opened"), *work.emergencies.at("reviewed", "refused")[:20])

    def acts(self, actor: Actor, emergency: Emergency) -> tuple[archive.LogRow, ...]:
        """What was done under an opening, from the log; details only within the reader's own clearance."""
        need(actor, *REVIEWERS)
        with self._parts.database.read() as work:
            rows = self._parts.vault.audit.entries(work.connection, actor.clearance.ordinary, record=emergency.record, size=1000)
        return tuple(row for row in rows if row.actor == emergency.user and row.outcome == archive.EMERGENCY)

    def _of_another(self, work: Work, actor: Actor, emergency_id: str, state: str) -> Emergency:
        found = work.emergencies.get(emergency_id)
        if found.state != state:
            raise _decided()
        if actor.user in (found.user, found.second):
            raise RoleMissing(vi="phải là người khác với người đề nghị và người mở", en="it takes somebody who neither asked nor opened")
        return found

    def _check_reviewed(self, work: Work, actor: Actor) -> None:
        if work.emergencies.unreviewed(actor.user):
            raise StepClosed(
                vi="lần mở khẩn cấp trước có bạn tham gia chưa được xem xét lại",
                en="the last break-glass you took part in is not reviewed yet",
            )

    def _note(self, work: Work, actor: Actor, action: str, emergency: Emergency) -> None:
        # The label is not looked up for a record that may not exist: the entry bears the highest, so that few read its reason.
        label = archive.Label(level=archive.LEVELS[-1].rank)
        told = {"emergency": emergency.id, "for": emergency.user, "reason": emergency.reason}
        entry = archive.Entry(actor.user, action, emergency.record, label, details=told, request=actor.clearance.request)
        self._parts.vault.audit.append(work.connection, entry)

    def _sound(self, event: str, emergency: Emergency) -> None:
        _alarm.warning(event, emergency=emergency.id, user=emergency.user, second=emergency.second)


def _decided() -> StepClosed:
    return StepClosed(vi="việc này đã được quyết định", en="this is decided already")
