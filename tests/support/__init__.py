"""Fixtures that start something or forbid something; what they give is named in each module."""
