"""What a record's package says in METS and PREMIS, and the log's word that goes with it."""

import json
from datetime import UTC, datetime
from xml.etree import ElementTree as ET

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from archive import BagDamaged, Record, VerifierKey, check_evidence, describe, evidence, mets, premis
from archive.mets import METS_NS, PREMIS, PREMIS_NS, XLINK_NS
from tests.archive.conftest import CLERK, KEY, House

NOW = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)


def _record(house: House, title: str = "Báo cáo kiểm kê") -> Record:
    record = house.deposit(CLERK, data=b"noi dung", title=title)
    with house.engine.begin() as connection:
        house.vault.add_rendition(connection, CLERK, record.id, "xml", b"<a/>", "application/xml", "original", "gazette")
    with house.engine.begin() as connection:
        return house.vault.show(connection, CLERK, record.id)


def test_every_file_and_description_stands_in_mets_with_its_digest(lite: House) -> None:
    record = _record(lite)
    _, tags, names = describe(record)
    root = ET.fromstring(mets(record, names, {**tags, PREMIS: b"<p/>"}, (NOW, "Văn phòng tỉnh An Phước")))
    files = root.findall(f".//{{{METS_NS}}}file")
    assert [(file.get("CHECKSUM"), file.get("SIZE")) for file in files] == [(i.sha256.hex, str(i.size)) for i in record.renditions]
    places = [element.get(f"{{{XLINK_NS}}}href") for element in root.iter() if element.get(f"{{{XLINK_NS}}}href")]
    assert sorted(map(str, places)) == sorted([*tags, PREMIS, *(f"data/{name}" for name in names)])
    ids = {element.get("ID") for element in root.iter()}
    named = " ".join(str(element.get(name)) for element in root.iter() for name in ("ADMID", "FILEID") if element.get(name)).split()
    assert set(named) <= ids


def test_premis_tells_digests_derivation_and_what_was_done(lite: House) -> None:
    record = _record(lite)
    rows = [row for row in lite.log() if row.object == record.id]
    root = ET.fromstring(premis(record, describe(record)[2], rows))
    told = [element.text for element in root.iter(f"{{{PREMIS_NS}}}messageDigest")]
    assert told == [item.sha256.hex for item in record.renditions]
    assert [element.text for element in root.iter(f"{{{PREMIS_NS}}}eventType")] == ["deposit", "add-rendition", "show"]
    assert [element.text for element in root.iter(f"{{{PREMIS_NS}}}relationshipSubType")] == ["has source"]


def test_letters_that_xml_cannot_hold_make_no_broken_file(lite: House) -> None:
    record = _record(lite, 'Báo \x01cáo \x0b \ufffe <&">')
    root = ET.fromstring(mets(record, describe(record)[2], {}, (NOW, "Văn phòng")))
    assert str(root.get("LABEL")).endswith('<&">')


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
