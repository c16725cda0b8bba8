"""A real mail server on the loopback, with STARTTLS, that keeps what it was handed."""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from ipaddress import ip_address
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, Session
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from complaints.notices.sending import MailServer
from tests.support.processes import free_port

PASSWORD = "a password of the mail server"
TAKEN = "250 Message accepted for delivery"


@dataclass
class Mailbox:
    """What the server took, and how it answers.

    :ivar answers: what it says to recipients, by address; it takes all others.
    :ivar were_encrypted: for each mail whether the connection was.
    """

    mails: list[EmailMessage] = field(default_factory=list)
    were_encrypted: list[bool] = field(default_factory=list)
    answers: dict[str, str] = field(default_factory=dict)
    recipients: list[str] = field(default_factory=list)

    async def handle_RCPT(  # noqa: N802 - the name that aiosmtpd calls
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """Take a recipient, or not."""
        answer = self.answers.get(address, "250 OK")
        if answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        """Take a mail."""
        content = envelope.content
        assert isinstance(content, bytes)
        mail = message_from_bytes(content, policy=policy.default)
        assert isinstance(mail, EmailMessage)
        self.mails.append(mail)
        self.recipients += envelope.rcpt_tos
        self.were_encrypted.append(session.ssl is not None)
        return TAKEN


def certificate(folder: Path) -> tuple[Path, Path]:
    """Write a certificate for the loopback and its key; return both."""
    folder.mkdir(parents=True, exist_ok=True)
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False
        )
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    pem, secret = folder / "mail.crt", folder / "mail.secret"
    pem.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    secret.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    return pem, secret


@contextmanager
def mail_server(folder: Path, *, speaks_tls: bool = True) -> Iterator[tuple[Mailbox, MailServer]]:
    """Run a mail server; hand out what it takes and where it listens."""
    pem, secret = certificate(folder)
    box, port = Mailbox(), free_port()
    extra: dict[str, Any] = {}
    if speaks_tls:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(pem, secret)
        extra = {
            "tls_context": context,
            "require_starttls": True,
            "authenticator": _is_right,
            "auth_required": True,
        }
    controller = Controller(box, hostname="127.0.0.1", port=port, **extra)
    controller.start()
    try:
        yield box, MailServer("127.0.0.1", port, "complaints", PASSWORD, pem)
    finally:
        controller.stop()


def _is_right(
    server: SMTP, session: Session, envelope: Envelope, how: str, data: Any
) -> AuthResult:
    return AuthResult(success=data.password == PASSWORD.encode())
