"""Whose turn it is: which profile a document follows, which roles must have signed before, and what must be filled in."""
# mypy: disable-error-code="no-untyped-call"

from collections.abc import Sequence

from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

from signing.blanks import text_fields
from signing.errors import OrderRefused
from signing.opening import FieldState
from signing.profiles import Profile, profile_named, profile_of, text_of_field
from signing.roles import Role, role_of


def chosen_profile(name: str | None, role: Role, states: tuple[FieldState, ...], writer: IncrementalPdfFileWriter) -> Profile:
    """The profile of that name, else the one the document tells; raises OrderRefused when the document lacks one of its fields."""
    profile = profile_named(name) if name else fitting_profile(states, writer, role)
    if role in (Role.COPY, Role.ANNEX):
        return profile
    known = _known(states, writer)
    missing = next((name for name in profile.fields if name not in known), None)
    if missing is not None:
        raise OrderRefused(f"Văn bản này không có trường {missing}.", f"This document has no field {missing}.")
    return profile


def fitting_profile(states: tuple[FieldState, ...], writer: IncrementalPdfFileWriter, role: Role | None = None) -> Profile:
    """The profile that the document's fields, and how it was signed so far, tell."""
    begun = any(state.signed and not state.stamp for state in states)
    return profile_of(_known(states, writer), role, certified=not begun or is_certified(writer))


def _known(states: tuple[FieldState, ...], writer: IncrementalPdfFileWriter) -> set[str]:
    return {state.name for state in states} | {name for name, _ in text_fields(writer.prev.root)}


def is_certified(writer: IncrementalPdfFileWriter) -> bool:
    """Whether the first signature certifies the document (DocMDP)."""
    return "/DocMDP" in writer.prev.root.get("/Perms", {})


def require_filled(profile: Profile, role: Role, writer: IncrementalPdfFileWriter) -> None:
    """After the first signature nothing is signed over an empty number or date; raises OrderRefused."""
    told = ((name, field.get_object()) for name, field in text_fields(writer.prev.root))
    empty = [name for name, field in told if text_of_field(name) in profile.texts and "/V" not in field]
    if empty and role is not profile.roles[0]:
        raise OrderRefused(f"Chưa ghi {empty[0]}, chưa ký {role.field} được.", f"{empty[0]} must be filled before {role.field} is signed.")


def require_turn(profile: Profile, role: Role, states: tuple[FieldState, ...]) -> None:
    """Raises OrderRefused unless the profile has this role, everybody before it has signed, and nobody after it."""
    signed = {state.name for state in states if state.signed}
    if role.field in signed:
        raise OrderRefused(f"Trường {role.field} đã được ký.", f"The field {role.field} is already signed.")
    if profile.roles and role not in profile.roles:
        raise OrderRefused(f"Văn bản này không có trường {role.field}.", f"This document has no field {role.field}.")
    if not profile.roles:
        return
    place = profile.roles.index(role)
    before = next(iter(_unsigned(profile, profile.roles[:place], states)), None)
    if before is not None:
        raise OrderRefused(f"Phải ký {before.field} trước khi ký {role.field}.", f"{before.field} must be signed before {role.field}.")
    after = next((r for r in profile.roles[place + 1 :] if r.field in signed), None)
    if after is not None:
        raise OrderRefused(f"{after.field} đã được ký trước {role.field}.", f"{after.field} is already signed before {role.field}.")


def _unsigned(profile: Profile, roles: Sequence[Role], states: tuple[FieldState, ...]) -> list[Role]:
    """The roles nobody signed for: where outside tools make fields of their own, each such signature stands for one, in their order."""
    signed = {state.name for state in states if state.signed}
    strangers = sum(state.signed and not state.stamp and role_of(state.name) is None for state in states)
    return [role for role in roles if role.field not in signed][strangers if profile.own_fields else 0 :]
