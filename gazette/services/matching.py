"""The text of a signed PDF held against the text of the XML."""

from gazette import akn
from gazette.model.errors import BadCall
from gazette.model.findings import CATALOGUE
from gazette.model.outcome import Finding


def text_difference(signed: bytes, xml: bytes | None) -> Finding | None:
    """The first difference between the text of a signed PDF and that of the XML; ``None`` when they say the same.

    A PDF without text (a scan) is a finding of its own, never an agreement.
    """
    if xml is None:
        return None
    try:
        printed = akn.pdf_text(signed)
    except BadCall as error:
        return CATALOGUE.finding("D012", reason=error.message("vi"))
    if not printed.strip():
        return CATALOGUE.finding("D013")
    difference = akn.printed_mismatch(xml, printed)
    if difference and akn.printed_mismatch(xml, akn.pdf_text(signed, by_columns=True)) is None:
        return None
    return CATALOGUE.finding("D011", word=difference.text, pdf=difference.printed) if difference else None
