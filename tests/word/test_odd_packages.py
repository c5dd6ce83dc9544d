"""Packages as other programs write or break them: the same text comes out, with its numbers, notes and pictures."""

import io
import re
import sys
import zipfile
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from docx.oxml.numbering import CT_Numbering
from docx.oxml.styles import CT_Styles
from lxml import etree

from gazette.word import Limits, read
from gazette.word.opened import side_part
from gazette.word.package import open_package
from tests.words import docx, levels

Parts = dict[str, bytes]
DOCUMENT, ARROWS, TYPES = "word/document.xml", "word/_rels/document.xml.rels", "[Content_Types].xml"
SOUND = docx("p[num=1]:Phạm vi{note:ghi chú}", "p:{image}hết", numbering=levels("decimal|Điều %1."))
TEXT = "Điều 1.\tPhạm vi\nghi chú\nhết"
_STRICT = (
    (b"http://schemas.openxmlformats.org/wordprocessingml/2006/main", b"http://purl.oclc.org/ooxml/wordprocessingml/main"),
    (b"http://schemas.openxmlformats.org/officeDocument/2006/", b"http://purl.oclc.org/ooxml/officeDocument/"),
    (b"http://schemas.openxmlformats.org/drawingml/2006/main", b"http://purl.oclc.org/ooxml/drawingml/main"),
)


