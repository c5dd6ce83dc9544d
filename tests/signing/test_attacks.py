"""The attack classes of the literature, each built here on our own documents: never valid, not even when an honest time stamp covers it."""

from collections.abc import Iterable

import pytest
from pyhanko.pdf_utils.misc import PdfError

from signing import Role, Verdict, renew, verify
from tests.signing import forger
from tests.signing.attacks_in_bytes import IN_BYTES, JUNK, Attack
from tests.signing.attacks_in_revisions import IN_REVISIONS
from tests.signing.attacks_prepared import PREPARED
from tests.signing.office import Office


@pytest.fixture(scope="module")
def approved(office: Office) -> bytes:
    """A letter of another office: one approval signature, nothing certified."""
    return by_leader(office, office.page)


def by_leader(office: Office, pdf: bytes) -> bytes:
    return forger.signed_by(pdf, office.authority.key(Role.LEADER, "lanh-dao").signer, "NguoiKy", office.authority)


def closed(office: Office, pdf: bytes) -> Iterable[bytes]:
    """The file behind a time stamp, which anybody may get; nothing when the library cannot append to it."""
    try:
        yield forger.stamped_in(pdf, "Sau", office.authority)
    except (PdfError, ValueError, AttributeError, KeyError, TypeError):
        return


def verdicts(office: Office, *files: bytes) -> set[Verdict]:
    reports = [verify(pdf, office.authority.trust, offline=True) for pdf in files]
    assert not any(finding.code == "V007" for report in reports for finding in report.findings), "the machine is too slow to tell"
    return {report.verdict for report in reports}


def test_without_an_attack_everything_is_valid(office: Office, approved: bytes) -> None:
    files = [office.published, approved, *closed(office, office.published), *closed(office, approved)]
    assert len(files) == 4
    assert verdicts(office, *files) == {Verdict.VALID}


@pytest.mark.parametrize("name", IN_REVISIONS)
def test_a_later_revision_never_makes_a_file_valid(office: Office, approved: bytes, name: str) -> None:
    letter = forger.revised(approved, IN_REVISIONS[name])
    assert Verdict.VALID not in verdicts(office, *(list(closed(office, letter)) or [letter]))


@pytest.mark.parametrize("name", IN_BYTES)
def test_an_attack_on_the_bytes_never_makes_a_file_valid(office: Office, name: str) -> None:
    touched = IN_BYTES[name](office.by_leader)
    assert Verdict.VALID not in verdicts(office, touched, *closed(office, touched))


@pytest.mark.parametrize("name", PREPARED)
def test_what_was_laid_into_the_page_is_never_turned_over(office: Office, name: str) -> None:
    shadow = PREPARED[name]
    touched = shadow.after(by_leader(office, forger.revised(office.page, shadow.before)))
    assert Verdict.VALID not in verdicts(office, touched, *closed(office, touched))


@pytest.mark.soak
@pytest.mark.parametrize("step", ["by_leader", "sealed", "published", "approved"])
@pytest.mark.parametrize("name", [*IN_REVISIONS, *IN_BYTES])
def test_every_attack_on_every_step_of_a_document(office: Office, approved: bytes, step: str, name: str) -> None:
    base = approved if step == "approved" else getattr(office, step)
    attack: Attack = IN_BYTES.get(name) or (lambda pdf: forger.revised(pdf, IN_REVISIONS[name]))
    touched = attack(base)
    assert Verdict.VALID not in verdicts(office, touched, *closed(office, touched))


@pytest.mark.parametrize("junk", [junk for name, junk in JUNK.items() if name != "an end"])
def test_junk_that_a_later_signature_covers_is_refused(office: Office, junk: bytes) -> None:
    (later,) = closed(office, office.published + junk)
    report = verify(later, office.authority.trust, offline=True)
    assert report.verdict is Verdict.INVALID
    assert "V054" in {finding.code for finding in report.findings}
    assert {signature.changes_after for signature in report.signatures} == {"forbidden"}


@pytest.mark.parametrize("space", [b"\n", b"\r\n\r\n", b" \x00\n", b"% a remark\n"])
def test_space_and_remarks_between_revisions_are_nothing(office: Office, space: bytes) -> None:
    (later,) = closed(office, office.published + space)
    assert verify(later, office.authority.trust, offline=True).verdict is Verdict.VALID


def test_junk_before_the_last_of_several_renewals_is_found(office: Office) -> None:
    once = renew(office.published, office.authority.timestamps, office.authority.trust)
    (twice,) = closed(office, once + b"\n77 0 obj<<>>endobj\n")
    assert "V054" in {finding.code for finding in verify(twice, office.authority.trust, offline=True).findings}


@pytest.mark.parametrize("box", [(0, 0, 600, 850), (60, 600, 260, 630)])
def test_a_picture_that_nobody_signed_is_told(office: Office, approved: bytes, box: tuple[int, int, int, int]) -> None:
    (later,) = closed(office, forger.revised(approved, forger.overlay("Them", box)))
    report = verify(later, office.authority.trust, offline=True)
    assert (report.verdict, "V018" in {finding.code for finding in report.findings}) == (Verdict.UNDETERMINED, True)
