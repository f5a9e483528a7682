"""The page for an appointment: one HTML file that needs no network and no script."""