def parts() -> Parts:
    with zipfile.ZipFile(io.BytesIO(SOUND)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def zipped(members: Parts) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def without(*names: str) -> Callable[[Parts], Parts]:
    return lambda found: {name: data for name, data in found.items() if name not in names}


def changed(part: str, change: Callable[[bytes], bytes]) -> Callable[[Parts], Parts]:
    return lambda found: {name: change(data) if name == part else data for name, data in found.items()}


def everywhere(change: Callable[[bytes], bytes]) -> Callable[[Parts], Parts]:
    return lambda found: {name: data if name.endswith(".png") else change(data) for name, data in found.items()}


def replaced(part: str, old: str, new: str) -> Callable[[Parts], Parts]:
    return changed(part, lambda data: data.replace(old.encode(), new.encode()))


def renamed(change: Callable[[str], str]) -> Callable[[Parts], Parts]:
    return lambda found: {change(name): data for name, data in found.items()}


def strict(data: bytes) -> bytes:
    for loose, name in _STRICT:
        data = data.replace(loose, name)
    return data


def wide(codec: str) -> Callable[[bytes], bytes]:
    return lambda data: data.decode().replace("UTF-8", codec.upper()).encode(codec)


def other_prefix(data: bytes) -> bytes:
    return re.sub(rb"(</?|\s|xmlns:)w([:=])", rb"\1ns0\2", data)


def first_arrow(kind: str) -> Callable[[Parts], Parts]:
    arrow = rf'\1<Relationship Id="x" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}" Target="none.xml"/>'
    return changed(ARROWS, lambda data: re.sub(r"(<Relationships[^>]*>)", arrow, data.decode()).encode())


ODD: dict[str, Callable[[Parts], Parts]] = {
    "no styles": without("word/styles.xml"),
    "no content types": without(TYPES),
    "no relationships of the package": without("_rels/.rels"),
    "no relationships of the document": without(ARROWS),
    "nothing but the parts": without(TYPES, ARROWS, "_rels/.rels"),
    "names in capitals": renamed(str.upper),
    "targets in other letters": replaced(ARROWS, "numbering.xml", "Numbering.XML"),
    "absolute targets": replaced(ARROWS, 'Target="', 'Target="/word/'),
    "targets by way of the parent": replaced(ARROWS, 'Target="', 'Target="../word/'),
    "targets with a dot": replaced(ARROWS, 'Target="', 'Target="./'),
    "targets with a backslash": replaced(ARROWS, "media/", "media\\"),
    "escaped targets": lambda found: renamed(lambda name: name.replace("numbering", "a b"))(replaced(ARROWS, "numbering.", "a%20b.")(found)),
    "another main part": lambda found: renamed(lambda name: name.replace("document.xml", "document2.xml"))(
        everywhere(lambda data: data.replace(b"document.xml", b"document2.xml"))(found)
    ),
    "a missing part named first": first_arrow("numbering"),
    "the same identifier twice": replaced(ARROWS, "</Relationships>", '<Relationship Id="rnumbering" Target="x"/></Relationships>'),
    "entries for folders": lambda found: {"word/": b"", **found},
    "strict": everywhere(strict),
    "UTF-16": changed(DOCUMENT, wide("utf-16")),
    "UTF-16 without its mark": changed(DOCUMENT, lambda data: wide("utf-16")(data)[2:]),
    "UTF-16 everywhere": everywhere(wide("utf-16")),
    "UTF-32": changed(DOCUMENT, wide("utf-32")),
    "strict in UTF-16": everywhere(lambda data: wide("utf-16")(strict(data))),
    "a byte order mark": everywhere(lambda data: b"\xef\xbb\xbf" + data),
    "white space before the declaration": changed(DOCUMENT, lambda data: b"\r\n" + data),
    "zeros behind the end": changed(DOCUMENT, lambda data: data + b"\x00" * 9),
    "another prefix": everywhere(other_prefix),
    "elements of strangers": replaced(DOCUMENT, "<w:body>", '<w:body xmlns:zz="urn:zz" mc:Ignorable="zz"><zz:x zz:y="1"><zz:z/></zz:x>'),
}  # fmt: skip
_WITHOUT_ARROWS = ("no relationships of the document", "nothing but the parts")  # nothing else tells which part a picture is


@pytest.mark.parametrize("oddity", ODD)
def test_an_odd_package_is_read_like_a_sound_one(oddity: str) -> None:
    found = parts()
    odd = ODD[oddity](found)
    assert odd != found
    blocks = read(zipped(odd)).require()
    assert blocks.visible_text() == TEXT
    assert len(blocks.images) == (oddity not in _WITHOUT_ARROWS)


def root(data: bytes, name: str = "word/numbering.xml") -> etree._Element:
    return side_part(open_package(data, Limits()), name)


@pytest.mark.parametrize(("name", "kind"), [("word/numbering.xml", CT_Numbering), ("word/styles.xml", CT_Styles)])
def test_the_styles_and_numbers_of_a_sound_package_are_opened_by_python_docx(name: str, kind: type) -> None:
    assert isinstance(root(SOUND, name), kind)


def test_undeclared_styles_and_numbers_are_parsed_here_into_the_same_tree() -> None:
    undeclared = zipped(without(TYPES)(parts()))
    assert not isinstance(root(undeclared), CT_Numbering)
    assert etree.tostring(root(undeclared)) == etree.tostring(root(SOUND))


def test_comments_in_a_sound_part_are_no_part_of_its_tree() -> None:
    commented = zipped(changed("word/numbering.xml", lambda data: data.replace(b"<w:num ", b"<!-- x --><?y z?><w:num "))(parts()))
    assert etree.tostring(root(commented)) == etree.tostring(root(SOUND))


def test_bytes_behind_the_package_do_not_matter() -> None:
    assert read(SOUND + b"\x00" * 100).require().visible_text() == TEXT


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_a_damaged_part_is_a_refusal_however_it_was_packed(method: int) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        archive.writestr(DOCUMENT, parts()[DOCUMENT])
    data = bytearray(buffer.getvalue())
    for place in range(60, 90):
        data[place] ^= 0x5A
    assert [finding.code for finding in read(bytes(data)).findings] == ["W004"]


def test_a_paragraph_of_a_style_that_does_not_exist_stands_in_the_default_one() -> None:
    default = '<w:style w:type="paragraph" w:default="1" w:styleId="N"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    data = docx("p[style=lost]:Phạm vi", numbering=levels("decimal|Điều %1."), styles=default)
    assert read(data).require().visible_text() == "Điều 1.\tPhạm vi"


def test_files_of_one_template_are_read_alike_by_many_threads() -> None:
    based = "".join(f'<w:style w:type="paragraph" w:styleId="S{place}"><w:basedOn w:val="S{place + 1}"/></w:style>' for place in range(30))
    present = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        with ThreadPoolExecutor(6) as threads:
            for place in range(60):
                hidden = f'<w:style w:type="paragraph" w:styleId="S30"><w:name w:val="{place}"/><w:rPr><w:vanish/></w:rPr></w:style>'
                data = docx("p:công khai", "p[style=S0]:bí mật", styles=based + hidden)
                assert {outcome.require().visible_text() for outcome in threads.map(read, [data] * 6)} == {"công khai"}
    finally:
        sys.setswitchinterval(present)
