"""The command line; with the web's error pages the only place where errors become words and exit statuses."""

from gazette.cli.app import main

__all__ = ["main"]
