"""The local engine: readings of a stream of texts, in this process or in worker processes that load the model once.

In: the name of a model and texts. Out: readings in the order of the texts, whatever the number of workers. A bounded number
of chunks is on the way at any time, so memory does not grow with the stream.
"""

from __future__ import annotations

import multiprocessing
import os
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor

import torch
from spacy.language import Language

from xiaojuren.batch.reading import Broken, Reading, read_texts
from xiaojuren.components.load import fingerprint_of, load_pipeline

#: A chunk is full at this many characters or texts: enough to fill the encoder's batches, little enough to keep in mind.
CHUNK_CHARACTERS = 24_000
CHUNK_TEXTS = 64

_worker: Language | None = None


class LocalEngine:
    """Reads texts with `workers` processes; 1 means this one.

    Raises X201, X202 or X204 at once where the model cannot be loaded.
    """

    def __init__(self, model: str, *, workers: int = 1) -> None:
        self.model, self.workers = model, workers
        self.nlp = load_pipeline(model)
        self.fingerprint = fingerprint_of(self.nlp)

    def read(self, texts: Iterable[str]) -> Iterator[Reading | Broken]:
        """Yield a reading of each text, in their order."""
        chunks = _chunks(texts)
        if self.workers <= 1:
            for chunk in chunks:
                yield from read_texts(self.nlp, chunk)
            return
        threads = max(1, (os.cpu_count() or 1) // self.workers)
        context = multiprocessing.get_context("spawn")
        with ProcessPoolExecutor(self.workers, context, _start_worker, (self.model, threads)) as pool:
            under_way: deque[Future[list[Reading | Broken]]] = deque()
            try:
                for chunk in chunks:
                    under_way.append(pool.submit(_read_chunk, chunk))
                    if len(under_way) >= 2 * self.workers:
                        yield from under_way.popleft().result()
                while under_way:
                    yield from under_way.popleft().result()
            finally:
                pool.shutdown(wait=False, cancel_futures=True)


def _chunks(texts: Iterable[str]) -> Iterator[list[str]]:
    chunk: list[str] = []
    size = 0
    for text in texts:
        chunk.append(text)
        size += len(text)
        if size >= CHUNK_CHARACTERS or len(chunk) >= CHUNK_TEXTS:
            yield chunk
            chunk, size = [], 0
    if chunk:
        yield chunk


def _start_worker(model: str, threads: int) -> None:
    global _worker
    torch.set_num_threads(threads)
    _worker = load_pipeline(model)


def _read_chunk(texts: list[str]) -> list[Reading | Broken]:
    if _worker is None:
        raise RuntimeError("the worker was not started")
    return list(read_texts(_worker, texts))
