"""Settings of the service: one frozen object, read once.

Values come from the environment, secrets from the environment or from the
file ``secrets.json`` in the instance folder (mode 0600). No secret has a
default; ``flask init`` and the demonstration write that file once.
"""

from __future__ import annotations

import json
import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parent
SECRET_NAMES = ("SECRET_KEY", "CODE_SECRET", "CORRUPTION_PEPPER", "GRIEVANCE_PEPPER", "ATTEST_SEED")
SECRETS_FILE = "secrets.json"


class Surface(StrEnum):
    """Which pages a process serves."""

    ALL = "all"
    PUBLIC = "public"
    DESK = "desk"


class MissingSetting(Exception):
    """A setting without a default is not there; the message names it."""


@dataclass(frozen=True)
class Settings:
    """Everything that can be set.

    :ivar instance: folder of the database, the sealed files and the secrets (``INSTANCE_DIR``).
    :ivar database_url: ``sqlite:///…`` or ``postgresql://…`` (``DATABASE_URL``).
    :ivar public_url: address at which people reach the service (``PUBLIC_URL``).
    :ivar trusted_hosts: host names that are answered (``TRUSTED_HOSTS``, commas between).
    :ivar trusted_proxies: reverse proxies in front whose headers count (``TRUSTED_PROXIES``).
    :ivar surface: pages that this process serves (``SURFACE``).
    :ivar embed_origins: sites that may frame the blocks of ``/embed`` (``EMBED_ORIGINS``, commas
        between; ``*`` is every site).
    :ivar file_bytes: largest attachment (``FILE_BYTES``).
    :ivar report_bytes: largest report with all attachments (``REPORT_BYTES``).
    :ivar report_files: most attachments of one report (``REPORT_FILES``).
    :ivar disk_floor_bytes: free space below which no attachment is taken (``DISK_FLOOR_BYTES``).
    :ivar clamd_socket: socket of a clamd that looks for viruses (``CLAMD_SOCKET``).
    :ivar clamd_temporary: its ``TemporaryDirectory``, which must lie on a tmpfs; otherwise no file
        is sent to it (``CLAMD_TEMPORARY``).
    :ivar filings_per_second: reports taken from one address and process (``FILINGS_PER_SECOND``).
    :ivar lookups_per_second: codes tried from one address and process (``LOOKUPS_PER_SECOND``).
    :ivar sign_ins_per_minute: attempts on one name and process (``SIGN_INS_PER_MINUTE``).
    :ivar logo_file: the agency's own sign on letters, a PNG; without one a plain ring stands in its
        place (``LOGO_FILE``).
    :ivar smtp_host: mail server that speaks STARTTLS; without one no mail is sent (``SMTP_HOST``).
    :ivar smtp_port: its port (``SMTP_PORT``).
    :ivar smtp_name: name to sign in with, if it asks for one (``SMTP_NAME``).
    :ivar smtp_password: password to sign in with (``SMTP_PASSWORD``).
    :ivar smtp_sender: address from which mail comes (``SMTP_SENDER``).
    :ivar smtp_ca_file: certificates to trust instead of the system's (``SMTP_CA_FILE``).
    :ivar mail_key_file: private half of the mail key, which the jobs alone read; belongs into no
        backup; by default in a folder beside the instance folder (``MAIL_KEY_FILE``).
    :ivar office_networks: networks of the office, from which nobody should report corruption;
        only to warn, nothing is kept (``OFFICE_NETWORKS``, CIDR, commas between).
    :ivar heads_folder: another place for the daily signed heads of the record; a folder
        ``heads`` inside the instance when left out (``HEADS_FOLDER``).
    :ivar onion_url: address inside the Tor network, if there is one (``ONION_URL``).
    :ivar quick_exit_url: the harmless page to which the quick exit leads (``QUICK_EXIT_URL``).
    """

    instance: Path
    database_url: str
    public_url: str
    trusted_hosts: tuple[str, ...]
    secret_key: bytes = field(repr=False)
    code_secret: bytes = field(repr=False)
    corruption_pepper: bytes = field(repr=False)
    grievance_pepper: bytes = field(repr=False)
    attest_seed: bytes = field(repr=False)
    trusted_proxies: int = 0
    surface: Surface = Surface.ALL
    embed_origins: tuple[str, ...] = ("*",)
    file_bytes: int = 25_000_000
    report_bytes: int = 100_000_000
    report_files: int = 20
    disk_floor_bytes: int = 500_000_000
    clamd_socket: Path | None = None
    clamd_temporary: Path | None = None
    filings_per_second: int = 30
    lookups_per_second: int = 100
    sign_ins_per_minute: int = 30
    logo_file: Path | None = None
    smtp_host: str = ""
    smtp_port: int = 587
    smtp_name: str = ""
    smtp_password: str = field(default="", repr=False)
    smtp_sender: str = ""
    smtp_ca_file: Path | None = None
    mail_key_file: Path | None = None
    office_networks: tuple[IPv4Network | IPv6Network, ...] = ()
    heads_folder: Path | None = None
    onion_url: str = ""
    quick_exit_url: str = "https://www.tmd.go.th/"

    @property
    def is_encrypted_in_transit(self) -> bool:
        """Say whether cookies may demand a secure connection (https or onion)."""
        address = urlsplit(self.public_url)
        return address.scheme == "https" or (address.hostname or "").endswith(".onion")

    @property
    def mail_key_place(self) -> Path:
        """Return where the private half of the mail key lies."""
        beside = self.instance.with_name(f"{self.instance.name}-mail")
        return self.mail_key_file or beside / "mail-key.json"

    @property
    def evidence_folder(self) -> Path:
        """Return the folder of sealed files; each channel has its own inside."""
        return self.instance / "evidence"

    @property
    def ended_folder(self) -> Path:
        """Return where sessions that were ended are remembered until they would be over."""
        return self.instance / "ended"

    @property
    def signed_heads_folder(self) -> Path:
        """Return the folder of the signed heads of the record."""
        return self.heads_folder or self.instance / "heads"


