"""Many uploads at once, hostile ones among them: each gets its report, and the rest of the site goes on answering."""

import io
import urllib.error
import urllib.request
import uuid
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack

import pytest

import signing
from gazette.cli.installation import THREADS
from gazette.pages import Site
from gazette.web import create_app, crowd
from signing.sample_server import answering
from tests.akn.test_fenced import page_saying
from tests.town import Town, running_authority

QUICK, MANY = 10, 50
COMING_BACK = 5


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    with running_authority(tmp_path_factory.mktemp("authority")) as authority:
        built = Town(tmp_path_factory.mktemp("town"), authority, level=signing.Level.LTA)
        yield built
        built.close()


@pytest.fixture(scope="module")
def base(town: Town) -> Iterator[str]:
    app = create_app(town.services, secret_key="khóa thử", site=Site(sample=True), rate_limits=False)
    with answering(app, threads=THREADS) as port:
        yield f"http://127.0.0.1:{port}"


@pytest.fixture(scope="module")
def files(town: Town) -> list[tuple[bytes, str]]:
    """Files, and the verdict each must get; a file cut in half may show that it was signed."""
    document = town.published()
    pdf = town.services.read.file(document.slug or "", "pdf").read()
    broken = bytearray(pdf)
    broken[len(pdf) // 3] ^= 1
    return [
        (pdf, "valid"),
        (pdf + b"\n%x\n", "invalid"),
        (page_saying(b"BT " + b"(a) Tj " * 3_000_000), "undetermined"),
        (b"%PDF-1.7\n" + b"<<" * 200_000, "undetermined"),
        (b"", "undetermined"),
        (pdf[: len(pdf) // 2], "undetermined invalid"),
    ]


def upload(base: str, data: bytes) -> str:
    """The verdict the page gives to somebody who comes back when asked to."""
    for _ in range(COMING_BACK):
        try:
            return upload_once(base, data)
        except urllib.error.HTTPError as refused:
            if refused.code != 503:
                raise
    return upload_once(base, data)


def upload_once(base: str, data: bytes) -> str:
    """The verdict the page gives."""
    edge = uuid.uuid4().hex
    head = f'--{edge}\r\nContent-Disposition: form-data; name="file"; filename="a.pdf"\r\nContent-Type: application/pdf\r\n\r\n'
    body = head.encode() + data + f"\r\n--{edge}--\r\n".encode()
    request = urllib.request.Request(f"{base}/xac-thuc", body, {"Content-Type": f"multipart/form-data; boundary={edge}"})
    with urllib.request.urlopen(request, timeout=600) as answer:
        text = io.TextIOWrapper(answer, "utf-8").read()
    return text.partition('data-verdict="')[2].partition('"')[0]


@pytest.mark.parametrize("count", [QUICK, pytest.param(MANY, marks=pytest.mark.soak)])
def test_every_upload_gets_its_own_verdict_and_readers_go_on_reading(base: str, files: list[tuple[bytes, str]], count: int) -> None:
    sent = [files[number % len(files)] for number in range(count)]
    with ThreadPoolExecutor(count + 2) as people:
        verdicts = [people.submit(upload, base, data) for data, _ in sent]
        pages = [people.submit(lambda: urllib.request.urlopen(f"{base}/", timeout=600).status) for _ in range(10)]
        assert [page.result() for page in pages] == [200] * 10
        given = [verdict.result() for verdict in verdicts]
    assert all(verdict in expected.split() for verdict, (_, expected) in zip(given, sent, strict=True)), given


def test_who_finds_too_many_waiting_is_asked_to_come_back(base: str) -> None:
    with ExitStack() as taken:
        for _ in range(crowd.AT_ONCE + crowd.WAITING):
            crowd._door.acquire()
            taken.callback(crowd._door.release)
        with pytest.raises(urllib.error.HTTPError) as refused:
            upload_once(base, b"%PDF-1.7")
    assert refused.value.code == 503
    assert "thử lại sau một phút" in refused.value.read().decode()
    assert upload(base, b"%PDF-1.7") == "undetermined"
