"""Station 2: Blocks to Draft; what every line of an official document is."""

from gazette.structure.findings import CATALOGUE
from gazette.structure.recogniser import recognise
from gazette.structure.secret import secret_mark

__all__ = ["CATALOGUE", "recognise", "secret_mark"]