def read_settings(environ: Mapping[str, str] = os.environ) -> Settings:
    """Return the settings of an environment.

    :raises MissingSetting: a secret is neither in the environment nor in the file.
    :raises ValueError: a number, a surface or a network that is none.
    """
    instance = instance_folder(environ)
    public_url = environ.get("PUBLIC_URL", f"http://127.0.0.1:{environ.get('PORT', '8000')}")
    numbers: dict[str, Any] = {
        name: int(environ[name.upper()])
        for name in (
            "trusted_proxies",
            "file_bytes",
            "report_bytes",
            "report_files",
            "disk_floor_bytes",
            "filings_per_second",
            "lookups_per_second",
            "sign_ins_per_minute",
            "smtp_port",
        )
        if name.upper() in environ
    }
    return Settings(
        instance=instance,
        database_url=environ.get("DATABASE_URL", f"sqlite:///{instance / 'complaints.sqlite'}"),
        public_url=public_url.rstrip("/"),
        trusted_hosts=_trusted_hosts(environ, public_url),
        surface=Surface(environ.get("SURFACE", "all")),
        clamd_socket=_path(environ, "CLAMD_SOCKET"),
        clamd_temporary=_path(environ, "CLAMD_TEMPORARY"),
        embed_origins=_embed_origins(environ),
        office_networks=_networks(environ.get("OFFICE_NETWORKS", "")),
        heads_folder=Path(environ["HEADS_FOLDER"]).resolve()
        if environ.get("HEADS_FOLDER")
        else None,
        onion_url=environ.get("ONION_URL", "").rstrip("/"),
        quick_exit_url=environ.get("QUICK_EXIT_URL", Settings.quick_exit_url),
        **{**_secrets(environ, instance / SECRETS_FILE), **_mail_and_letters(environ), **numbers},
    )


def _path(environ: Mapping[str, str], name: str) -> Path | None:
    return Path(environ[name]) if environ.get(name) else None


def instance_folder(environ: Mapping[str, str] = os.environ) -> Path:
    """Return the instance folder of an environment."""
    return Path(environ.get("INSTANCE_DIR", ROOT / "instance")).resolve()


def write_secrets(instance: Path, known: Mapping[str, str]) -> None:
    """Write the secrets of a server that is restored, in place of any that are there.

    :param known: hexadecimal, by name; the file is readable by its owner alone.
    """
    instance.mkdir(mode=0o700, parents=True, exist_ok=True)
    fresh = instance / f".{SECRETS_FILE}.{os.getpid()}"
    handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w") as file:
        json.dump(dict(known), file, indent=2)
    fresh.rename(instance / SECRETS_FILE)


def create_secrets(instance: Path) -> None:
    """Write fresh secrets into an instance folder, unless they are there.

    The file is readable by its owner alone.
    """
    instance.mkdir(mode=0o700, parents=True, exist_ok=True)
    path = instance / SECRETS_FILE
    if path.exists():
        return
    fresh = {name: secrets.token_hex(32) for name in SECRET_NAMES}
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w") as file:
        json.dump(fresh, file, indent=2)


def _secrets(environ: Mapping[str, str], path: Path) -> dict[str, Any]:
    kept = json.loads(path.read_text()) if path.exists() else {}
    found: dict[str, Any] = {}
    for name in SECRET_NAMES:
        value = environ.get(name) or kept.get(name)
        if not value:
            raise MissingSetting(name)
        found[name.lower()] = bytes.fromhex(value)
    return found


def _networks(named: str) -> tuple[IPv4Network | IPv6Network, ...]:
    return tuple(ip_network(one.strip()) for one in named.split(",") if one.strip())


def _mail_and_letters(environ: Mapping[str, str]) -> dict[str, Any]:
    host, sender = environ.get("SMTP_HOST", ""), environ.get("SMTP_SENDER", "")
    if host and not sender:
        raise MissingSetting("SMTP_SENDER")
    paths = {
        name.lower(): Path(environ[name])
        for name in ("SMTP_CA_FILE", "MAIL_KEY_FILE", "LOGO_FILE")
        if environ.get(name)
    }
    return {
        "smtp_host": host,
        "smtp_sender": sender,
        "smtp_name": environ.get("SMTP_NAME", ""),
        "smtp_password": environ.get("SMTP_PASSWORD", ""),
        **paths,
    }


def _embed_origins(environ: Mapping[str, str]) -> tuple[str, ...]:
    """Return the sites that may frame our blocks.

    :raises ValueError: one that would end the header's directive and begin another.
    """
    named = [origin.strip() for origin in environ.get("EMBED_ORIGINS", "*").split(",")]
    if any(set(origin) & set(" ;\t\r\n") for origin in named):
        raise ValueError("EMBED_ORIGINS holds something that is no origin")
    return tuple(origin for origin in named if origin)


def _trusted_hosts(environ: Mapping[str, str], public_url: str) -> tuple[str, ...]:
    named = [host.strip() for host in environ.get("TRUSTED_HOSTS", "").split(",")]
    own = urlsplit(public_url).hostname or ""
    onion = urlsplit(environ.get("ONION_URL", "")).hostname or ""
    loopback = ["127.0.0.1", "localhost", "[::1]"] if own in {"127.0.0.1", "localhost"} else []
    return tuple(dict.fromkeys(host for host in [own, onion, *named, *loopback] if host))
