"""The visible part: pictures in their place, text with every letter and the right widths."""

import io
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from PIL import Image

from signing import Appearance, AppearanceRefused, Level, Role, Verdict, missing_letters, prepare, sign, verify
from tests.signing.office import BOXES, Office

DEJAVU = Path("/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf")
TEXT = "Số: 12/2026/SY-UBND; 2026-11-22T10:53:19+07:00\nỦy ban nhân dân tỉnh An Phước – Nguyễn Đình Hưởng"

needs_dejavu = pytest.mark.skipif(not DEJAVU.exists(), reason="fonts-dejavu-core is missing")


def picture(colour: tuple[int, int, int]) -> bytes:
    image = Image.new("RGBA", (200, 80), (0, 0, 0, 0))
    image.paste((*colour, 255), (20, 20, 180, 60))
    out = io.BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


def shown(office: Office, appearance: Appearance, role: Role = Role.LEADER) -> bytes:
    key = office.authority.key(role, "lanh-dao")
    return sign(office.prepared, role=role, key=key, appearance=appearance, level=Level.B)


def test_the_leaders_blue_picture_is_drawn_in_his_box(office: Office, tmp_path: Path) -> None:
    path = tmp_path / "signed.pdf"
    path.write_bytes(shown(office, Appearance(picture((0, 0, 255)))))
    if shutil.which("pdftoppm") is None:
        pytest.skip("pdftoppm (poppler-utils) is missing")
    subprocess.run(["pdftoppm", "-r", "72", "-png", str(path), str(tmp_path / "page")], check=True)
    page = Image.open(next(tmp_path.glob("page*.png"))).convert("RGB")
    box = BOXES[Role.LEADER]
    blue = [(x, y) for x in range(page.width) for y in range(page.height) if page.getpixel((x, y)) == (0, 0, 255)]
    assert blue
    assert all(box.x <= x <= box.x + box.width for x, _ in blue)
    assert all(box.y <= page.height - y <= box.y + box.height for _, y in blue)


def test_a_visible_signature_is_still_valid(office: Office) -> None:
    report = verify(shown(office, Appearance(picture((0, 0, 255)))), office.authority.trust)
    assert report.verdict is Verdict.VALID, report.to_json()


@needs_dejavu
def test_text_is_readable_and_as_wide_as_its_letters(office: Office, tmp_path: Path) -> None:
    from fontTools.ttLib import TTFont

    path = tmp_path / "signed.pdf"
    path.write_bytes(shown(office, Appearance(text=TEXT, font=DEJAVU, font_size=4)))
    told = subprocess.run(["pdftotext", "-bbox", str(path), "-"], capture_output=True, text=True, check=True).stdout
    line = TEXT.partition("\n")[0]
    first = re.search(r'xMin="([\d.]+)"[^>]*xMax="([\d.]+)"[^>]*>Số: ', told)
    assert line in told, told[-800:]
    assert first is not None
    with TTFont(DEJAVU) as font:
        names, advances = font.getBestCmap(), font["hmtx"]
        wanted = sum(advances[names[ord(c)]][0] for c in line) * 4 / font["head"].unitsPerEm
    assert float(first[2]) - float(first[1]) == pytest.approx(wanted, rel=0.02)
    assert "Hưởng" in told


@needs_dejavu
def test_a_missing_letter_stops_the_signature_before_it_is_made(office: Office) -> None:
    assert missing_letters("Ủy ban 字", DEJAVU) == "字"
    with pytest.raises(AppearanceRefused) as refused:
        shown(office, Appearance(text="字", font=DEJAVU))
    assert "字" in refused.value.vi


@pytest.mark.parametrize("data", [b"", b"GIF89a", b"\x89PNG\r\n\x1a\n"])
def test_what_is_no_picture_is_refused(office: Office, data: bytes) -> None:
    with pytest.raises(AppearanceRefused):
        shown(office, Appearance(data))


def test_an_appearance_without_content_is_refused(office: Office) -> None:
    with pytest.raises(AppearanceRefused):
        shown(office, Appearance())


def test_boxes_are_where_they_were_asked_for(office: Office) -> None:
    pdf = prepare(office.page, "issued-document", BOXES)
    assert re.search(rb"/Rect \[\s*330 120 480 180\s*\]", pdf)
