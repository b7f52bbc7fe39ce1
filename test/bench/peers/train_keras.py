"""Training steps of the local network in Keras on TensorFlow, compiled as model.fit does it, patch by patch."""

import os

import measure

try:
    import numpy
    import tensorflow
    import keras
    from keras import layers as kinds
except (ImportError, OSError) as error:
    measure.missing(error)


def build(layers, side):
    model = keras.Sequential([keras.Input((side, side, 3))])
    for layer in layers:
        kind = layer["type"]
        if kind == "conv":
            shape = {"strides": layer["stride"], "padding": layer["padding"], "use_bias": layer["bias"]}
            model.add(kinds.Conv2D(layer["filters"], layer["size"], kernel_initializer="he_normal", **shape))
        elif kind == "batchNorm":
            model.add(kinds.BatchNormalization(momentum=0.95))
        elif kind == "relu":
            model.add(kinds.ReLU())
        elif kind == "maxPool":
            model.add(kinds.MaxPooling2D(layer["size"], layer["stride"], layer["padding"]))
        elif kind == "globalMax":
            model.add(kinds.GlobalMaxPooling2D())
        elif kind == "flatten":
            model.add(kinds.Flatten())
        elif kind == "dropout":
            model.add(kinds.Dropout(0.5))
        elif kind == "dense":
            model.add(kinds.Dense(layer["units"], use_bias=layer["bias"], kernel_initializer="he_normal"))
    return model


task = measure.task()
keras.utils.set_random_seed(1)
batch, side = task["batch"], task["side"]
model = build(task["layers"], side)
model.compile(
    optimizer=keras.optimizers.Adam(1e-4, epsilon=1e-7),
    loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True),
)
random = numpy.random.default_rng(1)
inputs = [tensorflow.constant(random.random((batch, side, side, 3), dtype=numpy.float32)) for _ in range(4)]
labels = tensorflow.constant(numpy.arange(batch) % task["classCount"])


def step(number):
    return float(model.train_on_batch(inputs[number % len(inputs)], labels))


for number in range(task["warmUpSteps"]):
    step(number)
meter = measure.Meter()
meter.start()
for number in range(task["steps"]):
    loss = step(number)
meter.stop()
threads = tensorflow.config.threading.get_intra_op_parallelism_threads() or int(os.environ["TF_NUM_INTRAOP_THREADS"])
versions = {"keras": keras.__version__, "tensorflow": tensorflow.__version__}
measure.tell(meter, batch * task["steps"], threads, versions, {"loss": round(loss, 4)})
