"""Checks before publication, as data: what is looked at, the table of checks, the tables they ask."""
