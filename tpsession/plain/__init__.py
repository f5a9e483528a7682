"""Plain mode: a session in lines of text, for screen readers, logs and small terminals."""
