"""Find the printings of one text among many: reprints, cut and extended copies, pages pasted together.

The one rule: two texts are one story by the share of the shorter that stands in the longer, in the same words;
and no text makes one story of two by holding both.

How: shingles of three words propose pairs; exact containment links them; what is linked is clustered by average
linkage, so that a page pasted together from two wires goes to the one it has more of. MinHash-LSH looks for like
sets: on the same printings it loses a fifth of the pairs at a Jaccard of .5, excerpts above all, and at .2, where
it finds as many, it takes thirty times as long to propose them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from toolkit.corpus.shingles import ShingleSets, read_shingles

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]
    Floats = NDArray[np.float64]

_SHORTEST = 30  # shingles; shorter texts are one story only if their words are the same
_SAMPLE = 4  # one shingle in four proposes pairs
_NEIGHBOURS = 4
_TWO_STORIES, _ONE_STORY = 0.3, 0.6  # containment: reports on one event reach the first, printings the second
_JOINED = 0.45  # mean distance; a pair alone is joined from a containment of .47 on
_SIMILARITY = 0.05  # weight of what a containment of 1 leaves open: which of two texts is more of the page
_BLOCK = 400
_AT_ONCE = 200_000  # pairs


def assign_stories(articles: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Give every article its `story_id`: the smallest doc_id among the printings of its text.

    Parameters
    ----------
    articles
        Pairs of doc_id and body text; their order makes no difference.

    Examples
    --------
    >>> assign_stories([("b2", "Iran denied it."), ("a1", "Hamas left."), ("a9", "“Iran” denied it")])
    {'a1': 'a1', 'a9': 'a9', 'b2': 'a9'}
    """
    ordered = sorted(articles)
    first = find_stories([text for _, text in ordered])
    return {doc_id: ordered[i][0] for (doc_id, _), i in zip(ordered, first, strict=True)}


def find_stories(texts: Sequence[str]) -> list[int]:
    """Give for every text the place in `texts` of the first printing of its story.

    Texts under about 33 words, and texts that are nothing but formulas, join only texts of the same words.

    Examples
    --------
    >>> find_stories(["Iran denied it.", "Hamas left.", "IRAN DENIED IT", ""])
    [0, 1, 0, 3]
    """
    sets = read_shingles(texts)
    story_of = list(range(len(sets.starts) - 1))
    for story in _stories(sets):
        for member in story:
            story_of[member] = story[0]
    first: dict[int, int] = {}
    return [first.setdefault(story_of[row], i) for i, row in enumerate(sets.text_of.tolist())]


def _stories(sets: ShingleSets) -> Iterator[list[int]]:
    """Give the stories of more than one distinct text."""
    waiting: list[Ints] = []
    n_pairs = 0
    for block in _blocks(sets):
        if len(block) > _BLOCK:
            yield from _split_large(block, sets)
            continue
        waiting.append(block)
        n_pairs += len(block) ** 2 // 2
        if n_pairs > _AT_ONCE:
            yield from _split(waiting, sets)
            waiting, n_pairs = [], 0
    yield from _split(waiting, sets)


def _blocks(sets: ShingleSets) -> Iterator[Ints]:
    """Give the sets that hang together by links: all printings of a story, and at times several stories."""
    import numpy as np
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    left, right = _proposed(sets)
    linked = _distances(left, right, sets) <= _JOINED
    links = coo_array((linked[linked], (left[linked], right[linked])), shape=(len(sets.sizes), len(sets.sizes)))
    labels = connected_components(links, directed=False)[1]
    order = np.argsort(labels, kind="stable")
    cuts = np.flatnonzero(np.diff(labels[order])) + 1
    yield from (block for block in np.split(order, cuts) if len(block) > 1)


