"""The smallest service a server can serve; it stands in while the support is tested itself."""

from __future__ import annotations

from collections.abc import Callable, Iterable

Start = Callable[[str, list[tuple[str, str]]], object]

PAGE = """<!doctype html>
<html lang="th">
<title>ทดสอบ</title>
<meta name="viewport" content="width=device-width">
<main><h1>ไม่มีสคริปต์</h1></main>
<script>document.querySelector("h1").textContent = "มีสคริปต์"</script>
"""
PICTURE = '<img alt="" src="http://192.0.2.1/far.png">'


def app(environ: dict[str, object], start: Start) -> Iterable[bytes]:
    """Answer every address with a page; the page at /far shows a picture from elsewhere."""
    start("200 OK", [("Content-Type", "text/html; charset=utf-8")])
    return [PAGE.encode(), PICTURE.encode() if environ["PATH_INFO"] == "/far" else b""]
