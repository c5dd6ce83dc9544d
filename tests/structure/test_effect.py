"""The day of effect with the rule that gives it."""

import re
from datetime import date

import pytest
from lxml import etree

from gazette import akn, structure
from gazette.model.consequences import consequences
from gazette.model.draft import Draft
from gazette.model.effect import DEFAULTS, RULES, STATED, EffectiveDate, counted
from gazette.model.own_days import own_days
from gazette.model.relations import Relation
from tests.structure.notation import word

HEAD = "[[ {issuer} / TỈNH AN PHƯỚC / Số: {number} | CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM / Tân Lộc, ngày {day} ]]\n= {kind}\n= Thử\n"
DECISION = HEAD.format(issuer="ỦY BAN NHÂN DÂN", number="1/QĐ-UBND", day="09 tháng 3 năm 2026", kind="QUYẾT ĐỊNH")


def drafted(*clauses: str, head: str = DECISION) -> Draft:
    return structure.recognise(word(head + "\n".join(clauses))).require()


def stated(effect: EffectiveDate | None) -> tuple[str | None, str | None]:
    return (str(effect.day) if effect and effect.day else None, effect.rule if effect else None)


@pytest.mark.parametrize(
    ("clause", "day", "rule"),
    [
        ("Quyết định này có hiệu lực thi hành kể từ ngày 20 tháng 3 năm 2026.", "2026-03-20", "named-day"),
        ("Quyết định này có hiệu lực thi hành từ 01/4/2026, bãi bỏ quy định cũ.", "2026-04-01", "named-day"),
        ("Quyết định này có hiệu lực từ ngày ký.", "2026-03-09", "signing-day"),
        ("Quyết định này có hiệu lực kể từ ngày ký (ban hành).", "2026-03-09", "signing-day"),
        ("Quyết định này có hiệu lực kể từ ngày ký ban hành.", "2026-03-09", "signing-day"),
        ("Quyết định này có hiệu lực sau 10 ngày kể từ ngày ký.", "2026-03-19", "days-after-signing"),
        ("Quyết định này có hiệu lực sau 10 (mười) ngày, kể từ ngày ký ban hành.", "2026-03-19", "days-after-signing"),
        ("Quyết định này có hiệu lực sau mười lăm ngày kể từ ngày ký ban hành.", "2026-03-24", "days-after-signing"),
        ("Quyết định này có hiệu lực sau 15 ngày kể từ ngày đăng Công báo.", None, "days-after-gazette"),
        ("Quyết định này có hiệu lực kể từ ngày đăng Công báo tỉnh.", None, "gazette-day"),
        ("Quyết định này có hiệu lực sau 7 ngày kể từ ngày công bố.", None, "days-after-announcement"),
        ("Quyết định này có hiệu lực từ năm học 2026 - 2027.", None, "school-year"),
        ("Quyết định có hiệu lực thi hành từ ngày 21 tháng 3 năm 2026.", "2026-03-21", "named-day"),
        ("Chánh Văn phòng thi hành Quyết định này. Quyết định có hiệu lực kể từ ngày ký.", "2026-03-09", "signing-day"),
        ("Bản án, quyết định có hiệu lực từ ngày 21 tháng 3 năm 2026 được gửi đi.", None, None),
        ("Nghị định có hiệu lực từ ngày 21 tháng 3 năm 2026 được gửi đi.", None, None),
        ("Khoản 2 Điều 5 của Quyết định này có hiệu lực từ ngày 01 tháng 7 năm 2026.", None, None),
        ("Quyết định số 5/QĐ-UBND có hiệu lực từ ngày 01 tháng 01 năm 2020.", None, None),
        ("Quyết định này có hiệu lực từ ngày 31 tháng 02 năm 2026.", None, None),
        ("Chủ tịch Ủy ban nhân dân các xã chịu trách nhiệm thi hành.", None, None),
    ],
)
def test_the_effective_day_comes_with_its_rule_or_not_at_all(clause: str, day: str | None, rule: str | None) -> None:
    assert stated(drafted("Điều 1. " + clause).effective) == (day, rule)


