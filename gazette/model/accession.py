"""Lists of existing documents that are to be taken in: a CSV file with Vietnamese or English headings, read as rows and findings."""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from gazette.model.outcome import Catalogue, Finding, FindingKind, Outcome
from gazette.model.text import fold_space, nfc, slug

LONGEST_LIST, MOST_ROWS, LONGEST_CELL = 64 << 20, 100_000, 2000

COLUMNS: Mapping[str, tuple[str, ...]] = {
    "file": ("tep", "ten-tep", "tap-tin", "ten-tap-tin", "duong-dan", "file", "file-name", "filename", "path"),
    "title": ("tieu-de", "trich-yeu", "trich-yeu-noi-dung", "ten-tai-lieu", "title", "subject"),
    "number": ("so", "so-ky-hieu", "so-va-ky-hieu", "so-ki-hieu", "so-hieu", "so-van-ban", "number"),
    "day": ("ngay", "ngay-thang", "ngay-thang-nam", "ngay-ban-hanh", "ngay-van-ban", "ngay-thang-nam-van-ban", "date", "issued"),
    "issuer": ("co-quan", "co-quan-ban-hanh", "tac-gia", "ten-co-quan", "issuer", "author"),
    "level": ("muc", "muc-xu-ly", "do-mat", "level", "label"),
    "compartments": ("nhom", "nhom-duoc-biet", "compartment", "compartments"),
    "dossier": ("ho-so", "ma-ho-so", "so-ky-hieu-ho-so", "so-va-ky-hieu-ho-so", "dossier"),
}
"""The headings by column, as slugs: accents, capitals, spaces and punctuation do not matter."""

CATALOGUE = Catalogue(
    [
        FindingKind("K001", "error", "Không đọc được danh mục: {reason}", "The list cannot be read: {reason}"),
        FindingKind("K002", "error", "Danh mục không có cột tên tệp.", "The list has no column for the file's name."),
        FindingKind("K003", "info", "Cột “{column}” không được dùng.", "The column “{column}” is not used."),
        FindingKind("K004", "info", "Danh mục được đọc theo bảng mã {encoding}.", "The list was read as {encoding}."),
        FindingKind("K005", "error", "Cột “{column}” xuất hiện hai lần.", "The column “{column}” stands twice."),
        FindingKind("K010", "error", "Dòng không ghi tên tệp.", "The row names no file."),
        FindingKind(
            "K011", "error", "Dòng có {cells} ô, danh mục có {columns} cột.", "The row has {cells} cells, the list {columns} columns."
        ),
        FindingKind("K012", "warning", "Dòng không có tiêu đề; lấy tên tệp.", "The row has no title; the file's name is taken."),
        FindingKind("K013", "error", "Không hiểu ngày “{text}”.", "The date “{text}” is not understood."),
        FindingKind("K014", "error", "Ngày {day} chưa tới.", "The date {day} lies in the future."),
        FindingKind("K015", "warning", "“{text}” không đúng dạng số, ký hiệu văn bản.", "“{text}” is no document number."),
        FindingKind("K016", "error", "Ô “{column}” dài quá {most} ký tự.", "The cell “{column}” has more than {most} characters."),
        FindingKind("K020", "error", "Không có tệp này.", "There is no such file."),
        FindingKind("K021", "error", "Đường dẫn ra ngoài thư mục được nhận.", "The path leads out of the folder."),
        FindingKind("K022", "error", "Đường dẫn là liên kết, không phải tệp.", "The path is a link and no file."),
        FindingKind("K023", "error", "Đường dẫn không phải là tệp thường.", "The path is no regular file."),
        FindingKind("K024", "error", "Không đọc được tệp: {reason}", "The file cannot be read: {reason}"),
        FindingKind("K025", "error", "Tệp lớn quá {most} MB.", "The file is larger than {most} MB."),
        FindingKind("K026", "warning", "Tệp rỗng.", "The file is empty."),
        FindingKind("K030", "error", "Trùng nội dung tệp với dòng {other}.", "The same bytes as in row {other}."),
        FindingKind(
            "K031", "warning", "Trùng số, ngày và cơ quan với dòng {other}.", "The same number, date and issuer as in row {other}."
        ),
        FindingKind("K032", "info", "Đã tiếp nhận trước đây (hồ sơ {record}).", "Taken in before (record {record})."),
        FindingKind("K040", "error", "Không có mức xử lý hoặc nhóm “{text}”.", "There is no level or compartment “{text}”."),
        FindingKind(
            "K041",
            "error",
            "Mức “{level}” cao hơn mức tiếp cận của người thực hiện.",
            "The level “{level}” is above the person's clearance.",
        ),
        FindingKind("K042", "error", "Cài đặt này không được lưu mức “{level}”.", "This installation must not hold the level “{level}”."),
        FindingKind(
            "K043", "error", "Tệp mang dấu độ mật; không được lưu ở đây.", "The file bears a state-secret mark and must not be kept here."
        ),
        FindingKind("K044", "error", "Không có hồ sơ mang mã “{dossier}”.", "There is no dossier “{dossier}”."),
        FindingKind("K045", "error", "Hồ sơ “{dossier}” đã kết thúc.", "The dossier “{dossier}” is closed."),
        FindingKind("K050", "error", "Không lưu được: {reason}", "It could not be kept: {reason}"),
    ]
)


