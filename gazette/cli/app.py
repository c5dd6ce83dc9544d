"""The root command, and the translation of every error into one sentence and an exit status."""

import os
import sys
from contextlib import suppress
from importlib import import_module
from importlib.metadata import version
from itertools import pairwise
from pathlib import Path

import click
import structlog

from gazette import config, logs
from gazette.cli import system
from gazette.cli.session import Session
from gazette.model.outcome import Lang

MODULES = {
    name: module
    for module, names in {
        "texts": "convert check typeset html text compare",
        "signatures": "sign verify trust",
        "renewing": "renew",
        "installation": "init demo serve web worker signer stats",
        "safekeeping": "backup restore keys",
        "people": "user",
        "intake": "import",
        "issues": "issue",
        "searching": "search index",
        "auditing": "audit",
        "keeping": "archive release",
    }.items()
    for name in names.split()
}
"""Which module of this package holds which command."""

NEGATIVE, UNREADABLE, FAILED = 1, 2, 3
STATUSES = {
    **dict.fromkeys(("key", "document", "trust", "appearance"), UNREADABLE),
    **dict.fromkeys(("order", "certificate"), NEGATIVE),
    **dict.fromkeys(("A400", "A401", "A402", "A406", "A408"), UNREADABLE),
    **dict.fromkeys(("A403", "A404", "A407", "A409", "A410", "A412", "A413", "A422", "A423", "A425", "A426", "A427", "A451"), NEGATIVE),
}
"""The exit status of the libraries' errors by their code; :data:`FAILED` for all others."""


class Commands(click.Group):
    """The root group; a command's module is loaded when it is called: ``convert`` does not wait for what only ``sign`` needs."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """All commands, sorted."""
        del ctx
        return sorted(MODULES)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of that name out of its module."""
        del ctx
        module = MODULES.get(cmd_name)
        return import_module(f"gazette.cli.{module}").COMMANDS[cmd_name] if module else None


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]}, no_args_is_help=True)
@click.option("--home", metavar="DIR", help="Thư mục cài đặt / the embedded installation (./var, GAZETTE_HOME).")
@click.option("--json", "as_json", is_flag=True, help="Mỗi dòng một đối tượng JSON / one JSON object per line on stdout.")
@click.option("--lang", type=click.Choice(["vi", "en"]), default="vi", help="Ngôn ngữ thông báo / language of messages.")
@click.option("-v", "--verbose", is_flag=True, help="Ghi chi tiết / details on stderr.")
@click.version_option(version("gazette"), prog_name="gazette")
@click.pass_context
def cli(context: click.Context, home: str | None, as_json: bool, lang: Lang, verbose: bool) -> None:
    """Gazette: quản lý văn bản và Công báo điện tử / document management and the electronic gazette."""
    context.obj = Session(config.home_from(home), as_json, lang, verbose)


def main(arguments: list[str] | None = None) -> None:
    """Runs one command and leaves with its exit status (0 done, 1 negative, 2 not understood, 3 failed)."""
    sys.exit(run(sys.argv[1:] if arguments is None else arguments))


def run(arguments: list[str]) -> int:
    """Runs one command; returns its exit status."""
    lang: Lang = "en" if _english(arguments) else "vi"
    logs.configure("-v" in arguments or "--verbose" in arguments)
    try:
        result = cli.main(args=arguments, prog_name="gazette", standalone_mode=False)
        sys.stdout.flush()
    except (BrokenPipeError, SystemExit):  # the reader of stdout has gone, which click answers with an exit of its own
        return _to_nobody()
    except click.exceptions.Exit as leaving:
        return leaving.exit_code
    except click.ClickException as error:
        click.echo(f"gazette: {error.format_message()}", err=True)
        return UNREADABLE
    except (click.Abort, KeyboardInterrupt):
        return 130
    except OSError as error:
        click.echo(f"gazette: {system.sentence(error, lang)}", err=True)
        return FAILED
    except Exception as error:
        return _translated(error, lang)
    return result if isinstance(result, int) else 0


def _to_nobody() -> int:
    with suppress(OSError, ValueError), Path(os.devnull).open("w") as nowhere:
        os.dup2(nowhere.fileno(), sys.stdout.fileno())
    return 0


def _english(arguments: list[str]) -> bool:
    return "--lang=en" in arguments or ("--lang", "en") in pairwise(arguments)


def _translated(error: Exception, lang: Lang) -> int:
    message = getattr(error, "message", None) or getattr(error, "sentence", None)
    if callable(message):
        click.echo(f"gazette: {message(lang)}", err=True)
        return int(getattr(error, "exit_code", STATUSES.get(getattr(error, "code", ""), FAILED)))
    structlog.get_logger("gazette").error("unexpected", kind=type(error).__name__, exc_info=error)
    unexpected = {
        "vi": f"lỗi không lường trước ({type(error).__name__}); chạy lại với -v để xem chi tiết",
        "en": f"unexpected error ({type(error).__name__}); run again with -v for details",
    }
    click.echo(f"gazette: {unexpected[lang]}", err=True)
    return FAILED
