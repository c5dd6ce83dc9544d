"""Forgeries made with real keys and real time stamps of the trusted authority: each looks sound, none is valid."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest

from signing import Level, Report, Role, Verdict, sign, timestamp, verify
from tests.signing import forger
from tests.signing.office import Office, open_office


def judged(office: Office, pdf: bytes) -> tuple[Verdict, set[str], Report]:
    report = verify(pdf, office.authority.trust, offline=True)
    return report.verdict, {finding.code for finding in report.findings}, report


@pytest.fixture(scope="module")
def approved(office: Office) -> bytes:
    """A letter of another office: one approval signature, nothing certified."""
    return forger.signed_by(office.page, office.authority.key(Role.LEADER, "lanh-dao").signer, "NguoiKy", office.authority)


def test_a_letter_of_another_office_is_valid(office: Office, approved: bytes) -> None:
    assert judged(office, approved)[0] is Verdict.VALID


def test_a_time_stamp_alone_is_no_signature(office: Office) -> None:
    verdict, codes, report = judged(office, timestamp(office.page, office.authority.timestamps, office.authority.trust, field=None))
    assert verdict is Verdict.UNDETERMINED
    assert "V001" in codes
    assert report.reason() == "Tệp PDF này không có chữ ký số nào."


def test_time_stamps_in_the_leaders_and_the_seals_fields_are_nobodys_signature(office: Office) -> None:
    pdf = forger.stamped_in(office.prepared, "LanhDao", office.authority)
    verdict, codes, report = judged(office, forger.stamped_in(pdf, "ConDau", office.authority))
    assert verdict is Verdict.UNDETERMINED
    assert {"V001", "V046"} <= codes
    assert [s.role for s in report.signatures] == [None, None]


def test_a_time_stamp_in_the_seals_field_is_no_seal(office: Office) -> None:
    verdict, codes, report = judged(office, forger.stamped_in(office.by_leader, "ConDau", office.authority))
    assert verdict is Verdict.UNDETERMINED
    assert {"V041", "V046"} <= codes
    assert [s.role for s in report.signatures] == [Role.LEADER, None]


@pytest.mark.parametrize("field", ["ConDau", "CongBao"])
def test_the_leaders_key_makes_no_seal_and_no_publication(office: Office, field: str) -> None:
    leader = office.authority.key(Role.LEADER, "lanh-dao").signer
    base = office.by_leader if field == "ConDau" else office.sealed
    verdict, codes, report = judged(office, forger.signed_by(base, leader, field, office.authority))
    assert verdict is Verdict.UNDETERMINED
    assert "V047" in codes
    assert (report.signatures[-1].field, report.signatures[-1].role) == (field, None)


def test_a_seal_over_an_empty_leaders_field_is_in_the_wrong_order(office: Office) -> None:
    seal = office.authority.key(Role.SEAL).signer
    verdict, codes, _ = judged(office, forger.signed_by(office.prepared, seal, "ConDau", office.authority))
    assert verdict is Verdict.UNDETERMINED
    assert "V042" in codes
    alone = forger.signed_by(office.page, seal, "ConDau", office.authority)
    assert judged(office, alone)[0] is Verdict.VALID, "a copy bears the agency's signature alone"


def test_a_certificate_for_time_stamps_signs_no_document(office: Office) -> None:
    verdict, codes, _ = judged(
        office, forger.signed_by(office.page, forger.own_signer(office.authority, "tsa"), "LanhDao", office.authority)
    )
    assert verdict is Verdict.UNDETERMINED
    assert "V038" in codes


def test_a_time_stamp_that_draws_over_the_page_hides_what_was_signed(office: Office, approved: bytes) -> None:
    covered = forger.stamped_in(forger.revised(approved, forger.overlay("Che", (0, 0, 600, 850))), "Che", office.authority)
    verdict, codes, _ = judged(office, covered)
    assert verdict is Verdict.UNDETERMINED
    assert "V018" in codes


@pytest.mark.parametrize(("box", "expected"), [((300, 100, 480, 190), Verdict.VALID), ((0, 0, 600, 850), Verdict.UNDETERMINED)])
def test_a_later_signature_may_show_a_stamp_but_not_a_page(
    office: Office, approved: bytes, box: tuple[int, int, int, int], expected: Verdict
) -> None:
    seal = office.authority.key(Role.SEAL).signer
    pdf = forger.signed_by(forger.revised(approved, forger.overlay("Sau", box)), seal, "Sau", office.authority)
    assert judged(office, pdf)[0] is expected


@pytest.mark.parametrize("change", [forger.other_title, forger.other_metadata])
def test_another_title_after_the_last_signature_is_more_than_evidence(office: Office, change: forger.Change) -> None:
    verdict, codes, _ = judged(office, forger.revised(office.published, change))
    assert verdict is not Verdict.VALID
    assert "V045" not in codes


@pytest.mark.parametrize("change", [forger.other_title, forger.other_metadata])
def test_another_title_between_the_signatures_is_a_forbidden_change(office: Office, change: forger.Change) -> None:
    later = timestamp(forger.revised(office.sealed, change), office.authority.timestamps, office.authority.trust)
    verdict, codes, _ = judged(office, later)
    assert verdict is Verdict.INVALID
    assert "V023" in codes


@pytest.mark.parametrize(
    "change",
    [
        forger.on_page(forger.action("/JavaScript")),
        forger.on_page(forger.action("/JavaScript"), packed=True),
        forger.on_page(forger.action("/Launch")),
        forger.on_page(forger.action("/SubmitForm"), packed=True),
        forger.on_opening(forger.action("/Launch")),
        forger.dynamic_form,
    ],
)
def test_what_runs_by_itself_is_never_valid_wherever_it_is_packed(office: Office, change: forger.Change) -> None:
    leader = office.authority.key(Role.LEADER, "lanh-dao").signer
    verdict, codes, _ = judged(office, forger.signed_by(forger.revised(office.page, change), leader, "NguoiKy", office.authority))
    assert verdict is Verdict.UNDETERMINED
    assert "V014" in codes


@pytest.mark.parametrize("level", [Level.B, Level.LT])
def test_a_signature_is_not_valid_before_it_was_made(office: Office, level: Level) -> None:
    pdf = office.signed(office.page, Role.PUBLICATION, level)
    before = verify(pdf, office.authority.trust, at=datetime.now(UTC) - timedelta(hours=6))
    assert before.verdict is Verdict.UNDETERMINED
    assert "V048" in {finding.code for finding in before.findings}
    assert verify(pdf, office.authority.trust).verdict is Verdict.VALID


@pytest.fixture(scope="module")
def impostor(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """An authority of the same names, whose root nobody trusts."""
    with open_office(tmp_path_factory.mktemp("impostor")) as opened:
        yield opened


def test_an_authority_of_the_same_name_is_not_the_trusted_one(office: Office, impostor: Office) -> None:
    verdict, codes, report = judged(office, impostor.published)
    assert verdict is Verdict.UNDETERMINED
    assert "V030" in codes
    assert {(s.sub_indication, s.trust_anchor) for s in report.signatures} == {("NO_CERTIFICATE_CHAIN_FOUND", None)}


def test_a_distrusted_time_stamping_authority_proves_no_time(office: Office, impostor: Office) -> None:
    ours, theirs = office.authority.trust, impostor.authority.trust
    both = replace(ours, anchors=ours.anchors + theirs.anchors, intermediates=ours.intermediates + theirs.intermediates)
    both = replace(both, hosts=ours.hosts | theirs.hosts)
    key = office.authority.key(Role.LEADER, "lanh-dao")
    pdf = sign(office.page, role=Role.LEADER, key=key, level=Level.T, authority=impostor.authority.timestamps)
    assert verify(pdf, both).signatures[0].proven_time is not None
    distrusted = both.distrust(theirs.anchors[0].fingerprint, datetime.now(UTC) - timedelta(hours=5))
    report = verify(pdf, distrusted)
    assert report.signatures[0].proven_time is None
    assert "V036" in {finding.code for finding in report.findings}


@pytest.mark.parametrize("days", [-2000, 2000])
def test_outside_the_certificates_dates_that_is_what_is_said(office: Office, days: int) -> None:
    pdf = office.signed(office.page, Role.LEADER, Level.B)
    report = verify(pdf, office.authority.trust, at=datetime.now(UTC) + timedelta(days=days))
    assert (report.verdict, report.signatures[0].sub_indication) == (Verdict.UNDETERMINED, "OUT_OF_BOUNDS_NO_POE")
    assert "V034" in {finding.code for finding in report.findings}


def test_names_cannot_turn_the_text_around_them(office: Office) -> None:
    office.authority.add_person("nguoc", "Mẫu\u202egnuhp\x1b[31m\nHỢP LỆ")
    report = verify(office.signed(office.page, Role.LEADER, Level.LT, "nguoc"), office.authority.trust, offline=True)
    assert report.signatures[0].signer.name == "Mẫu\ufffdgnuhp\ufffd[31m\ufffdHỢP LỆ"


def test_markup_in_a_name_stays_text(office: Office) -> None:
    office.authority.add_person("dau", "<img src=x onerror=alert(1)>")
    report = verify(office.signed(office.page, Role.LEADER, Level.LT, "dau"), office.authority.trust, offline=True).named("<b>.pdf")
    assert "<img" not in report.to_html("vi")
    assert "<b>" not in report.to_html("vi")


def test_a_moment_at_the_end_of_the_calendar_gets_a_report(office: Office) -> None:
    for moment in (datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=timezone(timedelta(hours=-7)))):
        report = verify(office.published, office.authority.trust, at=moment, offline=True)
        assert report.verdict is Verdict.UNDETERMINED
        assert len(report.signatures) == 3, report.to_json()


@pytest.mark.parametrize(("tail", "expected"), [(b"", "none"), (b"\n1 0 obj<<>>endobj\n", "forbidden")])
def test_what_was_appended_counts_as_a_change_of_every_signature(office: Office, tail: bytes, expected: str) -> None:
    _, _, report = judged(office, office.published + tail)
    assert report.signatures[-1].changes_after == expected
    assert report.signatures[-1].covers_whole_file is not bool(tail)


def test_a_picture_over_the_page_leaves_the_changes_open(office: Office, approved: bytes) -> None:
    covered = forger.stamped_in(forger.revised(approved, forger.overlay("Che", (0, 0, 600, 850))), "Che", office.authority)
    assert judged(office, covered)[2].signatures[0].changes_after == "unknown"
