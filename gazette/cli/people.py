"""``gazette user``: accounts, roles and clearances."""

from pathlib import Path
from typing import Any

import click

from gazette.bootstrap import Installation
from gazette.cli.acting import actor, as_user, opened
from gazette.cli.session import Session, pass_session, passphrase
from gazette.model.clearing import Wanted
from gazette.model.errors import BadCall
from gazette.model.people import ROLES, Account, Actor

ROLE = click.Choice(list(ROLES))
SECRET = click.Path(path_type=Path)


@click.group()
def user() -> None:
    """Tài khoản, vai trò, mức được đọc / accounts, roles and clearances."""


@user.command("add")
@click.argument("name")
@click.option("--full-name", default="", help="Họ tên / the person's name.")
@click.option("--role", "roles", type=ROLE, multiple=True)
@click.option("--clearance", default="cong-khai", show_default=True)
@click.option("--compartment", "compartments", multiple=True)
@click.option("--new-password-file", type=SECRET, help="Mật khẩu của tài khoản mới / the new account's password.")
@as_user
@pass_session
def add(session: Session, /, name: str, full_name: str, **options: Any) -> None:
    """Tạo tài khoản / adds an account; the first of an installation needs no --as."""
    account = Account(name, full_name or name, tuple(options["roles"]), options["clearance"], tuple(options["compartments"]))
    secret = passphrase(options["new_password_file"], session)
    with opened(session) as installation:
        accounts = installation.services.accounts
        if options["user"] is None and not accounts.any():
            accounts.first(account, secret)
        else:
            accounts.add(actor(installation, session, options["user"], options["password_file"], "administrator"), account, secret)
    session.emit(account.to_json(), name)


@user.command("list")
@click.option("--json", "as_json", is_flag=True, help="Một đối tượng JSON mỗi dòng / one JSON object a line.")
@as_user
@pass_session
def list_accounts(session: Session, as_json: bool, user: str | None, password_file: Path | None) -> None:
    """Liệt kê tài khoản / lists the accounts."""
    said = Session(session.home, session.json or as_json, session.lang)
    with opened(session) as installation:
        for account in installation.services.accounts.list(actor(installation, session, user, password_file, "administrator")):
            said.emit(account.to_json(), f"{account.user}  {','.join(account.roles) or '-'}  {account.clearance}")


@user.command("passwd")
@click.argument("name")
@click.option("--new-password-file", type=SECRET)
@as_user
@pass_session
def passwd(session: Session, name: str, new_password_file: Path | None, user: str | None, password_file: Path | None) -> None:
    """Đổi mật khẩu / sets a password."""
    secret = passphrase(new_password_file, session)
    with opened(session) as installation:
        installation.services.accounts.passwd(actor(installation, session, user, password_file, "administrator"), name, secret)


@user.command("roles")
@click.argument("name")
@click.argument("roles", type=ROLE, nargs=-1)
@as_user
@pass_session
def roles(session: Session, name: str, roles: tuple[str, ...], user: str | None, password_file: Path | None) -> None:
    """Đặt vai trò / sets the roles an account holds."""
    with opened(session) as installation:
        installation.services.accounts.set_roles(actor(installation, session, user, password_file, "administrator"), name, roles)


@user.command("clearance")
@click.argument("name")
@click.argument("level")
@click.option("--compartment", "compartments", multiple=True)
@click.option("--until", type=click.DateTime(["%Y-%m-%d"]), help="Ngày cuối / the clearance's last day.")
@click.option("--reason", default="", help="Lý do / why.")
@click.option("--second", metavar="USER", help="Người thứ hai / the second person, who confirms at once.")
@click.option("--second-password-file", type=SECRET, help="Mật khẩu của người thứ hai / the second person's password.")
@as_user
@pass_session
def clearance(session: Session, /, name: str, level: str, **options: Any) -> None:
    """Đặt mức được đọc / sets a clearance: lower by one person, anything else is proposed by one and confirmed by another."""
    with opened(session) as installation:
        chosen = actor(installation, session, options["user"], options["password_file"], "security-officer")
        if options["until"] is None and options["second"] is None:
            installation.services.accounts.set_clearance(chosen, name, level, options["compartments"])
            return
        until = options["until"].date() if options["until"] else None
        _decide(installation, session, chosen, Wanted(name, options["reason"], level, options["compartments"], until), options)


