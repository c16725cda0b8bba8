"""The bundle for a body outside to which a case was forwarded: read, struck out, printed.

It is an official paper, so it is in Thai whatever language the officer reads.
"""

from __future__ import annotations

import hashlib
from base64 import b64encode
from typing import Any

from flask import Response, abort, g, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import TextAreaField

from complaints.casework.body_keys import KeyLine, body_key_line
from complaints.casework.passing_on import Parting, read_parting, seal_for_body, write_passed_on
from complaints.domain.access import Permission
from complaints.domain.channel import Channel
from complaints.domain.entries import Entry
from complaints.domain.errors import BadInput, NotAllowed, NotFound
from complaints.letters.official import in_thai_digits, thai_day
from complaints.letters.printing import NotPrinted, print_letter
from complaints.vault.attest import attest_pair
from complaints.web.access import open_to
from complaints.web.dates import size_words
from complaints.web.desk import bp
from complaints.web.desk.fields import offer
from complaints.web.errors import shows_form_again
from complaints.web.forms import PickMany, PublicForm, Required, text
from complaints.web.here import office, settings
from complaints.web.wording import local_name
from complaints.work import Work

ADDRESS = "/<channel:channel>/cases/<string:number>/bundle"
SEALED = "sealed"
ACCOUNT_CHARACTERS, WORDS_CHARACTERS = 60_000, 5_000
LABELS = {
    "details": "รายละเอียด",
    "place": "สถานที่",
    "happened": "วันเวลาที่เกิดเหตุ",
    "accused": "ผู้ถูกร้องเรียน",
    "evidence": "พยานหลักฐาน",
    "witnesses": "พยานบุคคล",
}
"""What of an account is proposed to leave, in Thai; name and contact of the reporter never are."""


class BundleForm(PublicForm):
    """What leaves the office, word by word."""

    account = TextAreaField(_l("What the body reads"), [Required(longest=ACCOUNT_CHARACTERS)])
    names = PickMany(_l("Files whose names go along"))
    enclosed = PickMany(_l("Files that go along, sealed"))
    words = TextAreaField(_l("Words to the body"), [text(WORDS_CHARACTERS)])


@bp.get(ADDRESS)
@open_to(Permission.CASE_FORWARD)
def show_bundle(channel: Channel, number: str) -> ResponseReturnValue:
    """Show the account, to be struck out before anything leaves."""
    parting = _parting(channel, number)
    form = BundleForm(formdata=None, account=_proposed(parting))
    return _page(channel, parting, form)


def show_again(why: str) -> str:
    """Show the form with what was typed, because its token cannot be taken."""
    here: dict[str, Any] = request.view_args or {}
    form = BundleForm()
    form.form_errors.append(why)
    return _page(here["channel"], _parting(**here), form)


@bp.post(ADDRESS)
@open_to(Permission.CASE_FORWARD)
@shows_form_again(show_again)
def print_bundle(channel: Channel, number: str) -> ResponseReturnValue:
    """Print what was decided on; the record has it before it leaves."""
    parting = _parting(channel, number)
    form = BundleForm()
    _offer_names(form, parting)
    if not form.validate():
        return _page(channel, parting, form), 422
    try:
        pdf = print_letter(_sheet(parting, form))
    except NotPrinted:
        abort(503)
    try:
        with office().writing(channel) as work:
            leaving = _sealed(work, number, parting, form, pdf) if _is_to_be_sealed() else pdf
            write_passed_on(work, g.actor, number=number, note=_note(parting, leaving))
    except (BadInput, NotAllowed) as refusal:
        status = form.refuse(refusal)
        return _page(channel, parting, form), status
    kind = "json" if _is_to_be_sealed() else "pdf"
    answer = Response(leaving, mimetype=f"application/{kind}")
    answer.headers["Content-Disposition"] = f'attachment; filename="bundle.{kind}"'
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _is_to_be_sealed() -> bool:
    """Say whether the button was the one that seals."""
    return request.form.get("how") == SEALED


