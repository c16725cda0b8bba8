"""Pages and JSON: a view parses, calls one use case, renders or redirects."""
