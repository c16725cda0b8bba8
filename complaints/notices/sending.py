"""Handing a mail to a server, encrypted or not at all."""

from __future__ import annotations

import smtplib
import ssl
from dataclasses import dataclass, field
from email.message import EmailMessage
from pathlib import Path
from typing import Protocol

from complaints.domain.notices import MailFailure

TIMEOUT_SECONDS = 20


class MailNotSent(Exception):
    """A mail was not taken; the reason is ours, no word of the server's is kept.

    :param reason: why.
    :param is_final: trying again cannot help.
    """

    def __init__(self, reason: MailFailure, *, is_final: bool = False) -> None:
        super().__init__(reason.value)
        self.reason = reason
        self.is_final = is_final

    @property
    def is_about_the_server(self) -> bool:
        """Say whether no other mail would fare better now."""
        return self.reason in {
            MailFailure.UNREACHABLE,
            MailFailure.NO_ENCRYPTION,
            MailFailure.SIGN_IN_REFUSED,
        }


class SendsMail(Protocol):
    """Hands mails to a server."""

    def send(self, mail: EmailMessage) -> None:
        """Return when the server has taken the mail.

        :raises MailNotSent: it has not.
        """


@dataclass(frozen=True)
class MailServer:
    """Where mail is handed in.

    :ivar ca_file: certificates to trust instead of those of the system.
    """

    host: str
    port: int
    name: str = ""
    password: str = field(default="", repr=False)
    ca_file: Path | None = None


class SmtpSender:
    """Speaks SMTP; refuses to go on where STARTTLS with a good certificate is not to be had."""

    def __init__(self, server: MailServer) -> None:
        self._server = server

    def send(self, mail: EmailMessage) -> None:
        """Return when the server has taken the mail."""
        server = self._server
        own_name = str(mail["From"]).rpartition("@")[2]  # that of the machine is nobody's business
        try:
            with smtplib.SMTP(
                server.host, server.port, local_hostname=own_name, timeout=TIMEOUT_SECONDS
            ) as speaking:
                speaking.starttls(context=ssl.create_default_context(cafile=server.ca_file))
                if server.name:
                    speaking.login(server.name, server.password)
                speaking.send_message(mail)
        except (smtplib.SMTPException, OSError) as error:
            raise _told(error) from None


def _told(error: Exception) -> MailNotSent:
    """Return what an error means for the mail, without its words."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        codes = [code for code, _ in error.recipients.values()]
        return _refused(max(codes, default=0))
    if isinstance(error, smtplib.SMTPAuthenticationError):
        return MailNotSent(MailFailure.SIGN_IN_REFUSED)
    if isinstance(error, smtplib.SMTPNotSupportedError | ssl.SSLError):
        return MailNotSent(MailFailure.NO_ENCRYPTION)
    if isinstance(error, smtplib.SMTPDataError):
        return _refused(error.smtp_code)
    if isinstance(error, smtplib.SMTPResponseException):
        return MailNotSent(MailFailure.PUT_OFF)
    return MailNotSent(MailFailure.UNREACHABLE)


def _refused(code: int) -> MailNotSent:
    if code >= 500:
        return MailNotSent(MailFailure.REFUSED, is_final=True)
    return MailNotSent(MailFailure.PUT_OFF)
