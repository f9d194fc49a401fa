"""Many headless devices at once, over a network that loses requests."""
