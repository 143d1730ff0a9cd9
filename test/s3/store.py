"""upload FOLDER PREFIX, or download PREFIX FOLDER: with the client that others use, so that nothing of ours is checked by itself."""

import os
import sys
from pathlib import Path

import boto3

BUCKET = "bucket"
s3 = boto3.client("s3", endpoint_url=os.environ["AWS_ENDPOINT_URL"])


def upload(folder: str, prefix: str) -> None:
    s3.create_bucket(Bucket=BUCKET)
    for path in sorted(Path(folder).rglob("*")):
        if path.is_file():
            s3.upload_file(str(path), BUCKET, f"{prefix}/{path.relative_to(folder)}")


def download(prefix: str, folder: str) -> None:
    for page in s3.get_paginator("list_objects_v2").paginate(Bucket=BUCKET, Prefix=f"{prefix}/"):
        for item in page.get("Contents", []):
            path = Path(folder) / item["Key"].removeprefix(f"{prefix}/")
            path.parent.mkdir(parents=True, exist_ok=True)
            s3.download_file(BUCKET, item["Key"], str(path))


{"upload": upload, "download": download}[sys.argv[1]](*sys.argv[2:])
