"""What pages share on the screen. `python3 -m dashboard` sets itself up and starts the app."""
