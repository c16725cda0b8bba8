"""The office of the test agency."""

from tests.factories.fixtures import office, office_url, sqlite_office

__all__ = ["office", "office_url", "sqlite_office"]
