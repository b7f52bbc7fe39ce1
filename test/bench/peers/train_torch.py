"""Training steps of the local network in PyTorch, channels_last, patch by patch."""

import measure

try:
    import torch
    from torch import nn
    from torch_network import build
except (ImportError, OSError, ValueError) as error:
    measure.missing(error)

task = measure.task()
torch.manual_seed(1)
batch, side = task["batch"], task["side"]
network = build(task["layers"], side).train()
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
