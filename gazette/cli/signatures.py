"""``gazette sign``, ``verify``, ``trust``: PDFs and their signatures, with or without an installation."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

import signing
from gazette.cli.acting import opened
from gazette.cli.batch import Batch
from gazette.cli.session import Session, pass_session, passphrase, read_bytes, write_bytes
from gazette.home import Home
from gazette.model.document import HANOI
from gazette.model.errors import BadCall
from templates import ROOT

FONT = ROOT / "fonts" / "Tinos_400Regular.ttf"
FILE = click.Path(path_type=Path)


@click.command()
@click.argument("pdf", type=FILE, metavar="IN.pdf")
@click.option("-o", "--output", type=FILE, required=True, metavar="OUT.pdf")
@click.option("--role", type=click.Choice([role.value for role in signing.Role]), required=True)
@click.option("--key", required=True, metavar="FILE.p12|pkcs11:URI")
@click.option("--level", type=click.Choice([level.value for level in signing.Level]), default="B-B")
@click.option("--tsa", metavar="URL", help="Máy chủ cấp dấu thời gian / time-stamping authority.")
@click.option("--trust", type=FILE, metavar="DIR", help="Kho tin cậy, cần từ mức B-LT / trust store, needed from B-LT.")
@click.option("--appearance", type=FILE, metavar="FILE.png")
@click.option("--passphrase-file", type=FILE)
@pass_session
def sign(session: Session, /, pdf: Path, output: Path, **options: Any) -> None:
    """Ký một lần lên PDF / one signature on a PDF."""
    data = read_bytes(pdf)
    picture = read_bytes(options["appearance"]) if options["appearance"] else None
    key = _key(options["key"], options["passphrase_file"], session)
    signed = signing.sign(
        data,
        role=signing.Role(options["role"]),
        key=key,
        level=signing.Level(options["level"]),
        authority=signing.TimestampAuthority(options["tsa"]) if options["tsa"] else None,
        trust=signing.TrustStore.open(options["trust"]) if options["trust"] else None,
        appearance=signing.Appearance(picture=picture) if picture else None,
    )
    write_bytes(output, signed)
    session.emit({"file": str(output), "role": options["role"], "level": options["level"]}, f"{output}")


def _key(name: str, passphrase_file: Path | None, session: Session) -> signing.SigningKey:
    secret = passphrase(passphrase_file, session)
    return signing.open_pkcs11(name, secret) if name.startswith("pkcs11:") else signing.load_pkcs12(Path(name), secret)


@click.command()
@click.argument("files", type=FILE, nargs=-1, required=True, metavar="FILE.pdf…")
@click.option("--trust", type=FILE, metavar="DIR", help="Kho tin cậy hoặc thư mục chứng thư PEM / trust store or folder of PEM roots.")
@click.option("--at", metavar="TIME", help="Xác thực tại thời điểm này, ISO 8601 / verify as of this time.")
@click.option("--offline", is_flag=True, help="Không hỏi OCSP, CRL / do not fetch OCSP or CRLs.")
@click.option("--json", "as_json", is_flag=True, help="Một báo cáo JSON mỗi dòng / one JSON report a line.")
@click.option("--html", type=FILE, metavar="FILE")
@click.option("--etsi", type=FILE, metavar="FILE")
@pass_session
def verify(session: Session, /, files: tuple[Path, ...], at: str | None, offline: bool, **options: Any) -> int:
    """Xác thực chữ ký / the verification report; exit 0 only when every file is valid.

    In an installation the answer is its public page's: the office's list of signers and its archive are asked. Elsewhere, and with a trust
    store named, it is the library's.
    """
    moment = _moment(at)
    batch = Batch(files)
    with _verifier(session, options["trust"]) as verifier:
        for path, data in batch.readable(session):
            report = verifier(data, moment, offline).named(path.name)
            row = report.named(str(path)).to_json(session.lang)
            if options["html"]:
                write_bytes(batch.named(options["html"], path), report.to_html(session.lang).encode())
            if options["etsi"]:
                write_bytes(batch.named(options["etsi"], path), report.to_etsi_xml().encode())
            _say(session, row, options["as_json"])
            batch.count(row["verdict"] == "valid")
    return batch.status


@contextmanager
def _verifier(session: Session, trust: Path | None) -> Iterator[Callable[[bytes, datetime | None, bool], signing.Report]]:
    if trust is None and Home(session.home).initialised:
        with opened(session) as installation:
            verify = installation.services.verify.verify
            yield lambda data, at, offline: verify(data, at=at, offline=offline).report
    else:
        store = _store(session, trust)
        yield lambda data, at, offline: signing.verify(data, store, at=at, offline=offline)


def _say(session: Session, row: dict[str, Any], as_json: bool) -> None:
    words = {
        "valid": ("HỢP LỆ", "VALID"),
        "invalid": ("KHÔNG HỢP LỆ", "INVALID"),
        "undetermined": ("CHƯA XÁC ĐỊNH", "UNDETERMINED"),
    }[row["verdict"]]
    word = words[0] if session.lang == "vi" else words[1]
    Session(session.home, session.json or as_json, session.lang).emit(row, f"{row['file']}: {word} – {row['reason']}")


def _moment(at: str | None) -> datetime | None:
    if at is None:
        return None
    try:
        moment = datetime.fromisoformat(at)
    except ValueError:
        raise BadCall(reason=f"--at {at}") from None
    return moment if moment.tzinfo else moment.replace(tzinfo=HANOI)


def _store(session: Session, folder: Path | None) -> signing.TrustStore:
    """The store asked for, else the installation's, else an empty one: then nothing can be more than undetermined."""
    if folder is not None:
        return signing.TrustStore.open(folder)
    own = session.home / "trust"
    return signing.TrustStore.load(own) if (own / "manifest.json").is_file() else signing.TrustStore("empty")


