"""Which role may do what in the archive, as data; and the matrix of role, clearance, state and act, worked out from the rule itself."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from archive import LEVELS, RULES, Action, Clearance, Label, Rank, Record, State, may
from gazette.model.outcome import Lang
from gazette.model.people import ROLES

READERS = ("clerk", "drafter", "leader", "editor", "publisher", "archivist", "security-officer", "auditor")
DEPOSITORS = ("archivist", "clerk", "editor", "drafter", "security-officer")
FILERS = ("archivist", "clerk", "security-officer")

ARCHIVE_ROLES: Mapping[Action, tuple[str, ...]] = {
    Action.LIST: READERS,
    Action.SHOW: READERS,
    Action.READ: READERS,
    Action.ADD_RENDITION: DEPOSITORS,
    Action.PUBLISH: ("publisher",),
    Action.WITHDRAW: ("publisher",),
    Action.RECLASSIFY: ("security-officer",),
    Action.PLACE: FILERS,
    Action.GRANT: ("archivist", "security-officer"),
    Action.HOLD: ("archivist",),
    Action.DISPOSE: ("archivist",),
}
"""The roles of which one is needed, besides what the archive's own rule asks of clearance, need-to-know and state."""

_DAY = datetime(2026, 1, 1, tzinfo=UTC)
_RECORD = "0" * 32
_ACTS: Mapping[Action, tuple[str, str]] = {
    Action.LIST: ("thấy hồ sơ trong danh sách", "see a record in lists"),
    Action.SHOW: ("xem thông tin hồ sơ", "see what is said of a record"),
    Action.READ: ("đọc tệp", "read a record's files"),
    Action.ADD_RENDITION: ("thêm bản, đính kèm tài liệu", "add a rendition or an attachment"),
    Action.PUBLISH: ("công bố", "publish"),
    Action.WITHDRAW: ("gỡ khỏi công bố", "withdraw"),
    Action.RECLASSIFY: ("đổi mức", "reclassify"),
    Action.PLACE: ("xếp vào hồ sơ công việc", "place in a dossier"),
    Action.GRANT: ("giao quyền cần biết", "grant the need to know"),
    Action.HOLD: ("giữ nguyên trạng", "hold"),
    Action.DISPOSE: ("tiêu hủy", "destroy"),
}
_STATES: Mapping[State, tuple[str, str]] = {
    State.KEPT: ("đang lưu", "kept"),
    State.PUBLISHED: ("đã công bố", "published"),
    State.WITHDRAWN: ("đã gỡ", "withdrawn"),
    State.DISPOSED: ("đã tiêu hủy", "destroyed"),
}


@dataclass(frozen=True, slots=True)
class Row:
    """Who may do one act to records of one level: the lowest clearance, whether it takes the need to know, and in which states."""

    action: Action
    level: Rank
    roles: tuple[str, ...]
    clearance: Rank
    assigned: bool
    states: tuple[State, ...]
    public: tuple[State, ...]
    people: int

    def sentence(self, lang: Lang = "vi") -> str:
        """The row as a sentence for people."""
        at = 0 if lang == "vi" else 1
        roles = ", ".join(ROLES[role].label(lang) for role in self.roles)
        states = (" hoặc " if lang == "vi" else " or ").join(_STATES[state][at] for state in self.states)
        level, act, reach = self.level.name(lang), _ACTS[self.action][at], self.clearance.name(lang)
        if lang == "vi":
            known = " và được giao cần biết" if self.assigned else ""
            people = ", có người thứ hai cùng quyền đọc, lý do và số quyết định" if self.people > 1 else ""
            everybody = " Công chúng cũng được khi hồ sơ đã công bố." if self.public else ""
            return f"Hồ sơ mức {level} ({states}): {roles} được {act} nếu có mức tiếp cận từ {reach} trở lên{known}{people}.{everybody}"
        known = " and need to know it" if self.assigned else ""
        people = ", with a second person cleared alike, a reason and a decision's number" if self.people > 1 else ""
        everybody = " So may the public once it is published." if self.public else ""
        return f"Records labelled {level} ({states}): {roles} may {act} if cleared for {reach} or more{known}{people}.{everybody}"


def matrix() -> Iterator[Row]:
    """The whole matrix: each row is found by asking the rule about every clearance, assignment and state. What nobody may has none."""
    for action in Action:
        for level in LEVELS:
            row = _row(action, level)
            if row.states:
                yield row


def _row(action: Action, level: Rank) -> Row:
    allowed = {
        (cleared.rank, assigned, state)
        for cleared in LEVELS
        for assigned in (False, True)
        for state in State
        if may(_reader(cleared.rank, assigned), action, _record(level.rank, state))
    }
    lowest = min((cleared for cleared, _, _ in allowed), default=level.rank)
    open_to = {state for state in State if may(Clearance("", member=False), action, _record(level.rank, state))}
    return Row(
        action,
        level,
        ARCHIVE_ROLES[action],
        LEVELS[lowest],
        not any(cleared == lowest and not assigned for cleared, assigned, _ in allowed),
        tuple(state for state in State if any(state == found for _, _, found in allowed)),
        tuple(state for state in State if state in open_to),
        RULES[action].people,
    )


def _reader(level: int, assigned: bool) -> Clearance:
    return Clearance("ai-do", level, need_to_know=frozenset({_RECORD} if assigned else ()))


def _record(level: int, state: State) -> Record:
    return Record(_RECORD, "", Label(level=level), state, _DAY, "nguoi-nop")
