"""Tracked changes one by one: each is told, and decided on alone it leaves the text that Word would leave."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gazette.model.settling import Decided, TrackedChange
from gazette.word import read, tracked_changes
from tests.shared import shared
from tests.words import docx

_RUN = '<w:r><w:t xml:space="preserve">{}</w:t></w:r>'
_GONE = '<w:r><w:delText xml:space="preserve">{}</w:delText></w:r>'
_BY = 'w:id="1" w:author="Mẫu" w:date="2026-03-01T08:00:00Z"'


def para(inside: str, mark: str = "") -> str:
    return f"<w:p>{f'<w:pPr><w:rPr>{mark}</w:rPr></w:pPr>' if mark else ''}{inside}</w:p>"


MOVED = (
    para(f'<w:moveFromRangeStart w:id="7" w:name="m"/><w:moveFrom {_BY}>{_RUN.format("dời")}</w:moveFrom><w:moveFromRangeEnd w:id="7"/>')
    + para(_RUN.format("giữa"))
    + para(f'<w:moveToRangeStart w:id="8" w:name="m"/><w:moveTo {_BY}>{_RUN.format("dời")}</w:moveTo><w:moveToRangeEnd w:id="8"/>')
)
ROWS = (
    f"<w:tbl><w:tr><w:tc>{para(_RUN.format('một'))}</w:tc></w:tr>"
    f"<w:tr><w:trPr><w:ins {_BY}/></w:trPr><w:tc>{para(f'<w:ins {_BY}>' + _RUN.format('hai') + '</w:ins>')}</w:tc></w:tr></w:tbl>"
)
JOINED = para(_RUN.format("trước"), f"<w:ins {_BY}/>") + para(_RUN.format("sau"))
NESTED = para(
    f"<w:ins {_BY}>{_RUN.format('mới')}<w:del {_BY.replace('Mẫu', 'Khác')}>{_GONE.format('bỏ')}</w:del></w:ins>{_RUN.format('!')}"
)
WHOLE = para(f"<w:ins {_BY}>{_RUN.format('thêm')}</w:ins>", f"<w:ins {_BY}/>") + para(
    f"<w:ins {_BY}>{_RUN.format('nữa')}</w:ins>{_RUN.format('cũ')}"
)
FORMATTED = para(f"<w:r><w:rPr><w:b/><w:rPrChange {_BY}><w:rPr/></w:rPrChange></w:rPr><w:t>đậm</w:t></w:r>")


def keys(changes: tuple[TrackedChange, ...]) -> frozenset[str]:
    return frozenset(one.key for one in changes)


@pytest.mark.parametrize(
    ("inside", "kinds", "accepted", "rejected"),
    [
        (MOVED, ["move"], "giữa\ndời", "dời\ngiữa"),
        (ROWS, ["insert"], "một\nhai", "một"),
        (JOINED, ["insert"], "trước\nsau", "trướcsau"),
        (NESTED, ["insert", "delete"], "mới!", "!"),
        (WHOLE, ["insert"], "thêm\nnữacũ", "cũ"),
        (FORMATTED, ["format"], "đậm", "đậm"),
    ],
)  # fmt: skip
def test_a_change_is_one_as_word_shows_it_and_leaves_the_text_word_would(
    inside: str, kinds: list[str], accepted: str, rejected: str
) -> None:
    data = docx("xml:" + inside)
    found = tracked_changes(data)
    assert [one.kind for one in found] == kinds
    for choice, text in ((Decided(accepted=keys(found)), accepted), (Decided(rejected=keys(found)), rejected)):
        outcome = read(data, decided=choice)
        assert "\n".join(filter(None, outcome.require().visible_text().split("\n"))) == text
        assert outcome.findings == ()


def test_a_change_says_who_made_it_when_and_what_of_the_format() -> None:
    (change,) = tracked_changes(docx("xml:" + FORMATTED))
    assert (change.author, change.date, change.words, change.aspects) == ("Mẫu", "2026-03-01T08:00", "đậm", ("b",))
    assert (change.label(), change.label("en")) == ("Định dạng: chữ đậm", "Formatted: bold")
    plain = read(docx("xml:" + FORMATTED), decided=Decided(rejected=keys((change,)))).require()
    assert not next(plain.paragraphs()).inlines[0].bold  # type: ignore[union-attr]


def test_what_is_not_decided_stays_tracked_and_a_strange_key_decides_nothing() -> None:
    data = docx("p:Mức {del:10}{ins:12} đồng")
    deleted, inserted = tracked_changes(data)
    half = read(data, decided=Decided(rejected=frozenset((deleted.key,))))
    assert half.require().visible_text() == "Mức 1012 đồng"
    assert [one.code for one in half.findings] == ["W020"]
    assert read(data, decided=Decided(accepted=frozenset(("1-00000000", inserted.words)))).findings == read(data).findings


def test_comments_and_hidden_words_are_settled_one_by_one() -> None:
    data = docx("p:Một{comment:x}{hidden: ẩn}", "p:Hai{comment:y}{hidden: ẩn}")
    first, second, hidden, other = read(data).require().asides
    assert len({one.key for one in (first, second, hidden, other)}) == 4
    settled = read(data, decided=Decided(read=frozenset((first.key,)), shown=frozenset((hidden.key,)), left_out=frozenset((other.key,))))
    assert settled.require().visible_text() == "Một ẩn\nHai"
    assert [one.key for one in settled.require().asides] == [second.key]
    assert [(one.code, one.where) for one in settled.findings] == [("W023", "paragraph 2")]


_PIECES = st.lists(st.tuples(st.sampled_from(["{ins:%s}", "{del:%s}", "%s", "{b:%s}"]), st.sampled_from("abcde")), min_size=1, max_size=6)


@given(st.lists(_PIECES, min_size=1, max_size=3))
def test_deciding_all_one_by_one_is_deciding_all_at_once(lines: list[list[tuple[str, str]]]) -> None:
    data = docx(*("p:" + "".join(form % letter for form, letter in line) for line in lines))
    _same_either_way(data)


@pytest.mark.parametrize("name", ["8eeec49d9194d458.docx", "b94559c2e36d7a1f.docx"])
def test_so_it_is_in_real_files(name: str) -> None:
    data = shared("word-corpus", "files", name).read_bytes()
    assert len(tracked_changes(data)) > 50
    _same_either_way(data)


def _same_either_way(data: bytes) -> None:
    found = keys(tracked_changes(data))
    for choice, version in ((Decided(accepted=found), "accepted"), (Decided(rejected=found), "original")):
        outcome = read(data, decided=choice)
        assert outcome.require().visible_text() == read(data, version=version).require().visible_text()  # type: ignore[arg-type]
        assert not [one for one in outcome.findings if one.code in ("W020", "W021", "W022")]
