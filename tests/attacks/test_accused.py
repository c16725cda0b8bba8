"""Whoever is accused or excluded gets, with the case and without it, the very same answers.

Every page that such an officer can open is asked for before and after reports that
shut him out: the bytes are compared, and the statements that the database was given.
The same is done with codes that open nothing: one that never was, one that was erased,
one of the other channel.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any

import pytest
import sqlalchemy as sa
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from flask import Flask
from flask.testing import FlaskClient

from complaints import create_app
from complaints.casework.recusal import recuse
from complaints.casework.signing_in import SESSION_IDLES, SESSION_LASTS
from complaints.casework.steps import exclude, write_note
from complaints.domain.channel import Channel
from complaints.domain.codes import code_from_number
from complaints.domain.errors import NotFound
from complaints.intake.registration import Receipt
from complaints.records.cases import Case, find_case
from complaints.records.database import db
from complaints.records.erasure import erase_rows
from complaints.tracking import visits
from complaints.tracking.following import change_code, look
from complaints.web.access import declared_access
from complaints.web.cookies import CookieName, full_name
from complaints.work import Work
from complaints.work.cookies import begin_session
from tests.factories.office import AnOffice, settings
from tests.factories.people import owned_by

CORRUPTION, GRIEVANCE = Channel.CORRUPTION, Channel.GRIEVANCE
ACCUSED = "busaba"
BUSABA = "นางสาวบุษบา งามตา เรียกเงิน"
ORIGIN = "http://127.0.0.1:8000"
OF_A_CASE = re.compile(
    r"\b(cases|key_wraps|case_\w+|blobs|identit\w+|journal\w*|tallies|number_series|two_person\w*)\b"
)
"""Other tables are read from short-lived copies, at moments that no case moves."""
CHANGING = re.compile(
    rb'(name="csrf_token"[^>]*value="|value=")[^"]{20,}"|id="suggested-passphrase">[^<]*'
)


@dataclass
class Watched:
    """An officer's browser, and what the database is asked for on the way."""

    office: AnOffice
    app: Flask
    browser: FlaskClient

    def answers(self, number: str = "C-AAAA-AAAA-11") -> dict[str, Any]:
        """Return every answer to a page that can be asked for, with its statements."""
        found: dict[str, Any] = {}
        for path in self.pages(number):
            with self.statements() as said:
                answer = self.browser.get(path, base_url=ORIGIN)
            body = CHANGING.sub(b"", answer.data).replace(number.encode(), b"NUMBER")
            name = path.replace(number, "NUMBER")
            found[name] = (answer.status_code, len(body), body, said)
        return found

    def pages(self, number: str) -> list[str]:
        """Return the desk's addresses, the filters of its lists, and those of a case."""
        paths = []
        with self.app.test_request_context(base_url=ORIGIN):
            for rule in self.app.url_map.iter_rules():
                if "GET" not in (rule.methods or ()) or rule.build_only:
                    continue
                declared = declared_access(self.app, rule.endpoint)
                if declared is None or declared.is_for_everyone:
                    continue
                of_a_case = "/cases/" in rule.rule
                values = {
                    "channel": CORRUPTION, "number": number if of_a_case else 1, "year": 2570
                }  # fmt: skip
                if rule.arguments - set(values):
                    continue
                built = rule.build({name: values[name] for name in rule.arguments})
                paths.append(built[1])  # type: ignore[index]
        lists = "/desk/corruption/cases"
        shown = re.findall(r'href="(/desk/corruption/cases\?show=[^"]+)"', self.text_of(lists))
        assert len(shown) >= 7
        return [*paths, *shown, f"{lists}?page=2"]

    def text_of(self, path: str) -> str:
        return self.browser.get(path, base_url=ORIGIN).get_data(as_text=True)

    @contextmanager
    def statements(self) -> Iterator[list[str]]:
        """Gather the statements on what a case leaves that the database gets meanwhile."""
        said: list[str] = []

        def note(_c: Any, _u: Any, statement: str, *_: Any) -> None:
            if OF_A_CASE.search(statement):
                said.append(statement)

        with self.app.app_context():
            engine = db.engine
        sa.event.listen(engine, "before_cursor_execute", note)
        try:
            yield said
        finally:
            sa.event.remove(engine, "before_cursor_execute", note)


