"""A tiny encoder of a real class on disk, and a few annotated articles: enough for a whole training run in seconds."""

from __future__ import annotations

from pathlib import Path

import pytest
import torch
from transformers import BertConfig, BertModel, BertTokenizerFast

from tests.conftest import ALPHABET
from xiaojuren.corpus.annotated import AnnotatedArticle, write_annotated
from xiaojuren.schema import Mention, Relation

FIRMS = ("岭瑞电子", "宏桥锂能", "苏棠纺织", "启衡传感")
PLACES = ("柳埠镇", "澄湾经开区", "云溪区", "石渡县")


def make_articles() -> list[AnnotatedArticle]:
    """Sixteen short articles of one shape, each with its own firm, place and amount."""
    articles = []
    for number in range(16):
        firm, place, amount = FIRMS[number % 4], PLACES[number // 4], f"{number + 2}亿元"
        text = f"{firm}投资{amount}，项目落户{place}。"
        mentions, at = [], 0
        for words, label in ((firm, "ORG"), (amount, "AMOUNT"), (place, "PLACE")):
            start = text.index(words, at)
            at = start + len(words)
            mentions.append(Mention(start, at, label))
        relations = (Relation(0, 1, "HAS_AMOUNT", "planned_investment"), Relation(0, 2, "LOCATED_IN"))
        articles.append(AnnotatedArticle(f"a{number}", text, tuple(mentions), relations))
    return articles


@pytest.fixture(scope="session")
def encoder_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A BERT of two small layers with its tokenizer, as a hub would hand it out."""
    folder = tmp_path_factory.mktemp("encoder")
    names = "".join((*FIRMS, *PLACES))
    words = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *dict.fromkeys(ALPHABET + names)]
    (folder / "vocab.txt").write_text("\n".join(words), encoding="utf8")
    BertTokenizerFast(str(folder / "vocab.txt")).save_pretrained(folder)
    torch.manual_seed(0)
    config = BertConfig(
        vocab_size=len(words), hidden_size=16, num_hidden_layers=2, num_attention_heads=2, intermediate_size=32,
        max_position_embeddings=64,
    )  # fmt: skip
    BertModel(config).save_pretrained(folder)
    return folder


@pytest.fixture
def config_path(tmp_path: Path, encoder_folder: Path) -> Path:
    """The config of a tiny run, its data beside it."""
    articles = make_articles()
    write_annotated(tmp_path / "train.jsonl", articles[:12])
    write_annotated(tmp_path / "dev.jsonl", articles[12:])
    path = tmp_path / "tiny.cfg"
    path.write_text(
        f"""[paths]
train = ["{tmp_path / "train.jsonl"}"]
dev = ["{tmp_path / "dev.jsonl"}"]

[package]
name = "tiny"
version = "0.0.1"
description = "A tiny pipeline"

[encoder]
base = "{encoder_folder}"
window = 40
context = 8

[characters]
base = "none"
width = 8
hidden = 8
layers = 1

[heads]
width = 16
head_width = 8
pair_width = 16
pair_heads = 2

[training]
epochs = 2
batch_articles = 4
head_rate = 0.01
threads = 1
""",
        encoding="utf8",
    )
    return path
