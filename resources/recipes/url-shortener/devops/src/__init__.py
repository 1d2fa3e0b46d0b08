"""Sources of the URL shortener."""
