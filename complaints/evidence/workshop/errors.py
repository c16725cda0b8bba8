"""Why a file leaves the workshop unmade."""

from __future__ import annotations


class TooLarge(Exception):
    """By its own account, or once unpacked, the file is larger than is allowed."""


class NotSure(Exception):
    """It could not be made certain that nothing hidden is left."""
