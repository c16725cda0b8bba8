"""What becomes of a body before a view sees it, over real sockets too."""

from __future__ import annotations

import http.client
import io
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from werkzeug.serving import make_server

from complaints.evidence.errors import Reason
from complaints.web.uploads import FORM_BYTES, as_text
from tests.pages.conftest import MakeSite
from tests.pages.inspecting import ORIGIN, Site, multipart


@contextmanager
def listening(site: Site) -> Iterator[int]:
    """Serve a site on a free port of the loopback, and return the port."""
    server = make_server("127.0.0.1", 0, site.app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield server.server_port
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def ask(port: int, path: str, body: bytes, content_type: str) -> tuple[int, bytes]:
    """Send a post over a socket, all of it, and return status and body of the answer."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        connection.request("POST", path, body, {"Content-Type": content_type})
        answer = connection.getresponse()
        return answer.status, answer.read()
    finally:
        connection.close()


@pytest.mark.parametrize(
    ("path", "content_type", "status"),
    [
        ("/track", "application/x-www-form-urlencoded", 413),
        ("/corruption/report", "multipart/form-data; boundary=b", 413),
        ("/corruption/report", "application/json", 415),
        ("/nowhere", "application/x-www-form-urlencoded", 404),
        ("/desk/cases", "application/x-www-form-urlencoded", 303),
    ],
)
def test_who_sends_too_much_still_hears_the_answer(
    site: Site, path: str, content_type: str, status: int
) -> None:
    with listening(site) as port:
        told, body = ask(port, path, b"x" * 12_000_000, content_type)

    assert told == status
    assert status == 303 or b"<h1" in body


def test_a_body_that_breaks_off_stores_nothing(site: Site) -> None:
    client = site.client()
    fields = client.get("/grievance/report").hidden | {"details": "ข้อความ"}
    sent = multipart(fields, [("x.txt", b"x" * 100_000)])

    answer = client.http.post(
        "/grievance/report",
        base_url=ORIGIN,
        input_stream=io.BytesIO(sent["body"][:60_000]),
        content_length=len(sent["body"]),
        content_type=sent["content_type"],
    )

    assert answer.status_code == 400
    assert site.case_count() == 0
    assert site.stored_files() == []


def test_room_is_asked_for_before_anything_is_read(make_site: MakeSite) -> None:
    site = make_site(disk_floor_bytes=2**62)
    client = site.client()
    fields = client.get("/grievance/report").hidden | {"details": "ข้อความ"}
    sent = multipart(fields, [("x.txt", b"x" * 100_000)])

    answer = client.post_raw("/grievance/report", **sent)

    assert answer.status == 503
    assert site.stored_files() == []


def test_text_beyond_the_bound_is_refused_however_it_is_cut(site: Site) -> None:
    client = site.client()
    fields = client.get("/grievance/report").hidden
    fields |= {f"field{n}": "x" * (FORM_BYTES // 10) for n in range(11)}

    answer = client.post_raw("/grievance/report", **multipart(fields, []))

    assert answer.status == 413


def test_files_sent_to_a_page_that_takes_none_are_swallowed(site: Site) -> None:
    client = site.client()
    sent = multipart(client.get("/track").hidden | {"code": "1"}, [("x.txt", b"x" * 5000)])

    answer = client.post_raw("/track", **sent)

    assert answer.status == 422
    assert site.stored_files() == []


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("น้ำท่วม\r\n\tถนน", "น้ำท่วม\r\n\tถนน"),
        ("a\x00b", "a�b"),
        ("a\x1bb", "a�b"),
        ("a\ud800b", "a�b"),
        ("zero\u200bwidth", "zero\u200bwidth"),
    ],
)
def test_what_is_no_text_is_shown_as_a_sign(typed: str, shown: str) -> None:
    assert as_text(typed) == shown


def test_every_reason_to_refuse_a_file_is_told_in_words(site: Site) -> None:
    from complaints.web.wording import words

    with site.app.test_request_context("/?lang=en"):
        told = {words(reason) for reason in Reason}

    assert len(told) == len(Reason)
