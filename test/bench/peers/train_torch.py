"""Training steps of the local network in PyTorch, channels_last, patch by patch."""

import measure

try:
    import torch
    from torch import nn
except (ImportError, OSError, ValueError) as error:
    measure.missing(error)


def build(layers, side):
    """The catalogue's list of layers; unpadded convolutions, as Table I has them, or padded as TensorFlow does for odd sizes."""
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
            with torch.no_grad():
                channels = nn.Sequential(*modules).eval()(torch.zeros(1, 3, side, side)).shape[1]
        elif kind == "dropout":
            modules.append(nn.Dropout(0.5))
        elif kind == "dense":
            modules.append(nn.Linear(channels, layer["units"], bias=layer["bias"]))
            channels = layer["units"]
    return nn.Sequential(*modules)


task = measure.task()
torch.manual_seed(1)
batch, side = task["batch"], task["side"]
network = build(task["layers"], side).to(memory_format=torch.channels_last).train()
fused = {"fused": True} if task.get("optimiser") == "fused" else {}
adam = torch.optim.Adam(network.parameters(), lr=1e-4, eps=1e-7, **fused)
loss_of = nn.CrossEntropyLoss()
inputs = [torch.rand(batch, 3, side, side).to(memory_format=torch.channels_last) for _ in range(4)]
labels = torch.arange(batch) % task["classCount"]


def step(number):
    adam.zero_grad(set_to_none=True)
    loss = loss_of(network(inputs[number % len(inputs)]), labels)
    loss.backward()
    adam.step()
    return loss.item()


for number in range(task["warmUpSteps"]):
    step(number)
meter = measure.Meter()
meter.start()
for number in range(task["steps"]):
    loss = step(number)
meter.stop()
measure.tell(meter, batch * task["steps"], torch.get_num_threads(), {"torch": torch.__version__}, {"loss": round(loss, 4)})
