"""Fit heads on bags of features. scikit-learn is needed here and nowhere else."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from scipy.sparse import csr_matrix, diags
from sklearn.linear_model import LogisticRegression

from makegood.engines.text import vectors


def matrix(texts: Sequence[str]) -> csr_matrix:
    """Texts × features, each row of length one."""
    found = [vectors.bags(group) for group in vectors.batches(texts)]
    sizes = np.concatenate([bag.sizes for bag in found])
    features = np.concatenate([bag.features for bag in found])
    values = np.repeat(1 / np.sqrt(np.maximum(sizes, 1)), sizes).astype(np.float32)
    return csr_matrix((values, features, np.append(0, np.cumsum(sizes))), shape=(len(texts), 1 << vectors.BITS))


def ratios(x: csr_matrix, y: np.ndarray) -> np.ndarray:
    """Log-count ratio of every feature (S. Wang and C. Manning, 2012)."""
    counts = x.copy()
    counts.data[:] = 1
    good = 1 + np.asarray(counts[y].sum(0)).ravel()
    bad = 1 + np.asarray(counts[~y].sum(0)).ravel()
    return np.log(good / good.sum() / (bad / bad.sum())).astype(np.float32)


def head(x: csr_matrix, y: np.ndarray, *, c: float, by_ratio: bool, weight: np.ndarray | None = None):
    """Weights (one a feature) and intercept of one head."""
    ratio = ratios(x, y) if by_ratio else np.ones(x.shape[1], np.float32)
    model = LogisticRegression(C=c, solver="liblinear", tol=1e-3)
    model.fit(x @ diags(ratio), y, sample_weight=weight)
    return model.coef_[0].astype(np.float32) * ratio, float(model.intercept_[0])


def join(learned: np.ndarray, rules: np.ndarray, y: np.ndarray, weight: np.ndarray | None = None) -> dict[str, float]:
    """How the head's and the rules' scores become one log-odds (J. Platt, 1999, on two scores)."""
    model = LogisticRegression(C=10).fit(np.c_[learned, rules], y, sample_weight=weight)
    return {
        "learned": round(float(model.coef_[0, 0]), 4),
        "rules": round(float(model.coef_[0, 1]), 4),
        "offset": round(float(model.intercept_[0]), 4),
    }


def calibration_error(p: np.ndarray, y: np.ndarray, bins: int = 15) -> float:
    """Expected calibration error of the claimed class, equal-width bins (C. Guo et al., 2017)."""
    sure, right = np.maximum(p, 1 - p), (p > 0.5) == y
    place = np.minimum(((sure - 0.5) * 2 * bins).astype(int), bins - 1)
    parts = [place == i for i in range(bins)]
    return float(sum(abs(sure[b].mean() - right[b].mean()) * b.sum() for b in parts if b.any()) / len(y))
