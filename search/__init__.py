"""Vietnamese full-text search over published entries."""
