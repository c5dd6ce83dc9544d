"""Tables: any spans whatever become a full grid, and typst accepts it."""

from hypothesis import given, settings
from hypothesis import strategies as st

from gazette.typeset import document
from gazette.typeset.tables import arrange, shares
from tests.typeset.texts import act, table

SPANS = st.lists(st.lists(st.tuples(st.integers(1, 4), st.integers(1, 4)), max_size=4), min_size=1, max_size=5)


@given(SPANS, st.integers(0, 2))
def test_every_place_of_the_grid_is_covered_exactly_once(rows: list[list[tuple[int, int]]], header: int) -> None:
    arranged = arrange(rows, min(header, len(rows)))
    covered = [
        (index + down, cell.column + across)
        for index, row in enumerate(arranged.rows)
        for cell in row
        for down in range(cell.down)
        for across in range(cell.across)
    ]
    assert sorted(covered) == [(index, column) for index in range(len(rows)) for column in range(arranged.count)]


@given(SPANS)
def test_no_source_cell_is_lost(rows: list[list[tuple[int, int]]]) -> None:
    for row, placed in zip(rows, arrange(rows).rows, strict=True):
        assert [cell.source for cell in placed if cell.source is not None] == list(range(len(row)))


@given(SPANS, st.booleans())
@settings(max_examples=25, deadline=None)
def test_the_typesetter_takes_any_table(rows: list[list[tuple[int, int]]], head: bool) -> None:
    written = "".join(
        "<tr>" + "".join(f'<{tag} colspan="{across}" rowspan="{down}"><p>a</p></{tag}>' for across, down in row) + "</tr>"
        for index, row in enumerate(rows)
        for tag in ["th" if head and index == 0 else "td"]
    )
    assert document(act(table(written))).value is not None


def test_word_s_widths_win_when_there_is_one_for_every_column() -> None:
    assert shares([(0, 3, 3), (1, 9, 90)], 2, [30.0, 70.0]) == [30.0, 70.0]


def test_without_widths_long_columns_get_more_room_but_no_word_is_squeezed() -> None:
    narrow, wide = shares([(0, 2, 2), (1, 8, 400)], 2, [30.0])
    assert wide > 5 * narrow
    assert shares([(0, 20, 20)], 1, ())[0] >= 20
