"""The work in progress, in SQL."""

from gazette.db.migrating import check, require_newest, upgrade
from gazette.db.repositories import Taken
from gazette.db.work import Database, Work

__all__ = ["Database", "Taken", "Work", "check", "require_newest", "upgrade"]
