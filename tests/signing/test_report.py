"""The three forms of the report tell the same, in two languages, and nothing a certificate says becomes markup."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree, html
from pyhanko.generated.etsi import ts_11910202
from xsdata.formats.dataclass.parsers import XmlParser

from signing import FINDINGS, Finding, Report, SignatureReport, Signer, Verdict, verify
from signing.report import INDICATIONS, from_wire, to_wire
from tests.signing.office import Office

_MAIN = {"TOTAL-PASSED": "total-passed", "TOTAL-FAILED": "total-failed", "INDETERMINATE": "indeterminate"}


def test_every_finding_speaks_both_languages() -> None:
    for code, (level, vi, en) in FINDINGS.items():
        assert level in ("info", "warning", "error"), code
        assert vi.endswith(".")
        assert en.endswith(".")
        assert vi != en


def etsi(report: Report) -> Any:
    return XmlParser().from_string(report.to_etsi_xml(), ts_11910202.ValidationReport)


@pytest.mark.parametrize("cut", [None, b"x"])
def test_json_html_and_etsi_agree(office: Office, cut: bytes | None) -> None:
    report = verify(office.published + (cut or b""), office.authority.trust, offline=True)
    assert len(report.signatures) == 3
    forms_agree(report)


def forms_agree(report: Report) -> None:
    """The three forms say the same: verdict and reason, and of each signature its indication and sub-indication."""
    told = report.to_json("en")
    found = etsi(report).signature_validation_report
    signatures = told["signatures"] or [{"indication": INDICATIONS[report.verdict], "sub_indication": "SIGNED_DATA_NOT_FOUND"}]
    for single, signature in zip(found, signatures, strict=True):
        status = single.signature_validation_status
        assert status.main_indication.endswith(_MAIN[signature["indication"]])
        assert [s.rpartition(":")[2] for s in status.sub_indication] == (
            [signature["sub_indication"]] if signature["sub_indication"] else []
        )
    page = html.fromstring(report.to_html("en"))
    assert page.xpath("//p/@class") == [told["verdict"]]
    assert told["reason"] in page.text_content()


def test_the_etsi_report_of_a_page_without_signature_is_indeterminate(office: Office) -> None:
    (single,) = etsi(verify(office.page, office.authority.trust)).signature_validation_report
    assert single.signature_validation_status.main_indication.endswith("indeterminate")


def test_vietnamese_comes_first_and_english_on_request(office: Office) -> None:
    report = verify(office.published, office.authority.trust, offline=True)
    assert "nguyên vẹn" in report.to_json()["reason"]
    assert "intact" in report.to_json("en")["reason"]
    assert '<html lang="vi">' in report.to_html("vi")


@given(st.text(max_size=60), st.text(max_size=60))
def test_names_from_certificates_stay_text(name: str, file: str) -> None:
    hostile = SignatureReport(f"<b>{name}", Verdict.INVALID, signer=Signer(f"<script>{name}</script>", f'"{name}'))
    page = Report(f"<img src=x onerror=1>{file}", "0" * 64, Verdict.INVALID, (hostile,), (Finding("V021", f"<i>{name}"),)).to_html()
    tree = etree.HTML(page.replace("\x00", ""))
    assert not tree.xpath("//script | //img | //b | //i")


def test_what_the_archive_says_is_filled_in_by_others(office: Office) -> None:
    report = verify(office.page, office.authority.trust)
    assert report.to_json()["published"] is None
    assert report.with_published({"match": False}).to_json()["published"] == {"match": False}


def test_a_report_crosses_the_fence_unchanged(office: Office) -> None:
    report = verify(office.published, office.authority.trust, offline=True)
    assert from_wire(to_wire(report)) == report
    assert from_wire(to_wire(replace(report, verdict=Verdict.INVALID))).verdict is Verdict.INVALID