COUNCIL = HEAD.format(issuer="HỘI ĐỒNG NHÂN DÂN", number="2/2026/NQ-HĐND", day="12 tháng 3 năm 2026", kind="NGHỊ QUYẾT")


def test_days_after_adoption_count_from_the_day_the_text_names() -> None:
    clause = (
        "Nghị quyết này đã được Hội đồng nhân dân tỉnh An Phước khóa I, kỳ họp thứ 2 thông qua ngày 10 tháng 3 năm 2026 "
        "và có hiệu lực sau 10 ngày kể từ ngày được thông qua."
    )
    assert stated(drafted("Điều 1. " + clause, head=COUNCIL).effective) == ("2026-03-20", "days-after-adoption")


def test_days_after_adoption_stay_open_without_that_day() -> None:
    clause = "Nghị quyết này có hiệu lực sau 10 ngày kể từ ngày Hội đồng nhân dân tỉnh thông qua."
    assert stated(drafted("Điều 1. " + clause, head=COUNCIL).effective) == (None, "days-after-adoption")


def test_a_provision_with_a_day_of_its_own_is_kept_apart_with_its_place() -> None:
    draft = drafted(
        "Điều 1. Mức thu",
        "1. Mức thu là 10%.",
        "2. Mức thu là 20%.",
        "Điều 2. Hiệu lực",
        "1. Quyết định này có hiệu lực từ ngày 20 tháng 3 năm 2026, trừ quy định tại khoản 2 Điều này.",
        "2. Khoản 2 Điều 1 và khoản 1 Điều 2 của Quyết định này có hiệu lực từ ngày 01 tháng 7 năm 2026.",
    )
    assert stated(draft.effective) == ("2026-03-20", "named-day")
    assert [(one.at, *stated(one.effect)) for one in draft.partial] == [
        ("@/1/2/", "2026-07-01", "named-day"),
        ("@/2/1/", "2026-07-01", "named-day"),
    ]
    xml = akn.write(draft).require()
    assert not akn.validate(xml)
    text = xml.decode()
    assert re.search(r'destination href="[^"]+/~art_1__clause_2"/><force period="#tmpg_2"', text.replace("\n", "").replace("> ", ">")) or (
        "/~art_1__clause_2" in text and 'eId="tmpg_2"' in text
    )
    assert akn.read(xml).require().partial == draft.partial


def test_a_silent_text_has_the_day_of_the_law_of_its_time_and_only_then() -> None:
    old = HEAD.format(issuer="ỦY BAN NHÂN DÂN", number="7/2010/QĐ-UBND", day="09 tháng 3 năm 2010", kind="QUYẾT ĐỊNH")
    found = drafted("Điều 1. Ban hành mức thu.", head=old).effective
    assert stated(found) == ("2010-03-19", "by-law")
    assert found is not None
    assert "31/2004/QH11" in found.evidence
    for changed in (old.replace("2010", "2026"), old.replace("7/2010/QĐ", "7/QĐ"), old.replace("ỦY BAN", "HỘI ĐỒNG")):
        assert drafted("Điều 1. Ban hành mức thu.", head=changed).effective is None
    stated_itself = drafted("Điều 1. Quyết định này có hiệu lực từ năm học 2010 - 2011.", head=old).effective
    assert stated(stated_itself) == (None, "school-year")


def test_every_rule_follows_a_law_and_every_day_has_one_law_of_normative_texts() -> None:
    assert all(rule.sources for rule in RULES.values())
    assert all(default.source in STATED for default in DEFAULTS)
    for day in (date(2012, 1, 1), date(2020, 1, 1), date(2025, 3, 31), date(2025, 4, 1), date(2026, 3, 9)):
        assert [source for source in STATED if source.holds(day)]


