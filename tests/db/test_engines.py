"""How connections are opened, by the one setting."""

from sqlalchemy import make_url, text

from gazette.db.engines import open_engines


def test_postgresql_compiles_no_statement_and_keeps_what_the_address_asks_for(postgres_database: str) -> None:
    address = make_url(postgres_database).update_query_dict({"options": "-c work_mem=7MB"}).render_as_string(hide_password=False)
    for read_only in (False, True):
        engine, _ = open_engines(address, read_only=read_only)
        with engine.connect() as connection:
            asked = ("jit", "work_mem", "default_transaction_read_only")
            told = {name: connection.scalar(text(f"SHOW {name}")) for name in asked}
        engine.dispose()
        assert told == {"jit": "off", "work_mem": "7MB", "default_transaction_read_only": "on" if read_only else "off"}
