"""``gazette backup``, ``restore`` and ``keys``: what an installation is rebuilt from."""

from functools import partial
from pathlib import Path

import click

from gazette import backup, keys
from gazette.cli.acting import actor, as_user, json_too, opened
from gazette.cli.session import Session, pass_session, passphrase, write_bytes
from gazette.cli.system import unreadable

FILE = click.Path(path_type=Path)
SECRET = click.option("--passphrase-file", type=FILE, help="Tệp chứa mật khẩu / the file with the passphrase (or a prompt).")


@click.command("backup")
@click.argument("file", type=FILE)
@json_too
@pass_session
def save(session: Session, file: Path) -> int:
    """Sao lưu mọi thứ trừ khóa, khi hệ thống đang chạy / a consistent copy of everything but keys, while the installation runs."""
    with opened(session) as installation, session.progress("Sao lưu", "Backing up", 0) as bar:
        saved = backup.save(installation, file, bar.reach)
    for finding in saved.missing:
        session.say(finding.message("vi"), finding.message("en"))
    if saved.uncopied:
        session.say(
            f"{saved.uncopied} khóa hồ sơ chưa có trong bản sao khóa nào: chạy gazette keys backup, nếu không sẽ không đọc lại được.",
            f"{saved.uncopied} keys of records are in no copy of the keys yet: run gazette keys backup, or they cannot be read again.",
        )
    told = {"file": str(file), "blobs": saved.blobs, "missing": len(saved.missing), "keys_not_copied": saved.uncopied}
    session.emit(told, f"{file}  {saved.blobs}")
    return 1 if saved.missing else 0


@click.command("restore")
@click.argument("file", type=FILE)
@click.option("--keys", "copy", type=FILE, metavar="FILE", help="Bản sao khóa / the copy made by gazette keys backup.")
@click.option("--epoch", "epoch_file", type=FILE, metavar="FILE", help="Tệp khóa kỳ / where gazette keys epoch put the epoch's secret.")
@SECRET
@json_too
@pass_session
def restore(session: Session, /, file: Path, copy: Path | None, epoch_file: Path | None, passphrase_file: Path | None) -> int:
    """Khôi phục vào thư mục trống / makes the installation anew in an empty home, checks it and rebuilds its index."""
    placed = partial(keys.unseal, copy, passphrase(passphrase_file, session), epoch=epoch_file) if copy else None
    try:
        backup.restore(file, session.home, placed)
    except FileNotFoundError as error:
        raise unreadable(Path(error.filename), error) from None
    if copy is None:
        session.say(
            "Đã tạo khóa nhật ký và khóa phiên mới; khóa ký và khóa kho không nằm trong bản sao lưu, hồ sơ trên mức Công khai"
            " còn khóa, xem docs/running/keys.md.",
            "New keys for the log and for sessions were made; signing keys and the archive's are not in a backup: what is above Công khai"
            " stays locked, see docs/running/keys.md.",
        )
    with opened(session) as installation:
        found = installation.services.log.verify()
    for finding in found:
        session.say(finding.message("vi"), finding.message("en"))
    session.emit({"home": str(session.home), "findings": len(found)}, str(session.home))
    return 1 if found else 0


@click.group("keys")
def key_group() -> None:
    """Khóa của cài đặt / the installation's keys."""


@key_group.command("list")
@json_too
@pass_session
def list_keys(session: Session) -> None:
    """Liệt kê khóa, không lộ khóa bí mật / lists the keys; nothing secret is shown."""
    with opened(session) as installation:
        for row in keys.rows(installation):
            about = row.public or f"{row.name}  {row.organisation}  {row.expires}"
            session.emit(row.to_json(), f"{row.key}  {row.state}  {about}")


@key_group.command("rotate")
@as_user
@json_too
@pass_session
def rotate(session: Session, user: str | None, password_file: Path | None) -> None:
    """Thay khóa nhật ký và khóa phiên / new keys for the log's heads and for sessions; the old public key is kept."""
    with opened(session) as installation:
        old, new = keys.rotate(installation, actor(installation, session, user, password_file, "administrator"))
    session.say(
        "Đã thay khóa ký đầu nhật ký và khóa phiên; khóa ký văn bản không đổi. Hãy khởi động lại gazette serve; mọi người đăng nhập lại.",
        "The key of the log's heads and of sessions were replaced; signing keys were not. Restart gazette serve; everybody logs in again.",
    )
    session.emit({"rotated": ["audit", "session"], "old": str(old), "new": str(new)}, str(new))


