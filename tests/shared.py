"""Where the shared corpora stand, and what happens when they do not."""

import os
from pathlib import Path

import pytest

SHARED = Path(os.environ.get("SHARED_FOLDER", Path(__file__).resolve().parents[2] / "shared"))


def shared(*parts: str) -> Path:
    """The path of a shared file or folder; skips the test when it is missing, and fails it in CI."""
    path = SHARED.joinpath(*parts)
    if not path.exists():
        missing = f"the shared folder holds no {'/'.join(parts)}"
        if os.environ.get("CI"):
            pytest.fail(missing)
        pytest.skip(missing)
    return path
