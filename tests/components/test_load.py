from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
import spacy
from spacy.ty import ListenedToComponent

from xiaojuren.components.load import find_pipeline, load_pipeline
from xiaojuren.errors import XiaojurenError


def test_a_pipeline_on_disk_works_with_nothing_but_spacy_imported(tiny_model_path: Path) -> None:
    code = f"""
import spacy
nlp = spacy.load({str(tiny_model_path)!r})
doc = nlp("创业企业投资50亿元落户新区。")
print(len(doc.spans["sc"]) > 0, len(doc.ents) > 0, isinstance(doc._.facts, list), doc.spans["sc"][0]._.score > 0)
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["True"] * 4


def test_an_unknown_name_is_told_with_what_to_do() -> None:
    with pytest.raises(XiaojurenError) as error:
        find_pipeline("zh_xiaojuren_mx")
    assert error.value.code == "X201"
    assert "make setup" in error.value.message


def test_a_folder_of_something_else_is_refused(tmp_path: Path) -> None:
    with pytest.raises(XiaojurenError, match="X202"):
        load_pipeline(str(tmp_path))
    spacy.blank("zh").to_disk(tmp_path / "blank")
    with pytest.raises(XiaojurenError, match="X202"):
        load_pipeline(str(tmp_path / "blank"))


def test_a_package_folder_is_as_good_as_the_pipeline_in_it(tmp_path: Path, tiny_model_path: Path) -> None:
    inner = tmp_path / "zh_tiny" / "zh_tiny-0.0.1"
    inner.parent.mkdir()
    inner.symlink_to(tiny_model_path)
    assert find_pipeline(str(tmp_path)) == inner


def test_an_untrained_pipeline_says_so() -> None:
    nlp = spacy.blank("zh")
    nlp.add_pipe("xiaojuren_encoder")
    with pytest.raises(XiaojurenError, match="X202"):
        nlp("项目")


def test_a_component_without_a_model_can_be_asked_what_it_has() -> None:
    # spaCy does so while it builds a pipeline, in an order that depends on the hash seed
    component = spacy.blank("zh").add_pipe("xiaojuren_encoder")
    assert not isinstance(component, ListenedToComponent)
    assert [name for name in ("model", "listeners", "listener_map") if hasattr(component, name)] == []
