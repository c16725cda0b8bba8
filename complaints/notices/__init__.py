"""Mail of the service: letters that say that something happened, and how they are sent."""
