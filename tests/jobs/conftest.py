"""The office whose jobs run."""

from tests.factories.fixtures import office, office_url, sqlite_office

__all__ = ["office", "office_url", "sqlite_office"]
