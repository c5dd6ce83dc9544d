"""Mutants that are the same program, each with the reason why no test can tell them apart."""

_NO_DAY = "no record was kept in the first years of the calendar, and none will be in its last days"
_TYPED = "the row was written a moment before in the same transaction: the rest only tells the type checker so"

EQUAL: dict[str, str] = {
    "archive.families in_force: {member.dossier for member in (record, *members)} - {''} → {member.dossier for member in (record, *members)}": (
        "no dossier has an empty id: leaving it out saves a question and changes no answer"
    ),
    "archive.families settle: member.state is State.PUBLISHED and (not label.is_public) → member.state is State.PUBLISHED": (
        "what is published is Công khai, so that any other label in force is a higher one; said all the same, because it is the rule"
    ),
    "archive.families settle: register.find(connection, member.id) or member → register.find(connection, member.id)": _TYPED,
    "archive.listing : 150 → 151": "how many ranges one statement merges changes no answer",
    "archive.listing : datetime(1, 1, 2, tzinfo=UTC) → datetime(1, 1, 2)": _NO_DAY,
    "archive.listing : 1 → 2": _NO_DAY,
    "archive.listing : 2 → 3": _NO_DAY,
    "archive.listing : 30 → 31": _NO_DAY,
    "archive.listing : '' → 'x'": _NO_DAY,
    "archive.listing place: datetime.fromisoformat(moment).astimezone(UTC) → datetime.fromisoformat(moment).astimezone(None)": (
        "a moment is the same in every zone, and its column writes it in UTC"
    ),
    "archive.listing newest: register.page(connection, [records.c.id.in_(found), readable(clearance, action)], size) → "
    "register.page(connection, [records.c.id.in_(found), readable(clearance, action)], None)": (
        "no more records are found by the ranges than the page holds"
    ),
}