def test_a_day_beyond_the_calendar_is_none() -> None:
    effect = EffectiveDate(None, "days-after-gazette", "", 999)
    assert counted(effect, date(9999, 12, 1), "gazette") == effect
    assert counted(effect, date(2026, 1, 1), "signing") == effect


def test_provisions_named_by_what_they_are_about_keep_their_day_with_the_words() -> None:
    draft = drafted(
        "Điều 1. Một.",
        "Điều 2. Hiệu lực thi hành",
        "1. Quyết định này có hiệu lực từ ngày 20 tháng 3 năm 2026, trừ các quy định về phí thẩm định có hiệu lực từ ngày 01 tháng 7 năm 2026.",
        "2. Các quy định về nhãn hiệu âm thanh có hiệu lực từ ngày 01 tháng 01 năm 2027.",
        "3. Mức thu tại Phụ lục I kèm theo Quyết định này có hiệu lực sau 10 ngày kể từ ngày ký.",
    )
    assert stated(draft.effective) == ("2026-03-20", "named-day")
    assert [(one.at, one.topic, *stated(one.effect)) for one in draft.partial] == [
        ("", "các quy định về phí thẩm định", "2026-07-01", "named-day"),
        ("", "Các quy định về nhãn hiệu âm thanh", "2027-01-01", "named-day"),
        ("", "Mức thu tại Phụ lục I kèm theo Quyết định này", "2026-03-19", "days-after-signing"),
    ]
    xml = akn.write(draft).require()
    assert not akn.validate(xml)
    assert akn.read(xml).require().partial == draft.partial


@pytest.mark.parametrize(
    "clause",
    [
        "2. Các quy định về nhãn hiệu âm thanh có hiệu lực từ khi hệ thống vận hành.",
        "2. Chính sách hỗ trợ có hiệu lực thi hành từ quý II năm 2026.",
    ],
)
def test_a_time_of_effect_that_no_rule_reads_is_a_finding(clause: str) -> None:
    lines = "Điều 1. Hiệu lực\n1. Quyết định này có hiệu lực từ ngày ký.\n" + clause
    outcome = structure.recognise(word(DECISION + lines))
    assert [one.code for one in outcome.findings if one.code == "S017"] == ["S017"]
    assert outcome.require().partial == ()


@pytest.mark.parametrize(
    "clause",
    [
        "2. Quy định của Luật số 05/2022/QH15 có hiệu lực từ ngày 01 tháng 01 năm 2023.",
        "2. Hợp đồng ký trước ngày Quyết định này có hiệu lực được tiếp tục thực hiện.",
        "2. Giấy phép có hiệu lực từ ngày 01 tháng 01 năm 2024 được đổi.",
    ],
)
def test_the_effect_of_other_things_is_no_effect_of_this_text(clause: str) -> None:
    outcome = structure.recognise(word(DECISION + "Điều 1. Hiệu lực\n1. Quyết định này có hiệu lực từ ngày ký.\n" + clause))
    assert outcome.require().partial == ()
    assert "S017" not in [one.code for one in outcome.findings]


def test_a_law_without_a_date_line_is_named_by_the_day_of_its_adoption() -> None:
    law = (
        "[[ QUỐC HỘI / Luật số: 99/2026/QH16 | CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM / Độc lập - Tự do - Hạnh phúc ]]\n= LUẬT\n= THỬ\n"
        "Điều 1. Một.\nLuật này được Quốc hội nước Cộng hòa xã hội chủ nghĩa Việt Nam khóa XVI, kỳ họp thứ 2 thông qua ngày 20 tháng 11 năm 2026.\n"
        "> CHỦ TỊCH QUỐC HỘI\n> Nguyễn Văn Mẫu"
    )
    outcome = structure.recognise(word(law))
    draft = outcome.require()
    assert (draft.date, draft.adopted) == (None, date(2026, 11, 20))
    assert "S005" not in [one.code for one in outcome.findings]
    xml = akn.write(draft).require()
    assert b'FRBRdate date="2026-11-20" name="adoption"' in xml
    assert b"1000-01-01" not in xml
    assert b"/quoc-hoi/2026-11-20/99-2026-qh16" in xml
    assert akn.read(xml).require() == draft


