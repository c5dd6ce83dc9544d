"""The signer process: keys stay behind a socket, uses are written down, errors come back as they are."""

import hashlib
import json
import socket
import threading
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from signing import (
    BatchOrder,
    DocumentRefused,
    KeyRefused,
    Keyring,
    Level,
    OrderRefused,
    Role,
    SignerClient,
    SignerSettings,
    SignerUnavailable,
    Verdict,
    open_server,
    verify,
)
from signing.uses import append_use
from signing.wire import received, send
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


NONSENSE = (b"[]", b"null", b'"x"', b"\xff", b'{"ok": false}', b'{"ok": true}', b'{"ok": true, "ahead": "x"}', b'{"ok": true, "ahead": 0}')


@pytest.mark.parametrize("answer", [*NONSENSE, b'{"ok": true, "ahead": 2}', b'{"ok": true, "ahead": 2, "name": "van-ban-khac"}'])
def test_an_answer_that_makes_no_sense_is_a_signer_that_does_not_answer(tmp_path: Path, answer: bytes) -> None:
    with socket.socket(socket.AF_UNIX) as place:
        place.bind(str(tmp_path / "s"))
        place.listen()
        threading.Thread(target=answering, args=(place, answer), daemon=True).start()
        order = BatchOrder("dot", "sign", "van-thu")
        with pytest.raises(SignerUnavailable):
            list(SignerClient(tmp_path / "s", seconds=10).batch(order, [("van-ban", b"%PDF")]))


def answering(place: socket.socket, answer: bytes) -> None:
    """Says the same to whatever one caller asks, until the caller has had enough."""
    line, _ = place.accept()
    with line, suppress(OSError, EOFError):
        while True:
            told, _ = received(line), received(line)
            if b'"put"' not in told:
                send(line, answer)
                send(line, b"")


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


def raw(client: SignerClient, header: bytes, body: bytes = b"") -> dict[str, object]:
    with socket.socket(socket.AF_UNIX) as line:
        line.settimeout(5)
        line.connect(str(client.socket_path))
        line.sendall(len(header).to_bytes(8, "big") + header + len(body).to_bytes(8, "big") + body)
        size = int.from_bytes(line.recv(8), "big")
        answer: dict[str, object] = json.loads(line.recv(size))
        return answer


@pytest.mark.parametrize(
    "header", [b"[]", b"7", b'"x"', b"null", b"{", b"\xff", b"[" * 100_000, b'{"op": []}', b'{"op": "sign", "role": {}}']
)
def test_garbage_for_a_header_is_answered_and_the_signer_goes_on(client: SignerClient, header: bytes) -> None:
    assert raw(client, header)["ok"] is False
    assert client.health()["ok"] is True


def test_a_promise_of_many_bytes_takes_no_memory_before_they_come(client: SignerClient) -> None:
    lines = []
    before = resident()
    for _ in range(8):
        line = socket.socket(socket.AF_UNIX)
        line.connect(str(client.socket_path))
        line.sendall((2).to_bytes(8, "big") + b"{}" + (100 * 1024 * 1024).to_bytes(8, "big") + b"x")
        lines.append(line)
    assert client.health()["ok"] is True
    assert resident() - before < 200 * 1024 * 1024
    for line in lines:
        line.close()


def resident() -> int:
    return int(Path("/proc/self/statm").read_text("ascii").split()[1]) * 4096


@pytest.mark.parametrize("name", ["../seal", "..", "a/../../seal", "leader\x00", "x" * 5000, "/etc/passwd"])
def test_a_name_leads_nowhere_outside_the_keyring(office: Office, client: SignerClient, name: str) -> None:
    with pytest.raises((KeyRefused, DocumentRefused)):
        client.sign(office.prepared, Role.LEADER, name)


def test_the_log_stays_a_chain_whatever_a_caller_says_of_himself(office: Office, client: SignerClient, settings: SignerSettings) -> None:
    for actor in ("a" * 20_000, "b\n{}", "c"):
        client.sign(office.prepared, Role.LEADER, "lanh-dao", Level.B, actor=actor)
    lines = settings.log.read_bytes().splitlines()
    assert len(lines) == 3
    assert all(len(line) < 4096 for line in lines)
    chained = [json.loads(line)["previous"] for line in lines]
    assert chained == ["", *(hashlib.sha256(line).hexdigest() for line in lines[:-1])]


def test_a_line_that_was_cut_off_does_not_swallow_the_next(tmp_path: Path) -> None:
    log = tmp_path / "uses.jsonl"
    append_use(log, {"op": "sign"})
    whole = log.read_bytes()
    log.write_bytes(whole + b'{"op": "si')
    append_use(log, {"op": "seal"})
    assert json.loads(log.read_bytes().splitlines()[-1])["op"] == "seal"
    assert log.stat().st_mode & 0o777 == 0o600


def test_a_file_in_the_sockets_place_is_not_removed(settings: SignerSettings, tmp_path: Path) -> None:
    (tmp_path / "important").write_text("kept", "utf-8")
    with pytest.raises(SignerUnavailable):
        open_server(tmp_path / "important", settings)
    assert (tmp_path / "important").read_text("utf-8") == "kept"


def test_the_socket_is_its_owners_alone(client: SignerClient) -> None:
    assert client.socket_path.stat().st_mode & 0o777 == 0o600