@pytest.fixture
def watched(sqlite_office: AnOffice) -> Iterator[Watched]:
    """The accused at the desk, with a case that she may see and one of her colleague's."""
    office = sqlite_office
    (office.folder / "fonts").mkdir(parents=True)
    for weight in (400, 700):  # so that no test waits for them to be cut
        (office.folder / "fonts" / f"sarabun-{weight}.woff2").touch()
    own = settings(str(office.engine.url), office.folder)
    app = create_app(replace(own, lookups_per_second=10**4, sign_ins_per_minute=10**4))
    app.extensions["office"] = app.extensions["office"].at(office.clock)
    office.file_corruption(details="เรื่องที่บุษบาอ่านได้")
    browser = app.test_client()
    with office.writing(CORRUPTION) as work:
        payload, accused = owned_by(ACCUSED).as_payload(), office.id_of(ACCUSED)
        cookie = begin_session(
            work, payload, officer_id=accused, lasts=SESSION_LASTS, idle=SESSION_IDLES
        )
    name = full_name(CookieName.DESK, encrypted=False)
    browser.set_cookie(name, cookie.value, domain="127.0.0.1")
    yield Watched(office, app, browser)
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


def ticked(office: AnOffice) -> Receipt:
    """A reporter ticks her."""
    return office.file_corruption(exclude=(office.id_of(ACCUSED),), identity="ชื่อจริง")


def named(office: AnOffice) -> Receipt:
    """A reporter names her."""
    return office.file_corruption(accused=BUSABA, identity="ชื่อจริง")


def shut_out_later(office: AnOffice) -> Receipt:
    """A colleague shuts her out."""
    receipt = office.file_corruption()
    with office.writing(CORRUPTION) as work:
        exclude(
            work,
            number=receipt.number,
            actor=office.actor("anan"),
            officer_id=office.id_of(ACCUSED),
        )
    return receipt


def recused(office: AnOffice) -> Receipt:
    """She gives the case up herself."""
    receipt = office.file_corruption()
    with office.writing(CORRUPTION) as work:
        recuse(work, number=receipt.number, actor=office.actor(ACCUSED), reason="ญาติ")
    return receipt


WAYS = [ticked, named, shut_out_later, recused]


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)
def test_the_excluded_get_the_same_answers_with_the_case_and_without(
    watched: Watched, way: Callable[[AnOffice], Receipt]
) -> None:
    watched.answers()
    before = watched.answers()

    receipt = way(watched.office)
    with watched.office.writing(CORRUPTION) as work:
        actor = watched.office.actor("anan")
        write_note(work, number=receipt.number, actor=actor, text="สอบพยานแล้ว")
    after, asked_for_it = watched.answers(), watched.answers(receipt.number)

    assert len(before) > 20
    assert {status for status, *_ in before.values()} >= {200, 404}
    for answers in (after, asked_for_it):
        assert [path for path in before if answers[path] != before[path]] == []


def test_a_colleague_does_get_other_answers(watched: Watched) -> None:
    """What the comparison above would say if nobody were shut out."""
    before = watched.answers()

    watched.office.file_corruption()

    changed = [path for path, answer in watched.answers().items() if answer != before[path]]
    assert "/desk/corruption/cases" in changed


def erase(office: AnOffice, receipt: Receipt) -> None:
    """Let the time of a completed case be over."""
    office.execute(
        "UPDATE cases SET state = 'completed', completed_on = received_on WHERE number = :n",
        n=receipt.number,
    )
    with office.writing(receipt.channel) as work:
        erase_rows(work.session, find_case_again(work, receipt), work.today())


def find_case_again(work: Work, receipt: Receipt) -> Case:
    """Return the row of a case for change."""
    case = find_case(work.session, receipt.channel, receipt.number)
    assert case is not None
    return case


