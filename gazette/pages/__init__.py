"""Model values to HTML through the templates."""
