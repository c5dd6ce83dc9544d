"""What an amending act changes in other texts: each change with its target, as values."""

from dataclasses import dataclass
from typing import Literal, get_args

Action = Literal[
    "substitution", "insertion", "repeal", "replacement", "renumbering", "correction", "expiry", "suspension", "resumption"
]  # fmt: skip
ACTIONS: tuple[Action, ...] = get_args(Action)
"""Sửa đổi, bổ sung, bãi bỏ, thay thế (a whole act), chuyển thành, đính chính, hết hiệu lực, đình chỉ or ngưng, tiếp tục hiệu lực."""
Extent = Literal["", "part"]
Place = Literal["", "before", "after", "start", "inside", "end"]
PLACES: tuple[Place, ...] = ("", "before", "after", "start", "inside", "end")
_MARKS = "“”\"‘’'«»"


@dataclass(frozen=True, slots=True)
class Act:
    """Another text as the words cite it; ``href`` is its FRBR work address, empty where the words do not give all of it."""

    kind: str = ""
    number: str = ""
    day: str = ""
    title: str = ""
    href: str = ""


@dataclass(frozen=True, slots=True)
class Target:
    """What a modification is aimed at: an act and, named like an eId (``art_5__clause_2``), a provision in it; no path is the whole act.

    ``up_to`` is the last provision of a range, ``place`` where an insertion stands beside the provision. ``extent`` is ``part``
    where the words say that it is only a part of it (``một phần``) without naming which.
    """

    act: Act = Act()
    path: str = ""
    up_to: str = ""
    place: Place = ""
    extent: Extent = ""


@dataclass(frozen=True, slots=True)
class Modification:
    """One change that an instruction of a document makes in another text.

    ``mod`` is the key of the ``mod`` inline that says so: its words are the evidence, where it stands is the source provision.
    ``old`` and ``new`` are phrases without their quotation marks; new provisions are the quotations that follow the
    instruction. ``becomes`` is the path of the provision inserted, or the new name of one renumbered.
    """

    mod: str
    action: Action
    target: Target
    old: str = ""
    new: str = ""
    becomes: str = ""


def bare(phrase: str) -> str:
    """*phrase* without white space and one quotation mark at either end."""
    text = phrase.strip()
    start = 1 if text[:1] and text[0] in _MARKS else 0
    end = len(text) - 1 if len(text) > start and text[-1] in _MARKS else len(text)
    return text[start:end].strip()
