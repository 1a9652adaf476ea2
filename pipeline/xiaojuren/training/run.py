"""A training run from a config: data, model, loop, best checkpoint, calibration, package.

In: a config file and overrides. Out: a folder with the trained pipeline as an installable spaCy package, its card, and the
checkpoints to resume from. The loop is Hugging Face's `Trainer`; the score that picks a checkpoint is the end-to-end one.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import torch
from torch import nn
from torch.utils.data import Dataset, Sampler
from transformers import EarlyStoppingCallback, Trainer, TrainingArguments, set_seed
from transformers.trainer_pt_utils import LengthGroupedSampler
from transformers.trainer_utils import get_last_checkpoint

from xiaojuren.corpus.annotated import AnnotatedArticle, read_annotated
from xiaojuren.corpus.normal import normalise_article
from xiaojuren.nn.attention import use_matmul_attention
from xiaojuren.nn.model import Extractor
from xiaojuren.nn.weights import round_as_stored
from xiaojuren.training.build import build_model
from xiaojuren.training.calibration import calibrate_relations, calibrate_spans, encode_all
from xiaojuren.training.config import TrainingConfig, TrainingSection, load_config
from xiaojuren.training.objective import Example, Objective
from xiaojuren.training.package import write_package
from xiaojuren.training.scoring import Scores, score

logger = logging.getLogger(__name__)


class Examples(Dataset[Example]):
    """Annotated articles, prepared for a model once. Their texts and offsets are the normalised ones that a model sees."""

    def __init__(self, articles: Iterable[AnnotatedArticle], model: Extractor) -> None:
        normalised = (normalise_article(article) for article in articles)
        self.examples = [Example(article, model.prepare(article.text)) for article in normalised]

    def __len__(self) -> int:
        return len(self.examples)

    def __getitem__(self, index: int) -> Example:
        return self.examples[index]


class ExtractorTrainer(Trainer):
    """`Trainer` with our data, three learning rates, and the end-to-end score as its evaluation."""

    settings: TrainingSection
    objective: Objective
    data: Examples
    dev: Examples

    def __init__(
        self, *, settings: TrainingSection, objective: Objective, data: Examples, dev: Examples, **options: Any
    ) -> None:
        self.settings, self.objective, self.data, self.dev = settings, objective, data, dev
        super().__init__(model=objective, train_dataset=data, eval_dataset=dev, **options)

    def _get_train_sampler(self, train_dataset: Any = None) -> Sampler[int]:
        lengths = [len(example.prepared.pieces) for example in self.data.examples]
        return LengthGroupedSampler(self.settings.batch_articles, lengths=lengths)

    def create_optimizer(self, *_: Any) -> torch.optim.Optimizer:
        """Give the encoder's layers decaying rates, the character branch and the heads their own."""
        if self.optimizer is None:
            groups = parameter_groups(self.objective.model, self.settings)
            self.optimizer = torch.optim.AdamW(groups, betas=(0.9, 0.98), eps=1e-6, fused=True)
        return self.optimizer

    def evaluate(self, *_: Any, **__: Any) -> dict[str, float]:
        """Calibrate on the dev articles and score them end to end."""
        if self.state.epoch is not None and self.state.epoch + 1e-6 < self.settings.evaluate_from_epoch:
            return {"eval_score": 0.0}
        scores = calibrate_and_score(self.objective.model, self.dev.examples)
        result = {
            "eval_mention_f1": scores.mention_f1,
            "eval_fact_f1": scores.fact_f1,
            "eval_score": (scores.mention_f1 + scores.fact_f1) / 2,
        }
        self.log(result)
        self.control = self.callback_handler.on_evaluate(self.args, self.state, self.control, result)
        return result


def parameter_groups(model: Extractor, settings: TrainingSection) -> list[dict[str, Any]]:
    """Return the optimiser's groups: a rate by part and depth, no weight decay on vectors."""
    layers = int(getattr(model.characters.encoder.config, "num_hidden_layers", 0))
    groups: dict[tuple[float, float], list[nn.Parameter]] = {}
    for name, parameter in model.named_parameters():
        if name.startswith("characters.encoder."):
            parts = name.split(".")
            depth = int(parts[parts.index("layer") + 1]) + 1 if "layer" in parts else 0
            rate = settings.encoder_rate * settings.layer_decay ** (layers - depth)
        elif name.startswith("characters.branch."):
            rate = settings.branch_rate
        else:
            rate = settings.head_rate
        decay = settings.weight_decay if parameter.ndim >= 2 else 0.0
        groups.setdefault((rate, decay), []).append(parameter)
    return [{"params": list(ps), "lr": rate, "weight_decay": decay} for (rate, decay), ps in groups.items()]


