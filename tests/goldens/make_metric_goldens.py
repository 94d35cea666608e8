"""Writes multi_label_metrics.json: metrics of scikit-learn for clips with several classes, or none.

Run once with scikit-learn and NumPy installed: python make_metric_goldens.py
"""

import json
from pathlib import Path

import numpy as np
import sklearn
from sklearn.metrics import average_precision_score, precision_recall_fscore_support


def case(rng, clips, classes, share, decimals, absent=()):
    """Random labels with that share of ones; few decimals make ties."""
    labels = rng.random((clips, classes)) < share
    labels[:, list(absent)] = False
    scores = 1 / (1 + np.exp(-(rng.normal(size=(clips, classes)) + 1.5 * labels - 1)))
    scores = np.round(scores, decimals)
    present = labels.any(axis=0)
    precisions = [
        float(average_precision_score(labels[:, c], scores[:, c])) if present[c] else None for c in range(classes)
    ]
    p, r, f, support = precision_recall_fscore_support(labels, scores >= 0.5, average=None, zero_division=np.nan)
    order = np.argsort(-scores, axis=1, kind="stable")
    known = labels.any(axis=1)
    top = lambda k: float(np.mean(np.take_along_axis(labels, order[:, :k], axis=1).any(axis=1)[known]))
    nullable = lambda values: [None if np.isnan(v) else float(v) for v in values]
    return {
        "labels": [np.flatnonzero(row).tolist() for row in labels],
        "scores": scores.tolist(),
        "average_precision": precisions,
        "mAP": float(average_precision_score(labels[:, present], scores[:, present], average="macro")),
        "precision": nullable(p),
        "recall": nullable(r),
        "f1": nullable(f),
        "support": support.tolist(),
        "top1": top(1),
        "top5": top(5),
    }


def main():
    rng = np.random.default_rng(7)
    cases = [
        case(rng, 40, 6, 0.3, 6),
        case(rng, 60, 8, 0.15, 1),
        case(rng, 25, 7, 0.2, 2, absent=(2, 6)),
    ]
    out = {"scikit_learn": sklearn.__version__, "cases": cases}
    path = Path(__file__).parent / "multi_label_metrics.json"
    path.write_text(json.dumps(out) + "\n")


main()
