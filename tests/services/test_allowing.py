"""One list says who may sign what: the office's file and the registered devices, asked when signing, when taking back and when verifying."""

from datetime import UTC, datetime, timedelta

import pytest

import signing
from gazette.model.errors import Conflict
from signing import Role, Verdict
from tests.signing.device import Device
from tests.town import LEADER, Town


def shown(town: Town, pdf: bytes) -> tuple[Verdict, dict[str, str | None], set[str]]:
    """What the verification page says of a file: the verdict, each field's role, the codes of its findings."""
    report = town.services.verify.verify(pdf).report
    return report.verdict, {one.field: one.role for one in report.signatures}, {finding.code for finding in report.findings}


def test_a_trusted_certificate_in_the_seals_field_is_not_shown_as_the_agencys_seal(town: Town) -> None:
    document = town.through("signed")
    page = town.services.sign.page(town.who("leader"), document.id)
    forged = Device(town.authority, account="lanh-dao-2").sign_file(page, "ConDau")
    verdict, roles, codes = shown(town, forged)
    assert (verdict, roles) == (Verdict.UNDETERMINED, {"LanhDao": Role.LEADER, "ConDau": None})
    assert "V049" in codes
    town.services.sign.seal(town.who("clerk"), document.id)
    verdict, roles, codes = shown(town, town.services.sign.page(town.who("clerk"), document.id))
    assert (verdict, roles) == (Verdict.VALID, {"LanhDao": Role.LEADER, "ConDau": Role.SEAL})


def test_a_key_that_the_list_does_not_name_signs_nothing_on_the_server(town: Town) -> None:
    document = town.through("numbered")
    town.signer.signers = signing.AllowedSigners((signing.AllowedSigner(Role.LEADER, "00" * 32),))
    with pytest.raises(Conflict, match="list"):
        town.services.sign.sign(town.who("leader"), document.id)
    assert town.document(document.id).state == "numbered"


def test_a_registered_device_stands_on_the_list_until_it_is_taken_away(town: Town) -> None:
    town.signer.signers = signing.AllowedSigners((signing.AllowedSigner(Role.LEADER, "00" * 32),))
    document, device = town.through("numbered"), Device(town.authority)
    page = town.services.sign.page(town.who("leader"), document.id)
    signed = device.sign_file(page)
    assert "V049" in shown(town, signed)[2]
    remote, administrator = town.services.remote, town.who("administrator")
    remote.allow(administrator, LEADER, "leader", device.certificate)
    assert shown(town, signed)[0] is Verdict.VALID
    made = remote.begin(town.who("leader"), document.id, "sign", "hash")
    assert remote.complete(town.who("leader"), made.request.id, device.sign_hash(made.attributes)).state == "signed"
    remote.disallow(administrator, LEADER, "leader", device.key.fingerprint)
    assert remote.keys(administrator) == ()
    assert "V049" in shown(town, signed)[2]
    remote.allow(administrator, LEADER, "leader", device.certificate)
    assert shown(town, signed)[0] is Verdict.VALID


def test_what_was_proven_before_a_device_was_taken_away_stays_good(town: Town) -> None:
    device = Device(town.authority)
    page = signing.prepare(town.services.sign.page(town.who("leader"), town.through("numbered").id), "plain")
    proven = signing.timestamp(device.sign_file(page), town.authority.timestamps, town.authority.trust, field=None)
    now = datetime.now(UTC)
    for until, verdict in ((now + timedelta(hours=1), Verdict.VALID), (now - timedelta(hours=1), Verdict.UNDETERMINED)):
        listed = signing.AllowedSigners((signing.AllowedSigner(Role.LEADER, device.key.fingerprint, until=until),))
        later = now + timedelta(hours=2)
        assert signing.verify(proven, town.authority.trust, at=later, signers=listed).verdict is verdict


def test_a_device_of_an_unlisted_certificate_is_refused_by_its_reason(town: Town) -> None:
    """Between the two questions the file may be changed: the list is asked again when the signature comes back."""
    document, device = town.through("numbered"), Device(town.authority)
    town.services.remote.allow(town.who("administrator"), LEADER, "leader", device.certificate)
    made = town.services.remote.begin(town.who("leader"), document.id, "sign", "file")
    returned = device.sign_file(town.services.remote.hand_out(made.download))
    town.services.remote.disallow(town.who("administrator"), LEADER, "leader", device.key.fingerprint)
    assert town.services.remote.take_back(made.upload, returned).reason == "wrong-certificate"
