"""Random numbers that are the same in every process: each stream is named, and nothing depends on `hash()`.

A stream is drawn from its start by day or by post, so a longer history begins with the same numbers as a shorter one.
That is why yesterday's figures do not change when the calendar moves on.
"""

import zlib

import numpy as np
from numpy.random import PCG64, Generator
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]


def stream(seed: int, *names: object) -> Generator:
    """A generator that belongs to this seed and these names alone."""
    return Generator(PCG64([seed, zlib.crc32("/".join(map(str, names)).encode())]))


def number_between(low: float, high: float, *names: object) -> float:
    """A fixed number in a range, the same for every seed: what makes one network unlike another."""
    return low + (high - low) * zlib.crc32("/".join(map(str, names)).encode()) / 0xFFFFFFFF


def pick(generator: Generator, weights: Floats, size: int) -> Ints:
    """Codes 0…n−1, drawn in proportion to the weights."""
    edges = np.cumsum(weights / weights.sum())
    drawn = np.searchsorted(edges, generator.random(size), side="right")
    return np.minimum(drawn, len(weights) - 1).astype(np.int64)
