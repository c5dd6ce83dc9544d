"""Manifests of issues: signed by the log's key, kept beside the issue's PDF, each naming the one before it."""

import archive
from gazette.db import Work
from gazette.model.issue import Issue
from gazette.model.manifest import MANIFEST, NONE, Manifest, digest_of
from gazette.model.people import Actor


def keep_manifest(work: Work, vault: archive.Vault, actor: Actor, issues: tuple[Issue, Issue | None]) -> None:
    """Signs and keeps the manifest of an issue that is being published, behind that of the issue published *before* it."""
    issue, before = issues
    made = Manifest.of(issue, work.now, _digest(work, vault, actor, before))
    note = vault.audit.sign(made.body)
    vault.add_rendition(
        work.connection, actor.clearance, issue.record or "", MANIFEST, note.encode(), "text/plain; charset=utf-8", "signed"
    )


def _digest(work: Work, vault: archive.Vault, actor: Actor, before: Issue | None) -> str:
    if before is None or before.record is None:
        return NONE
    if vault.show(work.connection, actor.clearance, before.record).rendition(MANIFEST) is None:
        return NONE  # (it came out before there were manifests)
    return digest_of(vault.read(work.connection, actor.clearance, before.record, MANIFEST).decode())
