"""Jinja templates, Typst sources, style sheets and fonts; the package carries no logic."""

from importlib.resources import files
from pathlib import Path

ROOT: Path = Path(str(files(__name__)))
"""The folder that holds the templates, in a checkout as in an installed wheel."""
