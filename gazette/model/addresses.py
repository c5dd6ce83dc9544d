"""Every public address of the site as a function; nobody else writes one by hand."""

from collections.abc import Mapping
from urllib.parse import quote, urlencode

from gazette.model.annexes import annex_number

HOME = "/"
ISSUES = "/cong-bao"
SEARCH = "/tim-kiem"
SAVED = "/tim-kiem/cau-tim-san"
VERIFY = "/xac-thuc"
PROCEDURES = "/thu-tuc-hanh-chinh"
LOG = "/nhat-ky"
LOGIN = "/dang-nhap"
DESK = "/ban-lam-viec"
ARCHIVE = "/luu-tru"
API = "/api/v1"


def document(slug: str) -> str:
    """The page of a published document."""
    return f"/van-ban/{quote(slug, safe='')}"


def provision(slug: str, eid: str) -> str:
    """One provision of a published document by its eId."""
    return f"{document(slug)}#{quote(eid)}"


def file(slug: str, format: str) -> str:
    """A published document in *format*: ``pdf xml docx json html``."""
    return f"{document(slug)}.{quote(format, safe='')}"


def pdf(slug: str, format: str) -> str:
    """A published document's own PDF or one of its annexes, by its format name."""
    return annex(slug, format) if annex_number(format) else file(slug, format)


def annex(slug: str, format: str) -> str:
    """An annex of a published document, by its format name: ``/van-ban/<slug>/phu-luc-1.pdf``."""
    return f"{document(slug)}/{quote(format, safe='')}.pdf"


def issues() -> str:
    """The list of issues."""
    return ISSUES


def issue(year: int, part: str) -> str:
    """An issue by year and number as in addresses: ``/cong-bao/2026/12+13``."""
    return f"{ISSUES}/{year}/{quote(part, safe='+')}"


def issue_file(year: int, part: str, format: str) -> str:
    """An issue as ``pdf`` or ``json``."""
    return f"{issue(year, part)}.{quote(format, safe='')}"


def work(uri: str) -> str:
    """A FRBR work address; it leads to the document's page."""
    return quote(uri, safe="/!@:")


def search(parameters: Mapping[str, str | int] | None = None, twin: str = "") -> str:
    """The search page, or its ``atom``, ``json`` or ``csv`` twin; empty parameters are left out."""
    kept = {name: value for name, value in (parameters or {}).items() if value not in ("", None)}
    path = f"{SEARCH}.{twin}" if twin else SEARCH
    return f"{path}?{urlencode(kept)}" if kept else path


def verify(code: str = "") -> str:
    """The verification page, or the answer for one check code."""
    return f"{VERIFY}/{quote(code, safe='')}" if code else VERIFY


def desk(*parts: str) -> str:
    """A page of the desk."""
    return "/".join((DESK, *(quote(part, safe="") for part in parts)))


def archive(*parts: str) -> str:
    """A page of the archive."""
    return "/".join((ARCHIVE, *(quote(part, safe="") for part in parts)))
