"""A client that looks at every page it gets, and a site to visit with it."""

from __future__ import annotations

import io
import re
from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import unquote

from bs4 import BeautifulSoup
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.factories.office import AnOffice

ORIGIN = "http://127.0.0.1"
SHORTEST_TRACE = 6
"""From how many characters a typed text counts as recognisable."""

Page = BeautifulSoup


@dataclass
class Visit:
    """An answer, and the page in it."""

    response: TestResponse

    @property
    def status(self) -> int:
        """Return the status."""
        return self.response.status_code

    @cached_property
    def page(self) -> Page:
        """The page, read once however often it is looked at."""
        return BeautifulSoup(self.response.get_data(as_text=True), "html.parser")

    @property
    def words(self) -> str:
        """Return the words of the page, with single blanks."""
        return " ".join(self.page.get_text(" ").split())

    def text_of(self, selector: str) -> str:
        """Return the words of one element."""
        found = self.page.select_one(selector)
        assert found is not None, selector
        return " ".join(found.get_text(" ").split())

    def value_of(self, name: str) -> str:
        """Return what stands in a field of the page."""
        field = self.page.select_one(f"[name={name}]:not([type=hidden])")
        assert field is not None, name
        if field.name == "textarea":
            return field.get_text().removeprefix("\n")
        return str(field.get("value", ""))

    @property
    def hidden(self) -> dict[str, str]:
        """Return the hidden inputs of the first form that has a token."""
        form = self.page.select_one("form:has(input[name=csrf_token])")
        assert form is not None
        return {
            str(each["name"]): str(each.get("value", "")) for each in form.select("[type=hidden]")
        }

    @property
    def errors(self) -> list[str]:
        """Return what the summary of errors says."""
        return [each.get_text(strip=True) for each in self.page.select("#error-summary li")]


class InspectingClient:
    """A browser without scripts, that complains about every page that breaks a house rule."""

    def __init__(self, app: Flask) -> None:
        self.http: FlaskClient = app.test_client()

    def get(self, path: str, **sent: Any) -> Visit:
        """Ask for a page."""
        return self._seen(self.http.get(path, base_url=ORIGIN, **sent), {})

    def post(self, path: str, data: dict[str, Any] | None = None, **sent: Any) -> Visit:
        """Send a form."""
        typed = dict(data or {})
        if "attachments" in typed:
            fields = {name: value for name, value in typed.items() if name != "attachments"}
            files = [(name, body.read()) for body, name in typed["attachments"]]
            return self.post_raw(path, **multipart(fields, files), typed=typed)
        return self._seen(self.http.post(path, data=typed, base_url=ORIGIN, **sent), typed)

    def send(self, path: str, at: str | None = None, **typed: Any) -> Visit:
        """Ask for a form, fill it in and send it.

        :param at: the page that has the form, where it is another one.
        """
        return self.post(path, {**self.get(at or path).hidden, **typed})

    def post_raw(
        self,
        path: str,
        body: bytes,
        content_type: str | None,
        typed: dict[str, Any] | None = None,
    ) -> Visit:
        """Send bytes, whatever they are.

        :param typed: what a person typed in them, which no title may repeat.
        """
        return self._seen(
            self.http.post(
                path,
                base_url=ORIGIN,
                input_stream=io.BytesIO(body),
                content_type=content_type,
                content_length=len(body),
            ),
            typed or {},
        )

    def _seen(self, response: TestResponse, typed: dict[str, Any]) -> Visit:
        visit = Visit(response)
        inspect(visit, typed)
        return visit


def a_file(body: bytes = b"evidence", name: str = "หลักฐาน.txt") -> tuple[io.BytesIO, str]:
    """Return a file as the client sends it."""
    return io.BytesIO(body), name