@click.group()
def trust() -> None:
    """Kho chứng thư tin cậy / the trust store of this installation."""


@trust.command("add")
@click.argument("certificate", type=FILE)
@click.option("--purpose", "purposes", multiple=True, type=click.Choice([purpose.value for purpose in signing.Purpose]))
@click.option("--source", default="", help="Nguồn gốc chứng thư / where the certificate came from.")
@pass_session
def trust_add(session: Session, certificate: Path, purposes: tuple[str, ...], source: str) -> None:
    """Thêm một chứng thư gốc / adds a root certificate."""
    Home(session.home).require()
    store = _store(session, None)
    chosen = [signing.Purpose(purpose) for purpose in purposes] or list(signing.Purpose)
    saved = store.add(read_bytes(certificate), chosen, source=source or str(certificate)).save(session.home / "trust")
    session.emit({"version": saved.version, "anchors": len(saved.anchors)}, f"{saved.name} {saved.version}: {len(saved.anchors)}")


@trust.command("list")
@pass_session
def trust_list(session: Session) -> None:
    """Liệt kê chứng thư gốc / lists the anchors."""
    for anchor in _store(session, None).list():
        row = {
            "name": anchor.name,
            "fingerprint": anchor.fingerprint,
            "purposes": sorted(anchor.purposes),
            "valid_from": anchor.valid_from,
            "valid_to": anchor.valid_to,
            "distrusted_from": anchor.distrusted_from,
            "source": anchor.source,
        }
        distrust = f"  ✗ {anchor.distrusted_from.isoformat()}" if anchor.distrusted_from else ""
        session.emit(row, f"{anchor.fingerprint}  {anchor.name}  {', '.join(sorted(anchor.purposes))}{distrust}")


@trust.command("distrust")
@click.argument("fingerprint")
@click.option("--since", metavar="TIME", help="Từ thời điểm / from this time on (now).")
@pass_session
def trust_distrust(session: Session, fingerprint: str, since: str | None) -> None:
    """Ngừng tin một chứng thư gốc / distrusts an anchor from a date on."""
    Home(session.home).require()
    saved = _store(session, None).distrust(fingerprint, _moment(since) or datetime.now(UTC)).save(session.home / "trust")
    session.emit({"version": saved.version}, f"{saved.name} {saved.version}")


COMMANDS = {"sign": sign, "verify": verify, "trust": trust}