def _proposed(sets: ShingleSets) -> tuple[Ints, Ints]:
    """Pair the sets that share two sampled shingles: for each with the next few that have it, and with the largest.

    Few pairs are enough to hold a story together, however often it was printed.
    """
    import numpy as np

    rows = np.repeat(np.arange(len(sets.sizes)), sets.sizes)
    used = (sets.hashes % _SAMPLE == 0) & (sets.sizes[rows] >= _SHORTEST)
    packed = np.sort(sets.hashes[used].astype(np.int64) << 32 | rows[used])
    shingle, row = packed >> 32, packed & 0xFFFFFFFF
    n = len(sets.sizes)
    pairs = [np.empty(0, dtype=np.int64)]
    for step in range(1, min(_NEIGHBOURS + 1, len(row))):
        same = shingle[step:] == shingle[:-step]
        pairs.append(row[:-step][same] * n + row[step:][same])
    largest = np.searchsorted(shingle, shingle)
    far = np.arange(len(row)) - largest > _NEIGHBOURS
    pairs.append(row[largest[far]] * n + row[far])
    found, times = np.unique(np.concatenate(pairs), return_counts=True)
    left, right = np.divmod(found[times > 1], n)
    return left, right


def _distances(left: Ints, right: Ints, sets: ShingleSets) -> Floats:
    """Measure how far each pair is from being one story: 0 is equal, 1 nothing but what two stories may share."""
    import numpy as np

    shared = sets.count_shared(left, right)
    of_left, of_right = sets.sizes[left], sets.sizes[right]
    containment = shared / np.minimum(of_left, of_right)
    unlike = 1 - shared / (of_left + of_right - shared)
    apart = np.clip((_ONE_STORY - containment) / (_ONE_STORY - _TWO_STORIES), 0, 1)
    distances: Floats = (1 - _SIMILARITY) * apart + _SIMILARITY * unlike
    return distances


def _split(blocks: list[Ints], sets: ShingleSets) -> Iterator[list[int]]:
    """Cluster each of some small blocks; all their pairs are measured in one go."""
    import numpy as np

    if not blocks:
        return
    places = [np.triu_indices(len(block), 1) for block in blocks]
    left = np.concatenate([block[i] for block, (i, _) in zip(blocks, places, strict=True)])
    right = np.concatenate([block[j] for block, (_, j) in zip(blocks, places, strict=True)])
    cuts = np.cumsum([len(i) for i, _ in places])[:-1]
    for block, distances in zip(blocks, np.split(_distances(left, right, sets), cuts), strict=True):
        labels = _cluster(distances)
        yield from (block[labels == label].tolist() for label in np.unique(labels))


def _split_large(block: Ints, sets: ShingleSets) -> Iterator[list[int]]:
    """Cluster a sample, give the rest to the clusters found, and go on with what fits none."""
    import numpy as np

    while len(block):
        drawn = np.arange(0, len(block), -(-len(block) // _BLOCK))
        core, rest = block[drawn], np.delete(block, drawn)
        clusters = [np.array(story) for story in _split([core], sets)] if len(core) > 1 else [core]
        means = np.stack([_mean_distances(rest, cluster, sets) for cluster in clusters])
        nearest = np.where(means.min(axis=0) <= _JOINED, means.argmin(axis=0), -1)
        yield from (np.append(cluster, rest[nearest == i]).tolist() for i, cluster in enumerate(clusters))
        block = rest[nearest < 0]


def _mean_distances(rows: Ints, cluster: Ints, sets: ShingleSets) -> Floats:
    import numpy as np

    distances = _distances(np.repeat(rows, len(cluster)), np.tile(cluster, len(rows)), sets)
    means: Floats = distances.reshape(len(rows), len(cluster)).mean(axis=1)
    return means


def _cluster(distances: Floats) -> Ints:
    """Cluster by average linkage (UPGMA), from the distances of all pairs in the order of ``triu_indices``."""
    import numpy as np
    from scipy.cluster.hierarchy import average, fcluster

    labels: Ints = np.asarray(fcluster(average(distances), _JOINED, criterion="distance"), dtype=np.int64)
    return labels