@user.command("officer")
@click.argument("name")
@click.option("--reason", required=True, help="Lý do / why.")
@click.option("--second", metavar="USER", help="Người thứ hai / the second person, who confirms at once.")
@click.option("--second-password-file", type=SECRET, help="Mật khẩu của người thứ hai / the second person's password.")
@as_user
@pass_session
def officer(session: Session, /, name: str, reason: str, **options: Any) -> None:
    """Giao vai trò Cán bộ bảo mật, hai người / makes somebody a security officer, by two people."""
    with opened(session) as installation:
        chosen = actor(installation, session, options["user"], options["password_file"], "administrator")
        _decide(installation, session, chosen, Wanted(name, reason, kind="officer"), options)


def _decide(installation: Installation, session: Session, first: Actor, wanted: Wanted, options: dict[str, Any]) -> None:
    clearing = installation.services.clearing
    second = options["second"] and actor(installation, session, options["second"], options["second_password_file"], "administrator")
    proposal = clearing.propose(first, wanted)
    if second:
        clearing.confirm(second, proposal.id)
    session.emit({"proposal": proposal.id, "state": "confirmed" if second else "waiting"}, proposal.id)


@user.command("confirm")
@click.argument("proposal")
@as_user
@pass_session
def confirm(session: Session, proposal: str, user: str | None, password_file: Path | None) -> None:
    """Xác nhận một đề nghị / confirms what another person proposed."""
    with opened(session) as installation:
        account = installation.services.clearing.confirm(actor(installation, session, user, password_file, "administrator"), proposal)
    session.emit(account.to_json(), account.user)


@user.command("revoke")
@click.argument("name")
@click.option("--reason", required=True, help="Lý do / why.")
@as_user
@pass_session
def revoke(session: Session, name: str, reason: str, user: str | None, password_file: Path | None) -> None:
    """Thu hồi mức được đọc, ngay / takes a clearance back at once and ends the account's sessions."""
    with opened(session) as installation:
        installation.services.clearing.revoke(actor(installation, session, user, password_file, "security-officer"), name, reason)


COMMANDS = {"user": user}


@user.group("device")
def device() -> None:
    """Chứng thư của thiết bị ký riêng / certificates an account may sign with on its own device."""


@device.command("allow")
@click.argument("name")
@click.argument("role", type=click.Choice(["leader", "seal"]))
@click.argument("certificate", type=SECRET)
@as_user
@pass_session
def allow(session: Session, name: str, role: str, certificate: Path, user: str | None, password_file: Path | None) -> None:
    """Đăng ký chứng thư (PEM hoặc DER) / registers a certificate for an account."""
    try:
        data = certificate.read_bytes()
    except OSError as cause:
        raise BadCall(reason=str(certificate)) from cause
    with opened(session) as installation:
        key = installation.services.remote.allow(actor(installation, session, user, password_file, "administrator"), name, role, data)
    session.emit({"user": key.user, "role": key.role, "fingerprint": key.fingerprint}, key.fingerprint)


@device.command("list")
@as_user
@pass_session
def list_devices(session: Session, user: str | None, password_file: Path | None) -> None:
    """Liệt kê chứng thư / lists the certificates."""
    with opened(session) as installation:
        for key in installation.services.remote.keys(actor(installation, session, user, password_file, "administrator")):
            told = {"user": key.user, "role": key.role, "fingerprint": key.fingerprint}
            session.emit(told, f"{key.user}  {key.role}  {key.fingerprint}")


@device.command("disallow")
@click.argument("name")
@click.argument("role", type=click.Choice(["leader", "seal"]))
@click.argument("fingerprint")
@as_user
@pass_session
def disallow(session: Session, name: str, role: str, fingerprint: str, user: str | None, password_file: Path | None) -> None:
    """Gỡ chứng thư / takes a certificate away."""
    with opened(session) as installation:
        installation.services.remote.disallow(
            actor(installation, session, user, password_file, "administrator"), name, role, fingerprint.lower()
        )
