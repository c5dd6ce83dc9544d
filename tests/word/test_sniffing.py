"""What a file is, its bytes say; what is not read is refused with its real kind and what to do."""

import pytest

from gazette.word import FileKind, read, sniff

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".ljust(512, b"\x00")


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b'<?xml version="1.0"?><?mso-application progid="Word.Document"?><w:wordDocument/>', FileKind.WORD_XML),
        (b'<?xml version="1.0"?>\n<pkg:package xmlns:pkg="http://schemas.microsoft.com/office/2006/xmlPackage"/>', FileKind.FLAT_OPC),
        (b"MIME-Version: 1.0\r\nContent-Type: multipart/related\r\n\r\n<html>", FileKind.MHTML),
        (b"<html xmlns:o='urn:schemas-microsoft-com:office:office'><body>Quy\xe1\xba\xbft</body></html>", FileKind.HTML),
        ("<!DOCTYPE html><html></html>".encode("utf-16"), FileKind.HTML),
        (b"\xdb\xa5\x2d\x00".ljust(600, b"\x00"), FileKind.WORD_2),
        (b"\xffWPC\x10\x00\x00\x00", FileKind.WORDPERFECT),
        (_OLE + "MatOST".encode("utf-16-le"), FileKind.WORKS),
    ],
)
def test_other_word_processors_are_named_and_the_remedy_is_told(data: bytes, kind: FileKind) -> None:
    assert sniff(data) is kind
    outcome = read(data, name="quyet-dinh.doc")
    assert [finding.code for finding in outcome.findings] == ["W062"]
    assert kind.value in outcome.findings[0].message("vi")
    assert ".docx" in outcome.findings[0].message("en")


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (_OLE + "Workbook".encode("utf-16-le"), FileKind.SPREADSHEET),
        (_OLE + "PowerPoint Document".encode("utf-16-le"), FileKind.PRESENTATION),
        (b"%PDF-1.7", FileKind.PDF),
        (b"plain words", FileKind.TEXT),
    ],
)
def test_what_no_word_processor_wrote_is_refused_as_what_it_is(data: bytes, kind: FileKind) -> None:
    assert sniff(data) is kind
    assert [finding.code for finding in read(data, name="a.doc").findings] == ["W002"]


def test_a_docx_with_a_password_is_refused_as_such() -> None:
    assert [finding.code for finding in read(_OLE + "EncryptedPackage".encode("utf-16-le")).findings] == ["W003"]


def test_an_rtf_called_doc_is_an_rtf() -> None:
    assert sniff(b"\xef\xbb\xbf {\\rtf1\\ansi}") is FileKind.RTF
