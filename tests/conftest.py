import torch

torch.set_num_threads(1)  # as the server does; two cores do not gain from more on small tensors
