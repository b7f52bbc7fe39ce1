"""The catalogue's list of layers as a PyTorch network."""

from torch import channels_last, no_grad, zeros
from torch import nn


def build(layers, side):
    """Unpadded convolutions, as Table I has them, or padded as TensorFlow does for odd sizes."""
    modules, channels = [], 3
    for layer in layers:
        kind = layer["type"]
        if kind == "conv":
            padding = layer["size"] // 2 if layer["padding"] == "same" else 0
            modules.append(
                nn.Conv2d(channels, layer["filters"], layer["size"], layer["stride"], padding, bias=layer["bias"])
            )
            channels = layer["filters"]
        elif kind == "batchNorm":
            is_flat = any(isinstance(module, (nn.Flatten, nn.AdaptiveMaxPool2d)) for module in modules)
            modules.append((nn.BatchNorm1d if is_flat else nn.BatchNorm2d)(channels, eps=1e-3, momentum=0.05))
        elif kind == "relu":
            modules.append(nn.ReLU(inplace=True))
        elif kind == "maxPool":
            modules.append(nn.MaxPool2d(layer["size"], layer["stride"], ceil_mode=layer["padding"] == "same"))
        elif kind == "globalMax":
            modules += [nn.AdaptiveMaxPool2d(1), nn.Flatten()]
        elif kind == "flatten":
            modules.append(nn.Flatten())
            with no_grad():
                channels = nn.Sequential(*modules).eval()(zeros(1, 3, side, side)).shape[1]
        elif kind == "dropout":
            modules.append(nn.Dropout(0.5))
        elif kind == "dense":
            modules.append(nn.Linear(channels, layer["units"], bias=layer["bias"]))
            channels = layer["units"]
    return nn.Sequential(*modules).to(memory_format=channels_last)
