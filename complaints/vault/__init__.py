"""Keys and sealing: the only room that knows cryptography.

It reads no environment and no database; keys and bytes are handed in. What it
protects against, and what not, is written in the README beside this file.
"""
