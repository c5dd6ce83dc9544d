"""Mutants that are the same program, each with the reason why no test can tell them apart."""

EQUAL: dict[str, str] = {
    "archive.families in_force: {member.dossier for member in (record, *members)} - {''} → {member.dossier for member in (record, *members)}": (
        "no dossier has an empty id: leaving it out saves a question and changes no answer"
    ),
}
