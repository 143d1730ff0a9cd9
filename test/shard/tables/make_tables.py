"""Writes the tables beside this file, as other programs write them: pyarrow 26.0.1, polars 2.1.0.

All hold the same rows, and one text long enough that LZ4 cuts it into blocks that point back into each other.
"""

from pathlib import Path

import polars
import pyarrow
from pyarrow import feather, ipc, parquet

HERE = Path(__file__).parent
TITLES = ["How do I light a lantern?", None, "Größe 𝔘?"]
TEXTS = ["The wick does not burn.", "one wick, " * 20_000, ""]
LISTS = [["a lamp", None], [], None]
table = pyarrow.table({"_id": pyarrow.array([7, 8, 9], pyarrow.int64()), "title": TITLES, "text": TEXTS, "set": LISTS})

for codec in ["gzip", "brotli", "lz4", "zstd"]:
    parquet.write_table(table, HERE / f"{codec}.parquet", compression=codec, row_group_size=2)
parquet.write_table(
    table, HERE / "pages-v2.parquet", compression="snappy", data_page_version="2.0", write_page_index=True
)

for codec in ["lz4", "zstd"]:
    options = ipc.IpcWriteOptions(compression=codec)
    with ipc.new_stream(HERE / f"stream-{codec}.arrow", table.schema, options=options) as writer:
        writer.write_table(table, max_chunksize=2)
feather.write_feather(table, HERE / "default.feather")

titles = pyarrow.array(TITLES).dictionary_encode()
encoded = table.set_column(1, "title", titles)
options = ipc.IpcWriteOptions(compression="zstd")
with ipc.new_stream(HERE / "dictionary.arrow", encoded.schema, options=options) as writer:
    writer.write_table(encoded, max_chunksize=2)

frame = polars.from_arrow(table)
frame.write_ipc(HERE / "polars.arrow", compression="zstd")
frame.write_parquet(HERE / "polars.parquet")
