"""The words of the trade as plain Python values."""
