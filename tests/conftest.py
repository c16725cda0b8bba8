"""What every test may ask for; each thing lives in its own module of `tests/support`."""

pytest_plugins = [
    "tests.support.loopback",
    "tests.support.postgresql",
    "tests.support.databases",
    "tests.support.browser",
    "tests.support.clamd",
    "tests.support.live_server",
]
