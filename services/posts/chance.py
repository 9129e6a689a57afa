"""How likely chance alone makes a group look so: the one test behind every claim about posts.

Of `posts` posts `have` bear a trait. Of `drawn` of them, `found` do. Had these been drawn blindly, so many or more
would be found with the probability of the hypergeometric distribution (Fisher's exact test, one-sided). Where many
traits are looked at, one of them looks striking by chance: so the probability is multiplied by how many were
(Bonferroni).
"""

from __future__ import annotations

from math import exp, lgamma
from typing import Final

__all__ = ["LEAST_POSTS", "LEVEL", "by_chance"]

LEVEL: Final = 0.01
"""What is claimed would be wrong once in a hundred tables of posts, at most."""

LEAST_POSTS: Final = 20
"""Of fewer posts nothing is concluded, whatever the test says."""

_NEGLIGIBLE: Final = 1e-17


def by_chance(posts: int, have: int, drawn: int, found: int) -> float:
    """The probability that at least `found` of `drawn` blindly drawn posts bear what `have` of all `posts` do.

    Raises ValueError for numbers that can't be counts of such a draw.
    """
    if not 0 <= have <= posts or not 0 <= drawn <= posts or not 0 <= found <= min(have, drawn):
        raise ValueError("no such draw")
    first = max(found, drawn + have - posts)
    term = exp(
        _log_ways(have, first) + _log_ways(posts - have, drawn - first) - _log_ways(posts, drawn),
    )
    total = 0.0
    for number in range(first, min(have, drawn) + 1):
        total += term
        step = (have - number) * (drawn - number) / ((number + 1) * (posts - have - drawn + number + 1))
        term *= step
        # Past the peak each term is smaller than the one before.
        if step < 1 and term < total * _NEGLIGIBLE:
            break
    return min(1.0, total)


def _log_ways(things: int, chosen: int) -> float:
    """The logarithm of in how many ways so many can be chosen: the number itself may have thousands of digits."""
    return lgamma(things + 1) - lgamma(chosen + 1) - lgamma(things - chosen + 1)
