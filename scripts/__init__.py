"""What `make` calls. Only the standard library, because these run before anything is installed."""
