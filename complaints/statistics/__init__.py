"""Measures and frozen releases; never handed a key, a file or a sealed word."""
