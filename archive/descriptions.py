"""What a record's package says of the record in this archive's own words, written and believed again."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from archive.errors import BagDamaged, UnknownLabel
from archive.levels import Label
from archive.packages import PAYLOAD, Bag
from archive.register import Record

RECORD = "metadata/other/record.json"
"""Where it lies below the package's root folder, ``data/<record>``."""


@dataclass(frozen=True, slots=True)
class Described:
    """What a record's package says of it: id and title where it came from, its label, and its renditions in order."""

    record: str
    title: str
    label: Label
    renditions: tuple[Mapping[str, Any], ...]


def bag_info(record: Record) -> dict[str, str]:
    """What ``bag-info.txt`` says of the record."""
    label = record.label
    return {
        "External-Identifier": record.id,
        "External-Description": record.title,
        "Label-Level": label.id,
        "Label-Compartments": " ".join(sorted(label.compartments)) or "-",
        "Label-Marks": " ".join(sorted(label.marks)) or "-",
    }


def describe(record: Record, places: Sequence[str]) -> bytes:
    """The register's row of the record as JSON; *places* are those of its renditions below ``data/``, in order."""
    label = record.label
    told = {
        "record": record.id,
        "title": record.title,
        "created": record.created.isoformat(),
        "label": {
            "level": label.level,
            "secrecy": label.secrecy,
            "compartments": sorted(label.compartments),
            "marks": sorted(label.marks),
            "personal_data": label.personal_data,
            "release_date": label.release_date.isoformat() if label.release_date else None,
        },
        "renditions": [
            {
                "file": f"{PAYLOAD}/{place}",
                "name": item.name,
                "version": item.version,
                "media_type": item.media_type,
                "sha256": item.sha256.hex,
                "made_by": item.made_by,
                "derived_from": item.derived_from,
                "created": item.created.isoformat(),
            }
            for place, item in zip(places, record.renditions, strict=True)
        ],
    }
    return json.dumps(told, ensure_ascii=False, indent=1).encode()


def within(bag: Bag, name: str) -> str:
    """The path of a file that lies at *name* below the package's one root folder; raises BagDamaged when there is none, or more."""
    found = [path for path in bag.payload if path.startswith(f"{PAYLOAD}/") and path.split("/", 2)[2:] == [name]]
    if len(found) != 1:
        raise BagDamaged(place=name)
    return found[0]


def described(bag: Bag) -> Described:
    """What a record's package says of it; raises BagDamaged when it says nothing that makes sense."""
    try:
        told = json.loads(bag.read(within(bag, RECORD)))
        said = told["label"]
        release = date.fromisoformat(said["release_date"]) if said["release_date"] else None
        compartments, marks = frozenset(map(str, said["compartments"])), frozenset(map(str, said["marks"]))
        label = Label(int(said["level"]), int(said["secrecy"]), compartments, marks, bool(said["personal_data"]), release)
        renditions = tuple(_rendition(row, bag) for row in told["renditions"])
        record, title = str(told["record"]), str(told["title"])
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError, UnknownLabel):
        raise BagDamaged(place=RECORD) from None
    if not renditions:
        raise BagDamaged(place=RECORD)
    return Described(record, title, label, renditions)


def _rendition(row: Mapping[str, Any], bag: Bag) -> Mapping[str, Any]:
    if bag.payload[row["file"]].hex != row["sha256"]:
        raise ValueError("the record's description and the manifest disagree")
    return {name: str(row[name]) for name in ("file", "name", "media_type", "made_by", "derived_from")}
