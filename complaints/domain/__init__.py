"""Rules of the service: no input, no output, no clock."""
