"""The environment of other people's tools, which `./run test` makes beside the project's own, and what happens without it."""

import os
import sys
from pathlib import Path

import pytest

PYTHON = Path(sys.prefix) / "outside" / "bin" / "python"


def outside() -> Path:
    """Its Python; skips the test when the tools are not there, and fails it in CI."""
    if not (PYTHON.parents[1] / "stamp").exists():
        missing = "the environment of bagit and eark-validator was not made (./run test makes it)"
        if os.environ.get("CI"):
            pytest.fail(missing)
        pytest.skip(missing)
    return PYTHON
