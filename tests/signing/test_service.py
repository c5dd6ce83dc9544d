"""The signer process: keys stay behind a socket, uses are written down, errors come back as they are."""

import hashlib
import json
import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from signing import (
    KeyRefused,
    Keyring,
    OrderRefused,
    Role,
    SignerClient,
    SignerSettings,
    SignerUnavailable,
    Verdict,
    open_server,
    verify,
)
from tests.signing.office import Office


@pytest.fixture
def settings(office: Office, tmp_path: Path) -> SignerSettings:
    keyring = Keyring.open(office.authority.folder / "keys")
    return SignerSettings(keyring, tmp_path / "uses.jsonl", office.authority.timestamps, office.authority.trust_folder)


@pytest.fixture
def client(settings: SignerSettings, tmp_path: Path) -> Iterator[SignerClient]:
    path = tmp_path / "signer.sock"
    with open_server(path, settings) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        yield SignerClient(path, seconds=20)
        server.shutdown()


def test_leader_seal_and_publication_through_the_socket(office: Office, client: SignerClient, settings: SignerSettings) -> None:
    pdf = client.sign(office.prepared, Role.LEADER, "lanh-dao", actor="lanh-dao")
    pdf = client.sign(pdf, Role.SEAL, actor="van-thu")
    pdf = client.renew(client.timestamp(pdf, actor="cong-bao"))
    assert verify(pdf, office.authority.trust, offline=True).verdict is Verdict.VALID
    lines = settings.log.read_bytes().splitlines()
    uses = [json.loads(line) for line in lines]
    assert [(use["op"], use["role"], use["actor"]) for use in uses[:2]] == [("sign", "leader", "lanh-dao"), ("sign", "seal", "van-thu")]
    assert [use["previous"] for use in uses] == ["", *(hashlib.sha256(line).hexdigest() for line in lines[:-1])]
    assert uses[-1]["after"] == hashlib.sha256(pdf).hexdigest()


def test_the_socket_is_for_its_owner_only(client: SignerClient) -> None:
    assert client.socket_path.stat().st_mode & 0o777 == 0o600


def test_health_tells_the_keys_and_no_secrets(client: SignerClient) -> None:
    told = client.health()
    assert {"leader/lanh-dao", "seal", "publication"} <= set(told["keys"])
    assert set(told) == {"ok", "keys"}


def test_errors_come_back_as_they_are(office: Office, client: SignerClient) -> None:
    with pytest.raises(OrderRefused):
        client.sign(office.prepared, Role.SEAL)
    with pytest.raises(KeyRefused):
        client.sign(office.prepared, Role.LEADER, "khong-co")
    with pytest.raises(KeyRefused):
        client.sign(office.prepared, Role.LEADER, "../seal")


def test_refused_requests_are_not_written_down_as_uses(office: Office, client: SignerClient, settings: SignerSettings) -> None:
    with pytest.raises(OrderRefused):
        client.sign(office.prepared, Role.SEAL)
    assert not settings.log.exists()


@pytest.mark.parametrize("garbage", [b"", b"\x00" * 8, b"\xff" * 64, b"\x00" * 7 + b"\x02[]" + b"\x00" * 8])
def test_garbage_on_the_socket_stops_nothing(client: SignerClient, garbage: bytes) -> None:
    with socket.socket(socket.AF_UNIX) as line:
        line.connect(str(client.socket_path))
        line.sendall(garbage)
    assert client.health()["ok"]


def test_nobody_there_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(SignerUnavailable) as refused:
        SignerClient(tmp_path / "none.sock").health()
    assert refused.value.vi == "Tiến trình ký không trả lời."


def test_a_second_signer_on_the_same_socket_is_refused(client: SignerClient, settings: SignerSettings) -> None:
    with pytest.raises(SignerUnavailable):
        open_server(client.socket_path, settings)


def test_a_socket_left_behind_is_taken_over(settings: SignerSettings, tmp_path: Path) -> None:
    path = tmp_path / "left.sock"
    with socket.socket(socket.AF_UNIX) as left:
        left.bind(str(path))
    with open_server(path, settings):
        assert path.exists()
    assert not path.exists()
