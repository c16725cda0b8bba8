"""The service as people reach it: encrypted, with cookies that demand it."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from tests.journeys.people import People
from tests.journeys.walking import Journey, sign_in
from tests.support.browser import ContextFactory
from tests.support.live_server import LiveServer, serving

pytestmark = pytest.mark.browser


def write_certificate(path: Path) -> Path:
    """Write a key and a certificate for this machine that nobody vouches for."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.now(UTC)
    here = x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))])
    certificate = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(here, critical=False)
        .sign(key, hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    secret = key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    path.write_bytes(secret + certificate.public_bytes(pem))
    return path


@pytest.fixture(scope="module")
def encrypted(
    demonstration: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[LiveServer]:
    """The demonstration behind a certificate."""
    folder = tmp_path_factory.mktemp("encrypted")
    certificate = write_certificate(folder / "certificate.pem")
    with serving(demonstration, log=folder / "server.log", certificate=certificate) as server:
        yield server


def test_reporter_and_officer_get_through_with_cookies_that_demand_encryption(
    encrypted: LiveServer, people: People, phone: ContextFactory
) -> None:
    journey = Journey(encrypted, people)
    reporter = journey.begin(phone, ignore_https_errors=True)
    reporter.go("/corruption/report").fill(details="เรียกรับเงินก่อนออกใบอนุญาต").send()
    receipt = journey.keep_secret(reporter.receipt())
    reporter.enter(receipt.code)
    reporter.fill(message="มีพยานเห็นอีกหนึ่งคน").send("/track/message")
    officer = journey.begin(phone, ignore_https_errors=True)
    sign_in(officer, people["integrity-1"])
    officer.go(f"/desk/corruption/cases/{receipt.number}")

    assert (reporter.status, officer.status) == (200, 200)
    assert "มีพยานเห็นอีกหนึ่งคน" in officer.words
    kept = [*reporter.page.context.cookies(), *officer.page.context.cookies()]
    loose = [one["name"] for one in kept if not (one["secure"] and one["httpOnly"])]
    assert loose == []
    assert {one["name"] for one in kept} >= {"__Host-form", "__Host-visit", "__Host-desk"}
    journey.judge()


def test_an_answer_asks_the_browser_to_come_encrypted_again(
    encrypted: LiveServer, people: People, phone: ContextFactory
) -> None:
    visitor = Journey(encrypted, people).begin(phone, ignore_https_errors=True)

    answer = visitor.page.request.get("/")

    assert answer.headers["strict-transport-security"].startswith("max-age=")
