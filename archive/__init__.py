"""Records with confidentiality levels: one door to bytes, labels and the log of who read what."""
