"""File two attachments and be killed at a labelled step; run by ``test_crash``.

Arguments: folder of the channel, step. Prints ``blob_id key size`` of each kept file once all
are kept, as a use case would write them into its transaction.
"""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path

from complaints.evidence.clean import CleanFile, Shown
from complaints.evidence.keep import keep
from complaints.evidence.kinds import FileKind
from complaints.evidence.limits import EvidenceLimits
from complaints.evidence.ports import FileCipher
from complaints.evidence.spool import UploadSession
from complaints.evidence.store import FolderStore
from complaints.vault.files import FileSealer, open_file
from tests.evidence.samples import canary, canary_jpeg, sent


class Uncleaned:
    def clean(self, body: bytes, kind: FileKind) -> CleanFile:
        return CleanFile(body, kind, first_frame_only=False)

    def show(self, body: bytes, kind: FileKind, *, first: int = 0, count: int = 1) -> Shown:
        raise NotImplementedError

    def is_ready(self) -> bool:
        return True


def main(folder: Path, last_step: str) -> None:
    def at(step: str) -> None:
        if step == last_step:
            os.kill(os.getpid(), signal.SIGKILL)

    cipher = FileCipher(FileSealer, open_file)
    store = FolderStore(folder, at=at)
    with UploadSession(store, cipher, EvidenceLimits(disk_floor_bytes=0), None) as session:
        parts = [sent(session, "a.txt", canary() * 9000), sent(session, "a.jpg", canary_jpeg())]
        at("files_arrived")
        for file in keep(parts, store=store, cipher=cipher, cleaner=Uncleaned(), at=at):
            sys.stdout.write(f"{file.blob_id} {file.key.hex()} {file.size}\n")
        sys.stdout.flush()
        at("told")


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
