"""Generated Word documents and Vietnamese text of tỉnh An Phước, the same at every run."""

import io
import random
import zipfile
from collections.abc import Iterator
from xml.sax.saxutils import escape

_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_PACKAGE = "application/vnd.openxmlformats-package.relationships+xml"
_MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"


def _cut(text: str) -> list[str]:
    return text.split("|")


_ACTORS = _cut(
    "Ủy ban nhân dân xã|Sở Tài chính|Sở Nội vụ|Văn phòng Ủy ban|chủ đầu tư|hộ gia đình|tổ chức, cá nhân|đơn vị sự nghiệp công lập"
)
_ACTS = _cut("lập|thẩm định|phê duyệt|công bố|niêm yết|kiểm tra|tổng hợp|báo cáo|điều chỉnh|bàn giao|lưu trữ|tiếp nhận|hướng dẫn|đối chiếu")
_THINGS = _cut(
    "hồ sơ|kế hoạch sử dụng đất|danh mục dự án|dự toán kinh phí|bảng giá dịch vụ|quy trình nội bộ|biên bản nghiệm thu|sổ theo dõi|"
    "cây xanh đô thị|hệ thống thoát nước|tài liệu lưu trữ|cơ sở dữ liệu dân cư|chương trình khuyến công|phương án phòng, chống thiên tai"
)
_HOWS = _cut(
    "trong thời hạn 05 ngày làm việc|trước ngày 15 tháng 12 hằng năm|theo mẫu ban hành kèm theo Quyết định này|bằng hình thức trực tuyến|"
    "trên địa bàn tỉnh An Phước|tại Trung tâm Phục vụ hành chính công|đúng thẩm quyền, đúng đối tượng|và gửi về Ủy ban nhân dân tỉnh"
)
_MORE = _cut(
    "bảo đảm công khai, minh bạch|kịp thời khắc phục sai sót|không gây phiền hà|phù hợp với quy hoạch đã được phê duyệt|"
    "gắn với chuyển đổi số"
)


def sentence(chance: random.Random) -> str:
    """One sentence of a rule."""
    actor, act, other, thing, how, more = (chance.choice(words) for words in (_ACTORS, _ACTS, _ACTS, _THINGS, _HOWS, _MORE))
    return f"{actor} có trách nhiệm {act}, {other} {thing} {how}, {more}."


def twenty_pages() -> bytes:
    """A decision of about twenty printed pages: 35 articles with clauses and points, and a table."""
    return _docx(_decision(articles=35, rows=20))


def hundred_pages() -> bytes:
    """A decision of about a hundred printed pages."""
    return _docx(_decision(articles=175, rows=100))


def code() -> bytes:
    """A code of 500 articles, about 280 printed pages."""
    return _docx(_decision(articles=500, rows=0))


def large() -> bytes:
    """A decision of 20,000 paragraphs and a table of 2,000 rows."""
    return _docx(_decision(articles=2_855, rows=2_000))


def _decision(articles: int, rows: int) -> Iterator[str]:
    chance = random.Random(f"{articles}/{rows}")  # the same document at every run
    left = ["ỦY BAN NHÂN DÂN", "TỈNH AN PHƯỚC", "Số: 45/2025/QĐ-UBND"]
    right = ["CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc", "Tân Lộc, ngày 12 tháng 6 năm 2025"]
    yield _table([["\n".join(left), "\n".join(right)]])
    for line in ("QUYẾT ĐỊNH", "Ban hành Quy định về quản lý đô thị trên địa bàn tỉnh An Phước", "ỦY BAN NHÂN DÂN TỈNH AN PHƯỚC"):
        yield _paragraph(line, bold=True, centre=True)
    yield _paragraph("Căn cứ Luật Tổ chức chính quyền địa phương ngày 16 tháng 6 năm 2025;", italic=True)
    yield _paragraph("Theo đề nghị của Giám đốc Sở Xây dựng.", italic=True)
    yield _paragraph("QUYẾT ĐỊNH:", bold=True, centre=True)
    for number in range(1, articles + 1):
        yield from _article(chance, number)
    yield _table(
        [["STT", "Nội dung", "Đơn vị", "Thời hạn"], *([str(row), sentence(chance), "xã", "05 ngày"] for row in range(1, rows + 1))]
    )
    yield _table([["Nơi nhận:\n- Như Điều 3;\n- Lưu: VT.", "TM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH\n\nNguyễn Văn Mẫu"]])


def _article(chance: random.Random, number: int) -> Iterator[str]:
    """Seven paragraphs."""
    yield _paragraph(f"Điều {number}. Trách nhiệm {chance.choice(_ACTS)} {chance.choice(_THINGS)}", bold=True)
    for clause in (1, 2):
        yield _paragraph(f"{clause}. {sentence(chance)} {sentence(chance)}")
        yield _paragraph(f"a) {sentence(chance)}")
        yield _paragraph(f"b) {sentence(chance)}")


def _paragraph(text: str, bold: bool = False, italic: bool = False, centre: bool = False) -> str:
    style = '<w:pPr><w:spacing w:before="120"/>' + ('<w:jc w:val="center"/>' if centre else '<w:jc w:val="both"/>') + "</w:pPr>"
    look = (
        '<w:rPr><w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman"/>'
        + "<w:b/>" * bold
        + "<w:i/>" * italic
        + '<w:sz w:val="28"/></w:rPr>'
    )
    half = len(text) // 2 if len(text) > 60 else len(text)  # Word cuts runs in the middle of a text
    runs = [f'<w:r>{look}<w:t xml:space="preserve">{escape(part)}</w:t></w:r>' for part in (text[:half], text[half:]) if part]
    return f'<w:p w:rsidR="00A1{len(text):04X}">{style}{"".join(runs)}</w:p>'


def _table(rows: list[list[str]]) -> str:
    def cell(text: str) -> str:
        return "<w:tc><w:tcPr/>" + "".join(_paragraph(line) for line in text.split("\n")) + "</w:tc>"

    grid = "<w:tblGrid>" + '<w:gridCol w:w="2400"/>' * len(rows[0]) + "</w:tblGrid>"
    return "<w:tbl><w:tblPr/>" + grid + "".join(f"<w:tr>{''.join(map(cell, row))}</w:tr>" for row in rows) + "</w:tbl>"


def _docx(body: Iterator[str]) -> bytes:
    section = '<w:sectPr><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1134" w:right="851" w:bottom="1134" w:left="1701"/></w:sectPr>'
    parts = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        f'<Default Extension="rels" ContentType="{_PACKAGE}"/><Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{_MAIN}"/></Types>',
        "_rels/.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="rId1" Type="{_OFFICE}" Target="word/document.xml"/></Relationships>',
        "word/document.xml": f"<w:document {_W}><w:body>{''.join(body)}{section}</w:body></w:document>",
    }
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(
                zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0)), '<?xml version="1.0" encoding="UTF-8"?>' + content, zipfile.ZIP_DEFLATED
            )
    return written.getvalue()
