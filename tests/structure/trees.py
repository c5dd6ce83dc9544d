"""Hypothesis strategies for Word documents: any tree of blocks, with the words that make a recogniser stumble."""

# the word list reads better in long lines
from hypothesis import strategies as st

from gazette.model.blocks import Block, Blocks, Cell, Formula, Frame, Note, NoteMark, Paragraph, Picture, Row, Run, SectionBreak, Table

_WORDS = st.sampled_from(
    [
        "Điều 1.", "Điều 2", "Điều 5a.", "Điều", "“Điều 20. Mới", "”.", "“", "\"", "Chương I", "Chương II\nQUY ĐỊNH", "Mục 1.", "Phần thứ nhất",
        "Tiểu mục 1", "1. Một", "2.", "1.1. Một", "a) Điểm", "đ) Điểm", "a1)", "- tiết", "+ ý", "I. MỤC ĐÍCH", "A. PHẦN", "PHỤ LỤC", "PHỤ LỤC I",
        "(Kèm theo Quyết định số 1/QĐ-UBND)", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc", "Số:      /QĐ-UBND",
        "Số: 12/2026/QĐ-UBND", "An Phước, ngày 09 tháng 3 năm 2026", "ngày   tháng   năm", "ỦY BAN NHÂN DÂN", "TỈNH AN PHƯỚC", "QUYẾT ĐỊNH",
        "QUYẾT ĐỊNH:", "LUẬT XÂY DỰNG", "QUY CHẾ", "KẾ HOẠCH", "Căn cứ Luật;", "Kính gửi: Sở", "V/v việc", "Nơi nhận:", "- Như Điều 1;",
        "TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "CHỦ TỊCH", "Nguyễn Văn Mẫu", "Luật này được Quốc hội thông qua", "MẬT", "HỎA TỐC", "-----",
        "của Quốc hội số 06/2007/QH12 ngày 21 tháng 11 năm 2007 về", "\t", "  ", "\n", "\u00a0", "e\u0302\u0301", "\u0301", "\u200b", "<&>\"'",
        "Quyết định này có hiệu lực thi hành kể từ ngày ký.", "Sửa đổi Điều 5 như sau:", "khoản 2 Điều này", "các Điều 5, 6 và 7", "\u0001",
    ]
)  # fmt: skip
_TEXT = st.one_of(_WORDS, st.text(max_size=12), st.lists(_WORDS, max_size=4).map(" ".join))
_RUN = st.builds(
    Run, _TEXT, bold=st.booleans(), italic=st.booleans(), strike=st.booleans(), script=st.sampled_from(["", "", "", "super", "sub"])
)
_INLINE = st.one_of(
    _RUN, _RUN, _RUN, _RUN,
    st.builds(NoteMark, st.sampled_from(["n1", "n2", "gone"])),
    st.builds(Picture, st.sampled_from(["image1.png", "a b&c.png"]), alt=st.text(max_size=5), width=st.floats(0, 500)),
    st.builds(Formula, st.just("<math><mi>x</mi></math>"), st.sampled_from(["x", "x\n+1", ""])),
)  # fmt: skip
PARAGRAPH = st.builds(
    Paragraph,
    st.lists(_INLINE, max_size=4).map(tuple),
    label=st.sampled_from(["", "", "", "Điều 3.", "1.", "a)", "•"]),
    align=st.sampled_from(["left", "center", "right", "justify"]),
)


def _tables(inner: st.SearchStrategy[Block]) -> st.SearchStrategy[Table]:
    cell = st.builds(Cell, st.lists(inner, max_size=3).map(tuple), colspan=st.integers(1, 3), rowspan=st.integers(1, 2))
    row = st.builds(Row, st.lists(cell, max_size=3).map(tuple), header=st.booleans())
    return st.builds(
        Table, st.lists(row, max_size=3).map(tuple), widths=st.lists(st.floats(1, 300), max_size=3).map(tuple), borders=st.booleans()
    )


_LEAF: st.SearchStrategy[Block] = PARAGRAPH
BLOCK: st.SearchStrategy[Block] = st.recursive(
    _LEAF,
    lambda inner: st.one_of(
        _LEAF, _tables(inner), st.builds(Frame, st.lists(inner, max_size=2).map(tuple)), st.builds(SectionBreak, landscape=st.booleans())
    ),
    max_leaves=8,
)
_NOTE = st.builds(
    Note, st.lists(PARAGRAPH, max_size=2).map(tuple), kind=st.sampled_from(["footnote", "endnote"]), mark=st.sampled_from(["", "1", "*"])
)
BLOCKS = st.builds(Blocks, st.lists(BLOCK, max_size=25).map(tuple), notes=st.fixed_dictionaries({"n1": _NOTE, "n2": _NOTE}))
