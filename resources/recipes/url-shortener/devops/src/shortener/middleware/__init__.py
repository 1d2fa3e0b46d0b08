"""What wraps every request. Every module here is found and imported by itself.

A module has ORDER, a number (the lowest is outermost), and wrap(app, handle), which returns a
function from a request to a response.
"""
