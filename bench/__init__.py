"""Benchmarks: `make bench` prints a table and writes bench/results/<date>.json. Nothing here is a test."""
