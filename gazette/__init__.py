"""The product: from incoming Word documents to a signed, published, searchable gazette."""
