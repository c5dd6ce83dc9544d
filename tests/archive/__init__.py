"""The archive kept to its word: who may read, what is logged, what may not change."""
