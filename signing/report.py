"""The verification report: frozen values, the JSON of the public contract, and plain HTML; ETSI XML travels inside."""

import html
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta, timezone
from typing import Any

from signing.findings import FINDINGS, KINDS, Finding, Verdict, worst
from signing.paths import legible
from signing.roles import Role

__all__ = ["FINDINGS", "Finding", "Report", "SignatureReport", "Signer", "Verdict"]

VIETNAM = timezone(timedelta(hours=7), "+07")
INDICATIONS = {Verdict.VALID: "TOTAL-PASSED", Verdict.INVALID: "TOTAL-FAILED", Verdict.UNDETERMINED: "INDETERMINATE"}


@dataclass(frozen=True)
class Signer:
    """Who signed, as the certificate says; texts may be empty and come from an untrusted certificate."""

    name: str = ""
    organisation: str = ""
    issuer: str = ""
    serial: str = ""


@dataclass(frozen=True)
class SignatureReport:
    """What is known of one signature or document time stamp (EN 319 102-1 indications).

    `fingerprint` is the SHA-256 of the signer's certificate; it is for comparing with a list of allowed ones, and not in the public JSON.
    """

    field: str
    verdict: Verdict
    role: Role | None = None
    sub_indication: str | None = None
    signer: Signer = Signer()
    level: str | None = None
    claimed_time: datetime | None = None
    proven_time: datetime | None = None
    intact: bool = False
    covers_whole_file: bool = False
    changes_after: str = "unknown"
    revocation: str = "unknown"
    trust_anchor: str | None = None
    fingerprint: str = ""

    @property
    def indication(self) -> str:
        """TOTAL-PASSED, TOTAL-FAILED or INDETERMINATE."""
        return INDICATIONS[self.verdict]

    def to_json(self) -> dict[str, Any]:
        """The signature's object in the public report."""
        return {
            "field": legible(self.field),
            "role": self.role.value if self.role else None,
            "verdict": self.verdict.value,
            "indication": self.indication,
            "sub_indication": self.sub_indication,
            "signer": {
                "name": self.signer.name,
                "organisation": self.signer.organisation,
                "issuer": self.signer.issuer,
                "serial": self.signer.serial,
            },
            "level": self.level,
            "claimed_time": _time(self.claimed_time),
            "proven_time": _time(self.proven_time),
            "intact": self.intact,
            "covers_whole_file": self.covers_whole_file,
            "changes_after": self.changes_after,
            "revocation": self.revocation,
            "trust_anchor": self.trust_anchor,
        }


@dataclass(frozen=True)
class Report:
    """The answer about one file. `published` is filled in by whoever knows the archive.

    `texts` is what the number's and the date's fields say, by field name, for whoever knows the register; not in the public JSON.
    """

    file: str
    sha256: str
    verdict: Verdict
    signatures: tuple[SignatureReport, ...] = ()
    findings: tuple[Finding, ...] = ()
    sample: bool = False
    trust_store: str = ""
    published: Mapping[str, Any] | None = None
    etsi: str = field(default="", repr=False)
    texts: Mapping[str, str] = field(default_factory=dict)

    def reason(self, lang: str = "vi") -> str:
        """Why the verdict is what it is, in one sentence."""
        if self.verdict is Verdict.VALID:
            return _REASONS["valid"][1 if lang == "en" else 0]
        deciding = [f for f in self.findings if f.forces is self.verdict]
        return deciding[0].message(lang) if deciding else _REASONS["open"][1 if lang == "en" else 0]

    def with_published(self, published: Mapping[str, Any] | None) -> "Report":
        """The same report with what the archive says about the file."""
        return replace(self, published=published)

    def with_finding(self, finding: Finding) -> "Report":
        """The same report with one more thing found, by whoever knows more than the file tells."""
        verdict = worst([self.verdict, *([finding.forces] if finding.forces else [])])
        return replace(self, verdict=verdict, findings=(finding, *self.findings))

    def named(self, file: str) -> "Report":
        """The same report under another file name."""
        return replace(self, file=file)

    def to_json(self, lang: str = "vi") -> dict[str, Any]:
        """The object of the public contract; sentences in `lang`, codes never change."""
        return {
            "file": legible(self.file),
            "sha256": self.sha256,
            "verdict": self.verdict.value,
            "reason": self.reason(lang),
            "published": dict(self.published) if self.published is not None else None,
            "signatures": [signature.to_json() for signature in self.signatures],
            "findings": [{"code": f.code, "level": f.level, "message": f.message(lang), "where": legible(f.where)} for f in self.findings],
        }

    def to_etsi_xml(self) -> str:
        """The report as ETSI TS 119 102-2 XML, with the same indications as the JSON."""
        return self.etsi

    def to_html(self, lang: str = "vi") -> str:
        """A plain page of its own, without scripts or outside files."""
        return _page(self, lang)


_REASONS = {
    "valid": (
        "Mọi chữ ký đều nguyên vẹn, được chứng thực và không bị thu hồi; văn bản không bị sửa sau khi ký.",
        "Every signature is intact, trusted and not revoked, and the document was not changed after signing.",
    ),
    "open": ("Chưa đủ bằng chứng để kết luận.", "There is not enough evidence to decide."),
}


def _time(moment: datetime | None) -> str | None:
    return moment.astimezone(VIETNAM).isoformat(timespec="seconds") if moment else None


