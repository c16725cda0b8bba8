"""Sessions that were ended and requests that were used, remembered outside the database.

Whoever can write the database can bring a deleted row back, and with a stolen
cookie it would open again. So what ends a session also leaves a digest of its
id in a folder of the instance: one file for each hour in which sessions would
have been over, removed when that hour is. A row cannot claim another hour,
because its own stands in what is sealed. A request of two people that was used
or taken back is remembered likewise: its row, too, serves no second time.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path

_HOUR = "%Y%m%d%H"


class Ended:
    """The ended sessions and used requests of an instance; every process of it shares the folder.

    A file tells neither whose sessions ended nor when: its times are set to the hour
    in which the last of them would have been over.

    :param folder: made with the first session that is ended.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def remember(self, ended: Iterable[tuple[str, datetime]]) -> None:
        """Write down that they have ended; on the disk when this returns.

        :param ended: id of the row, and when it would have been over (UTC, without a zone).
        """
        for row_id, expires_at in ended:
            path = self._path(expires_at)
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            handle = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC, 0o600)
            try:
                os.write(handle, f"\n{_digest(row_id)}\n".encode())
                hour = _instant(path.name).timestamp()
                os.utime(handle, (hour, hour))
                os.fsync(handle)
            finally:
                os.close(handle)

    def knows(self, row_id: str, expires_at: datetime) -> bool:
        """Say whether one was ended before its time."""
        try:
            lines = self._path(expires_at).read_text().split()
        except FileNotFoundError:
            return False
        return _digest(row_id) in lines

    def forget(self, now: datetime) -> None:
        """Remove what only concerns those that would be over by now.

        :param now: UTC, without a zone.
        """
        this_hour = now.strftime(_HOUR)
        files = self._folder.iterdir() if self._folder.is_dir() else ()
        for path in files:
            if path.name < this_hour:
                path.unlink(missing_ok=True)

    def _path(self, expires_at: datetime) -> Path:
        return self._folder / expires_at.strftime(_HOUR)


def _instant(name: str) -> datetime:
    return datetime.strptime(name, _HOUR).replace(tzinfo=UTC) + timedelta(hours=1)


def _digest(row_id: str) -> str:
    return hashlib.sha256(b"ended session " + row_id.encode()).hexdigest()
