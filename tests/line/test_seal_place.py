"""Decree 30/2020, Annex I, measured on the printed page: the blue signature, the red seal on its left over a third of it, no text under them."""

import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image

import signing
from gazette import typeset
from signing import Appearance, Level, Role
from signing.sample_pictures import seal_picture, signature_picture
from templates import ROOT
from tests.typeset.texts import EXAMPLE

DPI = 150
MM = DPI / 25.4
SEAL_MM = 36.0
BOLD = ROOT / "fonts" / "Tinos_700Bold.ttf"

pytestmark = pytest.mark.skipif(shutil.which("pdftoppm") is None, reason="pdftoppm (poppler-utils) is missing")
Extent = tuple[int, int, int, int]


@pytest.fixture(scope="module")
def signed(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, typeset.TypesetDocument]:
    """A typeset page with the leader's picture and the seal."""
    made = typeset.document(EXAMPLE).require()
    folder = tmp_path_factory.mktemp("page")
    boxes = {Role(b.role): signing.Box(b.page, b.left, b.bottom, b.right - b.left, b.top - b.bottom) for b in made.boxes}
    pictures = {Role.LEADER: signature_picture("Nguyễn Văn Mẫu", BOLD), Role.SEAL: seal_picture("Tỉnh An Phước", BOLD)}
    authority = signing.create_sample_authority(folder / "ca", base_url="http://127.0.0.1:9")
    pdf = signing.prepare(made.pdf, "issued-document", boxes)
    for role, picture in pictures.items():
        pdf = signing.sign(pdf, role=role, key=authority.key(role, "lanh-dao"), level=Level.B, appearance=Appearance(picture))
    path = folder / "signed.pdf"
    path.write_bytes(pdf)
    return path, made


def test_the_seal_is_of_its_real_size_red_and_over_a_third_of_the_blue_signature(signed: tuple[Path, typeset.TypesetDocument]) -> None:
    path, made = signed
    page = _rendered(path, made.boxes[0].page)
    red = _extent(page, lambda r, g, b: r > 150 and r - max(g, b) > 80)
    blue = _extent(page, lambda r, g, b: b > 100 and b - r > 60)
    assert (red[2] - red[0]) / MM == pytest.approx(SEAL_MM, abs=0.7)
    assert (red[3] - red[1]) / MM == pytest.approx(SEAL_MM, abs=0.7)
    leader, seal = made.boxes
    assert (seal.right - leader.left) / (leader.right - leader.left) == pytest.approx(1 / 3, abs=0.01)
    assert red[0] < blue[0] < red[2] < blue[2]
    assert (red[1] + red[3]) / 2 == pytest.approx((blue[1] + blue[3]) / 2, abs=6 * MM)


def test_no_word_lies_under_the_signature_or_the_seal(
    signed: tuple[Path, typeset.TypesetDocument],
) -> None:
    path, made = signed
    number = made.boxes[0].page + 1
    told = subprocess.run(
        ["pdftotext", "-bbox", "-f", str(number), "-l", str(number), str(path), "-"], capture_output=True, text=True, check=True
    ).stdout
    words = [
        (*(float(n) for n in m.groups()[:4]), m[5])
        for m in re.finditer(r'xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">([^<]*)<', told)
    ]
    height = float(re.search(r'page width="[\d.]+" height="([\d.]+)"', told)[1])  # type: ignore[index]
    assert words
    for box in made.boxes:
        under = [
            w for w in words if _overlap(w[:4], (box.left, height - box.top, box.right, height - box.bottom), round_=box.role == "seal")
        ]
        assert under == [], box.role


def _overlap(word: tuple[float, ...], box: tuple[float, float, float, float], *, round_: bool) -> bool:
    left, top, right, low = box
    if not round_:
        return word[0] < right and left < word[2] and word[1] < low and top < word[3]
    centre, radius = ((left + right) / 2, (top + low) / 2), (right - left) / 2
    near = (min(max(centre[0], word[0]), word[2]), min(max(centre[1], word[1]), word[3]))
    distance: float = ((near[0] - centre[0]) ** 2 + (near[1] - centre[1]) ** 2) ** 0.5
    return distance < radius


def _rendered(path: Path, page: int) -> Image.Image:
    target = path.with_suffix("")
    command = ["pdftoppm", "-r", str(DPI), "-f", str(page + 1), "-l", str(page + 1), "-singlefile", "-png", str(path), str(target)]
    subprocess.run(command, check=True)
    return Image.open(target.with_suffix(".png")).convert("RGB")


def _extent(page: Image.Image, wanted: Callable[[int, int, int], bool]) -> Extent:
    mask = Image.new("1", page.size)
    mask.putdata([bool(wanted(*pixel)) for pixel in page.get_flattened_data()])
    found = mask.getbbox()
    assert found is not None
    return found
