"""On whose behalf a command acts, and the installation it acts on."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar

import click

from gazette import bootstrap
from gazette.cli.session import Session, passphrase
from gazette.home import SAMPLE_USERS
from gazette.model.errors import BadCall, NotAllowed
from gazette.model.people import Actor

F = TypeVar("F", bound=Callable[..., Any])


def as_user(command: F) -> F:
    """Adds ``--as USER`` and ``--password-file`` to a command."""
    command = click.option("--password-file", type=click.Path(path_type=Path), help="Mật khẩu của tài khoản / the account's password.")(
        command
    )
    return click.option("--as", "user", metavar="USER", help="Tài khoản thực hiện / the account that acts.")(command)


def json_too(command: F) -> F:
    """Lets ``--json`` stand behind the command's name as well as before it."""

    def chosen(context: click.Context, parameter: click.Parameter, given: bool) -> None:
        del parameter
        session = context.find_object(Session)
        if given and session is not None:
            context.obj = replace(session, json=True)

    about = "Mỗi dòng một đối tượng JSON / one JSON object a line."
    return click.option("--json", is_flag=True, expose_value=False, callback=chosen, help=about)(command)


@contextmanager
def opened(session: Session) -> Iterator[bootstrap.Installation]:
    """The installation in the session's home, closed again at the end."""
    installation = bootstrap.open_installation(session.settings())
    try:
        yield installation
    finally:
        installation.close()


def actor(installation: bootstrap.Installation, session: Session, user: str | None, password_file: Path | None, role: str) -> Actor:
    """The person that acts: *user* with their password, or in a sample installation without one.

    Only a sample installation may leave the user out; the sample account that holds *role* then acts, and the message says so.
    """
    accounts = installation.services.accounts
    sample = installation.settings.sample
    if user is None:
        if not sample:
            raise BadCall(reason="--as USER")
        user = SAMPLE_USERS[role]
    if sample and password_file is None:
        session.say(
            f"Cài đặt mẫu: thực hiện với tài khoản {user}, không hỏi mật khẩu.",
            f"Sample installation: acting as {user}, no password asked.",
        )
        found = accounts.actor(user)
    else:
        found = accounts.authenticate(user, passphrase(password_file, session))
    if found is None:
        raise NotAllowed()
    return found
