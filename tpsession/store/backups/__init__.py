"""Backups of the history: made automatically or when asked for, checked, found and restored."""
