"""The type of sealed bytes, which rooms pass on without being able to open them."""

from __future__ import annotations

from typing import NewType

Sealed = NewType("Sealed", bytes)
"""Bytes that only a key opens; a column of this type never holds clear text."""
