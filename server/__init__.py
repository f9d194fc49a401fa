"""The Fangcha server: one package a domain, stacked in floors (docs/architecture in README.md)."""
