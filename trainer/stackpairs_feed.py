"""The order of batches that `build-dataset feed` made: batch after batch of row numbers, mapped into memory.

Rows are numbered in the train shards as data_config.json lists them, one behind the other. Needs pyarrow alone.
In a loop of one's own:

    feed = Feed("pairs/feed.arrow")
    for step in range(feed.steps):
        rows = feed.batch(step)                      # numpy, without a copy
    loader = DataLoader(dataset, batch_sampler=FeedBatchSampler("pairs/feed.arrow", rank=0, world=1, from_step=0))
"""

import hashlib
import json
from bisect import bisect_right
from pathlib import Path

import pyarrow as pa

HEAD = b"stackpairs.feed"
# A stream without it was cut off, which pyarrow does not notice between two batches.
END_OF_STREAM = b"\xff\xff\xff\xff\x00\x00\x00\x00"


class Feed:
    """A feed that was opened. `folder`, if given, is that of the dataset, which must be the one the feed was made of."""

    def __init__(self, path, folder=None):
        self.path = str(path)
        expect_whole(self.path)
        self._map = pa.memory_map(self.path)
        try:
            reader = pa.ipc.open_stream(self._map)
            self.head = json.loads((reader.schema.metadata or {})[HEAD])
        except (pa.ArrowInvalid, KeyError, ValueError) as error:
            raise ValueError(f"{self.path}: not a feed; make one with: build-dataset feed DIR") from error
        # Views of the mapped file.
        self._parts = [batch.column(0).to_numpy() for batch in reader]
        self._ends = []
        for part in self._parts:
            self._ends.append((self._ends[-1] if self._ends else 0) + len(part))
        self.global_batch_size = self.head["batch"]
        self.sources = self.head["sources"]
        self.steps = (self._ends[-1] if self._ends else 0) // self.global_batch_size
        if folder is not None:
            self._expect_folder(Path(folder))

    def batch(self, step, rank=0, world=1):
        """Rows of a rank in a global batch, as an array of numpy."""
        if not 0 <= step < self.steps:
            raise IndexError(f"{self.path}: step {step} of {self.steps}")
        share = share_of(self.global_batch_size, rank, world)
        at = step * self.global_batch_size + rank * share
        part = bisect_right(self._ends, at)
        first = self._ends[part - 1] if part else 0
        return self._parts[part][at - first : at - first + share]

    def source_of(self, step):
        """Name of the config that all rows of a batch are of."""
        row = int(self.batch(step)[0])
        return next(s["config"] for s in self.sources if s["first"] <= row < s["first"] + s["rows"])

    def _expect_folder(self, folder):
        found = hashlib.sha256((folder / "data_config.json").read_bytes()).hexdigest()
        if found != self.head["dataConfig"]:
            raise ValueError(f"{self.path}: a feed of another dataset than {folder}; make it again: build-dataset feed {folder}")


class FeedBatchSampler:
    """Gives lists of row numbers, as torch's DataLoader takes them for its `batch_sampler`: a rank's part of each batch.

    Without a rank of one's own, as under accelerate, which deals whole batches out to the ranks in turn, `interleaved=True`
    gives the parts of all ranks one after another: dealt out, each rank gets the very part that it would have with its rank.
    """

    def __init__(self, path, rank=0, world=1, from_step=0, interleaved=False):
        self.feed = path if isinstance(path, Feed) else Feed(path)
        share_of(self.feed.global_batch_size, rank, world)
        self.world, self.from_step = world, from_step
        self.ranks = range(world) if interleaved else [rank]

    def __iter__(self):
        for step in range(self.from_step, self.feed.steps):
            for rank in self.ranks:
                yield self.feed.batch(step, rank, self.world).tolist()

    def __len__(self):
        return max(0, self.feed.steps - self.from_step) * len(self.ranks)

    @property
    def batch_size(self):
        return self.feed.global_batch_size // self.world

    @property
    def drop_last(self):
        return True


def share_of(batch, rank, world):
    """Rows of one of `world` ranks in a batch."""
    if world < 1 or not 0 <= rank < world or batch % world:
        raise ValueError(f"rank {rank} of {world}: batches of {batch} rows cannot be shared so")
    return batch // world


def expect_whole(path):
    with open(path, "rb") as file:
        size = file.seek(0, 2)
        file.seek(max(0, size - len(END_OF_STREAM)))
        if file.read() != END_OF_STREAM:
            raise ValueError(f"{path}: cut off, or not a feed; make it again: build-dataset feed DIR")
