# the abbreviations stay one list
"""The table of kinds."""

from gazette.model.kinds import KINDS, kind_of_symbol, kind_of_title

ABBREVIATIONS = [
    "NQ",
    "QĐ",
    "CT",
    "QC",
    "QyĐ",
    "TC",
    "TB",
    "HD",
    "CTr",
    "KH",
    "PA",
    "ĐA",
    "DA",
    "BC",
    "BB",
    "TTr",
    "HĐ",
    "CĐ",
    "BGN",
    "BTT",
    "GUQ",
    "GM",
    "GGT",
    "GNP",
    "PG",
    "PC",
    "PB",
    "SY",
    "SL",
    "TrS",
]


def test_all_abbreviations_of_decree_30_name_a_kind() -> None:
    assert [short for short in ABBREVIATIONS if kind_of_symbol((short,)) is None] == []


def test_the_old_letters_of_a_ministry_name_no_communique() -> None:
    named = kind_of_symbol(("TC", "QĐ", "CĐKT"))
    assert named is not None
    assert named.slug == "quyet-dinh"
    assert kind_of_symbol(("TC", "TCT")) is None


def test_there_is_no_abbreviation_for_a_letter() -> None:
    assert KINDS["cong-van"].abbreviations == ()
    assert kind_of_symbol(("CV",)) is None


def test_a_title_gives_the_longest_kind_it_opens_with() -> None:
    joint = kind_of_title("THÔNG TƯ LIÊN TỊCH")
    assert joint is not None
    assert joint[0].slug == "thong-tu-lien-tich"
    law = kind_of_title("LUẬT AN NINH MẠNG")
    assert law is not None
    assert (law[0].slug, law[1]) == ("luat", "AN NINH MẠNG")
    assert kind_of_title("QUYẾT ĐỊNH:") is not None
    assert kind_of_title("LUẬTSƯ") is None


def test_kinds_built_by_articles_are_acts() -> None:
    assert {KINDS[name].work for name in ("luat", "quyet-dinh", "nghi-quyet")} == {"act"}
    assert {KINDS[name].work for name in ("cong-van", "ke-hoach", "bao-cao")} == {"doc"}
