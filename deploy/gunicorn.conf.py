"""How the service is served; `make run` and the tests' live server both read this file.

Every other setting is gunicorn's own default.
"""

import gc
import os
import sys
import traceback
from pathlib import Path

from gunicorn.glogging import Logger

bind = [f"127.0.0.1:{os.environ.get('PORT', '8000')}"]

# Sealing and Argon2id leave the interpreter, so threads overlap where a filing spends its time.
worker_class = "gthread"
workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
threads = 4

# A worker that misses its heartbeat is killed; on a slow disk the heartbeat itself would stall.
worker_tmp_dir = "/dev/shm"  # noqa: S108 - memory, and gunicorn unlinks the file as it opens it.

# The control socket lies in the home folder and lets every process of this user steer the server.
control_socket_disable = True

# An access log is a list of addresses and of who looked at which page when.
accesslog = None

_OF_A_REQUEST = ("Invalid request", "Error handling", "Socket error", "HTTP/2", "Exception in post")


class QuietLogger(Logger):
    """Gunicorn's, except that it never says who asked, for what address, or in which words."""

    def warning(self, msg: object, *args: object, **more: object) -> None:
        """Say that a request could not be read, and nothing of it."""
        if str(msg).startswith(_OF_A_REQUEST):
            msg, args = "A request could not be read.", ()
        super().warning(msg, *args, **more)  # type: ignore[no-untyped-call]  # it has no types.

    def exception(self, msg: object, *args: object, **more: object) -> None:
        """Say of what type a failure was that nobody caught, and where it happened."""
        if not str(msg).startswith(_OF_A_REQUEST):
            super().exception(msg, *args, **more)  # type: ignore[no-untyped-call]  # as above
            return
        kind, _failure, trace = sys.exc_info()
        places = [f"{Path(at.filename).name}:{at.lineno}" for at in traceback.extract_tb(trace)]
        name = kind.__name__ if kind else "failure"
        said = f"A request failed: {name} at {' > '.join(places) or 'unknown'}"
        self.error(said)  # type: ignore[no-untyped-call]  # as above


logger_class = QuietLogger

# Browsers behind two proxies send about 30 headers; more is somebody probing.
limit_request_line = 4094
limit_request_fields = 64
limit_request_field_size = 8190

# A restart lets a filing that is under way finish.
graceful_timeout = 30


def post_worker_init(worker: object) -> None:  # noqa: ARG001 - gunicorn hands it over
    """Let the collector of garbage pass over what was loaded: it stays as long as the worker.

    One request allocates some ten thousand objects that nearly all go by themselves, so
    looking for circles after every 700 costs a twentieth of it and finds hardly any.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 10, 10)
