"""Receiving: what is taken in, what is refused, and that a refusal leaves nothing behind."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import func, select, text

from gazette.db.tables import documents, jobs, numbers
from gazette.model.document import Upload
from gazette.model.errors import GazetteError, NotAllowed, Refused, StateSecretMark, Unavailable
from gazette.model.people import Account, Actor
from tests.town import SAMPLES, Town
from tests.words import docx

LETTER = ("p[center,b]:SỞ MẪU", "p:Số:     /TB-SM", "p[center,b]:THÔNG BÁO", "p[center,b]:Về việc thử nghiệm")


def _counts(town: Town) -> tuple[int, ...]:
    with town.database.read() as work:
        tables = (documents, jobs, numbers)
        return tuple(work.connection.scalar(select(func.count()).select_from(table)) or 0 for table in tables)


def _blobs(home: Path) -> list[Path]:
    return [path for path in (home / "vault").rglob("*") if path.is_file()]


def test_a_state_secret_mark_stores_nothing_and_the_log_says_only_that_it_happened(town: Town) -> None:
    secret = docx("p[b]:TUYỆT MẬT", *LETTER, "p:Kim cương giấu ở bến đò.")
    with pytest.raises(StateSecretMark):
        town.services.receive.receive(town.who("clerk"), Upload("kim-cuong.docx", secret))
    assert _counts(town) == (0, 0, 0)
    assert _blobs(town.home) == []
    rows = [row for row in town.services.keep.log(town.who("auditor")) if row.action != "account-added"]
    assert [(row.actor, row.action, row.outcome) for row in rows] == [("van-thu", "deposit", "refused")]
    assert "kim" not in "".join(row.to_json() for row in rows).casefold()


@pytest.mark.parametrize("data", [b"", b"chi la chu", b"%PDF-1.7\n", b"PK\x03\x04 hong"], ids=["empty", "text", "pdf", "torn zip"])
def test_what_is_no_word_file_is_refused_with_one_sentence_and_stores_nothing(town: Town, data: bytes) -> None:
    with pytest.raises(Refused) as refusal:
        town.services.receive.receive(town.who("clerk"), Upload("van-ban.docx", data))
    for lang in ("vi", "en"):
        sentence = refusal.value.message(lang)
        assert sentence.endswith(".")
        assert "\n" not in sentence
    assert (_counts(town), _blobs(town.home)) == ((0, 0, 0), [])


def test_a_signed_file_that_is_no_pdf_is_refused(town: Town) -> None:
    with pytest.raises(Refused):
        town.receive(signed_pdf=Upload("04.pdf", b"khong phai PDF"))
    assert _counts(town) == (0, 0, 0)


def test_the_same_bytes_received_twice_are_one_document_and_take_one_number(town: Town) -> None:
    first = town.receive()
    upload = Upload("ten-khac.docx", (SAMPLES / "04-qd-to-cong-tac.docx").read_bytes())
    again = town.services.receive.receive(town.who("editor"), upload)
    assert again.duplicate_of == first.id
    assert again.document.id == first.id
    assert _counts(town) == (1, 1, 1)


def test_a_hidden_document_of_the_same_bytes_is_not_told_of(town: Town) -> None:
    hidden = town.receive(level="bi-mat")
    upload = Upload("04.docx", (SAMPLES / "04-qd-to-cong-tac.docx").read_bytes())
    reader = _reader(town, "nguoi-ngoai")
    again = town.services.receive.receive(reader, upload)
    assert again.duplicate_of is None
    assert again.document.id != hidden.id
    assert town.services.desk.board(reader).total == 1


def test_two_texts_of_one_number_issuer_and_date_get_a_warning(town: Town) -> None:
    head = ("p[center,b]:ỦY BAN NHÂN DÂN TỈNH AN PHƯỚC", "p:Số: 05/QĐ-UBND", "p[right,i]:Tân Lộc, ngày 05 tháng 01 năm 2026")
    rest = ("p[center,b]:QUYẾT ĐỊNH", "p[center,b]:Về việc thử nghiệm", "p:Điều 1. Thử nghiệm.")
    for name, more in (("a.docx", "p:Điều 2. Thi hành."), ("b.docx", "p:Điều 2. Thi hành ngay.")):
        received = town.services.receive.receive(town.who("clerk"), Upload(name, docx(*head, *rest, more)))
        town.worker.drain()
    found = town.document(received.document.id)
    assert found.number == "05/QĐ-UBND"
    assert "D001" in [finding.code for finding in found.findings]


def test_incoming_numbers_are_consecutive_and_begin_anew_with_the_year_in_hanoi(town: Town) -> None:
    town.clock.set(datetime(2026, 12, 31, 16, 59, tzinfo=UTC))
    last_year = [town.receive(name).received_number for name in ("04-qd-to-cong-tac.docx", "06-cv-ra-soat.docx")]
    town.clock.set(datetime(2026, 12, 31, 17, 0, tzinfo=UTC))
    new_year = town.receive("08-bc-cong-tac-van-thu.docx")
    assert last_year == [1, 2]
    assert (new_year.received_number, new_year.received_year) == (1, 2027)
    register = town.services.desk.registers(town.who("clerk"), "incoming", 2026)
    assert [row.number for row in register.rows] == [1, 2]


def test_only_those_who_receive_documents_may(town: Town) -> None:
    with pytest.raises(NotAllowed):
        town.services.receive.receive(town.who("auditor"), Upload("a.docx", docx("p:a")))
    with pytest.raises(NotAllowed):
        town.services.receive.receive(town.who("administrator"), Upload("a.docx", docx("p:a")))


def test_a_level_above_ones_own_clearance_is_refused(town: Town) -> None:
    reader = _reader(town, "nguoi-ngoai")
    with pytest.raises(Refused):
        town.services.receive.receive(reader, Upload("a.docx", docx(*LETTER)), level="bi-mat")
    assert _counts(town) == (0, 0, 0)


def test_a_level_nobody_knows_is_a_bad_call(town: Town) -> None:
    with pytest.raises(GazetteError) as refusal:
        town.receive(level="tuyet-dinh")
    assert refusal.value.exit_code == 2


def test_state_secret_levels_do_not_exist_in_an_office(town: Town) -> None:
    with pytest.raises(Refused):
        town.receive(level="mat")
    assert _counts(town) == (0, 0, 0)


def test_a_failure_late_in_receiving_takes_back_the_number_and_the_record(town: Town) -> None:
    with town.database.engine.begin() as connection:
        connection.execute(text("ALTER TABLE jobs RENAME TO jobs_away"))
    with pytest.raises(Unavailable):
        town.receive()
    with town.database.engine.begin() as connection:
        connection.execute(text("ALTER TABLE jobs_away RENAME TO jobs"))
    assert _counts(town) == (0, 0, 0)
    assert town.services.keep.list(town.who("clerk")).records == ()
    assert town.receive().received_number == 1


def test_the_name_of_a_file_is_kept_without_folders_and_control_characters(town: Town) -> None:
    upload = Upload("C:\\Users\\a\\văn bản\r\n.docx", docx(*LETTER))
    assert town.services.receive.receive(town.who("clerk"), upload).document.source_name == "văn bản.docx"


def _reader(town: Town, user: str) -> Actor:
    town.services.accounts.add(town.who("administrator"), Account(user, "Người Ngoài Mẫu", ("clerk",), "cong-khai"), "mat-khau-tam")
    actor = town.services.accounts.actor(user)
    assert actor is not None
    return actor
