"""The text of a signed PDF held against the text of the XML."""

from gazette import akn
from gazette.model.errors import BadCall
from gazette.model.findings import CATALOGUE
from gazette.model.outcome import Finding


def text_difference(signed: bytes, xml: bytes | None) -> Finding | None:
    """The first difference between the text of an issuer's signed PDF and that of the XML; ``None`` when they say the same.

    A PDF without text (a scan) is a finding of its own, never an agreement. Who made the file is not known: it is read behind a fence.
    """
    if xml is None:
        return None
    try:
        printed = akn.printed(signed, seconds=akn.PATIENT).body
        if not printed.strip():
            return CATALOGUE.finding("D013")
        difference = akn.compared(xml, printed, seconds=akn.PATIENT)
        if difference is None:
            return None
        by_columns = akn.printed(signed, by_columns=True, seconds=akn.PATIENT).body
        if akn.compared(xml, by_columns, seconds=akn.PATIENT) is None:
            return None
    except BadCall as error:
        return CATALOGUE.finding("D012", reason=error.message("vi"))
    return CATALOGUE.finding("D011", word=difference.text, pdf=difference.printed)
