"""The log's people: a head every hour with a timestamp over it, and what an issue prints of a log that stays closed."""

from dataclasses import replace

import pytest
from sqlalchemy import text

import archive
import signing
from gazette import akn
from gazette.model import job
from gazette.model.errors import BadCall, NotAllowed, NotFound, Unavailable
from gazette.services import Decision, Outside
from gazette.services.log import Log
from tests.town import Town


def _issue(town: Town) -> str:
    return town.services.compose.list(town.who("editor"))[0].id


def _codes(found: tuple[archive.Finding, ...]) -> list[str]:
    return [finding.code for finding in found]


def _jobs(town: Town) -> list[str]:
    with town.database.read() as work:
        return [str(kind) for kind in work.connection.scalars(text("SELECT kind FROM jobs WHERE state = 'waiting' ORDER BY due"))]


def test_every_hour_a_head_is_signed_and_stamped_and_the_next_hour_is_asked_for(town: Town) -> None:
    town.receive()
    log = town.services.log
    assert log.sign_hourly()
    assert not log.sign_hourly()
    with town.database.read() as work:
        ((signed, token),) = town.parts.vault.audit.anchored(work.connection)
    assert signing.stamped_at(token, signed.note.encode(), town.authority.trust) is not None
    assert _jobs(town).count(job.HEAD) == 1
    assert log.verify() == ()


def test_a_head_signed_while_the_authority_was_away_is_stamped_by_the_next_run(town: Town) -> None:
    town.receive()
    away = signing.TimestampAuthority("http://127.0.0.1:1/tsa", seconds=1.0)
    with pytest.raises(Unavailable):
        Log(replace(town.parts, authority=lambda: away)).sign_hourly()
    assert job.HEAD in _jobs(town)
    with town.database.read() as work:
        kept = town.parts.vault.audit.newest_head(work.connection)
    assert kept is not None
    assert kept[1] is False
    assert town.services.log.sign_hourly()
    assert Log(replace(town.parts, authority=lambda: None)).sign_hourly() is False


def test_a_timestamp_over_something_else_is_told_of(town: Town) -> None:
    town.receive()
    signed = town.services.log.head()
    token = signing.stamp(b"something else", town.authority.timestamps)
    with town.database.write() as work:
        town.parts.vault.audit.anchor(work.connection, signed, token)
    assert _codes(town.services.log.verify()) == ["L013"]


def test_an_issue_prints_a_commitment_fixed_when_it_was_approved(town: Town) -> None:
    town.through("composed")
    issue, publisher, auditor = _issue(town), town.who("publisher"), town.who("auditor")
    with pytest.raises(NotFound):
        town.services.log.opening(auditor, issue)
    town.approve(issue)
    fixed = town.services.log.opening(auditor, issue)

    def away() -> None:
        raise signing.SignerUnavailable("Tiến trình ký không trả lời.", "The signer process does not answer.")

    town.signer.before = away
    with pytest.raises(Unavailable):
        town.services.publish.publish(publisher, issue)
    town.signer.before = None
    town.services.publish.publish(publisher, issue)
    assert town.services.log.opening(auditor, issue) == fixed
    assert fixed.holds
    printed = _printed(town)
    assert fixed.digest in printed
    assert fixed.salt not in printed
    with pytest.raises(NotAllowed):
        town.services.log.opening(town.who("editor"), issue)
    assert town.services.log.verify([fixed.to_json()]) == ()


def test_an_issue_approved_again_has_another_commitment_over_the_log_as_it_is_then(town: Town) -> None:
    town.through("composed")
    issue, auditor = _issue(town), town.who("auditor")
    town.approve(issue)
    first = town.services.log.opening(auditor, issue)
    town.services.compose.take_back(town.who("editor"), issue)
    assert town.services.log.opening(auditor, issue) == first
    town.approve(issue)
    again = town.services.log.opening(auditor, issue)
    assert again.digest != first.digest
    assert again.head.head.size > first.head.head.size
    town.services.publish.publish(town.who("publisher"), issue)
    assert again.digest in _printed(town)
    assert first.digest not in _printed(town)


def test_the_log_is_timestamped_at_each_approval_and_publication_too(town: Town) -> None:
    town.through("composed")
    town.approve(_issue(town))
    town.worker.drain()
    with town.database.read() as work:
        ((approved, _),) = town.parts.vault.audit.anchored(work.connection)
    town.services.publish.publish(town.who("publisher"), _issue(town))
    town.worker.drain()
    with town.database.read() as work:
        published = max((signed.head.size for signed, _ in town.parts.vault.audit.anchored(work.connection)))
    opening = town.services.log.opening(town.who("auditor"), _issue(town))
    assert opening.head.head.size <= approved.head.size < published
    assert _jobs(town).count(job.HEAD) == 1
    assert town.services.log.verify() == ()


def _printed(town: Town) -> str:
    year = town.clock().year
    file = town.services.read.issue_file(year, "12+13")
    return "".join(akn.pdf_text(b"".join(file.chunks)).split())


def test_an_opened_commitment_proves_the_log_offline_and_another_head_does_not_open_it(town: Town) -> None:
    town.through("published")
    opening = town.services.log.opening(town.who("auditor"), _issue(town))
    rows = town.services.log.export(town.who("auditor"))
    keys = town.services.log.public_keys()
    assert Outside.read([opening.to_json()]).check(rows, keys) == ()
    forged = [replace(rows[0], actor="nguoi-khac"), *rows[1:]]
    forged = [replace(row, leaf=row.computed_leaf()) for row in forged]
    assert _codes(Outside.read([opening.to_json()]).check(forged, keys)) == ["L007"]
    assert _codes(Outside.read([opening.to_json()]).check(rows[: opening.head.head.size - 2], keys)) == ["L006"]
    other = replace(opening, note=town.services.log.head().note)
    assert _codes(Outside.read([other.to_json()]).check(rows, keys)) == ["L012"]
    with pytest.raises(BadCall):
        Outside.read(['{"commitment": 1}'])


def test_one_row_is_proved_to_auditors_only(town: Town) -> None:
    town.receive()
    placed = town.services.log.proof(town.who("auditor"), 1)
    assert archive.included(
        bytes.fromhex(placed.proof.leaf),
        0,
        placed.proof.size,
        [bytes.fromhex(s) for s in placed.proof.path],
        bytes.fromhex(placed.proof.root),
    )
    for row in (0, 10_000):
        with pytest.raises(NotFound):
            town.services.log.proof(town.who("auditor"), row)
    with pytest.raises(NotAllowed):
        town.services.log.proof(town.who("editor"), 1)


def test_what_was_done_after_the_head_was_fixed_does_not_move_the_commitment(town: Town) -> None:
    document = town.through("published")
    before = town.services.log.opening(town.who("auditor"), _issue(town))
    town.services.keep.reclassify(
        town.who("security-officer"), town.who("editor"), document.record, "noi-bo", Decision("Có dữ liệu cá nhân.", "01/QĐ-VP")
    )
    assert town.services.log.opening(town.who("auditor"), _issue(town)) == before
    assert town.services.log.verify([before.note]) == ()
