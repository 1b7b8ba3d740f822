"""What Alembic runs for each change of schema: on the connection that it is handed, inside that connection's transaction."""

from alembic import context

from extractor.sinks.sql_connect import VERSION_TABLE

connection = context.config.attributes["connection"]
context.configure(connection=connection, version_table=VERSION_TABLE, render_as_batch=connection.dialect.name == "sqlite")
context.run_migrations()
