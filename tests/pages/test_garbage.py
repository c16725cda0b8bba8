"""Three hundred posts of garbage: always a clear refusal, never a failure, nothing stored."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256

import pytest

from tests.pages.inspecting import InspectingClient, Site, Visit, multipart

FORM = "application/x-www-form-urlencoded"
POSTS_OF_A_KIND = 20
PATHS = ("/corruption/report", "/grievance/report", "/track")
NAMES = (
    "../../etc/passwd",
    "a\x00b.txt",
    "\u202egpj.exe",
    'x"; name="details',
    "con.txt",
    "x" * 5000,
    ".",
    "/",
    "ก\ud800".encode("utf-8", "replace").decode(),
)


@dataclass(frozen=True)
class Garbage:
    """One post that nobody should send."""

    path: str
    body: bytes
    content_type: str | None


def bytes_of(kind: str, number: int, length: int) -> bytes:
    """Return bytes that look random and are the same in every run."""
    made = b""
    while len(made) < length:
        made += sha256(f"{kind} {number} {len(made)}".encode()).digest()
    return made[:length]


def posts(kind: str, hidden: dict[str, str]) -> Iterator[Garbage]:
    """Yield the posts of a kind, each with the tokens of a real form where it can have some."""
    for number in range(POSTS_OF_A_KIND):
        path = PATHS[number % len(PATHS)]
        body, content_type = made(kind, number, hidden)
        yield Garbage(path, body, content_type)


def made(kind: str, number: int, hidden: dict[str, str]) -> tuple[bytes, str | None]:
    """Return the body of one post and what it says to be."""
    noise = bytes_of(kind, number, 200 + 50 * number)
    tokens = "&".join(f"{name}={value}" for name, value in hidden.items()).encode()
    whole = multipart({**hidden, "details": ""}, [("x.txt", noise)])
    body, boundary = whole["body"], whole["content_type"]
    cut = 1 + number * (len(body) - 40) // POSTS_OF_A_KIND
    return {
        "no token": (b"details=" + noise.hex().encode(), FORM),
        "random bytes as a form": (noise, FORM),
        "random bytes as parts": (noise, boundary),
        "parts cut off": (body[:cut], boundary),
        "no boundary": (body, "multipart/form-data"),
        "an odd boundary": (body, f"multipart/form-data; boundary={'é' * (number + 1)}"),
        "another type": (body, f"application/{['json', 'xml', 'pdf', 'zip'][number % 4]}"),
        "no type": (noise, None),
        "NUL": (tokens + b"&details=a%00b&code=%00&message=%00", FORM),
        "lone surrogates": (tokens + b"&details=%ED%A0%80&code=%ED%BF%BF", FORM),
        "broken UTF-8": (tokens + b"&details=%ff%fe&code=" + noise[:20].hex().encode(), FORM),
        "much text": (tokens + b"&details=" + b"a" * (600_000 * (1 + number)), FORM),
        "many fields": (tokens + b"&details=x" * (202 + 40 * number), FORM),
        "many files": many_files(hidden, 201 + 20 * number),
        "hostile names": hostile_names(hidden, NAMES[number % len(NAMES)], noise),
    }[kind]


def many_files(hidden: dict[str, str], count: int) -> tuple[bytes, str]:
    """Return a report with more files than anybody has."""
    sent = multipart({**hidden, "details": "x"}, [(f"{n}.txt", b"x") for n in range(count)])
    return sent["body"], sent["content_type"]


def hostile_names(hidden: dict[str, str], name: str, body: bytes) -> tuple[bytes, str]:
    """Return a report whose file has a name that wants to be somewhere else."""
    sent = multipart({**hidden, "details": "x"}, [(name, b"MZ" + body)])
    return sent["body"], sent["content_type"]


KINDS = (
    "no token",
    "random bytes as a form",
    "random bytes as parts",
    "parts cut off",
    "no boundary",
    "an odd boundary",
    "another type",
    "no type",
    "NUL",
    "lone surrogates",
    "broken UTF-8",
    "much text",
    "many fields",
    "many files",
    "hostile names",
)


@pytest.mark.parametrize("kind", KINDS)
def test_garbage_is_refused_in_words_and_stores_nothing(site: Site, kind: str) -> None:
    client = site.client()
    hidden = {path: client.get(path).hidden for path in PATHS}

    answers = [send(client, garbage) for path in PATHS for garbage in of(kind, path, hidden[path])]

    assert len(answers) == POSTS_OF_A_KIND
    for answer in answers:
        assert 400 <= answer.status < 500
        assert len(answer.text_of("main")) > 20
    assert site.case_count() == 0
    assert site.stored_files() == []


def of(kind: str, path: str, hidden: dict[str, str]) -> list[Garbage]:
    """Return the posts of a kind to one address."""
    return [garbage for garbage in posts(kind, hidden) if garbage.path == path]


def send(client: InspectingClient, garbage: Garbage) -> Visit:
    """Send one post."""
    return client.post_raw(garbage.path, garbage.body, garbage.content_type)


def test_a_file_in_the_place_of_a_text_is_no_text(site: Site) -> None:
    client = site.client()
    boundary = secrets.token_hex(8)
    hidden = client.get("/grievance/report").hidden
    body = multipart(hidden, [("x.txt", b"text")], boundary)["body"].replace(
        b'name="attachments"', b'name="details"'
    )

    refused = client.post_raw(
        "/grievance/report", body, f"multipart/form-data; boundary={boundary}"
    )

    assert refused.status == 400
    assert site.case_count() == 0
    assert site.stored_files() == []


@pytest.mark.parametrize(
    ("content_type", "status"),
    [("application/json", 415), ("text/plain", 415), (None, 415), ("multipart/form-data", 400)],
)
def test_the_status_says_what_is_wrong_with_the_body(
    site: Site, content_type: str | None, status: int
) -> None:
    answer = site.client().post_raw("/grievance/report", b"{}", content_type)

    assert answer.status == status


def test_too_much_text_is_too_large(site: Site) -> None:
    answer = site.client().post_raw("/track", b"code=" + b"1" * 10_000_000, FORM)

    assert answer.status == 413
