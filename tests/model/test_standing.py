"""What is said of a published document beside its name."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from gazette.model.document import Document, IssueRef
from gazette.model.relations import Relation
from gazette.model.standing import changed_by, standing

DECISION = Document(
    id="1",
    record="r",
    state="published",
    provenance="office",
    level="cong-khai",
    book="issued",
    source_name="a.docx",
    received_at=datetime(2026, 3, 1, tzinfo=UTC),
    received_by="van-thu",
    received_number=1,
    received_year=2026,
    check_code="AAAA-AAAA-AAAA-AAAA",
    kind="quyet-dinh",
    number="07/2026/QĐ-UBND",
    issuer="Ủy ban nhân dân tỉnh An Phước",
    issued_on=date(2026, 2, 5),
    subject="Quy định mẫu",
    status="in_force",
    published_at=datetime(2026, 3, 9, tzinfo=UTC),
    issues=(IssueRef(2026, "12 + 13", "12+13"),),
)


def touched(*kinds: str) -> Document:
    """The decision with acts of these kinds pointing at it."""
    acts = [Relation(kind, f"{n}/QĐ-UBND", title="Mẫu", slug=f"act-{n}", back=True) for n, kind in enumerate(kinds)]
    return replace(DECISION, relations=(Relation("can-cu", "1/2025/QH15"), *acts))


def test_everything_people_ask_for_is_told_in_both_languages() -> None:
    assert standing(DECISION).facts() == (
        ("Văn bản", "Quyết định số 07/2026/QĐ-UBND"),
        ("Trích yếu", "Quy định mẫu"),
        ("Cơ quan ban hành", "Ủy ban nhân dân tỉnh An Phước"),
        ("Ngày ban hành", "ngày 05 tháng 02 năm 2026"),
        ("Công bố tại", "Công báo số 12 + 13 năm 2026, 09/03/2026"),
        ("Hiệu lực hôm nay", "Còn hiệu lực"),
    )
    assert ("Standing today", "In force") in standing(DECISION, "en").facts("en")
    assert ("Document", "Decision No. 07/2026/QĐ-UBND") in standing(DECISION, "en").facts("en")


@pytest.mark.parametrize(
    ("kinds", "tone", "said"),
    [
        ((), "good", "Còn hiệu lực"),
        (("can-cu", "dan-chieu"), "good", "Còn hiệu lực"),
        (("dinh-chinh",), "wait", "Còn hiệu lực"),
        (("sua-doi-bo-sung", "dinh-chinh"), "wait", "Còn hiệu lực"),
        (("bai-bo",), "bad", "Có văn bản bãi bỏ"),  # nobody said how much of it, or from when
        (("dinh-chinh", "thay-the"), "bad", "Có văn bản bãi bỏ"),
    ],
)
def test_an_act_that_ends_it_is_never_passed_over(kinds: tuple[str, ...], tone: str, said: str) -> None:
    found = standing(touched(*kinds))
    assert found.tone == tone
    assert found.effect.startswith(said)


def test_the_gravest_act_comes_first_and_each_once() -> None:
    document = touched("dinh-chinh", "sua-doi-bo-sung", "bai-bo")
    twice = replace(document, relations=(*document.relations, *document.relations))
    assert [act.type for act in changed_by(twice)] == ["bai-bo", "sua-doi-bo-sung", "dinh-chinh"]
    assert ("Bị bãi bỏ bởi", "2/QĐ-UBND Mẫu") in standing(twice).facts()


def test_what_a_reviewer_judged_is_told_with_its_day_and_the_status_stands() -> None:
    act = Relation("bai-bo", "9/QĐ-UBND", slug="act-9", back=True, scope="part", since=date(2026, 7, 1))
    found = standing(replace(DECISION, status="partly_expired", relations=(act,)))
    assert (found.effect, found.tone) == ("Hết hiệu lực một phần", "wait")
    assert found.acts == (("Bị bãi bỏ bởi", "9/QĐ-UBND (một phần), từ ngày 01/07/2026"),)
    assert standing(replace(DECISION, relations=(replace(act, scope="none"),))).acts == ()
    over = standing(replace(DECISION, status="expired", relations=(replace(act, scope="whole"),)), "en")
    assert (over.tone, over.acts) == ("bad", (("Is repealed by", "9/QĐ-UBND, from 01/07/2026"),))