def calibrate_and_score(model: Extractor, examples: Sequence[Example]) -> Scores:
    """Set the model's calibration from annotated articles and return its end-to-end scores on them."""
    was_training = model.training
    model.eval()
    vectors = encode_all(model, examples)
    calibrate_spans(model, examples, vectors)
    calibrate_relations(model, examples, vectors)
    predicted = []
    for example, x in zip(examples, vectors, strict=True):
        mentions = tuple(model.find_mentions(x))
        relations = model.find_relations(x, mentions, torch.from_numpy(example.prepared.char_sentence))
        article = example.article
        predicted.append(AnnotatedArticle(article.article_id, article.text, mentions, tuple(relations)))
    model.train(was_training)
    return score([example.article for example in examples], predicted)


def train(
    config_path: Path, output: Path | None, overrides: Sequence[str], resume: bool = False, dry_run: bool = False
) -> Path | None:
    """Train from a config and return the folder of the package made; None after a dry run."""
    config = load_config(config_path, overrides)
    if config.training.threads:
        torch.set_num_threads(config.training.threads)
    set_seed(config.training.seed)
    output = output or Path("runs") / config_path.stem
    model = build_model(config)
    data = Examples((a for path in config.paths.train for a in read_annotated(path)), model)
    dev = Examples((a for path in config.paths.dev for a in read_annotated(path)), model)
    logger.info("%d articles to train on, %d to choose on", len(data), len(dev))
    if dry_run:
        _describe(config, model, data, dev)
        return None
    started = time.monotonic()
    trainer = _trainer(config, model, data, dev, output)
    last = get_last_checkpoint(str(output / "checkpoints")) if resume and (output / "checkpoints").is_dir() else None
    trainer.train(resume_from_checkpoint=last)
    round_as_stored(model)
    scores = calibrate_and_score(model, dev.examples)
    logger.info("mentions %.4f, facts %.4f", scores.mention_f1, scores.fact_f1)
    return write_package(output / "package", config, model, scores, data=len(data), seconds=time.monotonic() - started)


def _trainer(config: TrainingConfig, model: Extractor, data: Examples, dev: Examples, output: Path) -> ExtractorTrainer:
    s = config.training
    if s.precision == "bf16":
        use_matmul_attention(model.characters.encoder)
    arguments = TrainingArguments(
        output_dir=str(output / "checkpoints"),
        num_train_epochs=s.epochs,
        per_device_train_batch_size=s.batch_articles,
        learning_rate=s.head_rate,
        lr_scheduler_type="linear",
        warmup_steps=int(s.warmup * s.epochs * -(-len(data) // s.batch_articles)),
        max_grad_norm=s.clip,
        eval_strategy="epoch",
        save_strategy="epoch",
        save_total_limit=2,
        load_best_model_at_end=True,
        metric_for_best_model="eval_score",
        greater_is_better=True,
        logging_steps=10,
        report_to=s.report_to,
        remove_unused_columns=False,
        seed=s.seed,
        bf16=s.precision == "bf16",
        use_cpu=not torch.cuda.is_available(),
        dataloader_pin_memory=False,
    )

    def join(examples: list[Example]) -> dict[str, Any]:
        return {"batch": model.collate([e.prepared for e in examples]), "examples": examples}

    return ExtractorTrainer(
        settings=s,
        objective=Objective(model, span_weight=s.span_weight, pair_weight=s.pair_weight),
        data=data,
        dev=dev,
        args=arguments,
        data_collator=join,
        callbacks=[EarlyStoppingCallback(early_stopping_patience=s.patience)],
    )


def _describe(config: TrainingConfig, model: Extractor, data: Examples, dev: Examples) -> None:
    parameters = sum(p.numel() for p in model.parameters())
    characters = sum(e.prepared.n_chars for e in data.examples)
    steps = config.training.epochs * -(-len(data) // config.training.batch_articles)
    logger.info(
        "%d parameters; %d articles of %d characters, %d for choosing", parameters, len(data), characters, len(dev)
    )
    logger.info("%d steps in %d epochs", steps, config.training.epochs)
