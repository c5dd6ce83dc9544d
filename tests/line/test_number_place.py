"""A page numbered after its leader signed it, laid on the same page numbered before: number and date stand where they belong, and so does all else."""

import re
import shutil
import subprocess
from datetime import date
from pathlib import Path

import pytest
from PIL import Image, ImageChops

import signing
from gazette import akn, typeset
from gazette.conversion import convert
from gazette.services.paging import _blanks, _boxes
from signing import Appearance, Level, Role
from signing.sample_pictures import seal_picture, signature_picture
from templates import ROOT
from tests.town import SAMPLES

BOLD = ROOT / "fonts" / "Tinos_700Bold.ttf"
DAY = date(2026, 11, 22)
NUMBER, DATE = "05/2026/QĐ-UBND", "ngày 22 tháng 11 năm 2026"
POINTS = 72 / 100

pytestmark = pytest.mark.skipif(shutil.which("pdftoppm") is None, reason="pdftoppm (poppler-utils) is missing")


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path, typeset.TypesetDocument]:
    """The page filled after the leader and sealed, the page that bore number and date from the start, and how it was set."""
    folder = tmp_path_factory.mktemp("pages")
    xml = convert((SAMPLES / "01-qd-quy-dinh-cay-xanh.docx").read_bytes(), "01.docx").xml
    assert xml is not None
    kept = typeset.Kept("9999/2026/QĐ-UBND", "ngày 00 tháng 00 năm 0000", xml)
    made = typeset.document(akn.places(xml, place="Tân Lộc"), kept=kept).require()
    authority = signing.create_sample_authority(folder / "ca", base_url="http://127.0.0.1:9")
    pdf = signing.prepare(made.pdf, "number-after-leader", _boxes(made), _blanks(made.blanks))
    pdf = _signed(pdf, authority, Role.LEADER, signature_picture("Nguyễn Văn Mẫu", BOLD))
    pdf = signing.fill(pdf, {signing.NUMBER_FIELD: NUMBER, signing.DATE_FIELD: DATE})
    later, first = folder / "later.pdf", folder / "first.pdf"
    later.write_bytes(_signed(pdf, authority, Role.SEAL, seal_picture("Tỉnh An Phước", BOLD)))
    first.write_bytes(typeset.document(akn.stamp(xml, number=NUMBER, day=DAY, place="Tân Lộc")).require().pdf)
    return later, first, made


def _signed(pdf: bytes, authority: signing.SampleAuthority, role: Role, picture: bytes) -> bytes:
    return signing.sign(pdf, role=role, key=authority.key(role, "lanh-dao"), level=Level.B, appearance=Appearance(picture))


def _rendered(path: Path) -> Image.Image:
    target = path.with_suffix("")
    subprocess.run(["pdftoppm", "-r", "100", "-f", "1", "-l", "1", "-singlefile", "-png", str(path), str(target)], check=True)
    return Image.open(target.with_suffix(".png")).convert("L")


def test_number_and_date_lie_on_those_of_a_page_numbered_before(pages: tuple[Path, Path, typeset.TypesetDocument]) -> None:
    later, first, made = pages
    filled, plain = _rendered(later), _rendered(first)
    for blank in made.blanks[:2]:
        left, low = blank.left / POINTS, filled.height - blank.baseline / POINTS
        place = (int(left) - 8, int(low) - 18, int(left + blank.width / POINTS) + 8, int(low) + 6)
        ours, theirs = filled.crop(place), plain.crop(place)
        found = [_ink(picture) for picture in (ours, theirs)]
        assert all(abs(mine - other) <= 20 for mine, other in zip(*found, strict=True)), blank.holds
        assert all(abs(found[0][side] - found[1][side]) <= 1 for side in (1, 3)), blank.holds


def _ink(picture: Image.Image) -> tuple[int, int, int, int]:
    box = picture.point([255 if value < 128 else 0 for value in range(256)]).getbbox()
    assert box is not None
    return box


def test_everything_between_letterhead_and_signatures_is_the_same(pages: tuple[Path, Path, typeset.TypesetDocument]) -> None:
    later, first, made = pages
    filled, plain = _rendered(later), _rendered(first)
    below = int(filled.height - min(blank.baseline for blank in made.blanks[:2]) / POINTS) + 8
    above = int(filled.height - max(box.top for box in made.boxes if box.page == 0) / POINTS) - 1
    rest = (0, below, filled.width, above)
    assert above - below > 300
    assert ImageChops.difference(filled.crop(rest), plain.crop(rest)).getbbox() is None


def test_number_and_date_are_set_in_the_hand_of_their_lines_wherever_they_stand(pages: tuple[Path, Path, typeset.TypesetDocument]) -> None:
    later, _, made = pages
    assert [(blank.holds, blank.size, "Italic" in blank.font.name) for blank in made.blanks] == [
        ("docNumber", 13, False),
        ("docDate", 13, True),
        ("docNumber", 14, True),
        ("docDate", 14, True),
    ]
    told = subprocess.run(["pdftotext", "-layout", str(later), "-"], capture_output=True, text=True, check=True).stdout
    assert len(re.findall(re.escape(NUMBER), told)) == 2
    assert len(re.findall(re.escape(DATE), told)) == 2
