"""Station 1: Word files to blocks."""
