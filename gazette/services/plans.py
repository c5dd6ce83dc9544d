"""The schedule of retention periods and the yearly list of dossiers: proposed, approved by the head, followed when dossiers are opened."""

from collections.abc import Iterable
from dataclasses import dataclass

import archive
from gazette import typeset
from gazette.model.document import today
from gazette.model.errors import BadCall
from gazette.model.people import Actor
from gazette.model.permissions import FILERS, READERS
from gazette.model.refusals import RoleMissing, StepClosed
from gazette.model.retention import DECIDERS, Entry, Retained, Schedule, Term, obstacle, period
from gazette.model.text import fold_space
from gazette.services.acting import label_named
from gazette.services.failing import refused
from gazette.services.issue_acts import written
from gazette.services.parts import Parts
from gazette.services.roles import need

KEEPERS = ("archivist", "clerk")
"""Who drafts and proposes the list, and keeps the schedule."""

_LONGEST = 500
_MOST_YEARS = 200


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the list with its period today, and the dossiers opened from it that the reader may know of."""

    entry: Entry
    term: Term | None
    dossiers: tuple[archive.Dossier, ...]


class Plans:
    """What the Office keeps, for how long, and under which names."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts

    def schedule(self) -> Schedule:
        """The schedule: built-in rows and those entered here."""
        with self._parts.database.read() as work:
            return work.retention.schedule()

    def add_term(self, actor: Actor, term: Term) -> None:
        """Enters a row of the schedule. Raises RoleMissing, BadCall."""
        need(actor, *KEEPERS)
        named = term.kind and term.kind.isascii() and term.vi.strip() and term.ground.strip() and len(term.kind) <= 40
        lasting = term.years is None or 0 < term.years <= _MOST_YEARS
        if not named or not lasting or (term.until is not None and term.until < term.since):
            raise BadCall(reason="kind, name, years, ground, since, until")
        with self._parts.database.write() as work:
            work.retention.add_term(term, actor.user)
            written(self._parts, work, actor, "term-add", {"kind": term.kind, "years": period(term.years), "ground": term.ground})

    def remove_term(self, actor: Actor, term_id: str) -> None:
        """Takes an entered row out. Raises RoleMissing, NotFound."""
        need(actor, *KEEPERS)
        with self._parts.database.write() as work:
            work.retention.remove_term(term_id, actor.user)
            written(self._parts, work, actor, "term-remove", {"row": term_id})

    def plan(self, actor: Actor, year: int) -> tuple[Line, ...]:
        """The list of a year in its printed order. Raises RoleMissing."""
        need(actor, *READERS)
        with self._parts.database.read() as work:
            entries = work.retention.plan(year)
            terms = work.retention.schedule().on(today(self._parts.clock))
            opened = work.retention.of_entries([entry.id for entry in entries])
            found = self._parts.vault.dossiers.among(work.connection, actor.clearance, [one.dossier for one in opened])
        known = {dossier.id: dossier for dossier, _ in found}
        return tuple(
            Line(
                entry, terms.get(entry.kind), tuple(known[one.dossier] for one in opened if one.entry == entry.id and one.dossier in known)
            )
            for entry in entries
        )

    def add(self, actor: Actor, entry: Entry) -> None:
        """Adds a line to the draft of a year's list; to an approved list, as a supplement. Raises RoleMissing, BadCall, Conflict."""
        need(actor, *KEEPERS)
        texts = (entry.code, entry.heading, entry.title, entry.maker, entry.note)
        if not entry.code.strip() or not entry.title.strip() or len(entry.code) > 50 or any(len(text) > _LONGEST for text in texts):
            raise BadCall(reason="code, title")
        if not 1945 <= entry.year <= 9999 or not entry.code.isprintable() or "|" in entry.code:
            raise BadCall(reason=f"{entry.code} {entry.year}"[:80])
        code, heading, title, maker, note = map(fold_space, texts)
        clean = Entry("", entry.year, code, heading, title, entry.kind, maker, note)
        with self._parts.database.write() as work:
            if entry.kind not in work.retention.schedule().on(today(self._parts.clock)):
                raise BadCall(reason=ascii(entry.kind[:40]))
            work.retention.add_entry(clean, actor.user)
            written(self._parts, work, actor, "plan-add", {"year": str(entry.year), "code": clean.code, "kind": clean.kind})

    def remove(self, actor: Actor, entry_id: str) -> None:
        """Takes a line out that was not approved. Raises RoleMissing, NotFound."""
        need(actor, *KEEPERS)
        with self._parts.database.write() as work:
            work.retention.remove_entry(entry_id)
            written(self._parts, work, actor, "plan-remove", {"entry": entry_id})

    def propose(self, actor: Actor, year: int) -> int:
        """Lays the drafted lines of a year before the head of the agency; how many. Raises RoleMissing, StepClosed (nothing drafted)."""
        need(actor, *KEEPERS)
        with self._parts.database.write() as work:
            count = work.retention.move_plan(year, "draft", "proposed", proposed_by=actor.user)
            if not count:
                raise StepClosed(vi="danh mục năm này không có dòng dự thảo nào", en="nothing of this year's list is drafted")
            written(self._parts, work, actor, "plan-propose", {"year": str(year), "lines": str(count)})
            return count

    def decide(self, actor: Actor, year: int, decision: str) -> int:
        """Approves what was proposed of a year's list, by another person than proposed it, with the decision's number; how many lines.

        An empty number sends it back to be drafted. Raises RoleMissing, StepClosed.
        """
        need(actor, *DECIDERS)
        number = fold_space(decision)[:_LONGEST]
        with self._parts.database.write() as work:
            proposed = [entry for entry in work.retention.plan(year) if entry.state == "proposed"]
            if not proposed:
                raise StepClosed(vi="danh mục năm này không có gì chờ duyệt", en="nothing of this year's list waits for approval")
            standing = next((found for entry in proposed if (found := obstacle(entry.proposed_by, actor.user))), None)
            if standing:
                raise RoleMissing(vi=standing[0], en=standing[1])
            if number:
                made = {"approved_by": actor.user, "decision": number, "decided_on": today(self._parts.clock)}
                count = work.retention.move_plan(year, "proposed", "approved", **made)
            else:
                count = work.retention.move_plan(year, "proposed", "draft", proposed_by="")
            written(self._parts, work, actor, "plan-approve" if number else "plan-return", {"year": str(year), "decision": number})
            return count

    def open(self, actor: Actor, entry_id: str, level: str) -> archive.Dossier:
        """Opens a dossier that follows an approved line. Raises RoleMissing, StepClosed, NotFound, Refused, Conflict."""
        need(actor, *FILERS)
        label = label_named(level)
        with self._parts.database.write() as work:
            entry = work.retention.entry(entry_id)
            if entry.state != "approved":
                raise StepClosed(vi="dòng này của danh mục chưa được duyệt", en="this line of the list is not approved yet")
            made = (entry.dossier_code, entry.title, label, entry.heading)
            dossier = self._parts.vault.dossiers.open(work.connection, actor.clearance, *made)
            work.retention.follow(Retained(dossier.id, entry.kind, entry.id))
            return dossier

    def print(self, actor: Actor, year: int) -> bytes:
        """The list of a year as PDF/A, to be printed, signed and bound: what is approved, or else the draft. Raises NotAccepted."""
        need(actor, *FILERS, *DECIDERS, "auditor")
        lines = self.plan(actor, year)
        gazette = self._parts.gazette
        lines = tuple(line for line in lines if line.entry.state == "approved") or lines
        decided = [line.entry for line in lines if line.entry.state == "approved"]
        numbers = sorted({f"{one.decision}, {one.decided_on:%d/%m/%Y}" for one in decided if one.decided_on})
        return pressed(
            typeset.Minutes(
                office=gazette.publisher,
                title=f"DANH MỤC HỒ SƠ NĂM {year}",
                subject="(Ban hành kèm theo Quyết định số " + "; ".join(numbers) + ")" if numbers else "(DỰ THẢO, CHƯA ĐƯỢC DUYỆT)",
                day=max((one.decided_on for one in decided if one.decided_on), default=today(self._parts.clock)),
                tables=(_printed(lines),),
                signers=(("NGƯỜI LẬP DANH MỤC", ""), ("NGƯỜI ĐỨNG ĐẦU CƠ QUAN", "")),
            )
        )


def pressed(sheet: typeset.Minutes) -> bytes:
    """The PDF of a list or protocol. Raises NotAccepted when it cannot be printed."""
    made = typeset.minutes(sheet)
    if made.value is None:
        raise refused(made.findings)
    return made.value


def _printed(lines: Iterable[Line]) -> typeset.Ledger:
    rows, heading = [], ""
    for line in lines:
        entry = line.entry
        if entry.heading != heading:
            heading = entry.heading
            rows.append(("", heading.upper(), "", "", ""))
        rows.append((entry.code, entry.title, line.term.period() if line.term else "–", entry.maker, entry.note))
    columns = (("Số và ký hiệu", 14), ("Tiêu đề hồ sơ", 40), ("Thời hạn bảo quản", 14), ("Người lập hồ sơ", 18), ("Ghi chú", 14))
    return typeset.Ledger("", columns, tuple(rows))
