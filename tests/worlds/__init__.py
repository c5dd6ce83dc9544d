"""Worlds with and without closed documents: what nobody below may tell apart, and where nothing of them may lie."""
