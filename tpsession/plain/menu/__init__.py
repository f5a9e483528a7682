"""Plain mode's start menu, and what it leads to beside a session."""
