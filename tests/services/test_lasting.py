"""Renewal: published files get an archive timestamp before their proof ends, and stay known by their earlier bytes."""

import hashlib
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

import archive
import signing
from gazette import typeset
from gazette.model import addresses
from gazette.model.document import Upload
from gazette.services.lasting import MARGIN
from tests.services.test_annexes import published_with_annex
from tests.town import Town, running_authority
from tests.typeset.texts import EXAMPLE

on_one_engine = pytest.mark.parametrize("address", ["sqlite"], indirect=True)
"""For what asks the database nothing of its own: each statement behind it runs on both engines in the other tests."""
SHORT = 60
"""Days that the first generation of the authority holds: less than the margin, so everything is due at once."""


@pytest.fixture
def town(tmp_path: Path, address: str) -> Iterator[Town]:
    """A town whose time-stamping authority ends soon."""
    with running_authority(tmp_path / "authority", days=SHORT) as authority:
        built = Town(tmp_path, authority, address, signing.Level.LTA)
        yield built
        built.close()


def served(town: Town) -> list[bytes]:
    """The PDFs that the public gets now: the issue and its document."""
    with town.database.read() as work:
        lists = work.lists(archive.ANYONE)
        (issue,), (document,) = lists.issues(10), lists.published(10)
        vault = town.parts.vault
        return [vault.read(work.connection, archive.ANYONE, record, "signed") for record in (issue.record or "", document.record)]


def test_what_ends_soon_is_renewed_once_and_known_by_its_earlier_bytes(town: Town) -> None:
    town.published()
    before = served(town)
    town.next_authority()
    assert town.services.lasting.renew_due(10) == (False, 2)
    after = served(town)
    for old, new in zip(before, after, strict=True):
        assert new.startswith(old)
        assert new != old
        assert signing.verify(new, town.authority.trust, offline=True).verdict is signing.Verdict.VALID
        for version in (old, new):
            view = town.services.verify.verify(version, offline=True)
            assert view.document or view.issue
    assert town.services.lasting.renew_due(10) == (False, 0)
    assert served(town) == after


@on_one_engine
def test_a_signed_annex_is_renewed_like_the_document_it_belongs_to(town: Town) -> None:
    document = published_with_annex(town, Upload("danh muc.pdf", typeset.document(EXAMPLE).require().pdf))
    slug = document.slug or ""
    before = town.services.read.file(slug, "phu-luc-1").read()
    assert addresses.annex(slug, "phu-luc-1") in {row.address for row in town.services.lasting.published()}
    assert town.services.lasting.renew_due(10) == (False, 0)
    assert addresses.annex(slug, "phu-luc-1") in {row.address for row in town.services.lasting.failing()}
    town.next_authority()
    town.clock.shift += timedelta(days=1, seconds=1)
    assert town.services.lasting.renew_due(10) == (False, 3)
    after = town.services.read.file(slug, "phu-luc-1").read()
    assert after.startswith(before)
    assert len(after) > len(before)
    noted = {ref.format: ref.sha256 for ref in town.document(document.id).files if ref.format in ("pdf", "phu-luc-1")}
    own = town.services.read.file(slug, "pdf").read()
    assert noted == {"phu-luc-1": hashlib.sha256(after).hexdigest(), "pdf": hashlib.sha256(own).hexdigest()}
    assert town.services.lasting.renew_due(10) == (False, 0)
    for version in (before, after):
        view = town.services.verify.verify(version, offline=True)
        assert (view.report.verdict, view.document.slug if view.document else "") == (signing.Verdict.VALID, slug)


@on_one_engine
def test_what_holds_long_enough_is_left_alone(town: Town) -> None:
    town.next_authority()
    town.published()
    assert town.services.lasting.renew_due(10) == (False, 0)


@on_one_engine
def test_an_authority_that_lasts_no_longer_gains_nothing_and_is_told(town: Town) -> None:
    town.published()
    before = served(town)
    assert town.services.lasting.renew_due(10) == (False, 0)
    assert served(town) == before
    assert [row.attempts for row in town.services.lasting.failing()] == [1, 1]
    assert town.services.lasting.renew_due(10) == (False, 0), "not before tomorrow"
    town.next_authority()
    town.clock.shift += timedelta(days=1, seconds=1)
    assert town.services.lasting.renew_due(10) == (False, 2)
    assert town.services.lasting.failing() == ()


def test_a_renewal_broken_off_changes_nothing_and_is_made_up_for(town: Town) -> None:
    town.published()
    before = served(town)
    town.next_authority()

    def power_cut() -> None:
        raise KeyboardInterrupt

    town.signer.before = power_cut
    with pytest.raises(KeyboardInterrupt):
        town.services.lasting.renew_due(10)
    assert served(town) == before
    town.signer.before = None
    assert town.services.lasting.renew_due(1) == (True, 1)
    assert town.services.lasting.renew_due(1) == (True, 1)
    assert town.services.lasting.renew_due(1) == (False, 0)


@on_one_engine
def test_the_nightly_job_comes_back_while_there_is_more_and_then_the_next_night(town: Town) -> None:
    town.published()
    town.next_authority()
    assert town.services.lasting.renew_tonight() == 2
    assert town.worker.drain() == 0
    town.clock.shift += timedelta(days=1)
    assert town.worker.drain() == 2, "the renewal, and the head of the log that is signed every hour"


@on_one_engine
def test_the_report_names_the_cause(town: Town) -> None:
    town.published()
    rows = list(town.services.lasting.published())
    assert {row.horizon.cause for row in rows} == {"authority"}
    assert all(row.until is not None and row.until < town.clock() + MARGIN for row in rows)