def test_a_resolution_whose_date_is_still_blank_waits_for_it() -> None:
    head = HEAD.format(issuer="HỘI ĐỒNG NHÂN DÂN", number="   /2026/NQ-HĐND", day="    tháng     năm 2026", kind="NGHỊ QUYẾT")
    clause = "Nghị quyết này đã được Hội đồng nhân dân tỉnh An Phước khóa I, kỳ họp thứ 2 thông qua ngày 10 tháng 3 năm 2026."
    draft = drafted("Điều 1. Một.", clause, head=head)
    assert (draft.date, draft.adopted) == (None, None)


AMENDING = (
    "Điều 1. Sửa đổi, bổ sung một số điều của Quyết định số 12/2020/QĐ-UBND ngày 10 tháng 01 năm 2020 của Ủy ban nhân dân tỉnh An Phước",
    "1. Sửa đổi Điều 5 như sau:",
    "“Điều 5. Mức thu",
    "Mức thu là 10%.”",
    "2. Bãi bỏ Điều 7.",
    "Điều 2. Bãi bỏ Quyết định số 13/2020/QĐ-UBND ngày 11 tháng 01 năm 2020 của Ủy ban nhân dân tỉnh An Phước.",
    "Điều 3. Hiệu lực",
)


def _follows(*clauses: str) -> list[str]:
    draft = drafted(*AMENDING, *clauses)
    own = own_days(draft)
    ties = [
        Relation(one.type, one.number, title=one.title, since=own.ties.get(place), apart=place in own.ties)
        for place, one in enumerate(draft.relations)
        if one.type in ("sua-doi-bo-sung", "bai-bo") and one.number
    ]
    day = draft.effective.day if draft.effective else None
    return [one.told() for one in consequences(draft.modifications, ties, day, own)]


def test_what_a_provision_does_to_others_begins_on_the_day_of_that_provision() -> None:
    assert _follows(
        "1. Quyết định này có hiệu lực từ ngày 20 tháng 3 năm 2026, trừ quy định tại khoản 2 Điều này.",
        "2. Khoản 2 Điều 1 và Điều 2 của Quyết định này có hiệu lực từ ngày 01 tháng 7 năm 2026.",
    ) == [
        "Điều 5 của 12/2020/QĐ-UBND được sửa đổi từ 20/03/2026.",
        "Điều 7 của 12/2020/QĐ-UBND bị bãi bỏ từ 01/07/2026.",
        "13/2020/QĐ-UBND bị bãi bỏ từ 01/07/2026.",
    ]


def test_a_day_of_its_own_that_is_not_known_yet_is_not_that_of_the_whole() -> None:
    assert _follows(
        "1. Quyết định này có hiệu lực từ ngày 20 tháng 3 năm 2026.",
        "2. Khoản 1 Điều 1 của Quyết định này có hiệu lực sau 15 ngày kể từ ngày đăng Công báo.",
    )[:2] == [
        "Điều 5 của 12/2020/QĐ-UBND được sửa đổi từ ngày có hiệu lực riêng nêu trong văn bản này.",
        "Điều 7 của 12/2020/QĐ-UBND bị bãi bỏ từ 20/03/2026.",
    ]


def test_parts_named_by_what_they_are_about_leave_a_word_of_doubt() -> None:
    said = _follows(
        "1. Quyết định này có hiệu lực từ ngày 20 tháng 3 năm 2026, trừ các quy định về phí thẩm định có hiệu lực từ ngày 01 tháng 7 năm 2026.",
    )
    assert said
    assert all(one.endswith("từ 20/03/2026 (trừ phần có ngày hiệu lực riêng).") for one in said)


