"""Pages to print, for an appointment and of a routine: HTML files that need no network and no script."""
