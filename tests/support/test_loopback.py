from __future__ import annotations

import socket
from contextlib import suppress

import pytest

from tests.support.loopback import StrangerContactedError
from tests.support.processes import free_port

STRANGER = "192.0.2.1"  # TEST-NET-1, RFC 5737: nobody's address


def test_a_connection_to_another_machine_is_refused(refused_contacts: list[str]) -> None:
    with socket.socket() as speaker, pytest.raises(StrangerContactedError):
        speaker.connect((STRANGER, 80))

    assert len(refused_contacts) == 1
    refused_contacts.clear()


def test_a_datagram_to_another_machine_is_refused(refused_contacts: list[str]) -> None:
    with (
        socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as speaker,
        pytest.raises(StrangerContactedError),
    ):
        speaker.sendto(b"", (STRANGER, 53))

    refused_contacts.clear()


@pytest.mark.parametrize(
    "look_up", [socket.gethostbyname, lambda name: socket.getaddrinfo(name, 80)]
)
def test_the_name_of_another_machine_is_not_even_looked_up(
    look_up: object, refused_contacts: list[str]
) -> None:
    assert callable(look_up)
    with pytest.raises(StrangerContactedError):
        look_up("office.example")

    refused_contacts.clear()


def test_a_refusal_that_the_code_swallowed_is_remembered(refused_contacts: list[str]) -> None:
    with suppress(Exception):  # just what careless code would do
        socket.create_connection((STRANGER, 25))

    assert refused_contacts != []
    refused_contacts.clear()


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "127.8.9.1"])
def test_loopback_is_near(host: str) -> None:
    with socket.socket() as speaker, pytest.raises(ConnectionRefusedError):
        speaker.connect((host, free_port()))
