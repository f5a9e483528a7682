"""TOML files that people write: reports every problem with its line, its column and what would be right."""
