"""The page a leader signs: set from the XML, with every field made before the first signature."""

from collections.abc import Mapping

import signing
from gazette import akn, typeset
from gazette.model import addresses
from gazette.model.document import Document, today
from gazette.model.signing_rules import NUMBER_FIRST
from gazette.services.failing import refused, signing_errors
from gazette.services.numbering import widest_number
from gazette.services.parts import Parts

_WIDEST_DAY = "ngày 00 tháng 00 năm 0000"
_FIELDS = {"docNumber": signing.NUMBER_FIELD, "docDate": signing.DATE_FIELD}


def page_to_sign(parts: Parts, document: Document, xml: bytes, images: Mapping[str, bytes]) -> bytes:
    """The page of a text that bears its number and date. Raises NotAccepted when it cannot be printed faithfully."""
    made = _set(parts, document, xml, images)
    with signing_errors():
        return signing.prepare(made.pdf, document.profile or NUMBER_FIRST, _boxes(made))


def page_to_number(parts: Parts, document: Document, xml: bytes, images: Mapping[str, bytes]) -> bytes:
    """The page of a text whose number and date come after the leader's signature: places for them, and the XML without them attached.

    Raises NotAccepted when it cannot be printed faithfully, or has no place for a number or a date.
    """
    widest = widest_number(document, xml, today(parts.clock))
    kept = typeset.Kept(widest, _WIDEST_DAY, xml)
    made = _set(parts, document, akn.places(xml, place=parts.gazette.place), images, kept)
    with signing_errors():
        return signing.prepare(made.pdf, document.profile or NUMBER_FIRST, _boxes(made), _blanks(made.blanks))


def _set(
    parts: Parts, document: Document, xml: bytes, images: Mapping[str, bytes], kept: typeset.Kept | None = None
) -> typeset.TypesetDocument:
    address = f"{parts.gazette.public_url.rstrip('/')}{addresses.verify(document.check_code)}"
    made = typeset.document(xml, images=images, check=typeset.CheckMark(document.check_code, address), kept=kept)
    if made.value is None:
        raise refused(made.findings)
    return made.value


def _boxes(made: typeset.TypesetDocument) -> dict[signing.Role, signing.Box]:
    """Where the leader's and the agency's pictures go (of several signers, the last printed one signs), and a copy's text."""
    boxes = {
        signing.Role(space.role): signing.Box(space.page, space.left, space.bottom, space.right - space.left, space.top - space.bottom)
        for space in made.boxes
    }
    return {**boxes, signing.Role.COPY: signing.copy_place(made.pdf)}


def _blanks(spaces: tuple[typeset.Blank, ...]) -> dict[str, signing.Blank]:
    """The text fields: the first number and the first day, then wherever they are said again (``SoVanBan2``)."""
    made: dict[str, signing.Blank] = {}
    for space in spaces:
        field = _FIELDS[space.holds]
        again = sum(name.startswith(field) for name in made)
        start = signing.Box(space.page, space.left, space.baseline, space.width, 0)
        made[f"{field}{again + 1}" if again else field] = signing.Blank.on_line(start, space.font, space.size)
    return made
