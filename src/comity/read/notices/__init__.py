"""Official notices: gazettes, announcements and the lists they change."""
