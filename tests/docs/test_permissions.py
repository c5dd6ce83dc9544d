"""The committed matrix of permissions is the one the program applies."""

from archive import LEVELS, Action
from gazette.model.permissions import ARCHIVE_ROLES, matrix
from tests.docs.permissions import PAGE, page


def test_the_page_of_permissions_is_the_rule_itself() -> None:
    assert PAGE.read_text(encoding="utf-8") == page()


def test_every_act_at_every_level_is_in_the_matrix_and_names_its_roles() -> None:
    everything = {(action, level) for action in Action for level in LEVELS}
    assert everything - {(row.action, row.level) for row in matrix()} == {(Action.PUBLISH, level) for level in LEVELS[1:]}
    assert set(ARCHIVE_ROLES) == set(Action)
    assert not any("administrator" in roles for roles in ARCHIVE_ROLES.values())


def test_from_restricted_on_every_row_takes_the_need_to_know() -> None:
    assert {row.level.id for row in matrix() if row.assigned} == {"han-che", "bi-mat"}
    assert all(row.clearance == row.level for row in matrix())


def test_a_row_reads_as_a_sentence_in_both_languages() -> None:
    row = next(row for row in matrix() if (row.action, row.level.id) == (Action.DISPOSE, "han-che"))
    assert row.sentence() == (
        "Hồ sơ mức Hạn chế (đang lưu hoặc đã gỡ): Lưu trữ cơ quan được tiêu hủy nếu có mức tiếp cận từ Hạn chế trở lên và được giao cần biết, "
        "có người thứ hai cùng quyền đọc, lý do và số quyết định."
    )
    assert row.sentence("en").startswith("Records labelled Restricted (kept or withdrawn): Archivist may destroy if cleared for Restricted")
