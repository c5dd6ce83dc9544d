"""Comparing two texts."""

from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from gazette import akn

TEXT = "Điều 1. Phạm vi\nÁp dụng cho cây xanh.\nĐiều 2. Hiệu lực\nTừ ngày ký."


def test_texts_that_differ_in_line_breaks_only_are_identical() -> None:
    assert akn.compare(TEXT, TEXT.replace("\n", " ")).identical


def test_a_changed_word_is_named_with_its_provision() -> None:
    comparison = akn.compare(TEXT, TEXT.replace("Từ ngày ký", "Từ ngày 01"))
    (one,) = comparison.differences
    assert (one.kind, one.before, one.after, one.provision) == ("changed", "ký.", "01.", "Điều 2")


def test_added_and_removed_words_are_told_apart() -> None:
    assert [one.kind for one in akn.compare("a b c", "a c").differences] == ["removed"]
    assert [one.kind for one in akn.compare("a c", "a b c").differences] == ["added"]


def test_the_page_marks_both_sides_and_escapes() -> None:
    page = html.fromstring(akn.comparison_html(akn.compare("a <b> c", "a <i> c")))
    assert page.xpath("string(//del)") == "bỏ: <b> (hết)"
    assert page.xpath("string(//ins)") == "thêm: <i> (hết)"
    assert "trùng khớp" in akn.comparison_html(akn.compare("a", "a"))


WORDS = st.lists(st.sampled_from(["a", "b", "c", "d", "e"]), max_size=30)


@given(WORDS, WORDS)
def test_the_differences_turn_the_first_text_into_the_second(a: list[str], b: list[str]) -> None:
    comparison = akn.compare(" ".join(a), " ".join(b))
    assert comparison.identical == (a == b)
    removed = sum(len(one.before.split()) for one in comparison.differences)
    added = sum(len(one.after.split()) for one in comparison.differences)
    assert len(a) - removed == len(b) - added


def test_two_long_unlike_texts_are_compared_in_time() -> None:
    a, b = " ".join(f"x{n}" for n in range(3000)), " ".join(f"y{n}" for n in range(3000))
    assert not akn.compare(a, b).identical


def test_typed_rules_do_not_count() -> None:
    assert akn.compare("a\n-------\nb", "a\nb").identical


def test_words_in_another_order_are_known_as_the_same_words() -> None:
    comparison = akn.compare("a b c d", "a c d b")
    assert not comparison.identical
    assert comparison.same_words
    assert not akn.compare("a b", "a c").same_words


ARTICLES = {
    1: "Điều 1. Phạm vi\nQuyết định này quy định việc trồng cây xanh trên địa bàn tỉnh.",
    2: "Điều 2. Đối tượng\nÁp dụng đối với cơ quan, tổ chức, cá nhân có liên quan.\n1. Cơ quan.\n2. Tổ chức.\n3. Cá nhân.",
    3: "Điều 3. Mức thu\nMức thu là 10% giá trị công trình, nộp một lần vào ngân sách.",
}


def test_an_article_that_moved_is_known_by_its_words() -> None:
    moved = ARTICLES[3].replace("Điều 3", "Điều 1")
    after = "\n".join((moved, ARTICLES[1].replace("Điều 1", "Điều 2"), ARTICLES[2].replace("Điều 2", "Điều 3")))
    comparison = akn.compare("\n".join(ARTICLES.values()), after)
    assert comparison.moved == (("Điều 3", "Điều 1"), ("Điều 1", "Điều 2"), ("Điều 2", "Điều 3"))
    page = html.fromstring(akn.comparison_html(comparison))
    heads = [head.text_content() for head in page.xpath("//tbody/tr/th")]
    assert heads[0] == "Điều 3 → Điều 1chuyển chỗ, đánh số lại"
    assert not page.xpath("//td[del[contains(., 'Mức thu')]]"), "what only moved is not struck out"


def test_an_article_put_in_leaves_the_others_in_their_place() -> None:
    new = "Điều 2. Giải thích từ ngữ\nCây xanh là cây thân gỗ."
    after = "\n".join((ARTICLES[1], new, ARTICLES[2].replace("Điều 2", "Điều 3"), ARTICLES[3].replace("Điều 3", "Điều 4")))
    comparison = akn.compare("\n".join(ARTICLES.values()), after)
    assert [(one.first.label if one.first else None, one.moved) for one in comparison.provisions] == [
        ("Điều 1", False),
        (None, False),
        ("Điều 2", False),
        ("Điều 3", False),
    ]


def test_the_sides_stand_under_their_provision_and_what_did_not_change_is_folded() -> None:
    before = "\n".join(ARTICLES.values())
    page = html.fromstring(akn.comparison_html(akn.compare(before, before.replace("10%", "20%")), "en", standalone=True))
    assert page.xpath("//table/thead//th/text()") == ["First text ", "Second text "]
    assert [one.text_content() for one in page.xpath("//summary")] == ["Điều 1 – Điều 2 7 paragraphs unchanged"]
    (row,) = page.xpath("//tr[.//del]")
    assert row.xpath("string(td[1]//del)") == "removed: 10% (end)"
    assert row.xpath("string(td[2]//ins)") == "added: 20% (end)"
    (link,) = page.xpath("//li/a")
    assert page.xpath(f"//th[@id='{link.get('href')[1:]}']")
    assert link.text == "Điều 3"


@given(st.permutations(list(ARTICLES.values())))
def test_no_word_of_either_side_is_missing_from_the_page(order: list[str]) -> None:
    before, after = "\n".join(ARTICLES.values()), "\n".join((*order[:2], "Điều 9. Mới."))
    comparison = akn.compare(before, after)
    kept = [one for pair in comparison.provisions for one in (pair.first,) if one]
    assert sorted(one.label for one in kept) == ["Điều 1", "Điều 2", "Điều 3"]
    text = html.fromstring(akn.comparison_html(comparison)).text_content()
    assert all(word in text for word in f"{before} {after}".split())
