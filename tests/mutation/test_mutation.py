"""No break of the rule goes unnoticed: a fixed sample of the mutants here, all of them in the soak."""

import os
import subprocess
import sys

import pytest

from tests.mutation.equal import EQUAL
from tests.mutation.mutating import mutants_of
from tests.mutation.trying import ROOT, TESTS, all_mutants, source_of

STEP = 61
"""Every so many mutants of the rule itself, one is tried in the everyday run."""


def _run(*words: str, limit: int) -> subprocess.CompletedProcess[str]:
    # A process of its own, because the tries are forked from it and this one has threads.
    command = [sys.executable, "-m", "tests.mutation", *words]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False, timeout=limit)


def test_a_sample_of_the_rule_s_mutants_is_noticed() -> None:
    done = _run("--every", str(STEP), "archive.policy", limit=590)
    assert done.returncode == 0, done.stdout + done.stderr
    assert int(done.stdout.split()[0]) >= 3


@pytest.mark.soak
@pytest.mark.timeout(4 * 3600)
@pytest.mark.parametrize("module", TESTS)
def test_every_mutant_is_noticed(module: str) -> None:
    done = _run(module, limit=4 * 3600)
    assert done.returncode == 0, done.stdout + done.stderr


def test_mutants_change_decisions_and_leave_what_only_people_read() -> None:
    names = {mutant.name for mutant in mutants_of("archive.policy", source_of("archive.policy"))}
    assert "archive.policy knows_of: not clearance.member → clearance.member" in names
    assert not any("There is no bypass" in name for name in names)


def test_whatever_is_named_as_the_same_program_is_still_a_mutant_of_it() -> None:
    assert EQUAL.keys() <= {mutant.name for mutant in all_mutants()}
    assert all(EQUAL.values())
