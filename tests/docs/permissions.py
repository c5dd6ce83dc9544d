"""Prints ``docs/permissions.md``: the matrix of role, clearance, state and act; ``python -m tests.docs.permissions`` writes it."""

from pathlib import Path

from gazette.model.permissions import matrix

PAGE = Path(__file__).resolve().parents[2] / "docs" / "permissions.md"
HEAD = """# Who may do what to a record

Printed by `python -m tests.docs.permissions` from the archive's own rule (`archive/policy.py`) and the table of roles
(`gazette/model/permissions.py`), and shown as sentences in the control panel. A role alone opens nothing: clearance, need-to-know and state
must allow the act too. *need* says whether the record must be granted or assigned besides.

| act | label | roles | clearance from | need | states | public | people |
|---|---|---|---|---|---|---|---|
"""


def page() -> str:
    """The whole page."""
    rows = []
    for row in matrix():
        cells = (
            row.action.value,
            row.level.id,
            " ".join(row.roles),
            row.clearance.id,
            "yes" if row.assigned else "no",
            " ".join(row.states),
            " ".join(row.public) or "–",
            str(row.people),
        )
        rows.append("| " + " | ".join(cells) + " |\n")
    return HEAD + "".join(rows)


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
