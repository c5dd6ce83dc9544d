"""Marks the tests that need LibreOffice: skipped with its package's name where it is missing, run (and failing) in CI."""

import os
import shutil

import pytest

needs_soffice = pytest.mark.skipif(
    shutil.which("soffice") is None and not os.environ.get("CI"), reason="missing package: libreoffice-writer-nogui"
)
