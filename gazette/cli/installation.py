"""``gazette init``, ``demo``, ``serve`` and its parts, ``stats``, ``backup``, ``restore``, ``keys``."""

import os
import socket
import sys
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

import click
import flask
import waitress

import signing
from gazette import bootstrap, logs, memory
from gazette.cli import demonstration
from gazette.cli.acting import actor, as_user, opened
from gazette.cli.processes import Child, Staff, answers, authority_child, gazette_child, listen, only_one, port_is_free, stopped_on_signal
from gazette.cli.session import Session, pass_session
from gazette.config import Settings
from gazette.home import Home
from gazette.model.errors import Refused

FILE = click.Path(path_type=Path)


class NotASample(Refused):
    """The demonstration runs in a sample installation only: it acts as everybody."""

    code = "G131"
    vi = "{home} là cài đặt thật, không chạy thử ở đó được; hãy chọn thư mục khác bằng --home."
    en = "{home} is a real installation, where no demonstration runs; choose another folder with --home."


@click.command()
@click.option("--sample", is_flag=True, help="Kèm tài khoản mẫu và CA, TSA, OCSP, CRL mẫu / with sample accounts and a sample authority.")
@pass_session
def init(session: Session, sample: bool) -> None:
    """Tạo cài đặt trong thư mục / makes an installation in the home folder."""
    with only_one(session.home):
        made = bootstrap.initialise(session.home, sample=sample)
    session.emit({"home": str(session.home), "made": made}, str(session.home))
    if sample and made:
        _say_logins(session)


def _say_logins(session: Session) -> None:
    for login in Home(session.home).sample_logins():
        click.echo(f"login {login.user} {login.password} {login.role} {login.clearance}", err=session.json)


@click.command()
@click.option("--no-serve", is_flag=True, help="Dừng trước khi mở trang / stop before serving.")
@click.option("--host")
@click.option("--port", type=click.IntRange(1, 65535))
@pass_session
def demo(session: Session, no_serve: bool, host: str | None, port: int | None) -> int:
    """Chạy cả dây chuyền với văn bản mẫu / the whole line on the sample documents, then serve."""
    with only_one(session.home):
        bootstrap.initialise(session.home, sample=True, address=f"http://127.0.0.1:{port}" if port else "")
        settings = session.settings(**_given(host=host, port=port))
        if not settings.sample:
            raise NotASample(home=session.home)
        if not no_serve:
            port_is_free(settings.host, settings.port)
        fresh = _run_the_line(session, settings)
        _say_logins(session)
        if no_serve:
            return 0
        if not fresh:
            return _serve(session, settings)
    return _serve_anew(session, settings)


def _run_the_line(session: Session, settings: Settings) -> bool:
    """Runs the demonstration; False when it was there already."""
    with bootstrap.opened(settings) as installation:
        if demonstration.done(installation):
            session.say("Dữ liệu mẫu đã có sẵn.", "The sample data is already there.")
            return False
        staff = Staff(_helpers(settings))
        with staff.at_work():
            _wait_for_helpers(staff, settings)
            demonstration.run(installation, session)
    return True


def _serve_anew(session: Session, settings: Settings) -> int:
    """Serves from a program that has opened nothing yet: only such a one may be forked."""
    address = ["--host", settings.host, "--port", str(settings.port)]
    os.execv(sys.executable, [sys.executable, "-m", "gazette", "--home", str(session.home), "--lang", session.lang, "serve", *address])  # noqa: S606


def _given(**options: Any) -> dict[str, Any]:
    return {name: value for name, value in options.items() if value is not None}


def _helpers(settings: Settings) -> list[Child]:
    children = [gazette_child(settings, "signer")]
    if settings.sample:
        children.insert(0, authority_child(settings, Home(settings.home).authority))
    return children


def _wait_for_helpers(staff: Staff, settings: Settings) -> None:
    staff.wait_until(lambda: bootstrap.signer_answers(settings), "signer")
    if settings.sample:
        staff.wait_until(lambda: answers("127.0.0.1", settings.authority_port), "authority")


THREADS = 72
"""Threads of the web process: those who wait for a verification hold one each, and readers need some beside them."""


@click.command()
@click.option("--host")
@click.option("--port", type=click.IntRange(1, 65535))
@click.option("--public", "street", is_flag=True, help="Chỉ trang công khai, chỉ đọc / the public site alone, reading only.")
@click.option(
    "--allow", "role", metavar="ROLE", help="Cấp quyền đọc phần đã công bố rồi dừng / let a PostgreSQL role read what is published."
)
@pass_session
def serve(session: Session, host: str | None, port: int | None, street: bool, role: str | None) -> int:
    """Chạy trang, tiến trình nền và tiến trình ký / web, worker and signer under one command.

    With --public, the public site alone as a process of its own, beside the rest or on its own account of the machine: it opens no key and
    writes nothing. --public --allow ROLE prepares a database role for it.
    """
    settings = session.settings(**_given(host=host, port=port))
    if role is not None:
        bootstrap.allow_reading(settings, role)
        return 0
    if street:
        _serve_the_street(session, settings)
        return 0
    Home(settings.home).require()
    with only_one(settings.home):
        return _serve(session, settings)


