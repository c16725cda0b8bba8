"""What somebody who holds a lookup code can do."""
