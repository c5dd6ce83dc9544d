"""The command line of low accounts says the same with and without closed documents: standard output, messages, exit status."""

import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

import click
import pytest

from gazette import bootstrap, config
from gazette.cli.app import cli, run
from gazette.home import Home
from tests.worlds.asking import ABSENT, NoData
from tests.worlds.world import CANARY, VIEWERS, World, fuller

PURPOSELY = {
    ("audit", "export"): "auditors are shown that something was done (N34)",
    ("audit", "open"): "it shows auditors the log's signed head behind a printed commitment, which says how many rows the log has",
    ("audit", "proof"): "a proof leads to the log's signed head, which says how many rows the log has",
}
"""Commands that differ by purpose."""

OUTSIDE = {"keys": "the installation's own keys", "passwd": "asks a password of a terminal"}
"""Commands that show nothing of documents and need a whole installation or a terminal."""

VALUES: Mapping[str, Sequence[str]] = {
    "record": (ABSENT,),
    "documents": (ABSENT,),
    "name": ("2026/14", "2026/99", "nguoi-thu"),
    "number": ("15",),
    "level": ("bi-mat",),
    "dossier": ("01.TH", "77.KIN"),
    "proposal": (ABSENT,),
    "roles": ("clerk",),
    "reason": ("Thử.",),
    "decision": ("12/QĐ-VP",),
    "second": ("lanh-dao",),
    "title": ("Thử",),
    "until": ("2026-12-31",),
    "rendition": ("original",),
    "book": ("incoming",),
    "role": ("leader",),
    "fingerprint": ("0" * 64,),
    "full_name": ("Người thử",),
    "clearance": ("cong-khai",),
    "year": ("2026",),
    "kind": ("trao-doi",),
    "heading": ("Tổng hợp",),
    "maker": ("Người thử",),
    "note": ("",),
    "entry": (ABSENT,),
    "disposal": (ABSENT,),
    "hold_id": (ABSENT,),
    "code": ("05.TH",),
    "dossiers": (ABSENT,),
}
"""For each argument and option of a command: values beside the names that the worlds hold."""
NAMED = {"record": "record", "documents": "document", "proposal": "proposal", "dossiers": "code"}
PATHS = {
    "file": "tep.pdf",
    "folder": "khong-co",
    "output": "ra",
    "paths": "tep.pdf",
    "certificate": "tep.pdf",
    "source": "co-san",
    "new_password_file": "mat-khau",
}
MODULES = (
    "accessions",
    "acting",
    "auditing",
    "intake",
    "issues",
    "keeping",
    "people",
    "plans",
    "retention",
    "installation",
    "safekeeping",
)
"""The modules of the command line that open an installation on somebody's behalf."""
LEFT_OUT = {
    "refuse",
    "json",
    "as_json",
    "user",
    "password_file",
    "second_password_file",
    "keys",
    "resume",
    "jobs",
    "compartments",
    "compartment",
    "day",
    "dry_run",
}


def commands(command: click.Command, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    """Every command that acts on somebody's behalf, with the words that call it."""
    if isinstance(command, click.Group):
        context = click.Context(command)
        for name in command.list_commands(context):
            found = command.get_command(context, name)
            assert found is not None
            yield from commands(found, (*path, name))
    elif any(parameter.name == "user" for parameter in command.params):
        yield path, command


def calls(world: World, folder: Path) -> Iterator[list[str]]:
    """Every command with open, closed and absent names in turn. Raises NoData for an argument without values."""
    for path, command in commands(cli):
        if path in PURPOSELY or OUTSIDE.keys() & set(path):
            continue
        wanted = [parameter for parameter in command.params if parameter.name not in LEFT_OUT]
        turns = max((len(_values(world, path, str(parameter.name), folder)) for parameter in wanted), default=1)
        for turn in range(turns):
            words: list[str] = []
            for parameter in wanted:
                values = _values(world, path, str(parameter.name), folder)
                value = values[turn % len(values)]
                words += [value] if isinstance(parameter, click.Argument) else [parameter.opts[-1], value]
            yield [*path, *words]


def _values(world: World, path: tuple[str, ...], name: str, folder: Path) -> list[str]:
    if name in PATHS:
        return [str(folder / PATHS[name])]
    if name not in VALUES:
        raise NoData(f"gazette {' '.join(path)}: {name!r} stands not in VALUES")
    held = world.names.get(NAMED.get(name, ""), {})
    return [*held.get("open", [])[:1], *held.get("closed", [])[:3], *VALUES[name]]


def _clear(place: Path) -> None:
    if place.is_dir():
        shutil.rmtree(place)
    place.unlink(missing_ok=True)


@contextmanager
def _installed(world: World, patch: pytest.MonkeyPatch) -> Iterator[None]:
    """Inside it, the command line acts on the world."""
    settings = config.load(world.town.home, sample=True)
    installation = bootstrap.Installation(settings, Home(world.town.home), world.town.parts, world.town.services)

    @contextmanager
    def opened(_session: object) -> Iterator[bootstrap.Installation]:
        yield installation

    with patch.context() as within:
        for module in MODULES:
            within.setattr(f"gazette.cli.{module}.opened", opened)
        within.setattr("gazette.logs.configure", lambda _verbose: None)  # (it is for the whole process)
        yield


@pytest.mark.parametrize("user", ["moi-vai", "chi-archivist", "chi-editor"])
def test_the_command_line_tells_no_world_from_another(
    worlds: dict[str, World], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], user: str
) -> None:
    assert user in VIEWERS
    full = worlds[fuller(user)]
    (tmp_path / "tep.pdf").write_bytes(b"%PDF-1.4 mau")
    (tmp_path / "co-san").mkdir()
    for name, data in (("kin.pdf", f"{CANARY} bi-mat "), ("moi.pdf", "%PDF-1.4 chua ai co")):
        (tmp_path / "co-san" / name).write_text(data, encoding="utf-8")
    (tmp_path / "mat-khau").write_text("mat-khau-moi-cua-ai-do", encoding="utf-8")
    asked = list(calls(full, tmp_path))
    told = []
    for world in (worlds["open"], full):
        with world.kept(), _installed(world, monkeypatch):
            answers = []
            for place, words in enumerate(asked):
                world.chance.begin(f"call {place}")
                status = run([*words, "--as", user])
                answers.append((words, status, *capfd.readouterr()))
                _clear(tmp_path / "ra")
            told.append(answers)
    assert len(asked) > 20
    different = [(one, other) for one, other in zip(*told, strict=True) if one != other]
    assert not different, "\n".join(f"{one}\n{other}" for one, other in different[:5])
    assert any(status == 0 for _, status, _, _ in told[0])