def multipart(
    fields: dict[str, Any], files: list[tuple[str, bytes]], boundary: str = "b0undary"
) -> dict[str, Any]:
    """Return a form as raw bytes, for bodies that the test client would put on a disk.

    :param files: names and bodies of what is attached.
    :return: arguments for :meth:`InspectingClient.post_raw`.
    """
    parts = [
        f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{one}\r\n'.encode()
        for name, value in fields.items()
        for one in (value if isinstance(value, list) else [value])
    ]
    parts += [
        b"".join(
            [
                f'--{boundary}\r\nContent-Disposition: form-data; name="attachments"; '.encode(),
                f'filename="{name}"\r\n\r\n'.encode(),
                body,
                b"\r\n",
            ]
        )
        for name, body in files
    ]
    return {
        "body": b"".join([*parts, f"--{boundary}--\r\n".encode()]),
        "content_type": f"multipart/form-data; boundary={boundary}",
    }


@dataclass
class Site:
    """The service with an office behind it."""

    app: Flask
    office: AnOffice

    def client(self) -> InspectingClient:
        """Return a browser that was never here before."""
        return InspectingClient(self.app)

    def case_count(self) -> int:
        """Return how many cases are stored."""
        return len(self.office.rows("cases"))

    def stored_files(self) -> list[str]:
        """Return every file in the evidence folders."""
        folder = self.office.folder / "evidence"
        return sorted(path.name for path in folder.rglob("*") if path.is_file())


def inspect(visit: Visit, typed: dict[str, Any]) -> None:
    """Fail for an answer that breaks a rule that every answer keeps."""
    _inspect_headers(visit.response)
    _inspect_traces(visit, typed)
    if visit.response.mimetype == "text/html" and visit.status not in {301, 302, 303, 307, 308}:
        _inspect_page(visit.page)


def _inspect_headers(response: TestResponse) -> None:
    headers = response.headers
    policy = headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe-inline" not in policy
    assert "frame-ancestors" in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "camera=()" in headers["Permissions-Policy"]
    assert headers["Cache-Control"]
    assert "Strict-Transport-Security" not in headers
    for cookie in headers.getlist("Set-Cookie"):
        assert "HttpOnly" in cookie
        assert "SameSite=" in cookie
        assert "Max-Age" not in cookie or "Max-Age=0" in cookie


def _inspect_traces(visit: Visit, typed: dict[str, Any]) -> None:
    headers = visit.response.headers
    where, title = unquote(headers.get("Location", "")), ""
    if visit.response.mimetype == "text/html":
        found = visit.page.title
        title = found.get_text() if found else ""
    for name, value in typed.items():
        if name in {"csrf_token", "form_token"} or not isinstance(value, str):
            continue
        if len(value) >= SHORTEST_TRACE:
            assert value not in where
            assert value not in title
            assert value not in str(headers)


def _inspect_page(page: Page) -> None:
    assert not page.select("meta[name=referrer]"), "would overrule the header over https"
    html = page.html
    assert html is not None
    assert html["lang"] in {"th", "en"}
    assert page.title is not None
    assert page.title.get_text(strip=True)
    assert len(page.select("h1")) == 1, "a page has one heading of the first order"
    assert not page.select("[style], style"), "styles stand in the stylesheet"
    assert not page.select("script:not([src])"), "scripts stand in files"
    assert not [
        name for tag in page.find_all(True) for name in tag.attrs if re.fullmatch(r"on[a-z]+", name)
    ]
    ids = Counter(str(tag["id"]) for tag in page.select("[id]"))
    assert not [each for each, count in ids.items() if count > 1], "an id stands once"
    for field in page.select("input:not([type=hidden]), select, textarea"):
        assert page.select(f"label[for='{field.get('id')}']"), f"{field.get('name')} has no label"
    for form in page.select("form[method=post]"):
        assert form.select("input[type=hidden][name=csrf_token]")
    for tag in page.select("[src], link[href]"):
        assert str(tag.get("src") or tag["href"]).startswith("/"), "nothing comes from elsewhere"
    for picture in page.select("img"):
        assert picture.has_attr("alt")
    for anchor in page.select("a[href^='#']"):
        assert page.select_one(f"[id='{str(anchor['href'])[1:]}']"), (
            f"{anchor['href']} leads nowhere"
        )
