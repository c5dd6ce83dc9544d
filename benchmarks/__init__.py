"""What every station costs, beside tools that do the same, in one run on one machine (`./run bench`)."""
