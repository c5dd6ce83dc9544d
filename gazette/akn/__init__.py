"""Station 3: the recognised document to Akoma Ntoso and back."""
