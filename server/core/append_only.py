"""Triggers that make a table append-only: hygiene against slips, not security; the witness is the security."""

from __future__ import annotations

from sqlalchemy import DDL, Table, event

_SQLITE = """
CREATE TRIGGER {table}_no_{verb} BEFORE {verb} ON {table}
BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END
"""
_FUNCTION = """
CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION '%% is append-only', TG_TABLE_NAME; END $$
"""
_POSTGRES = "CREATE TRIGGER {table}_no_{verb} BEFORE {verb} ON {table} FOR EACH ROW EXECUTE FUNCTION refuse_change()"


def forbid(table: Table, *verbs: str) -> None:
    """Let the database refuse `verbs` (`UPDATE`, `DELETE`) on `table`."""
    event.listen(table, "after_create", DDL(_FUNCTION).execute_if(dialect="postgresql"))
    for verb in verbs:
        names = {"table": table.name, "verb": verb}
        event.listen(table, "after_create", DDL(_SQLITE.format(**names)).execute_if(dialect="sqlite"))
        event.listen(table, "after_create", DDL(_POSTGRES.format(**names)).execute_if(dialect="postgresql"))
