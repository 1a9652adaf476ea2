"""Encoding: pieces through a Hugging Face encoder, then one vector for every character.

In: a `Batch` of prepared texts. Out: character vectors (batch, chars, width). Promise: a text's vectors do not depend on
what stands beside it in the batch, up to rounding.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn
from transformers import PreTrainedModel

from xiaojuren.nn.pieces import N_PLACES, PAD_CHARACTER, Prepared


@dataclass(slots=True)
class Batch:
    """Prepared texts as padded tensors.

    *Shape:* `pieces`, `piece_mask` (windows, pieces); `char_slot` (batch, chars): where a character's piece stands in the
    flattened output of the windows; `char_place`, `char_row`, `char_sentence`, `char_mask` (batch, chars);
    `clause_slot` (clauses, clause length): a character's place in the flattened (batch, chars), or -1.
    """

    pieces: Tensor
    piece_mask: Tensor
    char_slot: Tensor
    char_place: Tensor
    char_row: Tensor
    char_sentence: Tensor
    char_mask: Tensor
    clause_slot: Tensor
    lengths: list[int]

    def to(self, device: torch.device | str) -> Batch:
        """Return the batch on another device."""
        moved: dict[str, Any] = {
            name: value.to(device) if isinstance(value, Tensor) else value
            for name, value in ((name, getattr(self, name)) for name in self.__slots__)
        }
        return Batch(**moved)


def collate(texts: Sequence[Prepared], *, begin: int, end: int, pad: int) -> Batch:
    """Pad prepared texts into a `Batch`; `begin`, `end` and `pad` are the special pieces of the encoder."""
    windows = [(i, window) for i, text in enumerate(texts) for window in text.windows]
    width = max((w.end - w.start for _, w in windows), default=0) + 2
    pieces = np.full((len(windows), width), pad, dtype=np.int64)
    mask = np.zeros((len(windows), width), dtype=bool)
    slots = [np.zeros(len(text.pieces), dtype=np.int64) for text in texts]
    for row, (i, w) in enumerate(windows):
        n = w.end - w.start
        pieces[row, 0], pieces[row, n + 1] = begin, end
        pieces[row, 1 : n + 1] = texts[i].pieces[w.start : w.end]
        mask[row, : n + 2] = True
        slots[i][w.core_start : w.core_end] = row * width + 1 + np.arange(w.core_start - w.start, w.core_end - w.start)
    longest = max((text.n_chars for text in texts), default=0)
    shape = (len(texts), longest)
    char = {name: np.zeros(shape, dtype=np.int64) for name in ("slot", "place", "row", "sentence")}
    char_mask = np.zeros(shape, dtype=bool)
    char["row"][:] = PAD_CHARACTER
    for i, text in enumerate(texts):
        n = text.n_chars
        if n and len(text.pieces):
            char["slot"][i, :n] = slots[i][text.char_piece]
        char["place"][i, :n] = text.char_place
        char["row"][i, :n] = text.char_row
        char["sentence"][i, :n] = text.char_sentence
        char_mask[i, :n] = True
    return Batch(
        pieces=torch.from_numpy(pieces),
        piece_mask=torch.from_numpy(mask),
        char_slot=torch.from_numpy(char["slot"]),
        char_place=torch.from_numpy(char["place"]),
        char_row=torch.from_numpy(char["row"]),
        char_sentence=torch.from_numpy(char["sentence"]),
        char_mask=torch.from_numpy(char_mask),
        clause_slot=torch.from_numpy(_clause_slots(texts, longest)),
        lengths=[text.n_chars for text in texts],
    )


def _clause_slots(texts: Sequence[Prepared], longest: int) -> np.ndarray:
    clauses = [(i * longest + s, i * longest + e) for i, text in enumerate(texts) for s, e in text.clauses]
    width = max((end - start for start, end in clauses), default=1)
    slots = np.full((len(clauses), width), -1, dtype=np.int64)
    for row, (start, end) in enumerate(clauses):
        slots[row, : end - start] = np.arange(start, end)
    return slots


class CharacterBranch(nn.Module):
    """A bidirectional GRU over the characters of each clause.

    *Shape:* character rows (batch, chars) → (batch, chars, 2 · hidden). Its weights may start from LAC's.
    """

    def __init__(self, n_rows: int, *, width: int, hidden: int, layers: int, dropout: float) -> None:
        super().__init__()
        self.embedding = nn.Embedding(n_rows, width, padding_idx=PAD_CHARACTER)
        self.dropout = nn.Dropout(dropout)
        self.gru = nn.GRU(width, hidden, num_layers=layers, bidirectional=True, batch_first=True)
        self.width = 2 * hidden

    def forward(self, rows: Tensor, clause_slot: Tensor) -> Tensor:
        """Encode the clauses that `clause_slot` picks out of `rows`, and put each character back in its place."""
        flat = rows.reshape(-1)
        if not len(clause_slot):
            return self.embedding.weight.new_zeros(*rows.shape, self.width)
        real = clause_slot >= 0
        lengths = real.sum(1)
        embedded = self.dropout(self.embedding(flat[clause_slot.clamp(min=0)]))
        packed = nn.utils.rnn.pack_padded_sequence(embedded, lengths.cpu(), batch_first=True, enforce_sorted=False)
        encoded, _ = nn.utils.rnn.pad_packed_sequence(self.gru(packed)[0], batch_first=True, total_length=real.shape[1])
        out = encoded.new_zeros(flat.shape[0], self.width)
        out = out.index_copy(0, clause_slot[real], encoded[real])
        return out.reshape(*rows.shape, self.width)


class NarrowConvolution(nn.Module):
    """A residual convolution over three characters. *Shape:* (batch, chars, width) → the same."""

    def __init__(self, width: int, dropout: float) -> None:
        super().__init__()
        self.convolution = nn.Conv1d(width, width, kernel_size=3, padding=1)
        self.norm = nn.LayerNorm(width)
        self.dropout = nn.Dropout(dropout)

    def forward(self, x: Tensor, mask: Tensor) -> Tensor:
        """Convolve; characters outside `mask` (batch, chars, 1) count as zero."""
        y = self.convolution((x * mask).transpose(1, 2)).transpose(1, 2)
        return self.norm(x + self.dropout(nn.functional.gelu(y)))


class CharacterEncoder(nn.Module):
    """Pieces and characters fused into one vector a character.

    Each character takes its piece's vector, the character branch's, and its place in the piece, through two narrow
    convolutions. *Shape:* Batch → (batch, chars, width).
    """

    def __init__(self, encoder: PreTrainedModel, branch: CharacterBranch, *, width: int, dropout: float) -> None:
        super().__init__()
        self.encoder = encoder
        self.branch = branch
        self.from_piece = nn.Linear(encoder.config.hidden_size, width)
        self.from_branch = nn.Linear(branch.width, width)
        self.place = nn.Embedding(N_PLACES, width)
        self.norm = nn.LayerNorm(width)
        self.dropout = nn.Dropout(dropout)
        self.convolutions = nn.ModuleList(NarrowConvolution(width, dropout) for _ in range(2))
        self.width = width

    def forward(self, batch: Batch, *, piece_budget: int | None = None) -> Tensor:
        """Encode a batch, at most `piece_budget` padded pieces at a time through the piece encoder."""
        if not batch.char_row.shape[1]:  # nothing but empty texts, which a convolution refuses
            return self.from_piece.weight.new_zeros(*batch.char_row.shape, self.width)
        hidden = self._encode_windows(batch, piece_budget)
        with torch.autocast(hidden.device.type, enabled=False):
            return self._fuse(hidden.float(), batch)

    def _fuse(self, hidden: Tensor, batch: Batch) -> Tensor:
        """Give every character its vector, in full precision: these parts are small, and half of it makes them no faster."""
        pieces = self.from_piece(hidden)
        per_char = pieces.reshape(-1, self.width)[batch.char_slot]
        branch = self.from_branch(self.branch(batch.char_row, batch.clause_slot))
        mask = batch.char_mask.unsqueeze(-1).to(per_char.dtype)
        x = self.dropout(self.norm(per_char + branch + self.place(batch.char_place)))
        for convolution in self.convolutions:
            x = convolution(x, mask)
        out: Tensor = x * mask
        return out

    def _encode_windows(self, batch: Batch, budget: int | None) -> Tensor:
        n, width = batch.pieces.shape
        if n == 0:
            return self.from_piece.weight.new_zeros(1, self.from_piece.in_features)
        step = n if budget is None else max(1, budget // width)
        parts = []
        for i in range(0, n, step):
            mask = batch.piece_mask[i : i + step]
            longest = int(mask.sum(1).max())
            hidden = self.encoder(
                input_ids=batch.pieces[i : i + step, :longest], attention_mask=mask[:, :longest].long()
            ).last_hidden_state
            parts.append(nn.functional.pad(hidden, (0, 0, 0, width - longest)))
        return torch.cat(parts).reshape(n * width, -1)
