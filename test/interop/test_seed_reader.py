"""Lists of several configs with weights above 1, as the original trainers read and draw from them."""

import gzip
import json
from collections import Counter
from itertools import islice
from random import Random

import pytest
from seed_reader import draw_batches, read_config, read_pairs, read_rows

BATCHES = 20_000


def write_rows(file, rows):
    file.parent.mkdir(parents=True, exist_ok=True)
    with gzip.open(file, "wt", encoding="utf-8") as lines:
        lines.writelines(json.dumps(row) + "\n" for row in rows)


def write_list(folder, entries):
    (folder / "data_config.json").write_text(json.dumps(entries), encoding="utf-8")
    return read_config(folder / "data_config.json", folder)


def pairs(name, count):
    return [{"texts": [f"{name} {row}", f"{name} {row}, more of it"]} for row in range(count)]


def entry(config, shard, weight):
    return {"name": f"data/{config}/train-{shard:05}.jsonl.gz", "weight": weight}


@pytest.fixture
def mix(tmp_path):
    """Two configs of pairs, one of them in two shards, and one of triplets: weights 3 + 2, 4 and 6."""
    entries = [entry("title-body", 0, 3), entry("title-body", 1, 2), entry("title-title", 0, 4), entry("triplets", 0, 6)]
    for number, one in enumerate(entries):
        rows = [[f"{number} {row} {role}" for role in "apn"] for row in range(40)] if number == 3 else pairs(number, 40)
        write_rows(tmp_path / one["name"], rows)
    return write_list(tmp_path, entries)


def test_a_config_is_drawn_as_often_as_the_weights_of_its_shards_together(mix):
    files, draws = mix
    assert Counter(files[index].parent.name for index in draws) == {"title-body": 5, "title-title": 4, "triplets": 6}


def test_the_first_trainer_takes_triplets_for_pairs(mix):
    assert next(read_pairs(mix[0][3])) == ("3 0 a", "3 0 p")


def test_the_second_trainer_draws_first_by_weight_and_then_among_rows_of_that_length(mix):
    files, draws = mix
    batches = list(islice(draw_batches(files, draws, Random(1), batch_size=4), BATCHES))
    assert all(len(batch) == 4 and len({len(texts) for _, texts in batch}) == 1 for batch in batches)
    first = Counter(batch[0][0] for batch in batches)
    second_of_pairs = Counter(batch[2][0] for batch in batches if batch[0][0] != 3)
    for index, weight in enumerate([3, 2, 4, 6]):
        assert first[index] / BATCHES == pytest.approx(weight / 15, abs=0.02)
        expected = 0 if index == 3 else weight / 9
        assert second_of_pairs[index] / second_of_pairs.total() == pytest.approx(expected, abs=0.02)


def test_the_second_trainer_has_no_text_twice_in_a_batch_and_loses_the_first_row_once(tmp_path):
    rows = [["a", "b"], ["c", "d"], ["d", "e"], ["f", "f too"], ["g", "h"]]
    write_rows(tmp_path / "one.jsonl.gz", rows)
    files, draws = write_list(tmp_path, [{"name": "one.jsonl.gz", "weight": 1}])
    [first, second] = islice(draw_batches(files, draws, Random(1), batch_size=2), 2)
    assert [texts for _, texts in first] == [["c", "d"], ["f", "f too"]]
    assert [texts for _, texts in second] == [["g", "h"], ["a", "b"]]


def test_a_file_of_weight_0_is_never_drawn_and_one_without_weight_is_an_error(tmp_path):
    assert write_list(tmp_path, [{"name": "a", "weight": 0}, {"name": "b", "weight": 2}])[1] == [1, 1]
    with pytest.raises(KeyError):
        write_list(tmp_path, [{"name": "a", "lines": 3}])


def test_an_export_is_drawn_by_the_weights_of_its_list(build):
    folder = build.export("jsonl.gz")
    files, draws = read_config(folder / "data_config.json", folder)
    entries = json.loads((folder / "data_config.json").read_text(encoding="utf-8"))
    assert Counter(draws) == {index: one["weight"] for index, one in enumerate(entries)}
    assert [sum(1 for _ in read_rows(file)) for file in files] == [one["lines"] for one in entries]
    batches = islice(draw_batches(files, draws, Random(1), batch_size=8), 50)
    assert all(len(texts) == 2 for batch in batches for _, texts in batch)


def test_a_mix_by_rows_has_the_weights_of_its_rule(build):
    weights = json.loads(build.manifest["pipeline"]["definition"])["mix"]["weights"]
    entries = json.loads((build.folder / "data_config.json").read_text(encoding="utf-8"))
    by_config = Counter()
    lines = Counter()
    for one in entries:
        by_config[one["config"]] += one["weight"]
        lines[one["config"]] += one["lines"]
    if weights["rule"] == "shards":
        assert all(one["weight"] == 1 for one in entries)
        return
    assert weights["rule"] == "rows"
    assert max(one["weight"] for one in entries) > 1
    for config, rows in lines.items():
        assert by_config[config] == min(weights["cap"], -(-rows // weights["rowsPerUnit"]))
