"""The fields of a document: made before the first signature, the text fields filled once, and what they say."""
# mypy: disable-error-code="no-untyped-call"

import io
from collections.abc import Mapping
from typing import BinaryIO

from pyhanko.sign.fields import InvisSigSettings, SigFieldSpec, append_signature_field

from signing.blanks import Blank, make, put, text_fields
from signing.copies import first_page_top_right
from signing.errors import OrderRefused
from signing.opening import FieldState, opened, states_of, translated
from signing.profiles import Box, Profile, profile_named
from signing.roles import Role

_LABELS = {
    Role.LEADER: "Chữ ký của lãnh đạo",
    Role.SEAL: "Con dấu của cơ quan",
    Role.PUBLICATION: "Công bố",
    Role.COPY: "Bản sao",
    Role.ANNEX: "Phụ lục",
}


def fields(pdf: bytes) -> tuple[FieldState, ...]:
    """The signature fields of a PDF in document order; raises DocumentRefused when it cannot be read."""
    return states_of(opened(io.BytesIO(pdf)))


def prepare(pdf: bytes, profile: str, boxes: Mapping[Role, Box] | None = None, blanks: Mapping[str, Blank] | None = None) -> bytes:
    """Create every field of a profile before the first signature; a role without a box gets an invisible field, a spare role none.

    `blanks` says where the text fields stand, by name, for a profile that has some. Raises DocumentRefused for an unreadable, encrypted or
    already signed PDF, OrderRefused for an unknown profile, AppearanceRefused when the text fields lack a place or their font a letter.
    """
    stream = io.BytesIO(pdf)
    prepare_stream(stream, profile_named(profile), boxes or {}, blanks)
    return stream.getvalue()


def copy_place(pdf: bytes) -> Box:
    """The top right of a PDF's first page, where copies and annexes show their text; raises DocumentRefused for a turned page."""
    writer = opened(io.BytesIO(pdf))
    with translated():
        return first_page_top_right(writer.find_page_for_modification(0)[0].get_object())


def texts(pdf: bytes) -> dict[str, str]:
    """What the text fields of a document say, by field name; empty ones say nothing."""
    root = opened(io.BytesIO(pdf)).prev.root
    with translated():
        return {name: str(reference.get_object().get("/V", "")) for name, reference in text_fields(root)}


def fill(pdf: bytes, values: Mapping[str, str]) -> bytes:
    """Write number and date into the fields made for them, wherever they are said: once, after the leader's signature and before the seal.

    The earlier bytes stay. Raises OrderRefused at another time, DocumentRefused when a field is missing or already filled,
    AppearanceRefused when a value cannot be drawn in its box.
    """
    stream = io.BytesIO(pdf)
    writer = opened(stream)
    signed = {state.name for state in states_of(writer) if state.signed and not state.stamp}
    if signed != {Role.LEADER.field}:
        raise OrderRefused(
            "Chỉ ghi số và ngày sau chữ ký của lãnh đạo và trước con dấu.",
            "Number and date are written after the leader's signature and before the seal.",
        )
    with translated():
        put(writer, values)
        writer.write_in_place()
    return stream.getvalue()


def prepare_stream(stream: BinaryIO, profile: Profile, boxes: Mapping[Role, Box], blanks: Mapping[str, Blank] | None = None) -> None:
    """As `prepare`, for an open PDF."""
    writer = opened(stream)
    states = states_of(writer)
    if any(state.signed for state in states):
        raise OrderRefused("Văn bản đã được ký, không thêm trường ký được nữa.", "The document is already signed; no field can be added.")
    known = {state.name for state in states}
    wanted = (*profile.roles, *(role for role in profile.spare if role in boxes))
    missing = [role for role in wanted if role.field not in known]
    if not missing:
        return
    with translated():
        for role in missing:
            append_signature_field(writer, field_of(role, boxes.get(role)))
        if profile.texts:
            make(writer, profile.texts, blanks or {})
        writer.write_in_place()


def field_of(role: Role, box: Box | None) -> SigFieldSpec:
    """The field of a role at a place, invisible without one."""
    if box is None:
        return SigFieldSpec(
            role.field, on_page=-1, invis_sig_settings=InvisSigSettings(box_out_of_bounds=True), readable_field_name=_LABELS[role]
        )
    corners = (box.x, box.y, box.x + box.width, box.y + box.height)
    return SigFieldSpec(
        role.field,
        on_page=box.page,
        box=tuple(round(v) for v in corners),  # type: ignore[arg-type]
        # An empty field must not draw a frame over the page: most copies are never made.
        empty_field_appearance=False,
        readable_field_name=_LABELS[role],
    )
