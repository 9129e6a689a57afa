"""The texts and addresses of posts."""

from services.sandbox.agency import Channel

OPENINGS = (
    "Good morning from the roastery.", "New on the menu:", "Behind the counter today:", "You asked, we listened.",
    "A rainy day calls for", "Small batch, big flavour:", "Meet the team:", "Weekend plans?", "Three things about",
    "Our neighbours know it best:", "This week only:", "From the archive:", "Question of the day:",
    "Freshly unloaded:", "We are hiring.", "Thank you, Hamburg!", "A short guide to", "Before and after:",
    "What a night.", "Quietly proud of",
)  # fmt: skip
SUBJECTS = (
    "a washed Ethiopian that tastes of bergamot", "the new oat flat white", "our night shift and its playlist",
    "how to clean a grinder in two minutes", "the terrace, open until ten", "a cinnamon bun the size of a plate",
    "why we weigh every shot", "the cups that come back: 12,000 so far", "latte art for people with no patience",
    "a harbour view with your espresso", "the farmers behind lot 41", "five minutes of calm between two ferries",
    "a recipe for cold brew at home", "the first snow on the window sill", "our apprentices' final exam",
    "dogs of the week", "the machine we repaired eleven times", "an evening of live jazz",
    "how a blend gets its name", "what happens to the coffee grounds", "the map of our favourite bakeries",
    "a slow Sunday", "the colour of a good crema", "tickets for the tasting on Friday", "our answer to decaf",
)  # fmt: skip
ENDINGS = (
    "", "See you there.", "Which one is yours?", "Link below.", "Tell us in the comments.", "Save it for later.",
    "#coffee", "#behindthescenes #team", "#slowmorning #coffee #hamburg", "☕", "Come by, the door is open.",
    "#nowhiring #barista", "Swipe to the end.", "Photo: our own Aylin.", "#summerterrace #openhouse #coffee #sun",
)  # fmt: skip
HASHTAGS = tuple(ending.count("#") for ending in ENDINGS)
SHAPES = (len(OPENINGS), len(SUBJECTS), len(ENDINGS))


def text(opening: int, subject: int, ending: int) -> str:
    """A post's text from its three parts."""
    return " ".join(part for part in (OPENINGS[opening], SUBJECTS[subject], ENDINGS[ending]) if part)


def permalink(channel: Channel, number: int) -> str:
    """Where a post stands, as its network writes it."""
    name = channel.face["username"]
    match channel.network:
        case "facebook":
            return f"https://www.facebook.com/{name}/posts/{number}"
        case "instagram":
            return f"https://www.instagram.com/p/C{number:x}/"
        case "x":
            return f"https://x.com/{name}/status/{number}"
        case "linkedin":
            return f"https://www.linkedin.com/feed/update/urn:li:share:{number}"
        case "youtube":
            return f"https://www.youtube.com/watch?v={number:x}"
        case "tiktok":
            return f"https://www.tiktok.com/@{name}/video/{number}"
        case "threads":
            return f"https://www.threads.net/@{name}/post/T{number:x}"
        case _:
            return f"https://business.google.com/posts/l/{number}"
