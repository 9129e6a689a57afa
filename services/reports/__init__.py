"""Statusbrew's saved reports: told in words, searched, and explained where their numbers differ from others."""
