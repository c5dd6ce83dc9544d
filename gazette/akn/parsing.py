"""One safe way to parse XML: no entities, no network, no DTD, no giants."""

from typing import Any

from lxml import etree

_LIMIT = 64 * 1024 * 1024


class NotAkomaNtoso(ValueError):
    """The bytes are not well-formed, safe XML with an Akoma Ntoso root."""


def parse(xml: bytes) -> etree._Element:
    """The root of *xml*; :class:`NotAkomaNtoso` when it is malformed, too large, has a document type, or is no Akoma Ntoso."""
    if len(xml) > _LIMIT:
        raise NotAkomaNtoso("larger than 64 MB")
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(xml, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise NotAkomaNtoso(str(error)) from error
    docinfo: Any = root.getroottree().docinfo
    if docinfo.doctype or docinfo.internalDTD is not None:
        raise NotAkomaNtoso("a document type is declared")
    if root.tag != "{http://docs.oasis-open.org/legaldocml/ns/akn/3.0}akomaNtoso":
        raise NotAkomaNtoso(f"the root element is {root.tag}")
    return root
