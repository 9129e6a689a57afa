"""Boards: what one keeps of one's questions, arranged, shared as a file, stored in a database.

board          the board and its tiles as values
start          the board of a space's first eight questions
limits         how much of everything a board may hold
file_format    board ⇄ its public JSON file, which is also what the store keeps
database       the address of the database → a way to it, and its trouble in words
tables         the one table, as this version knows it
migrations     how a database of an older version becomes one of this version
store          boards in and out: whole or not at all, and never over somebody else's
"""
