"""Mutants tried: each in a process of its own that finds the broken module instead of the right one and runs the room's quick tests."""

import ast
import contextlib
import importlib
import importlib.abc
import importlib.machinery
import importlib.util
import os
import signal
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

import pytest
from hypothesis import Phase, settings

from tests.mutation.mutating import Mutant, mutants_of

ROOT = Path(__file__).parents[2]
LONGEST = 120
"""Seconds after which a mutant that has not ended counts as noticed: it hangs."""

SURVIVED = 0

_LISTS = "test_the_ranges_of_every_list_hold_exactly_what_the_rule_permits_in_order"
_RULE = ("test_rule.py", "test_levels.py")
_DOOR = ("test_vault.py", "test_same_work.py")


@dataclass(frozen=True, slots=True)
class Tests:
    """What must notice when a module is broken, quickest first; ``whole``: at every node, else where it decides."""

    files: tuple[str, ...]
    whole: bool = False


TESTS: Mapping[str, Tests] = {
    "archive.policy": Tests((*_RULE, *_DOOR), whole=True),
    "archive.levels": Tests(("test_levels.py", "test_rule.py", *_DOOR), whole=True),
    "archive.listing": Tests(
        ("test_listing.py", "test_dossier_lists.py", f"test_rule.py::{_LISTS}", "test_rule.py", "test_vault.py"), whole=True
    ),
    "archive.families": Tests(("test_families.py", *_DOOR)),
    "archive.ledger": Tests(_DOOR),
    "archive.dossiers": Tests(("test_families.py", "test_dossier_lists.py", *_DOOR)),
    "archive.door": Tests((*_DOOR, "test_families.py", "test_strongroom.py")),
    "archive.destruction": Tests((*_DOOR, "test_holds.py", "test_strongroom.py")),
    "archive.vault": Tests((*_DOOR, "test_families.py", "test_strongroom.py")),
}
"""The modules that decide who may know what."""


@dataclass(frozen=True, slots=True)
class _Broken(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Finds one module, and gives it the mutant's code."""

    mutant: Mutant
    tree: ast.Module

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> importlib.machinery.ModuleSpec | None:
        """The spec of the broken module."""
        del path, target
        return importlib.util.spec_from_loader(fullname, self) if fullname == self.mutant.module else None

    def exec_module(self, module: ModuleType) -> None:
        """Runs the mutant's code as the module."""
        exec(compile(self.tree, str(source_of(self.mutant.module)), "exec"), module.__dict__)


class _Brief:
    """A pytest plugin: hypothesis looks for one counterexample and does not make it smaller."""

    @pytest.hookimpl(trylast=True)
    def pytest_configure(self) -> None:
        """After the project's own profiles."""
        settings.register_profile("mutants", settings(), phases=(Phase.explicit, Phase.generate), report_multiple_bugs=False)
        settings.load_profile("mutants")


def source_of(module: str) -> Path:
    """Where a module of the project lies."""
    return ROOT / f"{module.replace('.', '/')}.py"


def paths_of(module: str) -> list[str]:
    """The files of the tests that must notice when the module is broken."""
    return [f"tests/archive/{name}" for name in TESTS[module].files]


def all_mutants(modules: Iterable[str] = TESTS) -> list[Mutant]:
    """Every mutant of the modules."""
    return [mutant for module in modules for mutant in mutants_of(module, source_of(module), whole=TESTS[module].whole)]


def check(modules: Iterable[str]) -> None:
    """Raises AssertionError when the tests of a module fail without a mutant: they would notice everything."""
    for module in modules:
        if tried(None, paths_of(module)) != 0:
            raise AssertionError(f"{module}: its tests fail without a mutant")


def survivors(mutants: Iterable[Mutant]) -> Iterator[Mutant]:
    """Those of *mutants* that no test notices. To be called in a process without threads, after ``warm``."""
    for mutant in mutants:
        if tried(mutant) == SURVIVED:
            yield mutant


def warm() -> None:
    """Imports what the tests need of others once, so that each try imports the project only."""
    for module in ("tests.archive.conftest", "tests.postgres", "sqlalchemy.dialects.sqlite.pysqlite", "_pytest.assertion.rewrite"):
        importlib.import_module(module)
    for name in list(sys.modules):
        if name.partition(".")[0] in ("archive", "gazette") or (name.startswith("tests.") and not name.startswith("tests.mutation")):
            del sys.modules[name]


def tried(mutant: Mutant | None, tests: Sequence[str] = ()) -> int:
    """pytest's exit status over the tests of a mutant's module: 0 when none of them failed. Without a mutant, over *tests* as they are."""
    child = os.fork()
    if not child:
        with contextlib.suppress(BaseException):
            os._exit(_tried(mutant, tests))
        os._exit(3)
    _, status = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(status)


def _tried(mutant: Mutant | None, tests: Sequence[str]) -> int:
    signal.alarm(LONGEST)
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for stream in (1, 2):
        os.dup2(nowhere, stream)
    if mutant is not None:
        tree = mutant.tree(ast.parse(source_of(mutant.module).read_text(encoding="utf-8")))
        sys.meta_path.insert(0, _Broken(mutant, tree))
        tests = paths_of(mutant.module)
    plain = [
        "-o",
        "addopts=",
        "-o",
        "filterwarnings=ignore",
        "--assert=plain",
        "--tb=no",
        "--disable-warnings",
        "-p",
        "no:xdist",
        "-p",
        "no:cacheprovider",
        "-m",
        "not soak",
        "-k",
        "not postgresql",
    ]
    return int(pytest.main(["-x", "-q", "--rootdir", str(ROOT), *plain, *(str(ROOT / test) for test in tests)], [_Brief()]))
