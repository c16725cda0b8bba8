"""A Flask page that does nothing: the floor under every page."""

from __future__ import annotations

from flask import Flask, render_template_string  # noqa: TID251 - the text is ours

PAGE = """<!doctype html><html lang="en"><title>Bare</title>
<h1>Bare</h1>{% for row in rows %}<p>{{ row }}</p>{% endfor %}"""


def create_app() -> Flask:
    """Return an application of one page, rendered by Jinja."""
    app = Flask(__name__)

    @app.get("/")
    def show() -> str:
        return render_template_string(PAGE, rows=range(20))

    return app
