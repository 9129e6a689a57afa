"""The posts of a period: each with its numbers and tags, narrowed and sorted, what the best share, when posts do well.

All of it is worked out of answers that are here already: nothing in this package asks for anything.
"""
