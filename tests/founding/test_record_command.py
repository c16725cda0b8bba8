"""``flask record reach``: after a breach, case numbers and nothing else."""

from __future__ import annotations

from click.testing import CliRunner
from flask import Flask
from flask.cli import FlaskGroup

from tests.factories.fixtures import sqlite_office
from tests.factories.office import AnOffice
from tests.founding.test_erase_command import app

__all__ = ["app", "sqlite_office"]
SECRET = "ความลับที่ผู้ร้องพิมพ์"


def test_after_a_breach_the_operator_learns_numbers_alone(
    app: Flask, sqlite_office: AnOffice
) -> None:
    receipt = sqlite_office.file_corruption(details=SECRET)
    group = FlaskGroup(create_app=lambda: app, add_version_option=False)

    def reach(name: str) -> tuple[int, str]:
        result = CliRunner().invoke(group, ["record", "reach", name, "--since", "2026-11-01"])
        return result.exit_code, result.output

    status, said = reach("anan")
    assert (status, said.splitlines()) == (0, [
        "Can open today: 1",
        f"  {receipt.number}",
        "Worked on since, cannot open any more: 0",
        "Possible, until somebody lost access since: 0",
        "Lists and searches since, each of many cases at once: 0",
    ])  # fmt: skip
    assert "Can open today: 0" in reach("ekachai")[1]
    assert reach("nobody") == (1, "Error: There is no account of that name.\n")
