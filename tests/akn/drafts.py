"""Hypothesis strategies for drafts in the one form that recognition gives them: any tree of provisions, marks and modifications."""

from datetime import date

from hypothesis import strategies as st

from gazette.model.blocks import Run
from gazette.model.draft import Component, Draft, Item, Line, Marked, Provision, Quotation, Relation, Signer, tidy
from gazette.model.effect import EffectiveDate
from gazette.model.modifications import ACTIONS, PLACES, Act, Modification, Target

WORDS = st.sampled_from(
    ["Cây xanh", "đường phố", "<đô thị>", "& nơi khác", "“", "”", '"', "1.", "Điều 5", "khoản 2 Điều 3", "tấm/m²", "\u00a0", "]]>", "'"]
)
TEXT = st.lists(WORDS, min_size=1, max_size=2).map(" ".join)
RUN = st.builds(Run, TEXT, bold=st.booleans(), italic=st.booleans(), script=st.sampled_from(["", "", "super", "sub"]))
INLINES = st.lists(RUN, min_size=1, max_size=2).map(tidy)
LINE = st.builds(Line, INLINES, align=st.sampled_from(["", "", "center", "right"]))
_KINDS = (
    ("part", "Phần thứ nhất"), ("chapter", "Chương IV"), ("section", "Mục 2"), ("subsection", "Tiểu mục 1"), ("article", "Điều 5a."),
    ("article", "Điều 5."), ("clause", "3a."), ("clause", "1."), ("point", "đ)"), ("point", "a1)"), ("hcontainer", "-"),
)  # fmt: skip
ACT = st.sampled_from(
    [
        Act("luat", "50/2014/QH13", "", "Luật Xây dựng"),
        Act("nghi-quyet", "10/2024/NQ-HĐND", "2024-07-01", "", "/akn/vn/act/nghi-quyet/hdnd-tinh-an-phuoc/2024-07-01/10-2024-nq-hdnd"),
        Act("quyet-dinh", "07/2025/QĐ-UBND"),
        Act("luat", "", "2025-06-16", "Luật Tổ chức <chính quyền>"),
        Act(),
    ]
)
_PATH = st.sampled_from(["", "art_5", "art_5__clause_2__point_dd", "chp_2"])


@st.composite
def instructed(draw: st.DrawFn, key: str) -> tuple[tuple[Line | Quotation, ...], list[Modification]]:
    """A line that holds the instruction *key*, its quotations, and the modifications it makes."""
    old, new = draw(st.sampled_from([("", ""), ("tủ sách", "thư viện"), ("", "nhà văn hóa"), ("tủ sách", "")]))
    inlines: list[Run | Marked] = [Run("Thay thế ")]
    for phrase in filter(None, (old, new)):
        inlines += [Marked("quotedText", (Run(f"“{phrase}”"),)), Run(" tại ")]
    before = draw(st.sampled_from([(), (Run("Tại văn bản ấy: "),)]))
    after = draw(st.sampled_from([(), (Run(" như sau:"),)]))
    line = Line((*before, Marked("mod", tuple(inlines), key), *after))
    quotations = draw(
        st.lists(st.builds(Quotation, st.lists(st.deferred(lambda: provisions(0)), min_size=1, max_size=2).map(tuple)), max_size=2)
    )
    target = st.builds(Target, ACT, _PATH, st.sampled_from(["", "art_9"]), st.sampled_from(PLACES), st.sampled_from(["", "part"]))
    made = []
    for _ in range(draw(st.integers(0, 2))):
        action = draw(st.sampled_from(ACTIONS))
        sides = ("", "", "") if action in ("expiry", "suspension", "resumption") else (old, new, draw(_PATH))
        made.append(Modification(key, action, draw(target), *sides))
    return (line, *quotations), made


def provisions(depth: int) -> st.SearchStrategy[Provision]:
    """A provision with at most *depth* levels below it."""
    children = st.lists(provisions(depth - 1), max_size=2).map(tuple) if depth else st.just(())
    return st.builds(
        lambda kind, heading, lead, below, join: Provision(
            kind[0], (Run(kind[1]),), heading, lead, below, name="tiet" if kind[0] == "hcontainer" else "", join=join
        ),
        st.sampled_from(_KINDS),
        st.one_of(st.just(()), INLINES),
        st.lists(LINE, max_size=1).map(tuple),
        children,
        st.sampled_from(["space", "none", "apart"]),
    )


@st.composite
def drafts(draw: st.DrawFn) -> Draft:
    """A draft with facts, provisions and attachments; its instructions are named in the order they stand."""
    body: list[Item] = []
    modifications: list[Modification] = []
    for _ in range(draw(st.integers(1, 2))):
        provision = draw(provisions(1))
        if draw(st.booleans()):
            lead, made = draw(instructed(f"m{len({one.mod for one in modifications}) + 1}"))
            if made:
                provision = Provision("article", (Run("Điều 1."),), (), lead)
                modifications += made
        body.append(provision)
    day = draw(st.sampled_from([None, date(2026, 3, 9)]))
    effective = draw(st.sampled_from([None, EffectiveDate(date(2026, 3, 20), "named-day", "có hiệu lực từ")]))
    return Draft(
        Component("quyet-dinh", title=(draw(LINE),), body=tuple(body)),
        tuple(
            draw(
                st.lists(
                    st.builds(Component, st.just("phu-luc"), body=st.lists(provisions(1), min_size=1, max_size=2).map(tuple)), max_size=2
                )
            )
        ),
        kind="quyet-dinh",
        number=draw(st.sampled_from([None, "12/2026/QĐ-UBND"])),
        date=day,
        effective=effective,
        signers=tuple(
            draw(
                st.lists(
                    st.builds(Signer, st.just("TM. ỦY BAN"), st.sampled_from([None, "CHỦ TỊCH"]), st.just("Nguyễn Văn Mẫu")), max_size=2
                )
            )
        ),
        recipients=("Như Điều 2",),
        relations=tuple(draw(st.lists(st.builds(Relation, st.just("can-cu"), TEXT, st.just("1/QĐ-UBND")), max_size=2))),
        modifications=tuple(modifications),
    )
