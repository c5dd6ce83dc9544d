"""What an act does to others, as sentences: each change with its provision, its act and its day."""

from datetime import date

import pytest

from gazette.model.consequences import Consequence, consequences
from gazette.model.modifications import Act, Modification, Target
from gazette.model.relations import Relation

DAY = date(2027, 1, 1)
OTHER = "12/2020/QĐ-UBND"
SENTENCES = [
    (Consequence(OTHER, "substitution", "art_5", day=DAY), "Điều 5 của 12/2020/QĐ-UBND được sửa đổi từ 01/01/2027.", "Article 5 of 12/2020/QĐ-UBND is amended from 01/01/2027."),
    (Consequence(OTHER, "repeal", "art_7__clause_3"), "Khoản 3 Điều 7 của 12/2020/QĐ-UBND bị bãi bỏ từ ngày văn bản này có hiệu lực.", "Clause 3, Article 7 of 12/2020/QĐ-UBND is repealed from the day this document takes effect."),
    (Consequence(OTHER, "insertion", "art_3", becomes="art_3a", place="after", day=DAY), "Điều 3a được bổ sung sau Điều 3 của 12/2020/QĐ-UBND từ 01/01/2027.", "Article 3a is inserted after Article 3 of 12/2020/QĐ-UBND from 01/01/2027."),
    (Consequence(OTHER, "insertion", becomes="art_9", day=DAY), "Điều 9 được bổ sung vào 12/2020/QĐ-UBND từ 01/01/2027.", "Article 9 is inserted into 12/2020/QĐ-UBND from 01/01/2027."),
    (Consequence(OTHER, "renumbering", "art_3", becomes="art_4", day=DAY), "Điều 3 của 12/2020/QĐ-UBND được đánh số lại thành Điều 4 từ 01/01/2027.", "Article 3 of 12/2020/QĐ-UBND is renumbered as Article 4 from 01/01/2027."),
    (Consequence(OTHER, "repeal", "art_3", up_to="art_8", day=DAY), "Điều 3 đến Điều 8 của 12/2020/QĐ-UBND bị bãi bỏ từ 01/01/2027.", "Article 3 to Article 8 of 12/2020/QĐ-UBND is repealed from 01/01/2027."),
    (Consequence(OTHER, "expiry", part=True, day=DAY), "Một phần của 12/2020/QĐ-UBND hết hiệu lực từ 01/01/2027.", "A part of 12/2020/QĐ-UBND ceases to have effect from 01/01/2027."),
]  # fmt: skip


@pytest.mark.parametrize(("consequence", "vi", "en"), SENTENCES)
def test_each_consequence_is_a_sentence_in_both_languages(consequence: Consequence, vi: str, en: str) -> None:
    assert consequence.told() == vi
    assert consequence.told("en") == en


AMENDING = Modification("m1", "substitution", Target(Act("quyet-dinh", OTHER, "2020-01-10"), "art_5"))
AMENDS = Relation("sua-doi-bo-sung", OTHER, date(2020, 1, 10), slug="quyet-dinh-12", scope="part")
ENDS = Relation("bai-bo", "13/2020/QĐ-UBND", date(2020, 1, 11), scope="whole")


def test_instructions_speak_for_their_act_and_relations_for_the_others() -> None:
    found = consequences((AMENDING,), (AMENDS, ENDS, Relation("can-cu", "1/2020/NĐ-CP")), DAY)
    assert [(one.act, one.action, one.path, one.slug) for one in found] == [
        (OTHER, "substitution", "art_5", "quyet-dinh-12"),
        ("13/2020/QĐ-UBND", "repeal", "", ""),
    ]


@pytest.mark.parametrize("scope", ["refused", "none"])
def test_what_an_editor_refused_has_no_consequence(scope: str) -> None:
    refused = Relation("sua-doi-bo-sung", OTHER, date(2020, 1, 10), scope=scope)
    assert consequences((AMENDING,), (refused, Relation("bai-bo", "13/2020/QĐ-UBND", scope=scope)), DAY) == ()


def test_what_others_do_to_this_act_is_none_of_its_consequences() -> None:
    assert consequences((), (Relation("bai-bo", OTHER, back=True, scope="whole"),), DAY) == ()
