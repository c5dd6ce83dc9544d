"""What reading a clerk's text may find, each with the number of its line."""

import re
from dataclasses import dataclass, field

from gazette.model.outcome import Catalogue, Finding, FindingKind

CATALOGUE = Catalogue(
    [
        FindingKind(
            "E001",
            "error",
            "Không hiểu dòng “{text}” trong phần thông tin chung; mỗi dòng phải có dạng “Tên mục: giá trị”.",
            "The line “{text}” of the head is not understood; each line reads “Name: value”.",
        ),
        FindingKind("E002", "error", "Phần thông tin chung không có mục “{key}”.", "The head has no entry named “{key}”."),
        FindingKind(
            "E003",
            "error",
            "Giá trị “{value}” của mục “{key}” không hợp lệ; cần {wanted}.",
            "“{value}” is no value for “{key}”; wanted is {wanted_en}.",
        ),
        FindingKind("E004", "error", "“{key}” đã có ở một dòng trên.", "“{key}” stands on an earlier line already."),
        FindingKind(
            "E005",
            "error",
            "Không có phần nào tên là “{name}”.",
            "There is no part named “{name}”.",
        ),
        FindingKind(
            "E006",
            "error",
            "Không hiểu “{word}” trong dấu {{ }}.",
            "“{word}” inside {{ }} is not understood.",
        ),
        FindingKind(
            "E007",
            "error",
            "Không hiểu dấu “[{word}…”; nếu đó là chữ của văn bản, hãy viết \\[ thay cho [.",
            "The mark “[{word}…” is not understood; write \\[ for a bracket that belongs to the text.",
        ),
        FindingKind(
            "E008",
            "error",
            "Dấu “[{word}…” chưa được đóng bằng ].",
            "The mark “[{word}…” is not closed with ].",
        ),
        FindingKind(
            "E009",
            "warning",
            "Dấu {mark} chưa được đóng; kiểu chữ được coi là hết ở cuối dòng.",
            "The mark {mark} is not closed; the style is taken to end with the line.",
        ),
        FindingKind(
            "E010",
            "warning",
            "Hàng này chiếm {count} cột, bảng chỉ có {columns} cột.",
            "This row covers {count} columns, the table has only {columns}.",
        ),
        FindingKind(
            "E011",
            "warning",
            "Hàng này chỉ chiếm {count} cột, bảng có {columns} cột.",
            "This row covers only {count} columns, the table has {columns}.",
        ),
        FindingKind(
            "E012",
            "warning",
            "Dòng thụt vào bằng phím Tab; mỗi Tab được tính là một bậc (hai dấu cách).",
            "The line is indented by tabs; each counts as one level (two spaces).",
        ),
        FindingKind(
            "E013",
            "warning",
            "Dòng thụt vào không đúng bậc; được xếp vào bậc gần nhất.",
            "The line's indent fits no level; the nearest is taken.",
        ),
        FindingKind(
            "E014",
            "warning",
            "Dòng bắt đầu bằng “{word}” nhưng không có số; được giữ là một đoạn văn thường.",
            "The line opens with “{word}” but bears no number; it is kept as a plain paragraph.",
        ),
        FindingKind(
            "E015",
            "warning",
            "“{label}” có hai lần trong cùng một văn bản (lần trước ở dòng {before}).",
            "“{label}” occurs twice in one text (before on line {before}).",
        ),
        FindingKind(
            "E016",
            "warning",
            "Không có chú thích nào mang khóa “{key}” trong phần CHÚ THÍCH.",
            "No note has the key “{key}” in the part of the notes.",
        ),
        FindingKind(
            "E017",
            "warning",
            "Chú thích “{key}” không được gọi ở đâu trong văn bản.",
            "The note “{key}” is called nowhere in the text.",
        ),
        FindingKind("E018", "warning", "Văn bản không có hình nào tên “{key}”.", "The document has no picture named “{key}”."),
        FindingKind(
            "E019",
            "error",
            "“{word}” không đứng được ở chỗ này.",
            "“{word}” cannot stand here.",
        ),
        FindingKind(
            "E020",
            "warning",
            "Đoạn văn đứng giữa hai mục cùng bậc; được xếp vào cuối mục đứng trước.",
            "The paragraph stands between two provisions; it is taken as the end of the one before.",
        ),
        FindingKind(
            "E021",
            "info",
            "Dòng dùng chữ Việt tổ hợp; đã được chuyển về chữ dựng sẵn.",
            "The line used decomposed Vietnamese letters; they were composed.",
        ),
        FindingKind(
            "E022",
            "error",
            "Không có công thức nào mang số “{key}” trong phần CÔNG THỨC.",
            "No formula has the number “{key}” in the part of the formulas.",
        ),
        FindingKind("E023", "error", "Không có dòng “=== VĂN BẢN ===”.", "The line “=== VĂN BẢN ===” is missing."),
        FindingKind("E024", "error", "Văn bản quá dài hoặc lồng quá nhiều bậc.", "The text is too long or too deeply nested."),
        FindingKind("E025", "error", "Dòng này đứng ngoài mọi phần của văn bản.", "This line stands outside every part of the text."),
    ]
)
_WHERE = re.compile(r"dòng (\d+)")


@dataclass(slots=True)
class Notebook:
    """The findings of one reading."""

    found: list[Finding] = field(default_factory=list)

    def add(self, code: str, line: int, **details: object) -> None:
        """Writes down a finding of kind *code* on *line*, counted from 1."""
        self.found.append(CATALOGUE.finding(code, f"dòng {line}", **details))

    @property
    def stopped(self) -> bool:
        """True when one of them is an error."""
        return any(finding.level == "error" for finding in self.found)


def line_of(finding: Finding) -> int | None:
    """The line a finding of this room is about, counted from 1; None when it is about the whole text."""
    match = _WHERE.fullmatch(finding.where)
    return int(match.group(1)) if match else None
