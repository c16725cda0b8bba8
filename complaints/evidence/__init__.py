"""Attachments: sealed while they arrive, named by content, cleaned, stored.

What the room promises and what it does not is in its README.
"""
