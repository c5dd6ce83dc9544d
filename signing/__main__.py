"""The room on the command line: sign, verify, trust and the sample authority, without the rest of the house."""

import json
import os
import sys
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import click

from signing.appearance import Appearance
from signing.errors import SigningError
from signing.findings import Verdict
from signing.keys import SigningKey, load_pkcs12, open_pkcs11
from signing.pades import sign
from signing.report import Report
from signing.roles import Level, Role
from signing.sample import create_sample_authority
from signing.sample_server import serve_sample_authority
from signing.timestamps import TimestampAuthority
from signing.trust import EVERY_PURPOSE, MANIFEST, Purpose, TrustStore
from signing.verify import verify

_FILE = click.Path(path_type=Path, dir_okay=False)
_FOLDER = click.Path(path_type=Path, file_okay=False)


class _Room(click.Group):
    """Turns the room's errors into one line and an exit status."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except SigningError as problem:
            click.echo(problem.message(ctx.params.get("lang", "vi")), err=True)
            ctx.exit(2 if problem.code in _INPUT else 3)


# What the caller can mend by giving another file, key or store; the rest is a failure of the operation.
_INPUT = ("document", "key", "trust", "appearance", "verification")


@click.group(cls=_Room, context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--lang", type=click.Choice(["vi", "en"]), default="vi", help="Ngôn ngữ của thông báo / language of messages.")
@click.pass_context
def main(context: click.Context, lang: str) -> None:
    """Chữ ký số PAdES theo vai: ký, kiểm tra, kho tin cậy. / PAdES signatures by role."""
    context.obj = lang


@main.command("sign")
@click.argument("source", type=_FILE)
@click.option("-o", "--output", type=_FILE, required=True)
@click.option("--role", type=click.Choice([r.value for r in Role]), required=True)
@click.option("--key", required=True, help="FILE.p12 hoặc/or pkcs11:URI")
@click.option("--level", type=click.Choice([level.value for level in Level]), default=Level.B.value, show_default=True)
@click.option("--tsa", help="URL")
@click.option("--trust", "trust_folder", type=_FOLDER)
@click.option("--appearance", type=_FILE, help="PNG")
@click.option("--passphrase-file", type=_FILE)
@click.pass_obj
def sign_command(
    lang: str,
    source: Path,
    output: Path,
    role: str,
    key: str,
    level: str,
    tsa: str | None,
    trust_folder: Path | None,
    appearance: Path | None,
    passphrase_file: Path | None,
) -> None:
    """Thêm một chữ ký / add one signature."""
    signed = sign(
        _read(source, lang),
        role=Role(role),
        key=_key(key, passphrase_file, lang),
        level=Level(level),
        authority=TimestampAuthority(tsa) if tsa else None,
        trust=TrustStore.open(trust_folder) if trust_folder else None,
        appearance=Appearance(_read(appearance, lang)) if appearance else None,
    )
    _write(output, signed)


@main.command("verify")
@click.argument("sources", type=_FILE, nargs=-1, required=True)
@click.option("--trust", "trust_folder", type=_FOLDER, help="Kho tin cậy, hoặc thư mục chứng thư PEM / a store or a folder of PEM")
@click.option("--at", help="ISO 8601")
@click.option("--offline", is_flag=True)
@click.option("--json", "as_json", is_flag=True)
@click.option("--html", type=_FILE)
@click.option("--etsi", type=_FILE)
@click.pass_obj
def verify_command(
    lang: str,
    sources: tuple[Path, ...],
    trust_folder: Path | None,
    at: str | None,
    offline: bool,
    as_json: bool,
    html: Path | None,
    etsi: Path | None,
) -> None:
    """Kiểm tra chữ ký; mã 0 khi mọi tệp hợp lệ / exit 0 only when every file is valid."""
    trust = TrustStore.open(trust_folder) if trust_folder else TrustStore("")
    moment = _moment(at, lang)
    reports = [verify(_read(source, lang), trust, at=moment, offline=offline).named(source.name) for source in sources]
    for report in reports:
        click.echo(json.dumps(report.to_json(lang), ensure_ascii=False) if as_json else _line(report, lang))
    if html:
        _write(html, "".join(report.to_html(lang) for report in reports).encode())
    if etsi:
        _write(etsi, reports[0].to_etsi_xml().encode())
    sys.exit(0 if all(report.verdict is Verdict.VALID for report in reports) else 1)


@main.command("sample-serve")
@click.argument("folder", type=_FOLDER)
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", type=int, default=9080, show_default=True)
@click.option("--create", is_flag=True, help="Tạo cơ quan mẫu nếu chưa có / make the authority first")
def sample_serve_command(folder: Path, host: str, port: int, create: bool) -> None:
    """Chạy TSA, OCSP, CRL của cơ quan chứng thực mẫu / serve the sample authority."""
    if create and not (folder / "authority.json").exists():
        create_sample_authority(folder, base_url=f"http://{host}:{port}")
    serve_sample_authority(folder, host, port)


@main.group("trust")
def trust_group() -> None:
    """Kho tin cậy / the trust store."""


@trust_group.command("add")
@click.argument("folder", type=_FOLDER)
@click.argument("certificate", type=_FILE)
@click.option("--purpose", "purposes", type=click.Choice([p.value for p in Purpose]), multiple=True)
@click.option("--source", default="")
@click.pass_obj
def trust_add(lang: str, folder: Path, certificate: Path, purposes: tuple[str, ...], source: str) -> None:
    """Thêm một gốc tin cậy / add an anchor."""
    store = TrustStore.load(folder) if (folder / MANIFEST).exists() else TrustStore(folder.name)
    chosen = [Purpose(p) for p in purposes] or EVERY_PURPOSE
    saved = store.add(_read(certificate, lang), chosen, source=source).save(folder)
    click.echo(f"{saved.name} {saved.version}", err=True)


@trust_group.command("list")
@click.argument("folder", type=_FOLDER)
@click.option("--json", "as_json", is_flag=True)
def trust_list(folder: Path, as_json: bool) -> None:
    """Liệt kê các gốc tin cậy / list the anchors."""
    for anchor in TrustStore.open(folder).list():
        since = anchor.distrusted_from.isoformat() if anchor.distrusted_from else None
        entry = {"fingerprint": anchor.fingerprint, "name": anchor.name, "purposes": sorted(anchor.purposes), "distrusted_from": since}
        plain = f"{anchor.fingerprint}  {anchor.name}  {','.join(sorted(anchor.purposes))}  {since or ''}"
        click.echo(json.dumps(entry, ensure_ascii=False) if as_json else plain)


@trust_group.command("distrust")
@click.argument("folder", type=_FOLDER)
@click.argument("fingerprint")
@click.option("--since", help="ISO 8601; mặc định bây giờ / now")
@click.pass_obj
def trust_distrust(lang: str, folder: Path, fingerprint: str, since: str | None) -> None:
    """Thôi tin một gốc từ một ngày / distrust an anchor from a date on."""
    TrustStore.load(folder).distrust(fingerprint, _moment(since, lang) or datetime.now(UTC)).save(folder)


def _line(report: Report, lang: str) -> str:
    return f"{report.file}: {report.verdict.text(lang)}. {report.reason(lang)}"


def _key(key: str, passphrase_file: Path | None, lang: str) -> SigningKey:
    if passphrase_file is not None:
        secret = _read(passphrase_file, lang).decode("utf-8").strip()
    else:
        secret = click.prompt("Mật khẩu / passphrase", hide_input=True, default="", show_default=False, err=True)
    return open_pkcs11(key, secret) if key.startswith("pkcs11:") else load_pkcs12(Path(key), secret)


def _moment(text: str | None, lang: str) -> datetime | None:
    if text is None:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as cause:
        wrong = SigningError(f"Thời điểm không đúng ISO 8601: {text}", f"Not an ISO 8601 time: {text}")
        raise click.UsageError(wrong.message(lang)) from cause
    return moment if moment.tzinfo else moment.replace(tzinfo=timezone(timedelta(hours=7)))


def _read(path: Path, lang: str) -> bytes:
    try:
        return path.read_bytes()
    except OSError as cause:
        problem = SigningError(f"Không đọc được tệp {path}.", f"The file {path} cannot be read.")
        raise click.UsageError(problem.message(lang)) from cause


def _write(path: Path, data: bytes) -> None:
    fresh = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        fresh.write_bytes(data)
        fresh.replace(path)
    except OSError as cause:
        fresh.unlink(missing_ok=True)
        raise SigningError(f"Không ghi được tệp {path}.", f"The file {path} cannot be written.") from cause


if __name__ == "__main__":
    main()
