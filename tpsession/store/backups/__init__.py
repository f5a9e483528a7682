"""Backups of the history: made by themselves or when asked for, checked, found and restored."""
