"""The feed as Python reads it: the batches that the TypeScript iterator gives, for any rank, from any step on."""

import json
import shutil
import subprocess

import pytest
from conftest import BATCH, ROOT
from stackpairs_feed import Feed, FeedBatchSampler

PRINT = """
const { feed } = await import('./dist/api.js');
const [dir, rank, world, fromStep] = process.argv.slice(1);
for (const { step, config, rows } of feed(dir, { rank: Number(rank), world: Number(world), fromStep: Number(fromStep) }))
  console.log(JSON.stringify({ step, config, rows: [...rows] }));
"""


def iterated(dataset, rank=0, world=1, from_step=0):
    command = ["node", "--input-type=module", "-e", PRINT, str(dataset), str(rank), str(world), str(from_step)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    return [json.loads(line) for line in done.stdout.splitlines()]


@pytest.mark.parametrize(("rank", "world", "from_step"), [(0, 1, 0), (1, 2, 0), (3, 4, 17)])
def test_gives_the_same_batches_as_the_iterator(dataset, rank, world, from_step):
    feed = Feed(dataset / "feed.arrow", folder=dataset)
    expected = iterated(dataset, rank, world, from_step)
    assert list(FeedBatchSampler(feed, rank, world, from_step)) == [batch["rows"] for batch in expected]
    assert [feed.source_of(batch["step"]) for batch in expected] == [batch["config"] for batch in expected]


def test_two_ranks_have_the_halves_of_every_batch(dataset):
    feed = Feed(dataset / "feed.arrow")
    for step in range(feed.steps):
        halves = [feed.batch(step, rank, 2).tolist() for rank in (0, 1)]
        assert halves[0] + halves[1] == feed.batch(step).tolist()
        assert len(halves[0]) == BATCH // 2


def test_interleaved_it_gives_the_parts_in_the_order_accelerate_deals_them_out(dataset):
    dealt = list(FeedBatchSampler(dataset / "feed.arrow", world=2, interleaved=True))
    for rank in (0, 1):
        assert dealt[rank::2] == list(FeedBatchSampler(dataset / "feed.arrow", rank=rank, world=2))


def test_knows_its_length(dataset):
    sampler = FeedBatchSampler(dataset / "feed.arrow", world=4, from_step=3)
    assert len(list(sampler)) == len(sampler) == sampler.feed.steps - 3
    assert len(FeedBatchSampler(dataset / "feed.arrow", from_step=10**9)) == 0


def test_ranks_that_cannot_share_a_batch_are_refused(dataset):
    for rank, world in [(0, 3), (2, 2), (-1, 1), (0, 0)]:
        with pytest.raises(ValueError, match="cannot be shared"):
            FeedBatchSampler(dataset / "feed.arrow", rank=rank, world=world)


def test_what_is_cut_off_is_refused(dataset, tmp_path):
    whole = (dataset / "feed.arrow").read_bytes()
    for size in (0, 5, len(whole) // 2, len(whole) - 8, len(whole) - 1):
        (tmp_path / "feed.arrow").write_bytes(whole[:size])
        with pytest.raises(ValueError, match="make it again"):
            Feed(tmp_path / "feed.arrow")


def test_a_shard_is_no_feed(dataset):
    shard = next((dataset / "data").glob("*/train-*"))
    with pytest.raises(ValueError, match="not a feed"):
        Feed(shard)


def test_that_of_another_dataset_is_refused(dataset, tmp_path):
    shutil.copy(dataset / "feed.arrow", tmp_path)
    (tmp_path / "data_config.json").write_text("[]")
    with pytest.raises(ValueError, match="another dataset"):
        Feed(tmp_path / "feed.arrow", folder=tmp_path)
