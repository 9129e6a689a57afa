"""Boards: what one keeps of one's questions, arranged, shared as a file, stored in a database.

board          the board and its tiles as values
start          the board of a space's first eight questions
limits         how much of everything a board may hold
parts          what of a board stands in its file, and the import of it
file_format    board ⇄ its public JSON file, which is also what the store keeps: sizes and versions
file_schema    the shape of that file; question_schema that of the questions in it
file_words     what is wrong with a file, with its place
database       the address of the database → a way to it, and its trouble in words (database_trouble)
tables         the one table, as this version knows it
migrations     how a database of an older version becomes one of this version
store          boards in and out: whole or not at all, and never over somebody else's
"""
