"""What several commands share: the model that is used where none is named, and the shape of the option that names one."""

from __future__ import annotations

#: The pipeline that ships with the repository.
DEFAULT_MODEL = "zh_xiaojuren_md"
