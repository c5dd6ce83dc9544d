"""How often one address may knock: log-in, search, verification."""

import flask_limiter
from flask_limiter.util import get_remote_address

limiter = flask_limiter.Limiter(get_remote_address, storage_uri="memory://", headers_enabled=False)
"""The counter of this process, kept in memory; screens name their own limits."""
