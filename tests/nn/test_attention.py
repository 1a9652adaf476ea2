from __future__ import annotations

import torch

from tests.conftest import make_model
from xiaojuren.nn.attention import use_matmul_attention


def test_it_gives_what_the_encoders_own_attention_gives() -> None:
    model = make_model()
    texts = [model.prepare(text) for text in ("项目投资50亿元，落户新区。", "企业" * 40, "省")]
    own = model.encode(texts)
    use_matmul_attention(model.characters.encoder)
    for a, b in zip(own, model.encode(texts), strict=True):
        torch.testing.assert_close(a, b, atol=1e-5, rtol=1e-4)


def test_nothing_of_it_is_saved(tmp_path) -> None:
    model = make_model()
    use_matmul_attention(model.characters.encoder)
    model.save(tmp_path)
    assert "matmul" not in (tmp_path / "encoder.json").read_text()
