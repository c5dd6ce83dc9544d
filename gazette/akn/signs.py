"""The signs of a PDF page as they are set one after the other: what each says, and where it stands."""

from typing import Any, NamedTuple

from pdfminer.pdfdevice import PDFTextDevice
from pdfminer.pdffont import PDFFont, PDFUnicodeNotDefined
from pdfminer.utils import apply_matrix_rect


class Sign(NamedTuple):
    """One sign: its text and its box on the page in points; ``size`` is the height of its line, or the width of its column."""

    text: str
    x0: float
    y0: float
    x1: float
    y1: float
    size: float


class Setter(PDFTextDevice):
    """Hands every sign of a page to :meth:`sign`; pdfminer's own way of doing so takes three times as long."""

    def __init__(self, resources: Any) -> None:
        super().__init__(resources)
        self._fonts: dict[PDFFont, dict[int, tuple[str, float]]] = {}

    def sign(self, sign: Sign, font: PDFFont, cid: int) -> None:
        """Takes one sign, set in *font* by its code *cid*."""

    def render_char(
        self,
        matrix: Any,
        font: PDFFont,
        fontsize: float,
        scaling: float,
        rise: float,
        cid: int,
        ncs: Any,  # noqa: ARG002
        graphicstate: Any,  # noqa: ARG002
    ) -> float:
        """Where the sign stands (ISO 32000-2, 9.4.4); gives how far the next one is away."""
        known = self._fonts.setdefault(font, {})
        if cid not in known:
            known[cid] = _text(font, cid), font.char_width(cid)
        text, width = known[cid]
        advance = width * fontsize * scaling
        if font.is_vertical():
            box = _column(font, fontsize, rise, cid, advance)
        else:
            low = font.get_descent() * fontsize + rise
            box = (0.0, low, advance, low + fontsize)
        a, b, c, d, e, f = matrix
        if b or c:
            x0, y0, x1, y1 = apply_matrix_rect(matrix, box)
        else:
            x0, x1, y0, y1 = a * box[0] + e, a * box[2] + e, d * box[1] + f, d * box[3] + f
        if x1 < x0:
            x0, x1 = x1, x0
        if y1 < y0:
            y0, y1 = y1, y0
        self.sign(Sign(text, x0, y0, x1, y1, x1 - x0 if font.is_vertical() else y1 - y0), font, cid)
        return float(advance)


def _text(font: PDFFont, cid: int) -> str:
    try:
        return str(font.to_unichr(cid))
    except PDFUnicodeNotDefined:
        return f"(cid:{cid})"


def _column(font: PDFFont, fontsize: float, rise: float, cid: int, advance: float) -> tuple[float, float, float, float]:
    """The box of a sign in a font that writes from top to bottom."""
    across, down = font.char_disp(cid)  # type: ignore[misc]
    left = fontsize * 0.5 if across is None else across * fontsize * 0.001
    top = (1000 - down) * fontsize * 0.001 + rise
    return -left, top + advance, fontsize - left, top
