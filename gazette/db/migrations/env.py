"""Runs migrations on the connection handed in by ``gazette.db.migrating``."""

from alembic import context

from gazette.db.migrating import TARGETS

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=list(TARGETS),
    compare_type=True,
    render_as_batch=True,
    transactional_ddl=False,
)
context.run_migrations()
