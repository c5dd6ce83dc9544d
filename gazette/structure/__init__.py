"""Station 2: Blocks to Draft; what every line of an official document is."""

from gazette.structure.recogniser import recognise

__all__ = ["recognise"]
