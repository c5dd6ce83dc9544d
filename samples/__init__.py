"""Sample Word documents of the invented province An Phước, built from plain texts."""
