"""Notices and their mails: sent by a real mail server, and nothing in them tells what they are about."""

from dataclasses import replace
from email import message_from_bytes, policy

import pytest

from gazette.mailing import SmtpMailer
from gazette.model.document import Upload
from gazette.model.errors import StateSecretMark, Unavailable
from gazette.services import About, Mail, Notify
from tests.post_office import post_office
from tests.town import Town
from tests.words import docx

CANARY = "Dzirkôn"


def _sent(town: Town, address: str) -> None:
    notify = Notify(replace(town.parts, mailer=SmtpMailer(address, "khong-tra-loi@an-phuoc.invalid")))
    with town.database.read() as work:
        waiting = [notice for user in ("bao-mat", "van-thu") for notice in work.notices.of(user)]
    for notice in waiting:
        notify.deliver(notice.id)
        assert not notify.deliver(notice.id)


def _text(mail: bytes) -> str:
    message = message_from_bytes(mail, policy=policy.default)
    body = message.get_body()
    assert body is not None
    return f"{message['Subject']}\n{body.get_content()}"


def test_an_alarm_reaches_the_officer_and_its_mail_names_nothing(town: Town) -> None:
    upload = Upload(f"{CANARY}.pdf", CANARY.encode())
    record = town.services.keep.put(town.who("archivist"), upload, title=f"Sổ {CANARY}", level="bi-mat")
    for user, address in (("bao-mat", "bao-mat@an-phuoc.invalid"), ("van-thu", "van-thu@an-phuoc.invalid")):
        town.services.notify.set_address(town.actors[user], address)
    town.services.emergencies.ask(town.who("editor"), record.id, f"Cần {CANARY} gấp.")
    town.services.keep.grant(town.who("archivist"), record.id, "van-thu")
    with post_office() as (address, mails):
        _sent(town, address)
    assert len(mails) == 2
    for mail in map(_text, mails):
        assert "/ban-lam-viec/thong-bao" in mail
        for secret in (CANARY, "Dzirkon", record.id, "gấp", "Bí mật", "khẩn cấp"):
            assert secret not in mail
    assert [one.kind for one in town.services.notify.mine(town.who("security-officer"))] == ["break-glass-asked"]
    assert [one.kind for one in town.services.notify.mine(town.who("clerk"))] == ["granted"]


def test_a_grant_is_told_to_those_only_who_may_read_the_record(town: Town) -> None:
    with town.database.write() as work:
        work.accounts.change("van-thu", level="noi-bo")
    about = About(recipients=("van-thu", "bien-tap"))
    town.services.keep.put(town.who("archivist"), Upload("a.pdf", b"a"), title="x", level="bi-mat", about=about)
    assert town.services.notify.mine(town.who("clerk")) == ()
    assert [one.kind for one in town.services.notify.mine(town.actors["bien-tap"])] == ["granted"]


def test_the_officer_is_told_of_a_refused_state_secret(town: Town) -> None:
    marked = docx("p[b]:TỐI MẬT", "p:ỦY BAN NHÂN DÂN TỈNH AN PHƯỚC", "p:Số: 5/BC-UBND", "p:BÁO CÁO", "p:Về việc mẫu")
    with pytest.raises(StateSecretMark):
        town.services.keep.put(town.who("archivist"), Upload("x.docx", marked), title="x", level="bi-mat")
    assert [one.kind for one in town.services.notify.mine(town.who("security-officer"))] == ["secret-refused"]


def test_without_a_mail_server_a_notice_stays_on_the_desk_and_an_absent_one_is_tried_again(town: Town) -> None:
    officer = town.who("security-officer")
    town.services.notify.set_address(officer, "bao-mat@an-phuoc.invalid")
    town.services.emergencies.ask(town.who("editor"), "0" * 32, "Cần gấp.")
    town.worker.drain()
    (notice,) = town.services.notify.mine(officer)
    assert notice.mailed is None
    with post_office() as (address, _):
        pass
    with pytest.raises(Unavailable):
        SmtpMailer(address, "a@an-phuoc.invalid").send(Mail("b@an-phuoc.invalid", "x", "y"))
