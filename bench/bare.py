"""A Flask page that does nothing, and a file that Flask sends: the floors under every page."""

from __future__ import annotations

import os

from flask import Flask, Response, render_template_string, send_file  # noqa: TID251 - text of ours

PAGE = """<!doctype html><html lang="en"><title>Bare</title>
<h1>Bare</h1>{% for row in rows %}<p>{{ row }}</p>{% endfor %}"""


def create_app() -> Flask:
    """Return an application of one page, rendered by Jinja, and of one file (``BENCH_FILE``)."""
    app = Flask(__name__)

    @app.get("/")
    def show() -> str:
        return render_template_string(PAGE, rows=range(20))

    @app.get("/file")
    def send() -> Response:
        return send_file(os.environ["BENCH_FILE"])

    return app
