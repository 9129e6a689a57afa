"""What people type and what networks and Statusbrew call it: plain tables, read by the search for metrics.

The metrics of a real account are not public, so no row names one: rows speak the field's words, and a word that no
metric of a catalogue uses finds nothing and does no harm. To teach the search a word, add it to a row.
"""

from __future__ import annotations

import re
from functools import lru_cache
from types import MappingProxyType
from typing import Final

__all__ = ["FAINT_WORDS", "NETWORK_ALIASES", "STOP_WORDS", "SYNONYMS", "network_key"]


def _words(lines: str) -> frozenset[str]:
    return frozenset(lines.split())


SYNONYMS: Final = (
    # (what people type, what it may be called: the likeliest first)
    # ---------------------------------------------------------------------------- audience and its growth
    ("followers, fans, audience, community, follower base, following", "followers, subscribers, fans"),
    ("subscribers, subs, subscription, subscriptions", "subscribers, followers"),
    ("page likes", "followers, page likes, fans"),
    ("unfollows, unfollowers, unfollowed, unsubscribes, unlikes", "followers lost, subscribers lost, unfollows"),
    ("lost fans, stopped following, people left, people leaving", "followers lost, subscribers lost, unfollows"),
    ("lost, loss, losses, losing, left, leaving, leave, gone", "lost, churn, unfollows"),
    ("churn, attrition", "churn, lost, unfollows"),
    ("new followers, new fans, follows", "followers gained, new followers, subscribers gained, follows"),
    ("new subscribers, new subs", "subscribers gained, followers gained, new subscribers"),
    ("gained, gain, gains, won, added, acquired, acquisition", "gained, new, growth"),
    ("new", "new, gained, began"),
    ("growth, grow, growing, grew, increase", "growth, gained, net"),
    ("growth, grow, growing", "followers gained"),
    ("retention, loyal, loyalty, stay", "retention"),
    ("demographics, gender, age, men, women, male, female, sex, language", "demographics, gender, age, language"),
    ("country, countries, city, cities, location, geo, geography, region", "place, demographics, country, city"),
    ("job, jobs, profession, occupation, industry, seniority, career", "job title, job, jobs"),
    ("careers, recruiting, hiring, candidates, vacancies", "jobs, job title"),
    ("online, active, awake", "online, active"),
    (
        "best time, best hours, when post, time post, when publish, hours post, hours publish, time publish",
        "followers online, views hour, online",
    ),
    ("time day, peak hours, hourly", "hour, online, load"),
    ("non followers, nonfollowers, strangers", "non followers, others, discovery"),
    ("discovery, discoverability, new people, recommendations", "discovery, non followers"),
    # ---------------------------------------------------------------------------- visibility
    ("impressions, imps, impr, exposure, displays", "impressions, views, displays"),
    ("views, seen, eyeballs", "views, impressions, plays"),
    ("reach, reached, unique users, unique people, unique viewers, people saw", "reach, unique impressions, unique"),
    ("saw", "reach, views, impressions"),
    ("unique, uniques, distinct", "unique, reach, visitors"),
    ("frequency, often seen, fatigue, overexposure", "frequency"),
    ("visits, profile views, page views, traffic", "visits, page views, profile views, visitors"),
    ("visitors", "visitors, visits"),
    ("page, account, channel, bio", "profile, page"),
    ("organic, unpaid, free, natural", "organic"),
    ("paid, ad, ads, advert, adverts, advertising, advertisement", "paid, sponsored, promoted"),
    ("sponsored, promoted, promotion, boosted, boost", "promoted, paid, sponsored"),
    ("searches, search, seo", "searches, search"),
    ("thumbnail, cover", "thumbnail"),
    # ---------------------------------------------------------------------------- engagement
    ("engagement, interactions, interact", "engagement, interactions, engaged"),
    ("engaged users, engaged people, active audience", "engaged audience, accounts engaged, engaged"),
    ("er, eng rate, interaction rate", "engagement rate"),
    ("likes, liked, reactions, hearts, faves, favs, favorites, favourites, applause", "likes, reactions, hearts"),
    ("thumbs, upvotes", "likes, like reactions, reactions"),
    ("thumbs down, downvotes", "dislikes"),
    ("love, loves, red heart", "love reactions, love, likes"),
    ("laugh, laughs, laughing, lol, funny", "haha, haha reactions"),
    ("anger, mad, furious", "angry"),
    ("surprised, surprise, astonished, amazed", "wow"),
    ("crying, cry, tears, sadness", "sad"),
    ("hug, hugs", "care reactions"),
    ("emoji, emojis, emotions", "reactions"),
    ("comments, remarks", "comments, replies"),
    ("shares, sharing, passed, forwards, sends", "shares, reposts, amplification"),
    ("retweets, rts", "x reposts, reposts, x shares, shares"),
    ("reposts, reshares, regrams", "reposts, shares"),
    ("quote tweets, quote retweets, quote posts, quoted", "quotes"),
    ("tweets", "x posts, x post, x"),
    ("saves, saved, bookmarks, favorites, favourites, keeps, collections", "saves, bookmarks"),
    ("amplification, viral, virality", "amplification, share rate, shares, discovery"),
    ("mentions, mentioned, tagged, named, shoutouts", "mentions"),
    ("clicks, taps", "clicks, taps"),
    ("link clicks, url clicks, outbound clicks, link taps", "link clicks, website clicks, website taps"),
    ("website clicks, site clicks, website visits, link bio, bio link", "website clicks, website taps, link clicks"),
    ("website traffic, site traffic, web traffic, referrals", "link clicks, website clicks, website taps"),
    ("website, site, web, homepage, url", "website, link"),
    ("ctr, click rate, click through", "click through rate, click rate"),
    ("conversion, conversions, cvr", "conversion"),
    ("rate, ratio, percentage, percent, pct", "rate, share"),
    ("phone, telephone, calls, calling", "calls"),
    ("directions, route, navigation, address, foot traffic", "directions, direction requests"),
    ("email, emails, mail", "email"),
    ("negative feedback, hides, hide, hidden, reported, spam", "hidden, negative feedback"),
    ("expands, more clicks", "expands"),
    # ---------------------------------------------------------------------------- posts and publishing
    ("published, publish, posted, released, publishing, output, cadence", "published, posts, stories"),
    ("posts, content, publications, updates", "posts, published"),
    ("number posts, post count, posting frequency, volume posts", "posts, published posts"),
    ("photos, pictures, picture, images, pics", "photos"),
    ("carousels, albums, gallery, slideshow", "carousels"),
    ("videos, vids, clips, movies, films", "videos"),
    ("reels, shorts, short videos", "reels"),
    ("stories, storys, ephemeral", "stories"),
    ("documents, pdf, slides", "documents"),
    ("text length, caption length, post length, characters, word count", "text length"),
    ("text only, plain text", "texts"),
    ("caption, captions, copy", "text"),
    # ---------------------------------------------------------------------------- video
    ("plays, watched, watches, video starts, streams", "plays, video views, views"),
    ("video views", "video views, video plays, views"),
    ("viewers, watchers", "viewers, unique, visitors"),
    ("watch time, viewing time, minutes watched, hours watched, time watched, time spent", "watch time, view duration"),
    ("duration, long watch, long view, view time, view length, dwell time, avd", "view duration, watch time"),
    ("minutes, hours, seconds", "time"),
    ("replays, rewatches, rewatched, loops, again", "replays, replay rate, again"),
    ("completion, finished, finish, completed, completes, watch end, thruplays", "completion, complete, share viewed"),
    ("completion rate, finish rate, vtr, vcr, view through rate", "completion rate, complete plays"),
    ("drop off, audience retention, percent watched, percentage watched", "share viewed, completion"),
    ("percentage viewed, percent viewed, much watched, much video", "share viewed, completion"),
    # ---------------------------------------------------------------------------- stories
    ("swipes, swiping", "taps forward, taps back, exits"),
    ("forward, skips, skipped, next", "taps forward, forward"),
    ("back, backward, backwards, rewind, previous", "taps back, back"),
    ("exits, swipe away, swiped away, quit, bounce, bounced", "exits, exit rate"),
    ("stickers, polls, swipe up", "sticker"),
    # ---------------------------------------------------------------------------- customer care
    ("response, responses, respond, answer, answers, answered, outbound, outgoing", "reply, replies, replied"),
    ("replies, replied", "reply, replies, comments"),
    ("response time, reaction time, answer time, reply speed, response speed, respond time", "reply time"),
    ("first response, first reply, frt, waiting time, wait time, wait, waiting", "reply time"),
    ("fast, faster, quick, quickly, speed, slow, delay, latency, turnaround", "time, reply time"),
    ("resolution time, handling time, resolve time, solve time, handle time, aht, ttr", "close time"),
    ("closed, closing, resolve, resolved, solve, solved, done", "close, resolution"),
    ("resolution", "resolution, close"),
    ("fcr, one touch", "first contact resolution"),
    ("unanswered, ignored, open, pending, backlog, not answered, not replied, no reply, missed", "unanswered"),
    ("messages, msgs, inbound, incoming", "message, messages, inbox, conversation"),
    ("dm, dms, private messages, pm, pms, chats, chat", "direct message, private messages"),
    ("messenger", "facebook message threads, message"),
    ("inbox, mailbox", "inbox, message"),
    ("conversations, tickets, cases, enquiries, inquiries, requests", "conversation, message"),
    ("contacts, customers, people wrote, users wrote, senders", "contact"),
    ("support, customer service, customer support, helpdesk", "customer care, conversation"),
    ("sla, service level, response target, compliance, promised", "sla attainment, sla"),
    ("breach, breached, late, overdue, missed sla, sla missed", "sla breaches, breaches"),
    ("negative, sentiment, unhappy, complaints, complain, bad", "negative, sentiment"),
    ("agents, team, staff, teammates, employees, colleagues", "team members, members"),
    ("workload, load, busy, busiest, peak, shifts", "inbox load, load"),
    ("business hours, opening hours, office hours, working hours", "business hours"),
    # ---------------------------------------------------------------------------- reviews
    ("stars, rating, ratings, score, csat, satisfaction, reputation", "rating, star rating, star"),
    ("reviews, testimonials, feedback", "reviews, rating"),
    ("bad reviews, worst reviews, negative reviews", "one star reviews"),
    ("good reviews, best reviews, top reviews, positive reviews, happy customers", "five star reviews"),
    # ---------------------------------------------------------------------------- networks and amounts
    ("meta", "facebook, instagram"),
    ("average, avg, mean, typical", "average, avg, per"),
    ("1", "one"),
    ("5", "five"),
)
"""Rows of (typed, called), phrases with commas between. One way: who types one on the left may mean any on the right.

Singular and plural are one, so either will do. Stop words are taken out of what is typed, so no phrase holds one:
"when to post" arrives as "when post".
"""

