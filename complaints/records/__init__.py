"""Tables, queries and the append-only journal."""
