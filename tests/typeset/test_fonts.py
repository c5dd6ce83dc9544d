"""The family: present, complete for Vietnamese, and its gaps named."""

from pathlib import Path

import pytest

from gazette.typeset.errors import FontMissing
from gazette.typeset.fonts import FAMILY, SIGNS, family, missing

VOWELS = "aàảãáạăằẳẵắặâầẩẫấậeèẻẽéẹêềểễếệiìỉĩíịoòỏõóọôồổỗốộơờởỡớợuùủũúụưừửữứựyỳỷỹýỵđ"


def test_every_vietnamese_letter_can_be_drawn() -> None:
    assert missing(VOWELS + VOWELS.upper() + "“”‘’–—…₫§²³%/.-()[]{}") == ()


def test_what_cannot_be_drawn_is_named_in_order() -> None:
    assert missing("漢a字") == ("字", "漢")


def test_no_font_of_the_machine_is_used() -> None:
    assert set(family().families()) >= {FAMILY, *SIGNS}
    assert not set(family().families()) - {FAMILY, *SIGNS, "New Computer Modern"}


def test_tick_boxes_arrows_and_mathematical_signs_are_drawn_by_the_fonts_within_typst() -> None:
    assert missing("☐☑☒✓➢❖⇒①❶∈∑√≠ℝ𝑥") == ()


def test_a_missing_font_file_is_an_error_that_names_it(tmp_path: Path) -> None:
    with pytest.raises(FontMissing, match="Tinos_400Regular"):
        family(tmp_path)
