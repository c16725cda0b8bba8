"""The files of a case: looked at as pictures and words, downloaded, and their originals.

Nothing that a stranger made is shown inside a page: what stands there was drawn in the
confined child. Downloads are attachments that can do nothing in the browser. An original comes
only from its own page, after a warning, by POST.
"""

from __future__ import annotations

import base64
from typing import Any

from flask import flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from complaints.casework import case_page, evidence
from complaints.casework.evidence import PAGES_AT_ONCE, Custody, LookedAt, OriginalState
from complaints.domain.access import Permission
from complaints.domain.channel import Channel
from complaints.domain.errors import BadInput, NotAllowed
from complaints.domain.two_people import Standing
from complaints.records.officers import all_officers
from complaints.web.access import open_to
from complaints.web.dates import size_words
from complaints.web.desk import bp
from complaints.web.desk.forms import OriginalForm
from complaints.web.errors import shows_form_again
from complaints.web.here import office
from complaints.web.sending import send_opened

FILE = "/<channel:channel>/cases/<string:number>/files/<string:blob_id>"
MOST_PAGES = 10_000


@bp.get(FILE)
@open_to(Permission.CASE_READ)
def download_file(channel: Channel, number: str, blob_id: str) -> ResponseReturnValue:
    """Hand out a clean file as something to keep, never as something to show."""
    try:
        with office().writing(channel) as work:
            file = case_page.read_file(work, g.actor, number=number, blob_id=blob_id)
    except NotAllowed:
        return _to_original(channel, number, blob_id)
    answer = send_opened(file)
    answer.headers["Content-Type"] = "application/octet-stream"
    return answer


@bp.get(f"{FILE}/look")
@open_to(Permission.CASE_READ)
def look_at_file(channel: Channel, number: str, blob_id: str) -> ResponseReturnValue:
    """Show pages of a file as pictures, or its words."""
    looked = evidence.look_at(
        office(), channel, g.actor, number=number, blob_id=blob_id, first=_asked_page() - 1
    )
    return render_template(
        "desk/file.html", channel=channel, number=number, **_look_view(looked, channel, number)
    )


@bp.get(f"{FILE}/original")
@open_to(Permission.CASE_READ)
def show_original(channel: Channel, number: str, blob_id: str) -> ResponseReturnValue:
    """Warn before an original is opened, and show how it stands with the second person."""
    return _original_page(channel, number, blob_id, OriginalForm(formdata=None))


def show_again(why: str) -> str:
    """Show the warning with what was typed, because the token of the form cannot be taken."""
    form = OriginalForm()
    form.form_errors.append(why)
    return _original_page(**(request.view_args or {}), form=form)


@bp.post(f"{FILE}/original")
@open_to(Permission.CASE_READ)
@shows_form_again(show_again)
def ask_for_original(channel: Channel, number: str, blob_id: str) -> ResponseReturnValue:
    """Ask a second person to confirm that an original is needed."""
    form = OriginalForm()
    if not form.validate():
        return _original_page(channel, number, blob_id, form), 422
    try:
        with office().writing(channel) as work:
            evidence.ask_for_original(
                work, g.actor, number=number, blob_id=blob_id, reason=form.reason.data or ""
            )
    except (BadInput, NotAllowed) as refusal:
        status = form.refuse(refusal)
        return _original_page(channel, number, blob_id, form), status
    flash(_("A colleague who can open this case must confirm it now, on this page."), "success")
    return _to_original(channel, number, blob_id)


@bp.post(f"{FILE}/original/confirm")
@open_to(Permission.CASE_READ)
def confirm_original(channel: Channel, number: str, blob_id: str) -> ResponseReturnValue:
    """Confirm, as the second person, that an original is needed."""
    with office().writing(channel) as work:
        evidence.confirm_original(work, g.actor, number=number, blob_id=blob_id)
    flash(_("Confirmed. The original can be downloaded once."), "success")
    return _to_original(channel, number, blob_id)


