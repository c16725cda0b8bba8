"""A small application that shows every component, with nothing behind it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from flask import Blueprint, Flask, Response, render_template, request, send_file
from flask.typing import ResponseReturnValue
from jinja2 import ChoiceLoader, FileSystemLoader
from werkzeug.datastructures import MultiDict
from wtforms import (
    BooleanField,
    DateField,
    Form,
    MultipleFileField,
    RadioField,
    SelectChoice,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length

from complaints.web.assets import Assets
from complaints.web.dates import thai_date
from complaints.web.fonts import prepare_fonts
from complaints.web.sheets import sheet_addresses
from complaints.web.whole_words import whole_words

ROOT = Path(__file__).resolve().parents[2]
HERE = Path(__file__).resolve().parent

POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "script-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)


ENDPOINTS: Mapping[str, str] = {
    "front.show_front": "/front",
    "front.show_help": "/help",
    "front.show_privacy": "/privacy",
    "front.show_safety": "/safety",
    "corruption.show_report": "/corruption/report",
    "grievance.show_report": "/grievance/report",
    "tracking.show_track": "/track",
    "statistics.show_index": "/statistics/",
    "manuals.show_manual": "/manuals/<channel>",
    "desk.sign_in": "/desk/sign-in",
    "desk.sign_out": "/desk/sign-out",
}

UNITS = [
    SelectChoice("roads", "กองช่าง", optgroup="โครงสร้างพื้นฐาน"),
    SelectChoice("health", "กองสาธารณสุขและสิ่งแวดล้อม", optgroup="คุณภาพชีวิต"),
    SelectChoice("clerk", "สำนักปลัด", optgroup="คุณภาพชีวิต"),
]
PLAIN_UNITS = [SelectChoice(unit.value, unit.label) for unit in UNITS]
KINDS = [
    SelectChoice("complaint", "เรื่องร้องเรียน"),
    SelectChoice("tip", "แจ้งเบาะแส"),
    SelectChoice("opinion", "ข้อคิดเห็น/ข้อเสนอแนะ"),
]
SCORES = [
    SelectChoice("5", "พอใจมากที่สุด"),
    SelectChoice("4", "พอใจมาก"),
    SelectChoice("3", "ปานกลาง"),
    SelectChoice("2", "พอใจน้อย"),
    SelectChoice("1", "ไม่พอใจ"),
]


class SpecimenForm(Form):
    """One field of every kind."""

    place = StringField("สถานที่เกิดเหตุ")
    details = TextAreaField("เล่าเรื่องที่เกิดขึ้น", [InputRequired("โปรดเล่าเรื่องที่เกิดขึ้น")])
    unit = SelectField("ส่วนงาน", choices=PLAIN_UNITS)
    grouped_unit = SelectField("หมวดเรื่อง", choices=UNITS)
    kind = RadioField("ประเภทเรื่อง", choices=KINDS, default="complaint")
    exclude = SelectMultipleField("เจ้าหน้าที่ที่ไม่ควรเห็นเรื่องนี้", choices=PLAIN_UNITS)
    confidential = BooleanField("ขอให้ปกปิดชื่อของฉัน")
    attachments = MultipleFileField("ไฟล์หลักฐาน")
    new_date = DateField("กำหนดใหม่", [InputRequired("โปรดเลือกวันที่")])
    code = StringField("รหัสติดตามเรื่อง", [Length(24, 24, "รหัสติดตามเรื่องมี 24 หลัก มีบางหลักไม่ถูกต้อง")])
    score = RadioField("ท่านพอใจการดำเนินการเรื่องนี้เพียงใด", choices=SCORES)


def long_or_short_date(day: date, form: str = "long") -> str:
    """Stand in for the application's filter, which asks the reader's language."""
    return thai_date(day, "long" if form == "long" else "short")


def refused_form() -> SpecimenForm:
    """Return the form as it comes back after a refused try."""
    form = SpecimenForm(MultiDict([("place", "หน้าตลาด <หมู่ 4>"), ("code", "12")]))
    form.validate()
    return form


def create_specimen(
    fonts: Path, wording: Mapping[str, str] | None = None, language: str = "th"
) -> Flask:
    """Make the application.

    :param fonts: a folder for the web fonts.
    :param wording: translations by msgid; English stays where one is missing.
    :param language: what ``get_locale`` answers unless an address asks otherwise.
    """
    app = Flask("specimen", static_folder=str(ROOT / "static"))
    app.jinja_loader = ChoiceLoader(
        [FileSystemLoader(ROOT / "templates"), FileSystemLoader(HERE / "pages")]
    )
    assets = Assets(ROOT / "static")
    _speak(app, wording or {}, language)
    app.jinja_env.filters["dateformat"] = long_or_short_date
    app.jinja_env.filters["whole_words"] = whole_words
    app.jinja_env.globals.update(
        asset_url=assets.asset_url,
        stylesheets=sheet_addresses(assets),
        csrf_token=lambda: "token",
        footer=lambda agency: _printed(app, "base/footer.html").footer(agency),
        language_url=lambda lang: f"{request.path}?lang={lang}",
    )
    app.context_processor(_context)
    app.after_request(_guard)
    _serve(app, assets, fonts)
    return app


def _speak(app: Flask, wording: Mapping[str, str], language: str) -> None:
    def spoken() -> str:
        return request.args.get("lang", language)

    def gettext(message: str) -> str:
        return wording.get(message, message) if spoken() == "th" else message

    def ngettext(one: str, many: str, number: int) -> str:
        return wording[one] if spoken() == "th" and one in wording else one if number == 1 else many

    app.jinja_env.add_extension("jinja2.ext.i18n")
    install: Callable[..., None] = app.jinja_env.install_gettext_callables  # type: ignore[attr-defined]
    install(gettext, ngettext, newstyle=True)
    app.jinja_env.globals["get_locale"] = spoken


def _printed(app: Flask, template: str) -> Any:
    """Return the macros of a template."""
    return app.jinja_env.get_template(template).module


def _context() -> dict[str, Any]:
    agency = SimpleNamespace(
        name="เทศบาลตำบลบ้านตัวอย่าง",
        short_name="ทต.บ้านตัวอย่าง",
        centre_name="ศูนย์เรื่องราวร้องทุกข์/ร้องเรียน",
        phone="0 2000 0000",
        address="99 หมู่ 1 ตำบลบ้านตัวอย่าง อำเภอเมืองตัวอย่าง",
        email="centre@example.go.th",
        emergency_note="เหตุด่วนเหตุร้าย โทร 191 · เจ็บป่วยฉุกเฉิน โทร 1669 · ไฟไหม้ โทร 199",
    )
    return {
        "agency": agency,
        "demonstration": True,
        "quick_exit_url": "/front",
        "form": SpecimenForm(),
        "refused": refused_form(),
        "today": date(2026, 11, 21),
        "day_of": date.fromisoformat,
    }


def _guard(response: Response) -> Response:
    response.headers["Content-Security-Policy"] = POLICY
    return response


def _serve(app: Flask, assets: Assets, fonts: Path) -> None:
    def show(page: str, channel: str | None = None) -> ResponseReturnValue:
        return render_template(f"{page}.html", channel=channel)

    def show_stylesheet(name: str) -> ResponseReturnValue:
        return Response(assets.sheets[f"{name}.css"], mimetype="text/css")

    def show_font(name: str) -> ResponseReturnValue:
        return send_file(fonts / name)

    prepare_fonts(fonts)
    app.add_url_rule("/static/<name>.css", view_func=show_stylesheet)
    app.add_url_rule("/static/fonts/<name>", view_func=show_font)
    app.add_url_rule("/specimen/<page>", view_func=show)
    app.add_url_rule("/specimen/<page>/<channel>", view_func=show, endpoint="show_in_channel")
    rooms: dict[str, Blueprint] = {}
    for endpoint, address in ENDPOINTS.items():
        room, view = endpoint.split(".")
        rooms.setdefault(room, Blueprint(room, __name__)).add_url_rule(
            address, endpoint=view, view_func=_answer_nothing, methods=["GET", "POST"]
        )
    for blueprint in rooms.values():
        app.register_blueprint(blueprint)


def _answer_nothing(**_values: str) -> ResponseReturnValue:
    return "", 204
