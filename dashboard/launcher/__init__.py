"""Sets up what the app needs and runs it. Nothing here needs more than Python's standard library.

command_line   what was typed → start, test or bench
environment    a Python that has the pinned requirements: the running one if it does, else `.venv`
requirements   what a requirements file pins
installed      what a Python has installed (runs in that Python too)
pip_trouble    what pip's errors mean to people
lock           one launcher at a time prepares `.venv`
server         a free port, the app, its health, the browser
checks         the steps of `test` and the programs of `bench`
child          a started program that never outlives its starter
guarded        the other half of that, in the started program
messages       lines for people
"""