def _note(parting: Parting, leaving: bytes) -> str:
    """Return what the case keeps of what leaves."""
    body, digest = local_name(parting.body) or "–", hashlib.sha256(leaving).hexdigest()
    return _("Bundle for %(body)s. SHA-256: %(digest)s", body=body, digest=digest)


def _sealed(work: Work, number: str, parting: Parting, form: BundleForm, pdf: bytes) -> bytes:
    """Return the bundle sealed to the body's key."""
    content = {
        "number": parting.told.number,
        "received_on": parting.told.received_on.isoformat(),
        "made_on": work.today().isoformat(),
        "is_secret": parting.told.channel is Channel.CORRUPTION,
        "body": parting.body.get("th", ""),
        "account": form.account.data or "",
        "words": form.words.data or "",
        "files": _lines(parting, form),
        "pdf": b64encode(pdf).decode(),
    }
    pair = attest_pair(settings().attest_seed)
    enclosed = form.enclosed.data or ()
    return seal_for_body(
        work, g.actor, number=number, content=content, enclosed=enclosed, pair=pair
    ).encode()


def _lines(parting: Parting, form: BundleForm) -> list[dict[str, Any]]:
    """Return what the body is told of each file; a name only where it was chosen."""
    named = set(form.names.data or ())
    return [
        {
            "name": file.name if file.blob_id in named else "",
            "kind": file.kind,
            "size": file.size,
            "sha256": file.sha256,
        }
        for file in parting.files
    ]


def _parting(channel: Channel, number: str) -> Parting:
    with office().writing(channel) as work:
        return read_parting(work, g.actor, number=number)


def _page(channel: Channel, parting: Parting, form: BundleForm) -> str:
    _offer_names(form, parting)
    return render_template(
        "desk/bundle.html",
        channel=channel,
        number=parting.told.number,
        form=form,
        body=local_name(parting.body) if parting.body else None,
        hints={file.blob_id: f"SHA-256 {file.sha256}" for file in parting.files},
        key=_key_of(channel, parting),
    )


def _key_of(channel: Channel, parting: Parting) -> KeyLine | None:
    """Return the body with its key, where it is one of the list and still on it."""
    try:
        with office().reading(channel) as work:
            return body_key_line(work, g.actor, body_id=parting.body.get("id", ""))
    except NotFound:
        return None


def _offer_names(form: BundleForm, parting: Parting) -> None:
    offer(form.names, [(file.blob_id, file.name) for file in parting.files])
    clean = [(file.blob_id, file.name) for file in parting.files if not file.is_original]
    offer(form.enclosed, clean)


def _proposed(parting: Parting) -> str:
    """Return what the reporter wrote, without what names the reporter."""
    return "\n\n".join(filter(None, (_words_of(entry) for entry in parting.accounts)))


def _words_of(entry: Entry) -> str:
    said = [f"{label}: {entry.content[name]}" for name, label in LABELS.items()
            if entry.content.get(name)]  # fmt: skip
    if entry.text:
        said.append(f"ข้อมูลเพิ่มเติมเมื่อวันที่ {thai_day(entry.on)}: {entry.text}")
    return "\n".join(said)


def _sheet(parting: Parting, form: BundleForm) -> str:
    told, agency = parting.told, office().agency()
    return render_template(
        "letters/bundle_sheet.html",
        is_secret=told.channel is Channel.CORRUPTION,
        agency=in_thai_digits(agency.name_th),
        number=told.number,
        received_on=thai_day(told.received_on),
        made_on=thai_day(office().today()),
        body=parting.body.get("th", ""),
        words=form.words.data or "",
        account=form.account.data,
        files=[
            {**line, "kind": line["kind"].upper(), "size": size_words(line["size"])}
            for line in _lines(parting, form)
        ],
    )
