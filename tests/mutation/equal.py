"""Mutants that are the same program, each with the reason why no test can tell them apart."""

EQUAL: dict[str, str] = {}