def put_on_other_channel(office: AnOffice, receipt: Receipt) -> None:
    """Claim in the row that a case belongs to the other desk."""
    office.execute("UPDATE cases SET channel = 'grievance' WHERE number = :n", n=receipt.number)


def change_its_code(office: AnOffice, receipt: Receipt) -> None:
    """Let the reporter change the code."""
    change_code(office.office, office.visitor(receipt))


@contextmanager
def derivations() -> Iterator[list[str]]:
    """Gather the calls of Argon2id that are made meanwhile."""
    made: list[str] = []

    def note(_frame: Any, event: str, called: Any) -> None:
        if event == "c_call" and isinstance(getattr(called, "__self__", None), Argon2id):
            made.append(called.__name__)

    sys.setprofile(note)
    try:
        yield made
    finally:
        sys.setprofile(None)


def test_codes_that_open_nothing_cannot_be_told_apart(watched: Watched) -> None:
    """Same bytes, same statements, same number of key derivations."""
    office, codes = watched.office, [code_from_number(123456789)]
    for channel, spoil in (
        (CORRUPTION, erase),
        (GRIEVANCE, erase),
        (CORRUPTION, put_on_other_channel),
        (CORRUPTION, change_its_code),
    ):
        receipt = office.file(channel)
        codes.append(str(receipt.code))
        spoil(office, receipt)
    codes[:0] = [str(office.file_corruption().code)]

    opened, *nothing = [_look_up(watched, code) for code in codes]

    assert opened[0] == 303
    assert nothing[0][0] == 404
    assert nothing[0][-1] == ["derive"]
    assert [each for each in nothing if each != nothing[0]] == []


def _look_up(watched: Watched, code: str) -> tuple[Any, ...]:
    """Return everything about the answer to a code, and what it cost."""
    browser = watched.app.test_client()
    page = browser.get("/track?lang=en", base_url=ORIGIN).get_data(as_text=True)
    token = re.search(r'name="csrf_token" value="([^"]+)"', page)
    assert token is not None
    typed = {"csrf_token": token[1], "code": code}
    with watched.statements() as said, derivations() as made:
        answer = browser.post("/track", data=typed, base_url=ORIGIN)
    headers = [(k, v) for k, v in answer.headers if k not in {"Date", "Set-Cookie"}]
    return answer.status_code, headers, CHANGING.sub(b"", answer.data), said, made


@pytest.mark.parametrize("channel", list(Channel))
def test_a_visit_that_was_ended_is_worth_nothing_to_a_thief(
    office: AnOffice, channel: Channel
) -> None:
    """Of row, cookie, or both, stolen while the visit ran and brought back after it."""
    receipt = office.file(channel)
    cookie = visits.enter(office.office, str(receipt.code))
    (row,) = office.rows("sessions")
    names, values = ", ".join(row), ", ".join(f":{name}" for name in row)
    bring_back = f"INSERT INTO sessions ({names}) VALUES ({values})"  # noqa: S608 - our names

    assert bytes(cookie.half) not in bytes(row["payload_sealed"])
    visits.leave(office.office, cookie.value)
    assert visits.resume(office.office, cookie.value) is None, "the cookie alone"

    office.execute(bring_back, **row)
    for half in ("00" * 32, bytes(row["payload_sealed"])[:32].hex()):
        assert visits.resume(office.office, f"{cookie.row}.{half}") is None, "the row alone"
    office.clock.pass_seconds(3 * 3600)
    assert visits.resume(office.office, cookie.value) is None, "both, when the visit is over"


@pytest.mark.parametrize("channel", list(Channel))
def test_row_and_cookie_together_open_nothing_once_the_code_was_changed(
    office: AnOffice, channel: Channel
) -> None:
    receipt = office.file(channel)
    cookie = visits.enter(office.office, str(receipt.code))

    change_its_code(office, receipt)
    thief = visits.resume(office.office, cookie.value)

    assert thief is not None
    with pytest.raises(NotFound), office.reading(channel) as work:
        look(work, thief)
