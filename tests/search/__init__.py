"""The search library."""