@dataclass(frozen=True, slots=True)
class Row:
    """One document to be taken in, as the list says; ``line`` is its line there, or its place among the files of a folder."""

    line: int
    file: str
    title: str = ""
    number: str = ""
    day: str = ""
    issuer: str = ""
    level: str = ""
    compartments: str = ""
    dossier: str = ""
    findings: tuple[Finding, ...] = field(default=(), compare=False)

    @property
    def issued_on(self) -> date | None:
        """The day the row states; None when it states none, or none that is understood."""
        return day_of(self.day)


def day_of(text: str) -> date | None:
    """``2019-04-03``, ``03/4/2019``, ``3.4.2019`` or ``3-4-2019`` as a day; None for anything else."""
    parts = text.strip().replace("/", "-").replace(".", "-").split("-")
    if len(parts) != 3 or not all(part.strip().isascii() and part.strip().isdigit() and len(part.strip()) <= 4 for part in parts):
        return None
    first, month, last = (int(part) for part in parts)
    try:
        return date(first, month, last) if len(parts[0].strip()) == 4 else date(last, month, first) if last >= 1000 else None
    except ValueError:
        return None


def read_list(data: bytes) -> Outcome[tuple[Row, ...]]:
    """The rows of a CSV file (RFC 4180; comma, semicolon or tab; UTF-8 with or without BOM, UTF-16, Windows-1258), each with its findings.

    The value is None when the list as a whole cannot be read.
    """
    text, encoding = _decoded(data)
    if text is None or len(data) > LONGEST_LIST:
        return Outcome(
            None, (CATALOGUE.finding("K001", reason="UTF-8, UTF-16, Windows-1258" if text is None else f"{LONGEST_LIST >> 20} MB"),)
        )
    found = [CATALOGUE.finding("K004", encoding=encoding)] if encoding != "UTF-8" else []
    try:
        lines = list(_lines(nfc(text)))
    except csv.Error as error:
        return Outcome(None, (*found, CATALOGUE.finding("K001", reason=str(error))))
    if not lines or len(lines) > MOST_ROWS:
        return Outcome(None, (*found, CATALOGUE.finding("K001", reason=f"0 < n <= {MOST_ROWS}")))
    (_, heading), *rest = lines
    columns, strange = _columns(heading)
    found += strange
    if "file" not in columns:
        found.append(CATALOGUE.finding("K002"))
    if any(finding.level == "error" for finding in found):
        return Outcome(None, tuple(found))
    return Outcome(tuple(_row(line, cells, columns) for line, cells in rest if any(map(str.strip, cells))), tuple(found))


def _decoded(data: bytes) -> tuple[str | None, str]:
    marked = data[:2] in (b"\xff\xfe", b"\xfe\xff")
    for name, codec in (("UTF-16", "utf-16"),) if marked else (("UTF-8", "utf-8-sig"), ("Windows-1258", "cp1258")):
        try:
            return data.decode(codec), name
        except UnicodeDecodeError:
            continue
    return None, ""


def _lines(text: str) -> Iterator[tuple[int, list[str]]]:
    heading = text.lstrip("\r\n").split("\n", 1)[0]
    delimiter = max(",;\t", key=lambda sign: sum(slug(cell) in _NAMES for cell in heading.split(sign)))
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    for cells in reader:
        if cells:
            yield reader.line_num, cells


_NAMES = {name: column for column, names in COLUMNS.items() for name in names}


def _columns(heading: Sequence[str]) -> tuple[dict[str, int], list[Finding]]:
    columns: dict[str, int] = {}
    found = []
    for place, cell in enumerate(heading):
        column = _NAMES.get(slug(cell))
        if column is None:
            found += [CATALOGUE.finding("K003", column=fold_space(cell)[:80])] if cell.strip() else []
        elif column in columns:
            found.append(CATALOGUE.finding("K005", column=fold_space(cell)[:80]))
        else:
            columns[column] = place
    return columns, found


def _row(line: int, cells: Sequence[str], columns: Mapping[str, int]) -> Row:
    where = f"dòng {line}"
    values = {column: cells[place].strip() for column, place in columns.items() if place < len(cells)}
    found = [
        CATALOGUE.finding("K016", where, column=column, most=LONGEST_CELL) for column, value in values.items() if len(value) > LONGEST_CELL
    ]
    if len(cells) <= max(columns.values()):
        found.append(CATALOGUE.finding("K011", where, cells=len(cells), columns=max(columns.values()) + 1))
    kept = {column: value[:LONGEST_CELL] for column, value in values.items()}
    # A file's name is kept letter by letter; all else is text for people.
    return Row(line, kept.pop("file", ""), **{column: fold_space(value) for column, value in kept.items()}, findings=tuple(found))
