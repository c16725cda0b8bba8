"""Clients that ask at the same time, and what they saw."""

from __future__ import annotations

import statistics
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

from bench.browser import Answer, Browser
from bench.servers import Server


@dataclass(frozen=True)
class Load:
    """What a run of requests came to.

    :ivar median: seconds of the middle request.
    :ivar p95: seconds that 95 of 100 requests stayed below.
    :ivar per_second: requests answered in a second by all clients together.
    :ivar errors: answers that were not what was asked for.
    :ivar processor: seconds of processor that the workers spent on each request.
    """

    median: float
    p95: float
    per_second: float
    errors: int
    processor: float


def run(
    server: Server,
    prepare: Callable[[Browser], Callable[[int], Answer]],
    *,
    clients: int,
    requests: int,
    expect: int = 200,
) -> Load:
    """Let some clients make requests, each on its own connection.

    :param prepare: makes a client ready, and returns what one timed request is.
    :param requests: timed requests of each client.
    """
    answers: list[Answer] = []
    ready, done = threading.Barrier(clients + 1), threading.Lock()

    def client() -> None:
        ask = prepare(Browser(server.port))
        ready.wait()
        mine = [ask(number) for number in range(requests)]
        with done:
            answers.extend(mine)

    threads = [threading.Thread(target=client) for _ in range(clients)]
    for thread in threads:
        thread.start()
    ready.wait()
    began, spent = time.perf_counter(), server.processor_seconds()
    for thread in threads:
        thread.join()
    seconds, spent = time.perf_counter() - began, server.processor_seconds() - spent
    took = sorted(answer.took for answer in answers)
    return Load(
        median=statistics.median(took),
        p95=took[int(len(took) * 0.95)],
        per_second=len(answers) / seconds,
        errors=sum(answer.status != expect for answer in answers),
        processor=spent / len(answers),
    )
