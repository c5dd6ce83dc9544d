"""Station 2: Blocks to Draft; what every line of an official document is."""

from gazette.structure.findings import CATALOGUE
from gazette.structure.linking import cited
from gazette.structure.recogniser import Recognised, recognise, recognise_counting
from gazette.structure.secret import secret_mark

__all__ = ["CATALOGUE", "Recognised", "cited", "recognise", "recognise_counting", "secret_mark"]
