"""Mutation testing of the rule: each decision is broken once, and some test must notice."""
