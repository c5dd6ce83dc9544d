"""The worker."""

from gazette.jobs.worker import Worker

__all__ = ["Worker"]