@key_group.command("backup")
@click.option("-o", "--output", type=FILE, required=True, metavar="FILE", help="Tệp ghi ra / the file to write.")
@SECRET
@json_too
@pass_session
def save_keys(session: Session, output: Path, passphrase_file: Path | None) -> None:
    """Sao lưu khóa dưới mật khẩu / all keys in one file, encrypted under a passphrase."""
    with opened(session) as installation:
        data, place = keys.copy(installation, passphrase(passphrase_file, session), output.absolute().parent)
        write_bytes(output, data)
    if place is not None:
        session.say(
            f"Khóa kỳ nằm riêng tại {place}: cần nó để khôi phục, và không được sao chép nó; mỗi lần tiêu hủy sẽ thay nó tại đó.",
            f"The epoch's key lies apart at {place}: restoring takes it, and it must not be copied; every shredding replaces it there.",
        )
    session.emit({"output": str(output), "epoch": str(place) if place else None}, str(output))


@key_group.command("share")
@click.option("--needed", type=int, required=True, help="Số người cùng mở / how many holders open it.")
@click.option("--holder", "holders", type=(str, FILE), multiple=True, required=True, help="NAME FILE: tên, tệp mật khẩu / a passphrase.")
@as_user
@json_too
@pass_session
def share(session: Session, /, needed: int, holders: tuple[tuple[str, Path], ...], user: str | None, password_file: Path | None) -> None:
    """Giao khóa chủ của kho cho nhiều người giữ / the master key under several people's passphrases; the key file is destroyed."""
    with opened(session) as installation:
        person = actor(installation, session, user, password_file, "administrator")
        held = {name: passphrase(file, session) for name, file in holders}
        rotation = keys.share(installation, person, held, needed)
    session.emit({"holders": sorted(held), "needed": needed, "levels": rotation.levels}, f"{needed}/{len(held)}")


@key_group.command("holders")
@click.option("--needed", type=int, required=True, help="Số người cùng mở / how many holders open it from now on.")
@click.option("--present", "present", type=(str, FILE), multiple=True, required=True, help="NAME FILE: người đang giữ / a present holder.")
@click.option(
    "--holder", "holders", type=(str, FILE), multiple=True, required=True, help="NAME FILE: người giữ mới / a holder from now on."
)
@as_user
@json_too
@pass_session
def holders(session: Session, /, user: str | None, password_file: Path | None, needed: int, **told: tuple[tuple[str, Path], ...]) -> None:
    """Đổi người giữ khóa chủ của kho / gives the master key to other people, in the presence of those who open it now."""
    with opened(session) as installation:
        person = actor(installation, session, user, password_file, "administrator")
        present, coming = ({name: passphrase(file, session) for name, file in told[which]} for which in ("present", "holders"))
        rotation = keys.change_holders(installation, person, present, coming, needed)
    session.emit({"holders": sorted(coming), "needed": needed, "levels": rotation.levels}, f"{needed}/{len(coming)}")


@key_group.command("epoch")
@click.argument("place", type=FILE)
@click.option("--forget", is_flag=True, help="Nơi đó đã hủy hoặc mất, không hỏi nữa / that place was destroyed or lost.")
@as_user
@json_too
@pass_session
def epoch(session: Session, place: Path, user: str | None, password_file: Path | None, *, forget: bool) -> None:
    """Giữ khóa kỳ ở một nơi khác / keeps the epoch's secret on another medium: copies of the keys made before a shredding open no more."""
    with opened(session) as installation:
        change = keys.forget_epoch if forget else keys.keep_epoch
        change(installation, actor(installation, session, user, password_file, "administrator"), place)
    session.emit({"place": str(place)}, str(place))


@key_group.command("entrust")
@click.argument("uri")
@click.option("--pin-file", type=FILE, help="Tệp chứa PIN / the file with the PIN (or a prompt).")
@as_user
@json_too
@pass_session
def entrust(session: Session, /, uri: str, pin_file: Path | None, user: str | None, password_file: Path | None) -> None:
    """Giao khóa chủ của kho cho thiết bị PKCS#11 / the archive's master key sealed by a token; the key file is destroyed."""
    with opened(session) as installation:
        person = actor(installation, session, user, password_file, "administrator")
        rotation = keys.entrust(installation, person, uri, passphrase(pin_file, session))
    session.emit({"token": uri, "levels": rotation.levels}, uri)


COMMANDS = {"backup": save, "restore": restore, "keys": key_group}
