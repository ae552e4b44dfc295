"""Train the quotation engine on stand-off gold (needs the extra `train`: PyTorch, onnx, tokenizers).

The one rule: one seed, one command, one engine; articles set aside for the test are in no part of it.
"""

from toolkit.training.lessons import train_teacher
from toolkit.training.train import train_quotes

__all__ = ["train_quotes", "train_teacher"]
