"""The signed PDF against the XML: a scan is said to be one, not taken for an agreement."""

import io

import pikepdf

from gazette.services.matching import text_difference
from tests.akn.documents import xml_of


def test_a_pdf_without_text_is_a_finding_of_its_own() -> None:
    scan = io.BytesIO()
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.save(scan)
    found = text_difference(scan.getvalue(), xml_of())
    assert found is not None
    assert (found.code, found.level) == ("D013", "error")
