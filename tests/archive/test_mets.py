"""What a record's package says in METS and PREMIS, and the log's word that goes with it."""

import hashlib
import json
import re
from datetime import UTC, datetime
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from archive import METS, PREMIS, BagDamaged, Made, Record, VerifierKey, check_evidence, evidence, information_package
from archive.information import CORE
from archive.mets import METS_NS, XLINK_NS
from archive.premis import PREMIS_NS
from tests.archive.conftest import CLERK, KEY, House

HREF = f"{{{XLINK_NS}}}href"
NOW = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)


def _record(house: House, title: str = "Báo cáo kiểm kê") -> Record:
    record = house.deposit(CLERK, data=b"noi dung", title=title)
    with house.engine.begin() as connection:
        house.vault.add_rendition(connection, CLERK, record.id, "xml", b"<a/>", "application/xml", "original", "gazette")
    with house.engine.begin() as connection:
        return house.vault.show(connection, CLERK, record.id)


def _package(house: House, record: Record) -> dict[str, bytes]:
    """The descriptions in a record's package, by their places below its root folder."""
    with house.engine.begin() as connection:
        proof, rows = evidence(connection, house.audit, record.id)
    made = information_package(record, Made(NOW, "Văn phòng tỉnh An Phước"), proof, rows)
    assert all(item.name.startswith(f"{record.id}/") for item in made.descriptions)
    return {item.name.split("/", 1)[1]: b"".join(item.chunks) for item in made.descriptions}


def test_every_file_and_description_is_listed_with_its_digest_by_a_mets_beside_it(lite: House) -> None:
    record = _record(lite)
    files = _package(lite, record)
    listed = {METS: hashlib.sha256(files[METS]).hexdigest()}
    for folder in ("", *(f"representations/{name}/" for name in ("001-original-1", "002-xml-1"))):
        root = ET.fromstring(files[folder + METS])
        for element in (*root.iter(f"{{{METS_NS}}}mdRef"), *root.iter(f"{{{METS_NS}}}file")):
            holder = element if element.get(HREF) else element[0]
            listed[folder + str(holder.get(HREF))] = str(element.get("CHECKSUM"))
        named = " ".join(str(element.get(name)) for element in root.iter() for name in ("ADMID", "DMDID", "FILEID") if element.get(name))
        assert set(named.split()) <= {element.get("ID") for element in root.iter()}
    kept = {"001-original-1/data/original.txt": record.renditions[0], "002-xml-1/data/xml.xml": record.renditions[1]}
    renditions = {f"representations/{place}": item.sha256.hex for place, item in kept.items()}
    assert listed == {place: hashlib.sha256(data).hexdigest() for place, data in files.items()} | renditions


def test_premis_tells_digests_derivation_and_what_was_done(lite: House) -> None:
    record = _record(lite)
    root = ET.fromstring(_package(lite, record)[PREMIS])
    told = [element.text for element in root.iter(f"{{{PREMIS_NS}}}messageDigest")]
    assert told == [item.sha256.hex for item in record.renditions]
    assert [element.text for element in root.iter(f"{{{PREMIS_NS}}}eventType")] == ["deposit", "add-rendition", "show"]
    assert [element.text for element in root.iter(f"{{{PREMIS_NS}}}relationshipSubType")] == ["has source"]


def test_letters_that_xml_cannot_hold_make_no_broken_file(lite: House) -> None:
    files = _package(lite, _record(lite, 'Báo \x01cáo \x0b \ufffe <&">'))
    assert str(ET.fromstring(files[METS]).get("LABEL")).endswith('<&">')
    assert str(ET.fromstring(files[CORE])[0].text).endswith('<&">')


def test_the_schemas_in_a_package_name_what_its_json_files_hold(lite: House) -> None:
    files = _package(lite, _record(lite))
    for name in ("record", "audit"):
        schema = json.loads(files[f"schemas/{name}.schema.json"])
        _alike(schema, json.loads(files[f"metadata/other/{name}.json"]))


def _alike(schema: dict[str, Any], value: object) -> None:
    if isinstance(value, dict):
        assert set(schema["required"]) <= value.keys() <= schema["properties"].keys()
        for key, inner in value.items():
            _alike(schema["properties"][key], inner)
    elif isinstance(value, list):
        assert schema["type"] == "array"
        for inner in value:
            _alike(schema["items"], inner)
    else:
        kinds = {"string": str, "integer": int, "boolean": bool, "null": type(None)}
        allowed = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
        assert type(value) in [kinds[kind] for kind in allowed]
        assert not isinstance(value, str) or re.search(schema.get("pattern", ""), value)


def test_the_logs_word_for_a_record_is_proved_with_the_package_alone(house: House) -> None:
    record = _record(house)
    with house.engine.begin() as connection:
        data, rows = evidence(connection, house.audit, record.id)
    key = VerifierKey(house.audit.origin, KEY.public_key())
    assert [row.action for row in check_evidence(data, [key])] == ["deposit", "add-rendition", "show"]
    assert check_evidence(data) == rows
    assert all(row.details is None for row in rows)


def test_a_word_that_was_changed_or_is_anothers_is_not_believed(lite: House) -> None:
    record = _record(lite)
    with lite.engine.begin() as connection:
        data, _ = evidence(connection, lite.audit, record.id)
    stranger = VerifierKey(lite.audit.origin, Ed25519PrivateKey.from_private_bytes(bytes(32)).public_key())
    told = json.loads(data)
    told["rows"][0]["row"]["actor"] = "nguoi-khac"
    for bad, keys in ((json.dumps(told).encode(), []), (data, [stranger]), (b"{}", []), (b"[", []), (b"[]", [])):
        with pytest.raises(BagDamaged):
            check_evidence(bad, keys)
