"""Station 2: blocks to the recognised document."""