NETWORK_ALIASES: Final = MappingProxyType(
    {
        "facebook": "fb, face book",
        "instagram": "ig, insta, gram",
        "x": "twitter, tw",
        "linkedin": "li",
        "youtube": "yt",
        "tiktok": "tt, tik tok",
        "threads": "thread",
        "google_business": "google business profile, google my business, google maps, google, gmb, gbp, gb",
        "pinterest": "pin",
        "bluesky": "bsky",
        "google_play": "play store",
        "app_store": "apple store",
    }
)
"""The key of a network → what else people, and perhaps the API, call it."""

STOP_WORDS: Final = _words(
    "a am an and are at be been being but can could did do does for get gets getting give got had has have having "
    "how i if in into is it its just let many may me my of on or our ours please s see should show so some t "
    "tell than that the their them then there these they this those to us want was we were what which who whom "
    "whose why will with would you your yours"
)
"""Say nothing about a metric: the words of which questions are made, none that tells two metrics apart."""

FAINT_WORDS: Final = _words(
    "all amount analytics average avg best breakdown by change changes compare compared comparison count counts "
    "daily data day days development distribution each every figure figures from highest insight insights kpi "
    "kpis last long lowest max maximum mean media median metric metrics min minimum month monthly months most "
    "much network networks number numbers often over overall overview past people per performance period quarter "
    "report size social somebody someone split stat statistics stats sum through times today top total totals "
    "trend trends typical under user users versus vs week weekly weeks when where worst year yearly yesterday"
)
"""Help where they fit ("message count", "average rating") and are not missed where they don't ("total reach")."""

_KEYS: Final = MappingProxyType(
    {alias: key for key, aliases in NETWORK_ALIASES.items() for alias in (key.replace("_", " "), *aliases.split(", "))}
)


@lru_cache(maxsize=1_024)
def network_key(network: str) -> str:
    """The one name of a network, however it is written: "x" for X and Twitter; an unknown one only folded."""
    folded = " ".join(re.findall(r"[^\W_]+", network.casefold()))
    return _KEYS.get(folded, folded.replace(" ", "_"))
