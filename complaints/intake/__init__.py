"""Filing: from what a person typed to a registered, sealed case."""