EXHAUSTED = "V007"
"""The finding that a document needed more time or memory than it may have."""


def exhausted(file: str, sha256: str, detail: str) -> Report:
    """The report about a document that needs more than it may have."""
    return Report(file, sha256, Verdict.UNDETERMINED, (), (Finding(EXHAUSTED, detail=detail),))


def to_wire(report: Report) -> dict[str, Any]:
    """Everything in the report as plain values, for the way out of the fenced process."""
    return {
        "file": report.file,
        "sha256": report.sha256,
        "verdict": report.verdict.value,
        "signatures": [{**s.to_json(), "fingerprint": s.fingerprint} for s in report.signatures],
        "findings": [[f.code, f.where, f.detail] for f in report.findings],
        "sample": report.sample,
        "trust_store": report.trust_store,
        "etsi": report.etsi,
        "texts": dict(report.texts),
    }


def from_wire(values: Mapping[str, Any]) -> Report:
    """The report back from plain values; raises ValueError, KeyError or TypeError when they are not one."""
    return Report(
        str(values["file"]),
        str(values["sha256"]),
        Verdict(values["verdict"]),
        tuple(_signature(s) for s in values["signatures"]),
        tuple(Finding(str(code), str(where), str(detail)) for code, where, detail in values["findings"] if code in KINDS),
        bool(values["sample"]),
        str(values["trust_store"]),
        None,
        str(values["etsi"]),
        {str(name): str(text) for name, text in values["texts"].items()},
    )


def _signature(values: Mapping[str, Any]) -> SignatureReport:
    known = {k: v for k, v in values.items() if k not in ("indication", "role", "verdict", "signer", "claimed_time", "proven_time")}
    times: dict[str, Any] = {k: datetime.fromisoformat(values[k]) if values[k] else None for k in ("claimed_time", "proven_time")}
    role = Role(values["role"]) if values["role"] else None
    return SignatureReport(**known, **times, role=role, verdict=Verdict(values["verdict"]), signer=Signer(**values["signer"]))


_LABELS: dict[str, tuple[str, str]] = {
    "title": ("Kết quả kiểm tra chữ ký số", "Result of the signature check"),
    "file": ("Tệp", "File"),
    "signatures": ("Các chữ ký", "Signatures"),
    "findings": ("Ghi nhận", "Findings"),
    "field": ("Trường", "Field"),
    "who": ("Người ký", "Signer"),
    "when": ("Thời gian chứng thực", "Proven time"),
    "claimed": ("Thời gian tự khai", "Claimed time"),
    "level": ("Mức", "Level"),
    "verdict": ("Kết luận", "Verdict"),
    "anchor": ("Gốc tin cậy", "Trust anchor"),
    "store": ("Kho tin cậy", "Trust store"),
}


def _page(report: Report, lang: str) -> str:
    def label(key: str) -> str:
        return _LABELS[key][1 if lang == "en" else 0]

    head = "".join(f'<th scope="col">{label(key)}</th>' for key in ("field", "who", "when", "claimed", "level", "verdict", "anchor"))
    rows = "".join(_row(s, lang) for s in report.signatures)
    table = f"<h2>{label('signatures')}</h2><table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>" if rows else ""
    items = "".join(f"<li><strong>{f.code}</strong> {_e(f.message(lang))} ({_e(f.where)})</li>" for f in report.findings)
    found = f"<h2>{label('findings')}</h2><ul>{items}</ul>" if items else ""
    return (
        f'<!doctype html><html lang="{"en" if lang == "en" else "vi"}"><head><meta charset="utf-8">'
        f"<title>{label('title')}</title>{_STYLE}</head><body><main><h1>{label('title')}</h1>"
        f'<p class="{report.verdict.value}"><strong>{report.verdict.text(lang)}.</strong> {_e(report.reason(lang))}</p>'
        f"<p>{label('file')}: {_e(report.file)}<br>SHA-256: <code>{_e(report.sha256)}</code>"
        f"<br>{label('store')}: {_e(report.trust_store)}</p>{table}{found}</main></body></html>\n"
    )


def _row(signature: SignatureReport, lang: str) -> str:
    sub = f" ({_e(signature.sub_indication)})" if signature.sub_indication else ""
    cells = (
        _e(signature.field),
        _e(", ".join(part for part in (signature.signer.name, signature.signer.organisation) if part)),
        _e(_time(signature.proven_time) or "—"),
        _e(_time(signature.claimed_time) or "—"),
        _e(signature.level or "—"),
        f"{signature.verdict.text(lang)}{sub}",
        _e(signature.trust_anchor or "—"),
    )
    return "<tr>" + "".join(f"<td>{cell}</td>" for cell in cells) + "</tr>"


def _e(text: str) -> str:
    return html.escape(legible(text), quote=True)


_STYLE = (
    "<style>body{font:1rem/1.5 serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#111;background:#fff}"
    "table{border-collapse:collapse;width:100%}th,td{border:1px solid #666;padding:.3rem;text-align:left;vertical-align:top}"
    "code{overflow-wrap:anywhere}.valid{border-left:.5rem solid #17652b;padding-left:1rem}"
    ".invalid{border-left:.5rem solid #a11;padding-left:1rem}.undetermined{border-left:.5rem solid #86600a;padding-left:1rem}</style>"
)
