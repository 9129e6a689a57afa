"""Everything that is not on the screen: the API as Python, the way of a request, results, the sandbox."""