@bp.post(f"{FILE}/original/withdraw")
@open_to(Permission.CASE_READ)
def withdraw_original(channel: Channel, number: str, blob_id: str) -> ResponseReturnValue:
    """Take the request for an original back."""
    with office().writing(channel) as work:
        evidence.withdraw_original(work, g.actor, number=number, blob_id=blob_id)
    return _to_original(channel, number, blob_id)


@bp.post(f"{FILE}/original/take")
@open_to(Permission.CASE_READ)
def take_original(channel: Channel, number: str, blob_id: str) -> ResponseReturnValue:
    """Hand out an original as a download that can do nothing in the browser."""
    with office().writing(channel) as work:
        file = evidence.take_original(work, g.actor, number=number, blob_id=blob_id)
    answer = send_opened(file)
    answer.headers["Content-Type"] = "application/octet-stream"
    return answer


def _to_original(channel: Channel, number: str, blob_id: str) -> ResponseReturnValue:
    address = url_for(".show_original", channel=channel, number=number, blob_id=blob_id)
    return redirect(address, code=303)


def _original_page(channel: Channel, number: str, blob_id: str, form: OriginalForm) -> str:
    with office().reading(channel) as work:
        state = evidence.read_original_state(work, g.actor, number=number, blob_id=blob_id)
        names = {officer.id: officer.full_name for officer in all_officers(work.session)}
    return render_template(
        "desk/original.html",
        channel=channel,
        number=number,
        form=form,
        custody=state.custody,
        asked=_asked_view(state, names),
        addresses={
            act: url_for(f".{act}_original", channel=channel, number=number, blob_id=blob_id)
            for act in ("confirm", "withdraw", "take")
        },
        back=url_for(".look_at_file", channel=channel, number=number, blob_id=blob_id),
    )


def _asked_view(state: OriginalState, names: dict[str, str]) -> dict[str, Any] | None:
    asked = state.asked
    if asked is None:
        return None
    return {
        "by": names.get(asked.asked_by, ""),
        "on": asked.asked_on,
        "until": asked.expires_on,
        "reason": asked.particulars.get("reason", ""),
        "is_own": state.is_own,
        "is_confirmed": asked.standing is Standing.CONFIRMED,
        "confirmed_by": names.get(asked.confirmed_by or "", ""),
    }


def _look_view(looked: LookedAt, channel: Channel, number: str) -> dict[str, Any]:
    custody, shown = looked.custody, looked.shown
    here: dict[str, Any] = {"channel": channel, "number": number, "blob_id": custody.blob_id}
    pages = shown.pages if shown else 0
    first = looked.first
    pictures = [
        {"page": first + at, "data": f"data:{shown.media_type};base64,{_text_of(picture)}"}
        for at, picture in enumerate(shown.pictures if shown else (), 1)
        if shown
    ]
    return {
        "custody": custody,
        "type": custody.kind.upper(),
        "size": size_words(custody.size),
        "pictures": pictures,
        "words": shown.words if shown else None,
        "pages": pages,
        "before": _page_address(here, first - PAGES_AT_ONCE) if first > 0 else None,
        "after": _page_address(here, first + PAGES_AT_ONCE)
        if first + PAGES_AT_ONCE < pages
        else None,
        "download": None if custody.cleaned is False else url_for(".download_file", **here),
        "original": url_for(".show_original", **here) if custody.original else None,
        "digests": _digests(custody),
    }


def _page_address(here: dict[str, Any], first: int) -> str:
    return url_for(".look_at_file", **here, page=max(first, 0) + 1)


def _text_of(picture: bytes) -> str:
    return base64.b64encode(picture).decode()


def _digests(custody: Custody) -> list[dict[str, Any]]:
    rows = [{"term": _("As it was received (SHA-256)"), "text": custody.received_sha256}]
    if custody.kept_sha256 != custody.received_sha256:
        rows.append({"term": _("As it is kept, cleaned (SHA-256)"), "text": custody.kept_sha256})
    return rows


def _asked_page() -> int:
    asked = request.args.get("page", "1")
    number = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 9 else 1
    return min(max(number, 1), MOST_PAGES)
