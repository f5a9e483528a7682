"""Routine files made, changed, taken in, deleted and brought back; `files.routines` reads them."""
