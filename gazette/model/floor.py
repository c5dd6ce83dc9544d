"""No write-down: a session's floor rises with what is opened in it, and nothing written in it bears a lower label."""

import archive
from gazette.model.people import Actor
from gazette.model.refusals import StepClosed


def climbs(actor: Actor, label: archive.Label) -> bool:
    """Whether opening something with *label* raises the floor of the person's session.

    From Hạn chế on, in a compartment, or as a state secret: what every member of the house may read raises nothing, or nobody could
    write for the gazette after reading a circular. What is published passes through several hands besides.
    """
    above = label.needs_to_know or bool(label.compartments)
    return bool(actor.session) and above and not actor.floor.covers(label)


def check_floor(actor: Actor, label: archive.Label) -> None:
    """Raises StepClosed when the session has opened something above *label*, which would bear what is written now."""
    if not label.covers(actor.floor):
        level = archive.LEVELS[actor.floor.level]
        raise StepClosed(
            vi=f"phiên này đã mở tài liệu mức {level.vi}; muốn ghi vào tài liệu mức thấp hơn thì đăng xuất rồi đăng nhập lại",
            en=f"this session has opened something {level.en}; to write into anything lower, log out and in again",
        )
