"""The fixed lists of values that dimensions and filters are made of."""

from dataclasses import dataclass

POST_TYPES = ("photo", "carousel", "video", "reel", "story", "link", "text", "document")
SENTIMENTS = ("positive", "neutral", "negative")
GENDERS = ("Women", "Men", "Unknown")
JOB_TITLES = (
    "Marketing Manager", "Software Engineer", "Barista", "Restaurant Owner", "Student", "Sales Representative",
    "Human Resources Specialist", "Founder",
)  # fmt: skip
CONVERSATION_TYPES = ("message", "comment", "mention", "review")
YES_NO = ("no", "yes")


@dataclass(frozen=True, slots=True)
class City:
    """A city, its country, what is spoken there, and how many of a typical audience live there."""

    name: str
    country: str
    language: str
    weight: float


CITIES = (
    City("Berlin", "Germany", "German", 14), City("Hamburg", "Germany", "German", 12),
    City("Munich", "Germany", "German", 8), City("Cologne", "Germany", "German", 6),
    City("Leipzig", "Germany", "German", 4), City("Vienna", "Austria", "German", 6),
    City("Graz", "Austria", "German", 1.5), City("Zürich", "Switzerland", "German", 4),
    City("Geneva", "Switzerland", "French", 1.5), City("Paris", "France", "French", 4),
    City("Lyon", "France", "French", 1.2), City("Brussels", "Belgium", "French", 1.6),
    City("Amsterdam", "Netherlands", "Dutch", 4), City("Rotterdam", "Netherlands", "Dutch", 1.8),
    City("London", "United Kingdom", "English", 5), City("Manchester", "United Kingdom", "English", 1.3),
    City("Dublin", "Ireland", "English", 1.2), City("New York", "United States", "English", 2.5),
    City("Madrid", "Spain", "Spanish", 2.2), City("Barcelona", "Spain", "Spanish", 1.9),
    City("Lisbon", "Portugal", "Portuguese", 1.7), City("Milan", "Italy", "Italian", 1.8),
    City("Warsaw", "Poland", "Polish", 1.6), City("Copenhagen", "Denmark", "Danish", 2.4),
)  # fmt: skip
COUNTRIES = tuple(dict.fromkeys(city.country for city in CITIES))
LANGUAGES = tuple(dict.fromkeys(city.language for city in CITIES))
LANGUAGE_WEIGHTS = (60.0, 6.0, 5.0, 16.0, 4.0, 2.0, 3.0, 2.0, 2.0)