def test_the_xml_gives_each_change_the_period_of_its_provision() -> None:
    draft = drafted(
        *AMENDING,
        "1. Quyết định này có hiệu lực từ ngày 20 tháng 3 năm 2026, trừ quy định tại khoản 2 Điều này.",
        "2. Khoản 2 Điều 1 của Quyết định này có hiệu lực từ ngày 01 tháng 7 năm 2026.",
    )
    xml = akn.write(draft).require()
    assert not akn.validate(xml)
    of = {
        one.find("{*}source").get("href"): one.find("{*}force").get("period") for one in etree.fromstring(xml).iterfind(".//{*}textualMod")
    }
    assert {source.partition("__mod")[0]: period for source, period in of.items()} == {
        "#art_1__clause_1": "#tmpg_1",
        "#art_1__clause_2": "#tmpg_2",
        "#art_2": "#tmpg_1",
    }


OTHER = "Quyết định số 13/2020/QĐ-UBND ngày 11 tháng 01 năm 2020"


@pytest.mark.parametrize(
    ("clause", "day"),
    [
        (f"Bãi bỏ {OTHER} của Ủy ban nhân dân tỉnh An Phước kể từ ngày 01/01/2027.", "2027-01-01"),
        (f"Bãi bỏ Điều 5, Điều 6 {OTHER} từ ngày 01 tháng 01 năm 2027.", "2027-01-01"),
        (f"{OTHER} hết hiệu lực kể từ ngày 01 tháng 01 năm 2027.", "2027-01-01"),
        (f"{OTHER} bị bãi bỏ từ ngày 01/01/2027.", "2027-01-01"),
        (f"Kể từ ngày 01 tháng 01 năm 2027, {OTHER} hết hiệu lực.", "2027-01-01"),
        (f"Ngưng hiệu lực thi hành {OTHER} từ ngày 01/01/2027 đến hết ngày 30/6/2027.", "2027-01-01"),
        (f"Bãi bỏ {OTHER} về mức thu áp dụng từ ngày 01/01/2027.", ""),
        (f"Bãi bỏ {OTHER} về mức thu từ ngày 01/01/2020.", ""),
        (f"Quyết định này thay thế {OTHER} và có hiệu lực kể từ ngày 01/01/2027.", ""),
        (f"Quyết định này có hiệu lực từ ngày 20/3/2026 và thay thế {OTHER}.", ""),
        (f"Bãi bỏ {OTHER}. Mức thu được tính từ ngày 01/01/2027.", ""),
        (f"Sửa đổi Điều 5 {OTHER} như sau: “Mức thu là 10% kể từ ngày 01/01/2027.”", ""),
        (f"Bãi bỏ {OTHER} kể từ ngày 31/02/2027.", ""),
    ],
)
def test_what_names_the_day_of_its_own_end_has_that_day(clause: str, day: str) -> None:
    draft = drafted("Điều 1. Việc khác", f"1. {clause}")
    assert [one.starts for one in draft.relations] == [day]
    xml = akn.write(draft).require()
    assert not akn.validate(xml)
    assert akn.read(xml).require().relations == draft.relations
    assert set(own_days(draft).changes.values()) <= {date.fromisoformat(day) if day else None}


def test_of_two_provisions_that_touch_an_act_the_first_day_counts() -> None:
    of_act = "Quyết định số 13/2020/QĐ-UBND ngày 11 tháng 01 năm 2020"
    draft = drafted(
        f"Điều 1. Bãi bỏ Điều 5 {of_act}.",
        f"Điều 2. Bãi bỏ Điều 6 {of_act}.",
        "Điều 3. Hiệu lực",
        "1. Quyết định này có hiệu lực từ ngày 01 tháng 7 năm 2026.",
        "2. Điều 1 của Quyết định này có hiệu lực từ ngày 01 tháng 01 năm 2027.",
        "3. Điều 2 của Quyết định này có hiệu lực từ ngày 01 tháng 4 năm 2026.",
    )
    assert list(own_days(draft).ties.values()) == [date(2026, 4, 1)]
