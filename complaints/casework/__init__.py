"""What officers do: with cases, with the roster, with accounts and settings."""
