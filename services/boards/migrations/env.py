"""What Alembic runs to run the steps: on the connection, and in the transaction, that `move_to` was given."""

from alembic import context

from services.boards.tables import VERSION_TABLE

context.configure(connection=context.config.attributes["connection"], version_table=VERSION_TABLE)
context.run_migrations()
