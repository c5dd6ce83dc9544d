"""The work in progress, in SQL."""
