"""The person's files: routines, settings and where they are."""
