"""What an issue prints of the two logs, fixed when it is approved: the public log's head, and a commitment to the audit log's."""

import archive
from gazette.db import Work
from gazette.db.imprints import Imprint
from gazette.model import job
from gazette.model.issue import Issue
from gazette.services.parts import Parts
from gazette.services.pressing import Pressing


def fix(parts: Parts, work: Work, issue: Issue) -> None:
    """Fixes the imprint of an issue anew, over a head that is signed now, and lets the head be timestamped as soon as the worker comes."""
    signed = parts.vault.audit.sign_head(work.connection)
    head = Pressing(parts, work, archive.ANYONE).head()
    work.imprints.fix(issue.id, Imprint(head, archive.Commitment.to(signed)))
    work.queue.put(job.HEAD)


def fix_missing(parts: Parts, work: Work, issue: Issue) -> None:
    """The same for an issue that was approved before approvals fixed an imprint."""
    if work.imprints.of(issue.id) is None:
        fix(parts, work, issue)
