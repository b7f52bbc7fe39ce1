"""The paper's baselines on patches that lie in files: random forests and a support vector machine (test/bench/learn.ts).

Raw pixels are what the paper gave them. Colour histograms are what a forest can do something with: where in a patch a
lesion lies does not matter to them.
"""

import json
import os
import sys
import time

try:
    import numpy as np
    import sklearn
    from sklearn.ensemble import RandomForestClassifier
    from sklearn.svm import SVC
except (ImportError, OSError, ValueError) as error:
    print(json.dumps({"missing": f"Not installed ({error}): npm run bench -- setup"}))
    sys.exit(0)

CLASSES = 4
BINS = 32


def read(files, side):
    pixels = np.fromfile(files["pixels"], dtype=np.uint8).reshape(files["count"], side, side, 3)
    return pixels, np.fromfile(files["labels"], dtype=np.uint8)


def raw(pixels):
    return pixels.reshape(len(pixels), -1)


def histograms(pixels):
    """Share of a patch's pixels in each of 32 steps of each channel."""
    steps = (pixels // (256 // BINS)).astype(np.int64)
    features = np.empty((len(pixels), 3 * BINS), dtype=np.float32)
    for i, patch in enumerate(steps):
        for channel in range(3):
            counts = np.bincount(patch[:, :, channel].ravel(), minlength=BINS)
            features[i, channel * BINS : (channel + 1) * BINS] = counts / counts.sum()
    return features


def forest(train, labels, test, task):
    # The paper enlarged its classes to about equal size; here they weigh the same.
    model = RandomForestClassifier(
        task["trees"], class_weight="balanced_subsample", n_jobs=task["threads"], random_state=task["seed"]
    ).fit(train, labels)
    shares = model.predict_proba(test)
    return model.classes_[shares.argmax(axis=1)], 1 - shares[:, list(model.classes_).index(0)]


def machine(train, labels, test, task):
    """RBF kernel, C = 1, gamma as scikit-learn scales it; the kernel is computed by matrix products."""
    gamma = 1 / (train.shape[1] * train.var())

    def kernel(a, b):
        squares = (a * a).sum(axis=1)[:, None] + (b * b).sum(axis=1)[None, :] - 2 * (a @ b.T)
        return np.exp(-gamma * np.maximum(squares, 0)).astype(np.float64)

    model = SVC(kernel="precomputed", decision_function_shape="ovr").fit(kernel(train, train), labels)
    to_train = kernel(test, train)
    return model.predict(to_train), -model.decision_function(to_train)[:, list(model.classes_).index(0)]


def drawn(labels, most, seed):
    """As many of each class as there are, up to an equal share of the most."""
    random = np.random.default_rng(seed)
    kept = [random.permutation(np.flatnonzero(labels == k))[: most // CLASSES] for k in range(CLASSES)]
    return np.sort(np.concatenate(kept))


def main():
    task = json.loads(sys.argv[1])
    train, labels = read(task["train"], task["side"])
    test, _ = read(task["test"], task["side"])
    few = drawn(labels, task["svmMax"], task["seed"])

    def scaled(pixels):
        return raw(pixels).astype(np.float32) / 255

    contestants = [
        ("Random forest, raw pixels", len(labels), lambda: forest(raw(train), labels, raw(test), task)),
        ("SVM, raw pixels", len(few), lambda: machine(scaled(train[few]), labels[few], scaled(test), task)),
        (
            "Random forest, colour histograms",
            len(labels),
            lambda: forest(histograms(train), labels, histograms(test), task),
        ),
    ]
    answers = []
    for i, (name, trained_on, answer) in enumerate(contestants):
        began = time.perf_counter()
        chosen, scores = answer()
        seconds = time.perf_counter() - began
        print(f"{name}: {seconds:.0f} s", file=sys.stderr)
        files = {key: os.path.join(task["out"], f"{i}.{key}") for key in ("chosen", "scores")}
        chosen.astype(np.uint8).tofile(files["chosen"])
        scores.astype(np.float32).tofile(files["scores"])
        answers.append({"name": name, "trainedOn": trained_on, "seconds": round(seconds, 1), **files})
    versions = {"scikit-learn": sklearn.__version__, "numpy": np.__version__}
    print(json.dumps({"answers": answers, "versions": versions}))


main()