def _serve(session: Session, settings: Settings) -> int:
    listener = listen(settings.host, settings.port)
    works: dict[str, Callable[[], object]] = {
        "signer": lambda: _sign_for_others(settings),
        "worker": lambda: _work(settings),
        "web": lambda: _answer(settings, listener),
    }
    if settings.sample:
        folder, port = Home(settings.home).authority, settings.authority_port
        works = {"authority": lambda: signing.serve_sample_authority(folder, port=port), **works}
    staff = Staff([Child(name, work=work) for name, work in works.items()])
    with listener, staff.at_work():
        _wait_for_helpers(staff, settings)
        staff.wait_until(lambda: bootstrap.web_is_ready(settings), "web")
        _say_addresses(session, settings)
        return staff.watch()


def _serve_the_street(session: Session, settings: Settings) -> None:
    logs.configure(verbose=True)
    with bootstrap.opened_for_the_street(settings) as application, listen(settings.host, settings.port) as listener:
        _say_addresses(session, settings, "/", "/tim-kiem", "/xac-thuc")
        _answer_with(application, listener)


_PAGES = {"/": "Công báo", "/tim-kiem": "Tìm kiếm", "/xac-thuc": "Xác thực", "/dang-nhap": "Bàn làm việc"}


def _say_addresses(session: Session, settings: Settings, *pages: str) -> None:
    base = f"http://{settings.host}:{settings.port}"
    for address, name in ((address, name) for address, name in _PAGES.items() if address in (pages or _PAGES)):
        click.echo(f"{name}: {base}{address}", err=session.json)


@click.command()
@click.option("--host")
@click.option("--port", type=click.IntRange(1, 65535))
@pass_session
def web(session: Session, host: str | None, port: int | None) -> None:
    """Riêng tiến trình trang web / the web process alone."""
    settings = session.settings(**_given(host=host, port=port))
    Home(settings.home).require()
    _answer(settings, listen(settings.host, settings.port))


def _answer(settings: Settings, listener: socket.socket) -> None:
    logs.configure(verbose=True)
    memory.work_in_memory(settings)
    with bootstrap.opened(settings) as installation:
        _answer_with(bootstrap.web_application(installation), listener)


def _answer_with(application: flask.Flask, listener: socket.socket) -> None:
    server = waitress.create_server(
        application, sockets=[listener], threads=THREADS, max_request_body_size=2**31, clear_untrusted_proxy_headers=True
    )
    with stopped_on_signal(server.close), suppress(OSError):  # closing the listener wakes the loop with this
        server.run()


@click.command()
@pass_session
def worker(session: Session) -> None:
    """Tiến trình nền / the job worker alone."""
    _work(session.settings())


def _work(settings: Settings) -> None:
    logs.configure(verbose=True)
    memory.work_in_memory(settings)
    with bootstrap.opened(settings) as installation:
        hand = installation.worker
        with stopped_on_signal(hand.stop):
            hand.run()


_DESCRIPTOR = click.IntRange(0)


@click.command()
@click.option(
    "--passphrase-fd", type=_DESCRIPTOR, metavar="N", help="Mật khẩu PKCS#12 từ bộ mô tả tệp / PKCS#12 passphrase from a descriptor."
)
@click.option("--pin-fd", "pins", multiple=True, metavar="KEY=N", help="Mã PIN hoặc mật khẩu của một khoá / PIN or passphrase of one key.")
@pass_session
def signer(session: Session, passphrase_fd: int | None, pins: tuple[str, ...]) -> None:
    """Tiến trình ký / the signer alone: the only process that holds keys."""
    _sign_for_others(session.settings(), passphrase_fd, dict(map(_pin, pins)))


def _pin(told: str) -> tuple[str, int]:
    """``seal=4``: the PIN of the key ``seal`` comes from descriptor 4."""
    key, _, number = told.rpartition("=")
    if not key or not number.isascii() or not number.isdigit():
        raise click.BadParameter(f"{told}: KEY=N", param_hint="--pin-fd")
    return key, int(number)


def _sign_for_others(settings: Settings, passphrase: int | None = None, pins: Mapping[str, int] | None = None) -> None:
    logs.configure(verbose=True)
    memory.work_in_memory(settings)
    # Ended in order: the processes of its batches end with it, and what they shared is given back.
    with stopped_on_signal(sys.exit):
        bootstrap.run_signer(settings, passphrase, pins or {})


@click.command()
@as_user
@pass_session
def stats(session: Session, user: str | None, password_file: Path | None) -> None:
    """Số liệu / figures of the installation."""
    with opened(session) as installation:
        figures = installation.services.report.figures(actor(installation, session, user, password_file, "administrator")).to_json()
    session.emit(figures, "\n".join(f"{name}: {value}" for name, value in figures.items()))


COMMANDS = {"init": init, "demo": demo, "serve": serve, "web": web, "worker": worker, "signer": signer, "stats": stats}
