"""Whether somebody comes from the office's own network: to be warned, and for nothing else.

The answer lives as long as the request. Nothing of it is stored, counted or logged.
"""

from __future__ import annotations

from collections.abc import Iterable
from ipaddress import IPv4Network, IPv6Address, IPv6Network, ip_address

from flask import request

from complaints.web.here import settings


def comes_from_office() -> bool:
    """Say whether this request comes from a network that the office named as its own."""
    return is_in_networks(request.remote_addr, settings().office_networks)


def is_in_networks(address: str | None, networks: Iterable[IPv4Network | IPv6Network]) -> bool:
    """Say whether an address belongs to one of some networks.

    :param address: IPv4 or IPv6; what a proxy writes as ``::ffff:10.0.0.1`` is IPv4.
    """
    try:
        parsed = ip_address(address or "")
    except ValueError:
        return False
    if isinstance(parsed, IPv6Address) and parsed.ipv4_mapped:
        parsed = parsed.ipv4_mapped
    return any(parsed in network for network in networks)
