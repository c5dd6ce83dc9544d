"""`gazette signer` takes its secrets by file descriptor: none on the command line, none in the environment, none on disk."""

import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, pkcs12

import signing
from gazette import bootstrap
from gazette.home import Home
from signing.specimen import blank_page
from tests.demo import ROOT, call, clean_environment, command
from tests.signing.hsm import PIN, Token

SECRET, OTHER = "mật khẩu thử nghiệm", "mật khẩu khác"
ORDER = signing.BatchOrder("dot", "sign", "phat-hanh", signing.Role.PUBLICATION, level=signing.Level.B)


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> signing.SampleAuthority:
    """A sample authority; none of its services is asked here."""
    return signing.create_sample_authority(tmp_path_factory.mktemp("authority"), base_url="http://127.0.0.1:9")


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """An installation without keys."""
    bootstrap.initialise(tmp_path / "home")
    return Home(tmp_path / "home")


def pipe_with(secret: str) -> int:
    """A descriptor that gives a secret once."""
    reading, writing = os.pipe()
    os.write(writing, secret.encode())
    os.close(writing)
    return reading


@contextmanager
def signer(home: Home, secrets: dict[str, str], environment: dict[str, str] | None = None) -> Iterator["subprocess.Popen[str]"]:
    """A signer with each option's secret behind a descriptor; `--pin-fd seal=` gets the number behind it."""
    given = {option: pipe_with(secret) for option, secret in secrets.items()}
    options = [word for option, number in given.items() for word in _words(option, number)]
    program = command("--home", home.folder, "signer", *options)
    process = subprocess.Popen(
        program,
        pass_fds=tuple(given.values()),
        cwd=ROOT,
        env=clean_environment() | (environment or {}),
        stderr=subprocess.PIPE,
        stdin=subprocess.DEVNULL,
        text=True,
    )
    for number in given.values():
        os.close(number)
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def _words(option: str, number: int) -> list[str]:
    return [option, str(number)] if not option.endswith("=") else [option.split()[0], f"{option.split()[1]}{number}"]


def client(home: Home, process: "subprocess.Popen[str]") -> signing.SignerClient:
    """A client of the signer, once it answers."""
    asked = signing.SignerClient(home.socket, seconds=30)
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        assert process.poll() is None, process.communicate()[1]
        try:
            asked.health()
        except signing.SigningError:
            time.sleep(0.1)
        else:
            return asked
    raise AssertionError("the signer does not answer")


def unsigned() -> bytes:
    return signing.prepare(blank_page(), "gazette-issue")


def own_file(authority: signing.SampleAuthority, home: Home, name: str, secret: str) -> None:
    """The publication's key as a PKCS#12 file under another passphrase."""
    data = authority.key_file(signing.Role.PUBLICATION).read_bytes()
    key, certificate, others = pkcs12.load_key_and_certificates(data, authority.passphrase_file.read_bytes().strip())
    made = pkcs12.serialize_key_and_certificates(b"mau", key, certificate, others, BestAvailableEncryption(secret.encode()))  # type: ignore[arg-type]
    (home.keys / f"{name}.p12").write_bytes(made)


def test_secrets_come_by_descriptor_and_stand_nowhere_else(authority: signing.SampleAuthority, home: Home) -> None:
    own_file(authority, home, "publication", SECRET)
    own_file(authority, home, "seal", OTHER)
    with signer(home, {"--passphrase-fd": SECRET, "--pin-fd seal=": OTHER}) as process:
        asked = client(home, process)
        pdf = asked.sign(unsigned(), signing.Role.PUBLICATION, level=signing.Level.B)
        assert [field.signed for field in signing.fields(pdf)] == [True]
        with pytest.raises(signing.OrderRefused):  # the key opens; it is the seal's turn that is refused
            asked.sign(unsigned(), signing.Role.SEAL, level=signing.Level.B)
        for part in ("cmdline", "environ"):
            told = Path(f"/proc/{process.pid}/{part}").read_bytes()
            assert SECRET.encode() not in told
            assert OTHER.encode() not in told
    assert sorted(path.name for path in home.keys.iterdir()) == ["publication.p12", "seal.p12"]


def test_the_pin_of_a_token_comes_by_descriptor_also_for_batches(authority: signing.SampleAuthority, home: Home, tmp_path: Path) -> None:
    (tmp_path / "hsm").mkdir()
    token = Token.made(tmp_path / "hsm", authority)
    (home.keys / "publication.uri").write_text("pkcs11:token=MAU;object=con-dau")
    with signer(home, {"--pin-fd publication=": PIN}, {"SOFTHSM2_CONF": token.environment["SOFTHSM2_CONF"]}) as process:
        asked = client(home, process)
        assert asked.sign(unsigned(), signing.Role.PUBLICATION, level=signing.Level.B)
        (made,) = asked.batch(ORDER, [("a", unsigned())])
        assert [field.signed for field in signing.fields(made.pdf)] == [True]


def test_a_wrong_pin_is_sent_to_the_token_once(authority: signing.SampleAuthority, home: Home, tmp_path: Path) -> None:
    (tmp_path / "hsm").mkdir()
    token = Token.made(tmp_path / "hsm", authority)
    (home.keys / "publication.uri").write_text("pkcs11:token=MAU;object=con-dau")
    with signer(home, {"--pin-fd publication=": "9999"}, {"SOFTHSM2_CONF": token.environment["SOFTHSM2_CONF"]}) as process:
        asked = client(home, process)
        with pytest.raises(signing.KeyRefused, match="Sai mã PIN"):
            asked.sign(unsigned(), signing.Role.PUBLICATION, level=signing.Level.B)
        shutil.rmtree(tmp_path / "hsm" / "tokens")  # if it were asked again, it would not be there
        for again in (lambda: asked.sign(unsigned(), signing.Role.PUBLICATION), lambda: list(asked.batch(ORDER, [("a", unsigned())]))):
            with pytest.raises(signing.KeyRefused, match="Sai mã PIN"):
                again()


@pytest.mark.parametrize("options", [("--pin-fd", "seal"), ("--pin-fd", "=3"), ("--passphrase-fd", "-1"), ("--passphrase-fd", "977")])
def test_what_is_no_descriptor_is_refused_in_one_sentence(home: Home, options: tuple[str, ...]) -> None:
    answer = call("--home", home.folder, "signer", *options)
    assert (answer.status, bool(answer.sentence)) == (2, True)


def test_a_secret_for_no_key_is_refused(home: Home) -> None:
    answer = call("--home", home.folder, "signer", "--pin-fd", f"seal={pipe_with(SECRET)}")
    assert (answer.status, answer.sentence) == (2, "Không có khoá seal.")
