"""The demonstration's home, shared with the other rooms that need it."""

from tests.demo import demo, no_settings, own, served

__all__ = ["demo", "no_settings", "own", "served"]
