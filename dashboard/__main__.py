"""The entry of `python3 -m dashboard`: checks the Python version, then hands over to the launcher.

Old Pythons must be able to read this file to say why they don't do, so it keeps to syntax that all of them know.
"""

import os
import sys

if sys.version_info < (3, 11):
    sys.exit(
        "The dashboard needs Python 3.11 or newer; this is Python "
        + ".".join(str(number) for number in sys.version_info[:3])
        + " (" + sys.executable + "). "
        "Install a newer one, then start with its name, for instance: python3.12 -m dashboard"
    )  # fmt: skip

FOLDER = os.path.dirname(os.path.abspath(__file__))
# Started as `python3 path/to/dashboard`, Python looks for modules in that folder instead of the one above.
sys.path[:] = [os.path.dirname(FOLDER)] + [place for place in sys.path if os.path.abspath(place) != FOLDER]

if __name__ == "__main__":
    try:
        from dashboard.launcher.command_line import main

        status = main(sys.argv[1:])
    except KeyboardInterrupt:  # before the launcher listens for signals itself
        status = 130
    sys.exit(status)
