"""Station 4: Akoma Ntoso to PDF/A-3."""
