"""Run the migrations on the connection that `store.migration` opened, inside its transaction."""

from alembic import context

from store.tables import METADATA

context.configure(connection=context.config.attributes["connection"], target_metadata=METADATA, transactional_ddl=True)
with context.begin_transaction():
    context.run_migrations()
