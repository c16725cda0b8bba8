"""How much evidence a report may bring, and how its stored size is blurred."""

from __future__ import annotations

from dataclasses import dataclass

SMALLEST_BLOB = 4096


@dataclass(frozen=True)
class EvidenceLimits:
    """The agency's limits.

    :param file_bytes: largest file.
    :param report_bytes: all files of one report together.
    :param files: number of files of one report.
    :param form_bytes: allowance for everything in a request that is no file.
    :param disk_floor_bytes: free room below which no report is taken.
    :param image_pixels: width times height of the largest picture.
    :param image_side: longest side of a picture in pixels.
    """

    file_bytes: int = 25_000_000
    report_bytes: int = 100_000_000
    files: int = 20
    form_bytes: int = 1_000_000
    disk_floor_bytes: int = 500_000_000
    image_pixels: int = 40_000_000
    image_side: int = 20_000

    @property
    def request_bytes(self) -> int:
        """The largest request that is read at all."""
        return self.report_bytes + self.form_bytes


def padded_size(size: int) -> int:
    """Return the size to which a file of ``size`` bytes is padded.

    At most 12 % is added to files above 4 KiB; smaller ones all become 4 KiB.

    :param size: bytes, not negative.
    :raises ValueError: a negative size.
    :source: Padmé, in Nikitin et al., "Reducing Metadata Leakage from Encrypted Files and
        Communication with PURBs", PoPETs 2019(4), section 4.
    """
    if size < 0:
        raise ValueError("a size is not negative")
    if size <= SMALLEST_BLOB:
        return SMALLEST_BLOB
    exponent = size.bit_length() - 1
    zeroed_bits = exponent - exponent.bit_length()
    mask = (1 << zeroed_bits) - 1
    return (size + mask) & ~mask
