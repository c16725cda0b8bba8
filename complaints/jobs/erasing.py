"""Erase the cases whose time is over."""

from __future__ import annotations

from complaints.casework.erasing import count_left, erase_due, finish_erasing
from complaints.work.office import Office


class Hindered(Exception):
    """Bytes of erased cases still lie in the files of the database."""


def tell_erased(office: Office) -> list[str]:
    """Erase what is due, then take the bytes out of the files of the database.

    :raises Hindered: the bytes could not be taken out; the next run tries again.
    """
    count = erase_due(office)
    if not finish_erasing(office):
        raise Hindered
    said = [f"Cases erased whose time was over: {count}."]
    left = count_left(office)
    if left:
        said.append(f"Not erased, because the journal does not say that they ended: {left}.")
    return said
