"""The wiring: sees everything, imported by nobody but the package itself."""

from __future__ import annotations

from typing import Final

from flask import Blueprint, Flask
from flask_migrate import Migrate
from flask_wtf import CSRFProtect
from werkzeug.middleware.proxy_fix import ProxyFix

from complaints.cli import app_without_secrets, register, runs_a_command
from complaints.domain.channel import Channel
from complaints.evidence.clean import FileCleaner
from complaints.evidence.scan import scanner_for
from complaints.evidence.store import BlobStore, FolderStore
from complaints.records.database import db, engine_options
from complaints.vault.selftest import self_test
from complaints.web.access import guard
from complaints.web.assets import Assets
from complaints.web.at_hand import AtHand
from complaints.web.cookies import CookieName, full_name
from complaints.web.errors import QuietFlask, answer_errors
from complaints.web.fonts import prepare_fonts
from complaints.web.ground import Environment, lay_ground
from complaints.web.headers import guard_answers
from complaints.web.language import speak
from complaints.web.limits import keep_limits
from complaints.web.offers import keep_offers
from complaints.web.uploads import limits_of, take_forms
from complaints.work.office import Office
from config import ROOT, MissingSetting, Settings, Surface, read_settings

FORM_LASTS_SECONDS: Final = 24 * 60 * 60
"""How long a form may lie open: telling what happened can take hours."""

ELSEWHERE: Final = {
    "front.show_front": "/",
    "front.show_help": "/help",
    "front.show_privacy": "/privacy",
    "front.show_safety": "/safety",
    "corruption.show_report": "/corruption/report",
    "grievance.show_report": "/grievance/report",
    "tracking.show_track": "/track",
    "statistics.show_index": "/statistics/",
    "manuals.show_manual": "/manuals/<channel>",
    "desk.sign_in": "/desk/sign-in",
}
"""Addresses that every page may name, for processes that do not serve them."""


def assemble(settings: Settings | None = None) -> Flask:
    """Return the service as a WSGI application.

    :param settings: the settings to run with; read from the environment when left out.
    :raises MissingSetting: a secret is missing, and the process is there to serve.
    :raises VaultUnusable: a primitive of the vault is missing or wrong.
    """
    try:
        settings = settings or read_settings()
    except MissingSetting:
        if runs_a_command():
            return app_without_secrets()
        raise
    self_test()
    app = QuietFlask(
        "complaints",
        root_path=str(ROOT / "complaints"),
        template_folder=str(ROOT / "templates"),
        static_folder=None,
        instance_path=str(settings.instance),
    )
    app.jinja_environment = Environment
    _configure(app, settings)
    _open_records(app, settings)
    assets = Assets(ROOT / "static")
    app.extensions["assets"] = assets
    prepare_fonts(settings.instance / "fonts")
    _open_doors(app, assets, settings)
    return app


def _configure(app: Flask, settings: Settings) -> None:
    encrypted = settings.is_encrypted_in_transit
    app.config.update(
        SECRET_KEY=settings.secret_key,
        TRUSTED_HOSTS=list(settings.trusted_hosts),
        SESSION_COOKIE_NAME=full_name(CookieName.FORM, encrypted=encrypted),
        SESSION_COOKIE_SECURE=encrypted,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_PATH="/",
        WTF_CSRF_TIME_LIMIT=FORM_LASTS_SECONDS,
        SQLALCHEMY_DATABASE_URI=settings.database_url,
        SQLALCHEMY_ENGINE_OPTIONS=engine_options(settings.database_url),
    )
    if settings.trusted_proxies:
        count = settings.trusted_proxies
        app.wsgi_app = ProxyFix(  # type: ignore[method-assign]  # Flask's way to wrap itself
            app.wsgi_app, x_for=count, x_proto=count, x_host=count
        )


def _open_records(app: Flask, settings: Settings) -> None:
    settings.instance.mkdir(mode=0o700, parents=True, exist_ok=True)
    db.init_app(app)
    Migrate(app, db, directory=str(ROOT / "migrations"), render_as_batch=True)
    stores: dict[Channel, BlobStore] = {
        channel: FolderStore(settings.evidence_folder / channel.value) for channel in Channel
    }
    app.extensions["office"] = Office(
        settings=settings,
        session=db.session,
        stores=stores,
        cleaner=FileCleaner(limits_of(settings)),
        scanner=scanner_for(settings.clamd_socket, settings.clamd_temporary),
    )


def _open_doors(app: Flask, assets: Assets, settings: Settings) -> None:
    """Put everything before the views, in the order in which it is asked.

    Who may come in, how often, what may be in the body: only then is the body
    read to find the token of the form.
    """
    guard(app)
    keep_limits(app, settings)
    guard_answers(app)
    take_forms(app)
    CSRFProtect(app)
    speak(app)
    lay_ground(app, assets)
    keep_offers(app)
    answer_errors(app)
    for blueprint in _blueprints(settings.surface):
        app.register_blueprint(blueprint)
    for endpoint, address in ELSEWHERE.items():
        if endpoint not in app.view_functions:
            app.add_url_rule(address, endpoint, build_only=True)
    app.wsgi_app = AtHand(app.wsgi_app)  # type: ignore[method-assign]  # Flask's way to wrap itself
    register(app)


def _blueprints(surface: Surface) -> list[Blueprint]:
    """Return the pages that a process serves; the others are not even imported."""
    from complaints.web.static_files import bp as files

    pages = [files]
    if surface in {Surface.ALL, Surface.PUBLIC}:
        pages += _public_pages()
    if surface in {Surface.ALL, Surface.DESK}:
        pages += _desk_pages()
    return pages


def _public_pages() -> list[Blueprint]:
    from complaints.web import (
        assessment,
        corruption,
        disagreeing,
        embed,
        front,
        grievance,
        manuals,
        plan,
        rating_slips,
        statistics,
        statistics_proof,
        tracking,
        tracking_counted,
    )

    return [
        front.bp,
        corruption.bp,
        embed.bp,
        grievance.bp,
        tracking.bp,
        disagreeing.bp,
        tracking_counted.bp,
        rating_slips.bp,
        statistics.bp,
        statistics_proof.bp,
        manuals.bp,
        assessment.bp,
        plan.bp,
    ]


def _desk_pages() -> list[Blueprint]:
    from complaints.web import admin, desk, statistics_desk, statistics_memo, statistics_plan

    return [
        desk.bp,
        admin.bp,
        statistics_desk.bp,
        statistics_desk.waiting_bp,
        statistics_memo.bp,
        statistics_plan.bp,
    ]
