"""The lesson's network, and nothing else: this file is what the page shows."""

import torch
from torch import nn


class SimpleANN(nn.Module):
    """Two numbers in, two hidden ReLU neurons, one number out."""

    def __init__(self):
        super().__init__()
        self.fc1 = nn.Linear(2, 2)
        self.fc2 = nn.Linear(2, 1)

    def forward(self, x):
        hidden = torch.relu(self.fc1(x))  # (..., 2) -> (..., 2)
        return self.fc2(hidden)  # (..., 2) -> (..., 1)
