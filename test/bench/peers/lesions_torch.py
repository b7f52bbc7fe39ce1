"""The lesion map of one picture in PyTorch, channels_last, patch by patch, with the weights that all contestants read."""

import measure

try:
    import numpy
    import torch
    from torch import nn
    from torch.nn.utils.fusion import fuse_conv_bn_eval
    from torch_network import build
except (ImportError, OSError, ValueError) as error:
    measure.missing(error)


def load(network, path):
    """Ours: kernels [row, column, in, out], flattened maps row by row with the channels together."""
    def take(*shape):
        count = int(numpy.prod(shape))
        return torch.from_numpy(numpy.fromfile(values, numpy.float32, count).reshape(shape))

    channels, is_first = 3, True
    with open(path, "rb") as values, torch.no_grad():
        for module in network:
            if isinstance(module, nn.Conv2d):
                channels = module.out_channels
                module.weight.copy_(take(*module.kernel_size, module.in_channels, channels).permute(3, 2, 0, 1))
            elif isinstance(module, nn.Linear):
                kernel = take(module.in_features, module.out_features)
                if is_first:
                    positions = module.in_features // channels
                    kernel = kernel.reshape(positions, channels, -1).transpose(0, 1).reshape(module.in_features, -1)
                is_first = False
                module.weight.copy_(kernel.T)
            elif isinstance(module, (nn.BatchNorm1d, nn.BatchNorm2d)):
                for part in (module.weight, module.bias, module.running_mean, module.running_var):
                    part.copy_(take(len(part)))
            if isinstance(module, (nn.Conv2d, nn.Linear)) and module.bias is not None:
                module.bias.copy_(take(len(module.bias)))
    return network


def fold(network):
    """Batch normalisation in the kernels before it, as a deployment would have it."""
    modules = []
    for module in network:
        if isinstance(module, nn.BatchNorm2d) and isinstance(modules[-1], nn.Conv2d):
            modules[-1] = fuse_conv_bn_eval(modules[-1], module)
        else:
            modules.append(module)
    return nn.Sequential(*modules).to(memory_format=torch.channels_last)


task = measure.task()
d, side, batch, places = task["d"], task["side"], task["batch"], task["places"]
network = load(build(task["layers"], side).eval(), task["weights"])
if task.get("isFolded"):
    network = fold(network)
image = torch.from_numpy(numpy.fromfile(task["image"], numpy.float32).reshape(1, d, d, 3)).permute(0, 3, 1, 2)


def look():
    """All patches in batches; cutting them out belongs to the work."""
    found = []
    for start in range(0, len(places), batch):
        patches = [image[:, :, y : y + side, x : x + side] for x, y in places[start : start + batch]]
        inputs = torch.cat(patches).contiguous(memory_format=torch.channels_last)
        found.append(torch.softmax(network(inputs), 1))
    return torch.cat(found)


with torch.inference_mode():
    probabilities = look()
    meter = measure.Meter()
    meter.start()
    for _ in range(task["repeats"]):
        probabilities = look()
    meter.stop()
probabilities.numpy().tofile(task["output"])
measure.tell(meter, task["repeats"], torch.get_num_threads(), {"torch": torch.__version__})
