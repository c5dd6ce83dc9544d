"""Checks of a document at work: for each a document that is right and one that is not."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from gazette.model.checks.calendar import BUILT_IN, Calendar, SpecialDay
from gazette.model.checks.desk import DESK_CHECKS
from gazette.model.checks.facts import Facts
from gazette.model.checks.minimum import minimum
from gazette.model.checks.registered import Register, Registered
from gazette.model.checks.registry import findings_of
from gazette.model.checks.terms import Term
from gazette.model.document import FileRef, Signer
from gazette.model.outcome import Finding, FindingKind
from gazette.model.relations import Relation
from tests.db.rows import document

SIGNED = date(2026, 3, 5)
AGENCY = "ubnd-tinh-an-phuoc"
DECISION = replace(
    document("composed"),
    kind="quyet-dinh",
    number="05/2026/QĐ-UBND",
    symbol="QĐ-UBND",
    issuer_slug=AGENCY,
    issued_on=SIGNED,
    effective_from=date(2026, 3, 15),
    signers=(Signer("TM. ỦY BAN NHÂN DÂN KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH", "Nguyễn Văn Mẫu"),),
)
TERM = Term("Nguyễn Văn Mẫu", "Phó Chủ tịch", AGENCY, date(2025, 7, 1))
BASIS = replace(document("published"), number="01/2020/QĐ-UBND", issuer_slug=AGENCY, effective_from=date(2020, 2, 1))
REPEALED = replace(BASIS, relations=(Relation("bai-bo", back=True, scope="whole", since=date(2026, 1, 1), issuer=AGENCY),))
CITED = Relation("can-cu", "01/2020/QĐ-UBND", date(2020, 1, 10), slug="quyet-dinh-01")
REGISTERED = Registered("Ủy ban nhân dân tỉnh An Phước", AGENCY, symbol="UBND", since=date(2025, 7, 1))
RIGHT = Facts(
    DECISION, date(2026, 9, 10), terms=(TERM,), taken=frozenset({4, 5}), bases=((CITED, BASIS),), agencies=Register.of([REGISTERED])
)


def on(day: date, effective: date | None = None) -> Facts:
    """The decision signed on another day."""
    return replace(RIGHT, document=replace(DECISION, issued_on=day, effective_from=effective or date(2027, 12, 1)))


BAD: dict[str, Callable[[], Facts]] = {
    "R201": lambda: on(date(2026, 9, 11)),
    "R202": lambda: on(date(2026, 9, 2)),
    "R203": lambda: on(date(2026, 3, 7)),
    "R204": lambda: on(SIGNED, date(2026, 3, 14)),
    "R205": lambda: on(SIGNED, date(2026, 3, 4)),
    "R301": lambda: replace(RIGHT, terms=(replace(TERM, until=date(2026, 3, 4)),)),
    "R302": lambda: replace(RIGHT, terms=(replace(TERM, title="Chánh Văn phòng"),)),
    "R303": lambda: replace(RIGHT, terms=(replace(TERM, capacities=("TL",)),)),
    "R304": lambda: replace(RIGHT, terms=(replace(TERM, person="Trần Thị Ví Dụ"),)),
    "R305": lambda: replace(RIGHT, agencies=Register.of([replace(REGISTERED, until=date(2026, 3, 4))])),
    "R306": lambda: replace(RIGHT, agencies=Register.of([replace(REGISTERED, symbol="UBMD")])),
    "R401": lambda: replace(RIGHT, same=(BASIS,)),
    "R402": lambda: replace(RIGHT, taken=frozenset({2, 5})),
    "R501": lambda: replace(RIGHT, bases=((CITED, REPEALED),)),
    "R502": lambda: replace(RIGHT, bases=((CITED, replace(BASIS, effective_from=date(2026, 4, 1))),)),
    "R503": lambda: correcting("05/2026/QĐ-UBND"),
    "R504": lambda: correcting("125/QĐ-UBND", target="03/2026/NQ-HĐND"),
    "R505": lambda: correcting("125/QĐ-UBND", target="80/VBHN-UBND"),
}


def correcting(number: str, kind: str = "quyet-dinh", target: str = "03/2026/QĐ-UBND") -> Facts:
    """A paper that corrects another."""
    made = (Relation("dinh-chinh", target),)
    return replace(RIGHT, document=replace(DECISION, kind=kind, number=number, relations=made, effective_from=None))


def test_a_correction_takes_the_form_that_the_corrected_text_asks_for() -> None:
    def asked(facts: Facts) -> bool:
        return "R503" in [one.code for one in findings_of(facts, ())]

    assert not asked(correcting("125/QĐ-UBND"))
    assert asked(correcting("125/UBND-NC", "cong-van"))
    assert not asked(correcting("125/UBND-NC", "cong-van", "90/QĐ-UBND"))
    assert asked(correcting("125/QĐ-UBND", "quyet-dinh", "90/QĐ-UBND"))


def test_each_body_corrects_its_own_acts_and_the_gazettes_office_what_the_gazette_did() -> None:
    def by(issuer: str, kind: str = "quyet-dinh", target: str = "03/2026/NQ-HĐND") -> list[str]:
        facts = correcting("125/QĐ", kind, target)
        return [one for one in codes(replace(facts, document=replace(facts.document, issuer_slug=issuer))) if one in ("R503", "R504")]

    assert by("thuong-truc-hdnd-tinh-an-phuoc") == []
    assert by("chu-tich-ubnd-tinh-an-phuoc") == ["R504"]
    assert by("chu-tich-ubnd-tinh-an-phuoc", target="03/2026/QĐ-UBND") == []
    assert by("so-tu-phap-tinh-an-phuoc", target="03/2026/QĐ-UBND") == ["R504"]
    assert by("van-phong-ubnd-tinh-an-phuoc", "thong-bao") == []
    assert by("van-phong-ubnd-tinh-an-phuoc", "quyet-dinh") == ["R503"]


def test_a_consolidated_text_is_corrected_within_five_working_days() -> None:
    facts = correcting("125/QĐ-UBND", target="80/VBHN-UBND")
    assert "R505" not in codes(replace(facts, today=date(2026, 3, 12))), "signed on Thursday 5 March, a weekend on the way"
    assert "R505" in codes(replace(facts, today=date(2026, 3, 13)))
    assert Calendar.of().after(date(2026, 4, 24), 5) == date(2026, 5, 6), "a holiday, the day for it, two more holidays and two weekends"


def codes(facts: Facts) -> list[str]:
    """What is found."""
    return [finding.code for finding in findings_of(facts, ())]


def test_nothing_is_found_in_a_document_that_is_right() -> None:
    assert codes(RIGHT) == []


@pytest.mark.parametrize("code", BAD)
def test_each_fault_is_found_and_nothing_else(code: str) -> None:
    assert codes(BAD[code]()) == [code]


def test_every_check_of_a_document_at_work_has_an_example() -> None:
    assert list(BAD) == [check.code for check in DESK_CHECKS]


def test_an_agency_of_which_the_table_knows_nothing_is_not_asked() -> None:
    assert codes(replace(RIGHT, terms=(replace(TERM, agency="ubnd-xa-mau", person="Khác"),))) == []


def test_a_register_that_begins_in_the_middle_of_a_year_lacks_nothing() -> None:
    assert codes(replace(RIGHT, taken=frozenset({5, 6, 7}))) == []
    far = replace(DECISION, number="95/2026/QĐ-UBND")
    assert codes(replace(RIGHT, document=far, taken=frozenset({3}))) == []


def test_papers_that_are_no_law_take_effect_when_they_say() -> None:
    paper = replace(DECISION, number="05/QĐ-UBND", effective_from=SIGNED)
    assert codes(replace(RIGHT, document=paper)) == []


@pytest.mark.parametrize(
    ("issuer", "signed", "days"),
    [
        (AGENCY, date(2026, 1, 1), 10),
        ("hdnd-xa-mau-an-phuoc", date(2026, 1, 1), 10),
        (AGENCY, date(2020, 1, 1), 10),
        ("ubnd-huyen-mau-an-phuoc", date(2020, 1, 1), 7),
        ("ubnd-xa-mau-an-phuoc", date(2010, 1, 1), 5),
        ("chinh-phu", date(2026, 1, 1), 45),
    ],
)
def test_the_minimum_before_effect_is_that_of_the_law_of_the_day(issuer: str, signed: date, days: int) -> None:
    found = minimum(issuer, signed)
    assert found is not None
    assert found.days == days


def test_no_minimum_is_known_before_the_laws() -> None:
    assert minimum(AGENCY, date(1999, 1, 1)) is None


def test_a_saturday_that_was_worked_is_no_weekend_and_an_entered_day_wins() -> None:
    worked = date(2026, 1, 10)
    assert not Calendar.of().weekend(worked)
    assert Calendar.of().weekend(date(2026, 1, 17))
    entered = Calendar.of([SpecialDay(date(2026, 9, 2), "worked", "thử")])
    assert entered.off(date(2026, 9, 2)) is None
    assert entered.off(date(2026, 9, 1)) is not None


def test_the_fixed_holidays_hold_in_years_without_a_notice() -> None:
    assert Calendar.of().off(date(2031, 5, 1)) is not None
    assert Calendar.of().off(date(2031, 5, 4)) is None


def test_every_built_in_day_off_would_have_been_worked_or_is_a_holiday() -> None:
    assert len({one.day for one in BUILT_IN}) == len(BUILT_IN)
    for one in BUILT_IN:
        assert one.kind == "holiday" or (one.day.weekday() < 5) == (one.kind == "in-lieu"), one


def test_what_the_stations_found_is_asked_about_again() -> None:
    kind = FindingKind("W022", "warning", "Có bình luận.", "There are comments.")
    facts = replace(RIGHT, document=replace(DECISION, findings=(Finding(kind, "đoạn 3"), Finding(replace(kind, code="W001")))))
    assert codes(facts) == ["W022"]


def test_an_annex_in_a_file_of_its_own_answers_for_what_the_text_names() -> None:
    missing = Finding(FindingKind("R601", "error", "Thiếu phụ lục.", "An annex is missing."), "art_1")
    assert [one.code for one in findings_of(RIGHT, (missing,))] == ["R601"]
    annexed = replace(DECISION, files=(FileRef("phu-luc-1", "0" * 64, 1),))
    assert findings_of(replace(RIGHT, document=annexed), (missing,)) == ()


def test_an_early_effect_is_nothing_to_warn_of_in_a_text_made_by_the_shortened_procedure() -> None:
    early = on(SIGNED, date(2026, 3, 6))
    said = Finding(FindingKind("R206", "info", "", ""))
    assert "R204" in [one.code for one in findings_of(early, ())]
    assert [one.code for one in findings_of(early, (said,))] == ["R206"]
