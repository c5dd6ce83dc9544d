"""Old Vietnamese encodings (TCVN3, VNI, VISCII, VPS): found by the characters, the font only a hint, read as Unicode."""

from gazette.word.reading import Stretch
from gazette.word.remarks import Remarks


def legacy_font(font: str) -> str:
    """The encoding a font's name promises (``tcvn3``, ``vni``), or ""; a promise is no proof."""
    name = font.lower()
    if name.startswith(".vn") or "tcvn3" in name:
        return "tcvn3"
    return "vni" if name.startswith("vni") else ""


class AsUnicode:
    """Leaves every stretch as it is: the file holds Unicode."""

    def paragraph(self, stretches: list[Stretch], _remarks: Remarks) -> list[str]:
        """The texts, unchanged."""
        return [text for _, text in stretches]
