"""Losses by name: in-batch contrastive losses on cosine, as sentence-transformers has them."""

from sentence_transformers.sentence_transformer.losses import (
    CachedMultipleNegativesRankingLoss,
    MatryoshkaLoss,
    MultipleNegativesRankingLoss,
)

DIRECTIONS = {
    # The mean of the cross entropies over rows and over columns of the batch's cosines, each times `scale`.
    "symmetric": {"directions": ("query_to_doc", "doc_to_query"), "partition_mode": "per_direction"},
    "one-way": {"directions": ("query_to_doc",), "partition_mode": "per_direction"},
    # Anchors against anchors and positives against positives count as well, in one partition.
    "gte": {"directions": ("query_to_doc", "query_to_query", "doc_to_query", "doc_to_doc"), "partition_mode": "joint"},
}


def open_loss(model, settings, world):
    kind = {"scale": settings["scale"], "gather_across_devices": world > 1} | DIRECTIONS[settings["loss"]]
    if settings["mini_batch"] > 0:
        loss = CachedMultipleNegativesRankingLoss(model, mini_batch_size=settings["mini_batch"], **kind)
    else:
        loss = MultipleNegativesRankingLoss(model, **kind)
    size = model.get_embedding_dimension()
    dimensions = [dimension for dimension in settings["matryoshka"] if dimension <= size]
    return MatryoshkaLoss(model, loss, dimensions) if dimensions else loss
