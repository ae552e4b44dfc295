"""One module per family of formats; each gives records and refusals, as `toolkit.corpus.records` has them."""
