"""One module a measurement; each has a function ``measure``."""
