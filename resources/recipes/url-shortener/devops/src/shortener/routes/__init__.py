"""One module per route or family of routes. Every module here is found and imported by itself."""
