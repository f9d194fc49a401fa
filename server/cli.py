"""The commands of an administrator: `flask --app server.wsgi GROUP COMMAND`. Each opens its own unit of work and speaks one sentence."""

from __future__ import annotations

import difflib
import re
from dataclasses import fields
from pathlib import Path

import click
from flask import Flask, current_app
from flask.cli import AppGroup
from sqlalchemy import select

from server import accounts, apidocs
from server.accounts.models import Organisation
from server.core import jobs as work
from server.core.access import Role
from server.core.app_state import clock, now_ms, settings
from server.core.database import database, unit_of_work
from server.settings import ROOT

OPENAPI = ROOT / "docs" / "openapi.json"
MIN_PASSWORD = 10

jobs = AppGroup("jobs", help="Background work.")
db = AppGroup("db", help="The database's form.")
demo = AppGroup("demo", help="The demonstration: invented people in real villages.")
openapi = AppGroup("openapi", help="The API as a document.")
config = AppGroup("config", help="The settings in force.")
users = AppGroup("users", help="People with a login.")


def register(app: Flask) -> None:
    """Attach every group to the application."""
    for group in (jobs, db, demo, openapi, config, users):
        app.cli.add_command(group)


@jobs.command("run")
@click.option("--once", is_flag=True, help="Do what is due and end.")
def run_jobs(*, once: bool) -> None:
    """Do the background work until the process is ended."""
    if once:
        click.echo(f"{work.run_due(database(), clock())} jobs done")
        return
    work.run_for_ever(database(), clock())


@db.command("upgrade")
def upgrade() -> None:
    """Bring the database to the newest form."""
    # Alembic takes a third of a command's start: the server and the other commands go without.
    from alembic import command  # noqa: PLC0415
    from alembic.config import Config  # noqa: PLC0415
    from alembic.runtime.migration import MigrationContext  # noqa: PLC0415
    from alembic.script import ScriptDirectory  # noqa: PLC0415

    migration = Config(str(ROOT / "alembic.ini"))
    wanted = ScriptDirectory.from_config(migration).get_current_head()
    url = settings().database_url
    if url.startswith("sqlite:///"):
        Path(url.removeprefix("sqlite:///")).parent.mkdir(parents=True, exist_ok=True)
    with database().engine.connect() as connection:
        before = MigrationContext.configure(connection).get_current_revision()
    if before == wanted:
        click.echo(f"up to date, {wanted}")
        return
    migration.attributes["url"] = url
    command.upgrade(migration, "head")
    click.echo(f"made, {wanted}" if before is None else f"brought from {before} to {wanted}")


@openapi.command("export")
def export_openapi() -> None:
    """Write docs/openapi.json."""
    OPENAPI.write_text(apidocs.text(current_app), encoding="utf-8")
    click.echo(f"written: {OPENAPI.relative_to(ROOT)}")


@openapi.command("check")
def check_openapi() -> None:
    """Compare docs/openapi.json with the views."""
    kept = OPENAPI.read_text(encoding="utf-8") if OPENAPI.exists() else ""
    present = apidocs.text(current_app)
    if kept != present:
        for line in difflib.unified_diff(kept.splitlines(), present.splitlines(), "committed", "present", lineterm="", n=1):
            click.echo(line)
        raise click.ClickException("docs/openapi.json is not what the views say: run `make openapi` and look at the difference")
    click.echo("docs/openapi.json is what the views say")


@config.command("show")
def show_config() -> None:
    """Show the settings, without passwords."""
    here = settings()
    for one in fields(here):
        value = str(getattr(here, one.name))
        shown = re.sub(r"(://[^:/@]+):[^@]+@", r"\1:…@", value) if one.name == "database_url" else value
        click.echo(f"{one.name:20}{shown}")


@users.command("add")
@click.argument("login")
@click.option("--name", required=True)
@click.option("--org", required=True, help="Division code of the organisation, such as 350923000000.")
@click.option("--role", "roles", required=True, multiple=True, type=click.Choice([role.value for role in Role]))
@click.option("--number", help="The inspector's number.")
@click.password_option()
def add_user(login: str, *, name: str, org: str, roles: tuple[str, ...], number: str | None, password: str) -> None:
    """Make a person who can sign in."""
    if len(password) < MIN_PASSWORD:
        raise click.ClickException(f"a password has at least {MIN_PASSWORD} characters")
    with unit_of_work(write=True) as session:
        org_id = session.scalar(select(Organisation.id).where(Organisation.division_code == org))
        if org_id is None:
            raise click.ClickException(f"no organisation has the division code {org}")
        wanted = accounts.CreateUser(
            login=login, name=name, password=password, org_id=org_id, roles=tuple(Role(role) for role in roles), number=number
        )
        accounts.create_user(session, wanted, now_ms=now_ms())
    click.echo(f"{login} can sign in")


@users.command("org")
@click.argument("code")
@click.argument("name")
@click.option("--tier", required=True, type=click.Choice(["province", "city", "county", "township"]))
@click.option("--reports-to", help="Division code of the organisation above it.")
def add_organisation(code: str, name: str, *, tier: str, reports_to: str | None) -> None:
    """Make an organisation that people belong to; its division code is the area that they see."""
    with unit_of_work(write=True) as session:
        known = {row.division_code: row.id for row in session.scalars(select(Organisation))}
        if code in known:
            raise click.ClickException(f"the division code {code} has its organisation already")
        if reports_to is not None and reports_to not in known:
            raise click.ClickException(f"no organisation has the division code {reports_to}")
        up = known[reports_to] if reports_to else None
        accounts.create_organisation(session, accounts.CreateOrganisation(name, tier, code, up))
    click.echo(f"{name} is there")


@demo.command("load")
def load_demo() -> None:
    """Fill an empty database with the demonstration, or bring today's visits up to date; says why where it may not."""
    from server.demo import load  # noqa: PLC0415 - a production server never reads these

    try:
        click.echo(load.load(current_app))
    except load.DemoRefused as refusal:
        raise click.ClickException(str(refusal)) from None


@demo.command("passwords")
def set_demo_passwords() -> None:
    """Where others can reach the demonstration: give it random passwords and print them."""
    from server.demo import load  # noqa: PLC0415

    click.echo(load.passwords(current_app))


@demo.command("here")
@click.option("--lat", type=click.FloatRange(-90, 90), required=True)
@click.option("--lon", type=click.FloatRange(-180, 180), required=True)
def move_demo(*, lat: float, lon: float) -> None:
    """Move the demonstration's households around a place (WGS-84)."""
    from server.demo import load  # noqa: PLC0415

    try:
        click.echo(load.move(current_app, lat, lon))
    except load.DemoRefused as refusal:
        raise click.ClickException(str(refusal)) from None
