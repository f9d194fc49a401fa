"""A demonstration: invented people in real villages, sent through the real protocol. Loads only where nobody else can reach it."""
